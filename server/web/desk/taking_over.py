"""One household of the system before, taken into the record as it stands (S7-DUTY-S7); many: ``imports``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.area import COMMUNITY
from server.domain.money import parse_yuan
from server.domain.receipt import CLASSES
from server.domain.sheet_days import parse_month
from server.errors import Refusal
from server.services.areas import open_areas
from server.services.taken_over import Takeover, take_over
from server.web.answers import see
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.desk.household_checks import read_household
from server.web.desk.household_rows import MemberRow, change_rows, label_of, read_rows, write_rows
from server.web.form import Form, posted_form
from server.web.guard import permit
from server.web.words import RESIDENCES, area

_FIELDS: Final = {
    "taken_over.since": "since",
    "taken_over.amount": "amount",
    "taken_over.class": "class",
    "taken_over.source": "source",
    "taken_over.origin_known": "origin",
    "application.residence": "residence",
    "area.unknown": "community",
    "area.closed": "community",
}


@desk.route("/take-over", methods=["GET", "POST"])
@permit("case.take_over")
def take_over_household() -> ResponseReturnValue:
    """Takes over, or gives the form back with one row more or less; nothing written is lost either way."""
    if request.method == "GET":
        return _page(Form(), [MemberRow()], "community")
    form = posted_form()
    rows = read_rows(form.values)
    focus = change_rows(rows, form.text("do"))
    form.values |= write_rows(rows)
    if focus is not None:
        return _page(form, rows, focus)
    takeover = _read(form, rows)
    if form.errors:
        return _page(form, rows), 422
    try:
        case = take_over(current_district(), current_actor(), takeover)
    except Refusal as refusal:
        form.refuse_with(_FIELDS.get(refusal.code, ""), refusal)
        return _page(form, rows), refusal.status
    flash(gettext("接入了，案号 %(number)s。", number=case.number))
    return see(url_for("desk.show_case", number=case.number))


def _read(form: Form, rows: Sequence[MemberRow]) -> Takeover:
    """What was written; what is missing is said at its field, in the order of the page."""
    for name, sentence in (
        ("community", gettext("选这一家住在哪个社区。")),
        ("residence", gettext("选城市还是农村户籍。")),
        ("class", gettext("选类别。")),
        ("amount", gettext("写上每月领多少。")),
        ("since", gettext("写上从哪个月起。")),
        ("source", gettext("写明从哪里接入。")),
    ):
        if not form.text(name):
            form.refuse(name, sentence)
    amount_fen, since = form.read("amount", parse_yuan, 0), form.read("since", parse_month, "")
    return Takeover(
        household=read_household(form, rows, current_district().today()),
        community=form.text("community"),
        residence=form.text("residence"),
        klass=form.text("class"),
        amount_fen=amount_fen,
        since=since,
        source=form.text("source"),
        origin=form.text("origin"),
    )


def _page(form: Form, rows: Sequence[MemberRow], focus: str = "") -> str:
    form.labels = {f"members-{i}-": label_of(i, row) for i, row in enumerate(rows)}
    communities = open_areas(current_district(), COMMUNITY)
    return render_template(
        "applications/taking_over.html",
        form=form,
        rows=rows,
        focus=focus,
        communities=[(each.id, f"{area(each.parent)} {area(each.id)}") for each in communities],
        residences=RESIDENCES.items(),
        classes=[(klass, klass) for klass in CLASSES],
        here="reference",
    )

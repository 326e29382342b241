"""The community clerk registers a family that applies (S7-APPLY-01, S7-DUTY-C1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.area import COMMUNITY
from server.domain.material import ALWAYS
from server.errors import Refusal
from server.services.applications import register_application
from server.services.areas import open_areas
from server.services.consultations import get_consultation
from server.web.answers import see
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.desk.household_checks import add_up, read_household
from server.web.desk.household_rows import MemberRow, change_rows, label_of, read_rows, write_rows
from server.web.form import Form, posted_form
from server.web.guard import permit
from server.web.words import RESIDENCES, area


@dataclass(frozen=True)
class Papers:
    """What was ticked on the checklist: handed in, and not needed of this family."""

    given: list[str]
    waived: list[str]


@desk.get("/applications/new")
@permit("case.register")
def new_application() -> ResponseReturnValue:
    form, row = Form(), MemberRow(incomes=[{}])
    if consultation := request.args.get("consultation", ""):
        asked = get_consultation(current_district(), current_actor(), consultation).asked
        form.values = {"consultation": consultation, "phone": asked.phone}
        row.fields["name"] = asked.name
        form.values |= write_rows([row])
    return _page(form, [row], Papers([], []), focus="members-0-name")


@desk.post("/applications/new")
@permit("case.register")
def register() -> ResponseReturnValue:
    """Registers, or gives the form back with one row more or less; nothing written is lost either way."""
    form, papers = posted_form(), Papers(*(request.form.getlist(name) for name in ("materials", "waived")))
    rows = read_rows(form.values)
    asked = form.text("do")
    focus = change_rows(rows, asked)
    form.values |= write_rows(rows)
    if focus is not None or asked == "add-up":
        return _page(form, rows, papers, focus=focus or "")
    household = read_household(form, rows, current_district().today())
    _check_place(form)
    if form.errors:
        return _page(form, rows, papers), 422
    try:
        case = register_application(
            current_district(),
            current_actor(),
            household,
            community=form.text("community"),
            materials=papers.given,
            waived=[code for code in papers.waived if code not in papers.given],
            consultation=form.text("consultation"),
            residence=form.text("residence") or "urban",
        )
    except Refusal as refusal:
        form.refuse_with("", refusal)
        return _page(form, rows, papers), refusal.status
    flash(gettext("登记好了，案号 %(number)s。", number=case.number))
    return see(url_for("desk.show_case", number=case.number))


def _check_place(form: Form) -> None:
    """An officer of the street says of which community the family is."""
    if not current_actor().community and not form.text("community"):
        form.refuse("community", gettext("选这一家住在哪个社区。"))
    if _may_be_rural() and form.text("residence") not in RESIDENCES:
        form.refuse("residence", gettext("选城市还是农村户籍。"))


def _may_be_rural() -> bool:
    """Whether the pack in force takes households registered as rural at all (S4-04)."""
    return current_district().policy.eligibility.registration == "any"


def _communities() -> list[tuple[str, str]]:
    """The communities of an officer's street; none to choose for a clerk."""
    actor = current_actor()
    if actor.community:
        return []
    return [(each.id, area(each.id)) for each in open_areas(current_district(), COMMUNITY, actor.street)]


def _page(form: Form, rows: Sequence[MemberRow], papers: Papers, focus: str = "") -> str:
    form.labels = {f"members-{i}-": label_of(i, row) for i, row in enumerate(rows)}
    district = current_district()
    return render_template(
        "applications/new.html",
        policy=district.policy,
        today=district.today(),
        form=form,
        rows=rows,
        papers=papers,
        communities=_communities(),
        residences=RESIDENCES.items() if _may_be_rural() else (),
        focus=focus,
        sums=add_up(rows),
        standard_fen=district.policy.benefit.standard_fen,
        checklist=district.policy.apply.materials,
        always=ALWAYS,
    )

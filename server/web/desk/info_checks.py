"""The information check: of one case, and the list that goes out and comes back (C-06, C-13, C-14)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from flask import Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from server.domain.info_check import state_of
from server.domain.permission import may
from server.domain.procedure import allowed_acts
from server.domain.sheet import format_csv
from server.errors import Refusal
from server.services import info_checks, info_results
from server.services.district import District
from server.web.answers import saved_file, see
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_case
from server.web.desk.blueprint import desk
from server.web.desk.meeting_signing import read_ink
from server.web.form import Form, posted_form
from server.web.guard import permit
from server.web.intake_words import INFO_SAYS, INFO_STATES, TOLD_WAYS

_TYPES: Final = {
    "csv": ("text/csv", format_csv),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        info_results.format_xlsx,
    ),
}
Rows = Sequence[Mapping[str, str]]


@desk.route("/cases/<case:number>/info-check", methods=["GET", "POST"])
@permit("case.materials")
def show_info_check(number: str) -> ResponseReturnValue:
    """Where the check of a case stands, and the one thing to do about it."""
    district = current_district()
    case = district.get_case(number)
    return act_on_case(
        number,
        "cases/info_check.html",
        lambda form: _act(form, district, number),
        gettext("记下了。"),
        then="desk.show_info_check",
        adults=info_checks.list_adults(district, case),
        state=state_of(case, district.policy_of(case.policy)),
        due_on=info_checks.due_on(district, case),
        results=info_checks.read_results(district, case),
        acts=allowed_acts(case) if may(current_actor(), "info.check") else set(),
        may_sign="authorisation_signed" in allowed_acts(case),
        ways=TOLD_WAYS,
        states=INFO_STATES,
        says=INFO_SAYS,
    )


@desk.get("/info-checks")
@permit("info.check")
def show_info_checks() -> ResponseReturnValue:
    return _page(Form())


@desk.get("/info-checks/requests.csv", defaults={"kind": "csv"})
@desk.get("/info-checks/requests.xlsx", defaults={"kind": "xlsx"})
@permit("info.check")
def export_requests(kind: str) -> Response:
    """Everybody whose result is awaited; the result and what was found are to be filled in."""
    mimetype, write = _TYPES[kind]
    rows = info_results.list_requests(current_district(), current_actor())
    name = f"info-check-{current_district().today().isoformat()}.{kind}"
    return saved_file(write(info_results.COLUMNS, rows), name, mimetype)


@desk.post("/info-checks")
@permit("info.check")
def take_results() -> ResponseReturnValue:
    """A file is tried first and shown row by row; the same rows are imported only when all of them hold."""
    form = posted_form()
    try:
        rows = _sent_rows(form)
        if form.text("do") != "import":
            return _page(form, info_results.try_results(current_district(), current_actor(), rows), rows)
        run = info_results.import_results(current_district(), current_actor(), rows)
    except Refusal as refusal:
        form.refuse_with("file" if refusal.code.startswith("info.") else "", refusal)
        return _page(form), refusal.status
    flash(ngettext("导入了 %(num)d 行结果。", "导入了 %(num)d 行结果。", run.new))
    return see(url_for("desk.show_info_checks"))


def _page(form: Form, run: info_results.DryRun | None = None, rows: Rows = ()) -> str:
    return render_template(
        "registers/info_checks.html",
        form=form,
        run=run,
        kept=json.dumps(list(rows), ensure_ascii=False),
        waiting=info_checks.list_waiting_checks(current_district(), current_actor()),
        states=INFO_STATES,
        columns=info_results.COLUMNS,
        here="worklist",
    )


def _sent_rows(form: Form) -> Rows:
    """The rows of the file chosen, or those of the trial that is now confirmed."""
    sent = request.files.get("file")
    content = sent.read() if sent else b""
    if content:
        return info_results.read_file(content)
    if not form.text("rows"):
        raise Refusal("info.file")
    return info_results.read_kept(form.text("rows"))


def _act(form: Form, district: District, number: str) -> None:
    """The part of the page that was sent."""
    actor, asked = current_actor(), form.text("do")
    ink = read_ink(form.text("ink")) if asked == "pad" else None
    sign = partial(info_checks.sign_authorisation, district, actor, number, form.text("member"), ink)
    acts: dict[str, Callable[[], object]] = {
        "pad": sign,
        "paper": sign,
        "request": lambda: info_checks.request_check(district, actor, number),
        "tell": lambda: info_checks.tell_result(
            district, actor, number, form.text("how"), form.text("words")
        ),
        "object": lambda: info_checks.object_to_result(district, actor, number, form.text("words")),
    }
    if asked not in acts:
        raise Refusal("request.bad")
    acts[asked]()

"""The information check: of one case, and the list that goes out and comes back (C-06, C-13, C-14)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.info_check import state_of
from server.domain.permission import may
from server.domain.procedure import allowed_acts
from server.domain.sheet import format_csv
from server.errors import Refusal
from server.services import info_checks, info_results
from server.services.district import District
from server.services.info_results import RESULT_IMPORT
from server.web.answers import saved_file
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_case
from server.web.desk.blueprint import desk
from server.web.desk.import_files import Trial, import_on_page
from server.web.desk.meeting_signing import read_ink
from server.web.form import Form
from server.web.guard import permit
from server.web.intake_words import INFO_SAYS, INFO_STATES, TOLD_WAYS

_TYPES: Final = {
    "csv": ("text/csv", format_csv),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        info_results.format_xlsx,
    ),
}


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
        fields={"info.how": "how", "info.words": "words"},
        then="desk.show_info_check",
        adults=info_checks.list_adults(district, case),
        state=state_of(case, district.policy_of(case.policy)),
        due_on=info_checks.due_on(district, case),
        results=info_checks.read_results(district, case),
        objections=info_checks.read_objections(district, case),
        acts=allowed_acts(case) if may(current_actor(), "info.check") else set(),
        may_sign="authorisation_signed" in allowed_acts(case),
        ways=TOLD_WAYS,
        states=INFO_STATES,
        says=INFO_SAYS,
    )


@desk.route("/info-checks", methods=["GET", "POST"])
@permit("info.check")
def show_info_checks() -> ResponseReturnValue:
    """Whom to check, and the file with the results: tried first, then imported."""
    return import_on_page(RESULT_IMPORT, _page, url_for("desk.show_info_checks"))


@desk.get("/info-checks/requests.csv", defaults={"kind": "csv"})
@desk.get("/info-checks/requests.xlsx", defaults={"kind": "xlsx"})
@permit("info.check")
def export_requests(kind: str) -> Response:
    """Everybody whose result is awaited; the result and what was found are to be filled in."""
    mimetype, write = _TYPES[kind]
    rows = info_results.list_requests(current_district(), current_actor())
    name = f"info-check-{current_district().today().isoformat()}.{kind}"
    return saved_file(write(RESULT_IMPORT.headings, rows), name, mimetype)


def _page(form: Form, trial: Trial | None) -> str:
    return render_template(
        "registers/info_checks.html",
        form=form,
        trial=trial,
        kind=RESULT_IMPORT,
        waiting=info_checks.list_waiting_checks(current_district(), current_actor()),
        states=INFO_STATES,
        here="worklist",
    )


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

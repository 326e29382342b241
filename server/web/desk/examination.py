"""The district's auditor answers four checks, says what was looked at, and signs (S7-APPR-02…06)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from server.domain.case import Case
from server.domain.review_check import Check
from server.services.approvals import DISTRICT_CHECKS, Looked, examine, needs_district_visit, suggest
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_case
from server.web.desk.blueprint import desk
from server.web.form import Form
from server.web.guard import permit
from server.web.language import in_language

CHECK_WORDS: Final[Mapping[str, str]] = {
    "S7-APPR-02": lazy_gettext("原件和复印件一致"),
    "S7-APPR-03": lazy_gettext("社区、街道按程序办"),
    "S7-APPR-04": lazy_gettext("符合低保条件"),
    "S7-APPR-05": lazy_gettext("《低保档案》和录入的一致"),
}


@desk.route("/cases/<case:number>/examination", methods=["GET", "POST"])
@permit("case.examine")
def examine_case(number: str) -> ResponseReturnValue:
    district = current_district()
    case = district.get_case(number)
    found = suggest(district, case)
    fresh = {f"words-{rule}": _first_words(checks) for rule, checks in found.items()}
    return act_on_case(
        number,
        "cases/examination.html",
        lambda form: _examine(form, case),
        gettext("审查记下了。下一步：局负责人签批。"),
        fresh if request.method == "GET" else None,
        four=CHECK_WORDS,
        found=found,
        needs_visit=needs_district_visit(case),
        waits_for_originals=district.policy_of(case.policy).originals.district_check
        and not case.originals_seen,
    )


def _first_words(checks: list[Check]) -> str:
    """What the machine found, to begin with: only what the auditor leaves or writes is recorded.

    What does not hold is all that is said where there is any; what is still waited for was not looked at.
    """
    shown = [check for check in checks if check.failed] or [check for check in checks if check.ok]
    return in_language(
        "；".join(f"{each.zh}{f'：{each.fact_zh}' if each.fact_zh else ''}" for each in shown),
        "; ".join(f"{each.en}{f': {each.fact_en}' if each.fact_en else ''}" for each in shown),
    )


def _examine(form: Form, case: Case) -> None:
    for rule in DISTRICT_CHECKS:
        if form.text(rule) not in ("holds", "fails"):
            form.refuse(f"{rule}-holds", gettext("这一项还没答。"))
        if not form.text(f"words-{rule}"):
            form.refuse(f"words-{rule}", gettext("写明看了什么。"))
    if needs_district_visit(case) and not form.text("visit"):
        form.refuse("visit", gettext("写明谁去的、看到什么。"))
    if form.text("opinion") not in ("approve", "refuse"):
        form.refuse("opinion-approve", gettext("选拟批准还是拟不予批准。"))
    if form.errors:
        return
    checks = {
        rule: Looked(form.text(rule) == "holds", form.text(f"words-{rule}")) for rule in DISTRICT_CHECKS
    }
    opinion, visit = form.text("opinion"), form.text("visit")
    examine(current_district(), current_actor(), case.number, opinion, checks, visit=visit)

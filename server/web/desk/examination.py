"""The district's auditor answers four checks, says what was looked at, and signs (S7-APPR-02…06)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from server.services.approvals import DISTRICT_CHECKS, examine
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_case
from server.web.desk.blueprint import desk
from server.web.form import Form
from server.web.guard import permit

CHECK_WORDS: Final[Mapping[str, str]] = {
    "S7-APPR-02": lazy_gettext("原件和复印件一致"),
    "S7-APPR-03": lazy_gettext("社区、街道按程序办"),
    "S7-APPR-04": lazy_gettext("符合低保条件"),
    "S7-APPR-05": lazy_gettext("《低保档案》和录入的一致"),
}


@desk.route("/cases/<case:number>/examination", methods=["GET", "POST"])
@permit("case.examine")
def examine_case(number: str) -> ResponseReturnValue:
    return act_on_case(
        number,
        "cases/examination.html",
        lambda form: _examine(form, number),
        gettext("审查记下了。下一步：局负责人签批。"),
        four=CHECK_WORDS,
    )


def _examine(form: Form, number: str) -> None:
    for rule in DISTRICT_CHECKS:
        if form.text(rule) not in ("holds", "fails"):
            form.refuse(f"{rule}-holds", gettext("这一项还没答。"))
    if form.text("opinion") not in ("approve", "refuse"):
        form.refuse("opinion-approve", gettext("选拟批准还是拟不予批准。"))
    if not form.text("words"):
        form.refuse("words", gettext("写明看了什么。"))
    if form.errors:
        return
    checks = {rule: form.text(rule) == "holds" for rule in DISTRICT_CHECKS}
    examine(current_district(), current_actor(), number, form.text("opinion"), checks, form.text("words"))

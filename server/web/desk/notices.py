"""The public notice: posted at the applicant's building, listed, printed (S7-NOTICE)."""

from __future__ import annotations

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.notice import is_provisional, notice_period
from server.domain.policy import NoticeRules
from server.services.cases import CaseView, get_case_view
from server.services.district import District
from server.services.notice_proofs import get_proof_photo, prove_notice
from server.services.notices import get_notice_for_desk, list_notices, post_notice
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_case
from server.web.desk.blueprint import desk
from server.web.form import Form, sent_file
from server.web.guard import permit
from server.web.notice_words import PROOFS
from server.web.paging import asked_page
from server.web.words import NOTICE_FIELDS


@desk.get("/notices")
@permit("notice.read")
def show_notices() -> ResponseReturnValue:
    """Every notice of the area; on request those whose photos are missing (S7-AMB-22)."""
    only_unproved = request.args.get("show") == "unproved"
    found = list_notices(current_district(), current_actor(), asked_page(), unproved=only_unproved)
    return render_template("notices/list.html", found=found, only_unproved=only_unproved, PROOFS=PROOFS)


@desk.route("/notices/<notice:notice_id>/photo", methods=["GET", "POST"])
@permit("notice.prove")
def prove(notice_id: str) -> ResponseReturnValue:
    """A photo of the notice as it hangs, or of the place once it is down, from a desk or a phone."""
    notice = get_notice_for_desk(current_district(), current_actor(), notice_id)
    return act_on_case(
        notice.case,
        "notices/photo.html",
        lambda form: _prove(form, notice_id),
        gettext("照片存好了，拍摄时间和地点另外记着。"),
        fresh={"which": notice.missing[0] if notice.missing else ""},
        notice=notice,
        PROOFS=PROOFS,
    )


@desk.get("/notices/<notice:notice_id>/photos/<any(posted, removed):which>", defaults={"n": 0})
@desk.get("/notices/<notice:notice_id>/photos/<any(posted, removed):which>/<int:n>")
@permit("case.read")
def send_proof(notice_id: str, which: str, n: int) -> Response:
    """A photo of a notice; only this person's browser may keep it, and only while the page is open."""
    content = get_proof_photo(current_district(), current_actor(), notice_id, which, n)
    answer = Response(content, mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Disposition"] = f'inline; filename="notice-{notice_id}-{which}.jpg"'
    return answer


@desk.route("/cases/<case:number>/notice", methods=["GET", "POST"])
@permit("notice.post")
def post(number: str) -> ResponseReturnValue:
    district = current_district()
    view = get_case_view(district, current_actor(), number)
    rules, calendar = district.policy_of(view.case.policy).notice, district.calendar()
    period = notice_period(district.today(), rules, calendar, again=bool(view.case.objections))
    return act_on_case(
        number,
        "cases/notice.html",
        lambda form: _post(form, number),
        gettext("公示开始了。公示纸可以从下面打印。"),
        fresh={"place": _usual_place(district, view, rules)},
        period=period,
        provisional=is_provisional(period, rules, calendar),
        public_fields=[NOTICE_FIELDS[name] for name in rules.fields],
    )


def _usual_place(district: District, view: CaseView, rules: NoticeRules) -> str:
    """Where the pack has a notice hang: the family's building, or their community (S7-NOTICE-01, D-08)."""
    if rules.place != "building":
        return f"{district.area(view.case.community).name_zh}公示栏"
    return view.household.building if view.household else ""


def _prove(form: Form, notice_id: str) -> None:
    content = sent_file("photo")
    if not form.text("which"):
        form.refuse("which", gettext("选是张贴的，还是取下以后的。"))
    if not content:
        form.refuse("photo", gettext("选一张照片，或者用手机拍。"))
    if not form.errors:
        which, reason = form.text("which"), form.text("reason")
        prove_notice(current_district(), current_actor(), notice_id, which, content, reason)


def _post(form: Form, number: str) -> None:
    if not form.text("place"):
        form.refuse("place", gettext("写明贴在哪里。"))
        return
    post_notice(current_district(), current_actor(), number, form.text("place"))

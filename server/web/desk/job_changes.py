"""What was recorded of a member goes on or is put right: answer, training, gradual exit (S7-EMP)."""

from __future__ import annotations

from typing import Any, Final

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.case import Case
from server.domain.employment import MOST_SCANS, STATUSES, JobRecord, Training
from server.errors import Refusal
from server.services.job_scans import get_scan, keep_scan
from server.services.jobs import Answer, answer_offer, end_exit, find_training, put_training_right
from server.services.offer_words import ReadOffer, read_offers
from server.services.sentences_employment import ANSWER_WORDS, STATUS_WORDS
from server.web.answers import kept_photo
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.desk.jobs import TRAINING_FIELDS, act_on_member, read_training
from server.web.employment_words import options_of, period_name
from server.web.form import Form, sent_file
from server.web.guard import permit


@desk.route(
    "/cases/<case:number>/employment/<office:member>/offers/<office:offer>/answer", methods=["GET", "POST"]
)
@permit("job.record")
def answer_job_offer(number: str, member: str, offer: str) -> ResponseReturnValue:
    """What came of an offer that was not decided, or was written down wrongly (S7-EMP-06)."""
    read = _offer_of(number, member, offer)
    given = read.offer
    fresh = {"answer": given.answer if given.answer != "waiting" else "", "reason": read.reason}
    if given.answer == "refused":
        fresh["justified"] = "yes" if given.justified else "no"
    return act_on_member(
        number,
        member,
        "employment/answer.html",
        lambda form: _answer(form, number, member, offer),
        gettext("记下了。"),
        fresh=fresh,
        fields={"job.reason": "reason"},
        read=read,
        answers=options_of(ANSWER_WORDS),
    )


@desk.route("/cases/<case:number>/employment/<office:member>/trainings/<int:n>", methods=["GET", "POST"])
@permit("job.record")
def put_job_training_right(number: str, member: str, n: int) -> ResponseReturnValue:
    """A training that went on is over, or was written down wrongly."""
    case = current_district().get_case(number)
    training = find_training(case, member, n)
    return act_on_member(
        number,
        member,
        "employment/training.html",
        lambda form: _put_right(form, number, member, n),
        gettext("改好了。"),
        fresh=_as_recorded(case, training),
        fields=TRAINING_FIELDS,
        training=training,
    )


@desk.route(
    "/cases/<case:number>/employment/<office:member>/forms/<int:year>/<int:period>/scan",
    methods=["GET", "POST"],
)
@permit("job.record")
def keep_job_form_scan(number: str, member: str, year: int, period: int) -> ResponseReturnValue:
    """A picture of the paper that came back, a page at a time (DOC-14)."""
    district = current_district()
    per_year = district.policy_of(district.get_case(number).policy).employment.feedback_forms
    return act_on_member(
        number,
        member,
        "employment/scan.html",
        lambda form: _keep_scan(form, number, member, (year, period)),
        gettext("存好了。"),
        fields=dict.fromkeys(_OF_PHOTO, "photo"),
        period_title=period_name(year, period, per_year),
        most=MOST_SCANS,
    )


@desk.get("/cases/<case:number>/employment/scans/<digest:digest>")
@permit("employment.read")
def send_job_form_scan(number: str, digest: str) -> Response:
    return kept_photo(get_scan(current_district(), current_actor(), number, digest), digest)


@desk.route("/cases/<case:number>/employment/<office:member>/exit/end", methods=["GET", "POST"])
@permit("job.issue")
def end_job_exit(number: str, member: str) -> ResponseReturnValue:
    """The work is lost, or its wages are others: the gradual exit ends before its time (C-27)."""
    return act_on_member(
        number,
        member,
        "employment/exit_end.html",
        lambda form: end_exit(
            current_district(), current_actor(), number, member, form.text("status"), form.text("reason")
        ),
        gettext("渐退结束了。"),
        fields={"job.reason": "reason", "job.status": "status"},
        options=options_of(STATUS_WORDS, STATUSES),
    )


_OF_PHOTO: Final = ("image.unreadable", "image.mixed", "job.scan_kept", "job.scans")


def _keep_scan(form: Form, number: str, member: str, of: tuple[int, int]) -> None:
    content = sent_file("photo")
    if not content:
        form.refuse("photo", gettext("选一张照片，或者用手机拍。"))
        return
    keep_scan(current_district(), current_actor(), number, member, of, content)


def _offer_of(number: str, member: str, offer: str) -> ReadOffer:
    district = current_district()
    case = district.get_case(number)
    record = case.jobs.get(member, JobRecord())
    found = read_offers(district, case, [each for each in record.offers if each.id == offer])
    if not found:
        raise Refusal("job.offer")
    return found[0]


def _answer(form: Form, number: str, member: str, offer: str) -> None:
    judged = {"yes": True, "no": False}.get(form.text("justified"))
    given = Answer(form.text("answer"), judged, form.text("reason"))
    answer_offer(current_district(), current_actor(), number, member, offer, given)


def _put_right(form: Form, number: str, member: str, n: int) -> None:
    training = read_training(form)
    if not form.errors:
        put_training_right(current_district(), current_actor(), number, member, n, training)


def _as_recorded(case: Case, training: Training) -> dict[str, Any]:
    words = ""
    if training.words:
        try:
            words = current_district().get_text(case.number, "reason", training.words)
        except Refusal:
            words = ""
    state = "going" if training.going else "yes" if training.finished else "no"
    return {"on": training.on, "days": str(training.days), "finished": state, "words": words}

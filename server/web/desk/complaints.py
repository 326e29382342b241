"""Tip-offs at the desk: recorded, assigned, looked into, found, answered (S7-DUTY-S6)."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.complaint import STATES, Complaint
from server.domain.days import parse_date
from server.domain.objection import Statement
from server.errors import Refusal
from server.records.complaint_rows import Asked
from server.services import complaints as services
from server.services.complaint_files import list_complaints, read_complaint
from server.services.sentences import Names
from server.services.suggested_recoveries import may_say_nothing_owed, say_nothing_owed
from server.web import complaint_words
from server.web.answers import see
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_page
from server.web.desk.blueprint import desk
from server.web.form import Form, posted_form
from server.web.guard import permit
from server.web.notice_words import OBJECTED_HOW
from server.web.paging import asked_page

_FIELDS: Final[dict[str, str]] = {
    "complaint.words": "text",
    "complaint.community": "community",
    "complaint.case": "consequence",
    "complaint.consequence": "consequence",
    "complaint.result": "result",
    "complaint.other_street": "case",
    "complaint.way": "way",
    "case.unknown": "case",
    "complaint.two": "first",
    "complaint.same_team": "first",
    "complaint.officer": "first",
    "complaint.day": "looked_on",
    "complaint.reason": "reason",
    "objection.answer_words": "answer",
}


@desk.get("/complaints")
@permit("complaint.read")
def show_complaints() -> ResponseReturnValue:
    """What is open, whoever gave a name first; on request everything."""
    asked = _asked()
    return render_template(
        "complaints/list.html",
        found=list_complaints(current_district(), current_actor(), asked, asked_page()),
        asked=asked,
        asking={"state": asked.state, "named": asked.named, "about": asked.about},
        said=complaint_words,
        HOW=OBJECTED_HOW,
        here="upkeep",
    )


@desk.route("/complaints/new", methods=["GET", "POST"])
@permit("complaint.record")
def new_complaint() -> ResponseReturnValue:
    """Somebody came or called; they are given the receipt number."""
    form = Form({"once": secrets.token_hex(16), "how": "in_person", "about": "household"})
    status = 200
    if request.method == "POST":
        form = posted_form()
        try:
            receipt = _record(form)
        except Refusal as refusal:
            form.refuse_with(_FIELDS.get(refusal.code, ""), refusal)
            status = refusal.status
        else:
            flash(gettext("登记了。回执号 %(receipt)s，请告诉来人。", receipt=receipt))
            return see(url_for("desk.show_complaints"))
    page = render_template(
        "complaints/new.html",
        form=form,
        communities=services.list_communities(current_district()),
        said=complaint_words,
        HOW=OBJECTED_HOW,
        here="upkeep",
    )
    return page, status


@desk.get("/complaints/<office:receipt>")
@permit("complaint.read")
def show_complaint(receipt: str) -> ResponseReturnValue:
    complaint = services.get_complaint(current_district(), receipt)
    sent = dict(zip(("first", "second"), complaint.officers, strict=False))
    today = current_district().today().isoformat()
    return _page(receipt, Form({"looked_on": today, "case": complaint.case, **sent}))


@desk.post("/complaints/<office:receipt>/officers")
@permit("complaint.assign")
def assign_complaint(receipt: str) -> ResponseReturnValue:
    form = posted_form()
    officers = [form.text(name) for name in ("first", "second") if form.text(name)]
    return _act(
        receipt,
        form,
        lambda: services.assign_officers(
            current_district(), current_actor(), receipt, form.text("case"), officers
        ),
    )


@desk.post("/complaints/<office:receipt>/looks")
@permit("complaint.look")
def look_into_complaint(receipt: str) -> ResponseReturnValue:
    form = posted_form()
    day = form.read("looked_on", parse_date, date.min)
    return _act(
        receipt,
        form,
        lambda: services.look_into(
            current_district(), current_actor(), receipt, form.text("way"), day, form.text("words")
        ),
        _FIELDS | {"complaint.reason": "words"},
    )


@desk.post("/complaints/<office:receipt>/finding")
@permit("complaint.look")
def find_complaint(receipt: str) -> ResponseReturnValue:
    form = posted_form()
    return _act(
        receipt,
        form,
        lambda: services.find_complaint(
            current_district(),
            current_actor(),
            receipt,
            form.text("result"),
            form.text("consequence"),
            form.text("reason"),
        ),
    )


@desk.post("/complaints/<office:receipt>/answer")
@permit("complaint.answer")
def answer_complaint(receipt: str) -> ResponseReturnValue:
    form = posted_form()
    return _act(
        receipt,
        form,
        lambda: services.answer_complaint(current_district(), current_actor(), receipt, form.text("answer")),
    )


@desk.post("/complaints/<office:receipt>/nothing-owed")
@permit("recovery.find")
def close_recovery(receipt: str) -> ResponseReturnValue:
    """The recovery it suggested: there is nothing to ask back."""
    form = posted_form()
    return _act(
        receipt,
        form,
        lambda: say_nothing_owed(current_district(), current_actor(), receipt, form.text("nothing")),
        {"complaint.reason": "nothing"},
    )


def _act(
    receipt: str, form: Form, do: Callable[[], Complaint], fields: Mapping[str, str] = _FIELDS
) -> ResponseReturnValue:
    then = url_for("desk.show_complaint", receipt=receipt)
    return act_on_page(form, do, then, lambda sent: _page(receipt, sent), fields)


def _page(receipt: str, form: Form) -> str:
    district, actor = current_district(), current_actor()
    file = read_complaint(district, actor, receipt)
    return render_template(
        "complaints/page.html",
        file=file,
        complaint=file.complaint,
        candidates=services.list_candidates(district, file.complaint),
        names=Names(district),
        user_id=actor.user_id,
        may_close=may_say_nothing_owed(district, actor, file.complaint),
        form=form,
        said=complaint_words,
        HOW=OBJECTED_HOW,
        here="upkeep",
    )


def _asked() -> Asked:
    """The filters of the address; what is none of them is as if it were not there."""
    state, named = request.args.get("state", "open"), request.args.get("named", "")
    about = request.args.get("about", "")
    return Asked(
        state=state if state in (*STATES, "all") else "open",
        named=named if named in ("named", "anonymous") else "",
        about=about if about in complaint_words.ABOUT else "",
    )


def _record(form: Form) -> str:
    statement = Statement(
        text=form.text("text"),
        name=form.text("name"),
        contact=form.text("contact"),
        once=form.text("once")[:64],
    )
    return services.record_complaint(
        current_district(),
        current_actor(),
        form.text("how"),
        form.text("about"),
        form.text("community"),
        statement,
    )

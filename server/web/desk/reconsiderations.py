"""The reconsideration register at the desk (S7-DUTY-D5, D-20)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from flask import Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.days import parse_date
from server.domain.reconsideration import STATES, Reconsideration
from server.domain.sheet import format_csv
from server.errors import Refusal
from server.services import reconsiderations as services
from server.services.reconsiderations import Dates
from server.web import reconsideration_words
from server.web.answers import saved_file, see
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_page
from server.web.desk.blueprint import desk
from server.web.form import Form, posted_form
from server.web.guard import permit
from server.web.language import in_language

_FIELDS: Final = {
    "case.unknown": "case",
    "reconsideration.decision": "act",
    "reconsideration.applied_on": "applied_on",
    "reconsideration.due": "reply_due",
    "reconsideration.words": "words",
    "reconsideration.outcome": "outcome",
    "reconsideration.decided_on": "decided_on",
}


@desk.get("/reconsiderations")
@permit("reconsideration.read")
def show_reconsiderations() -> ResponseReturnValue:
    """What is open, the next due first; on request everything."""
    district, state = current_district(), _state()
    forum = district.policy.remedy.forum
    return render_template(
        "reconsiderations/list.html",
        rows=services.list_reconsiderations(district, current_actor(), state),
        state=state,
        forum=in_language(forum.zh, forum.en),
        said=reconsideration_words,
        here="upkeep",
    )


@desk.get("/reconsiderations.csv")
@permit("reconsideration.read")
def reconsiderations_csv() -> Response:
    header = ("复议号", "受理号", "对什么决定", "申请日", "下一个期限", "到了哪一步", "结果", "决定日")
    said = reconsideration_words
    rows = [
        [
            row.file,
            row.case_number,
            said.decision_words(row.kind),
            row.applied_on,
            row.due_on,
            str(said.STATES[row.state]),
            str(said.OUTCOMES.get(row.outcome, "")),
            row.decided_on,
        ]
        for row in services.list_reconsiderations(current_district(), current_actor(), _state())
    ]
    return saved_file(format_csv(header, rows), "reconsiderations.csv")


@desk.route("/reconsiderations/new", methods=["GET", "POST"])
@permit("reconsideration.record")
def new_reconsideration() -> ResponseReturnValue:
    """First the case, then which of its decisions, with the days of the forum's notice."""
    if request.method == "GET":
        return _new_page(Form({"case": request.args.get("case", "").strip()}))
    form = posted_form()
    days = [form.read(name, parse_date, date.min) for name in ("applied_on", "reply_due", "decision_due")]
    act = int(form.text("act")) if form.text("act").isdecimal() else 0
    if not form.errors:
        try:
            found = services.receive(
                current_district(),
                current_actor(),
                form.text("case"),
                act,
                Dates(*days),
                form.text("words"),
            )
        except Refusal as refusal:
            form.refuse_with(_FIELDS.get(refusal.code, ""), refusal)
        else:
            flash(gettext("记下了。"))
            return see(url_for("desk.show_reconsideration", file=found.id))
    return _new_page(form), 422


@desk.get("/reconsiderations/<office:file>")
@permit("reconsideration.read")
def show_reconsideration(file: str) -> ResponseReturnValue:
    return _page(file, Form())


@desk.post("/reconsiderations/<office:file>/papers")
@permit("reconsideration.record")
def add_reconsideration_paper(file: str) -> ResponseReturnValue:
    form = posted_form()
    is_reply = form.text("reply") == "yes"
    return _act(
        file,
        form,
        lambda: services.add_paper(
            current_district(), current_actor(), file, form.text("paper"), is_reply=is_reply
        ),
        "paper",
    )


@desk.post("/reconsiderations/<office:file>/decision")
@permit("reconsideration.record")
def decide_reconsideration(file: str) -> ResponseReturnValue:
    form = posted_form()
    day = form.read("decided_on", parse_date, date.min)
    return _act(
        file,
        form,
        lambda: services.decide(
            current_district(), current_actor(), file, form.text("outcome"), day, form.text("decision")
        ),
        "decision",
    )


@desk.post("/reconsiderations/<office:file>/followed")
@permit("reconsideration.record")
def follow_reconsideration(file: str) -> ResponseReturnValue:
    form = posted_form()
    return _act(
        file,
        form,
        lambda: services.follow(current_district(), current_actor(), file, form.text("followed")),
        "followed",
    )


def _act(file: str, form: Form, do: Callable[[], Reconsideration], words: str) -> ResponseReturnValue:
    """``words`` names the field of what the act says."""
    then = url_for("desk.show_reconsideration", file=file)
    fields = _FIELDS | {"reconsideration.words": words}
    return act_on_page(form, do, then, lambda sent: _page(file, sent), fields)


def _page(file: str, form: Form) -> str:
    read = services.read_reconsideration(current_district(), current_actor(), file)
    return render_template(
        "reconsiderations/page.html",
        file=read,
        found=read.found,
        forum=in_language(*read.forum),
        form=form,
        said=reconsideration_words,
        here="upkeep",
    )


def _new_page(form: Form) -> str:
    decisions = []
    if form.text("case"):
        try:
            decisions = services.list_decisions(current_district(), current_actor(), form.text("case"))
        except Refusal as refusal:
            form.refuse_with("case", refusal)
    return render_template(
        "reconsiderations/new.html",
        form=form,
        decisions=decisions,
        said=reconsideration_words,
        here="upkeep",
    )


def _state() -> str:
    state = request.args.get("state", "open")
    return state if state in (*STATES, "all") else "open"

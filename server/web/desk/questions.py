"""Questions of the district to the street, their answers, and notes on a file (S7-APPR-03)."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.services.questions import (
    answer_question,
    ask_street,
    get_question,
    list_waiting_questions,
    write_note,
)
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_case
from server.web.desk.blueprint import desk
from server.web.form import Form
from server.web.guard import permit


@desk.get("/questions")
@permit("case.read")
def show_questions() -> ResponseReturnValue:
    """What the street has not answered yet, the oldest first."""
    waiting = list_waiting_questions(current_district(), current_actor())
    return render_template("cases/questions.html", waiting=waiting, here="worklist")


@desk.route("/cases/<case:number>/question", methods=["GET", "POST"])
@permit("question.ask")
def ask_about(number: str) -> ResponseReturnValue:
    def do(form: Form) -> None:
        ask_street(current_district(), current_actor(), number, form.text("words"))

    return act_on_case(number, "cases/question.html", do, gettext("问了。街道会在“等我办”里看到。"))


@desk.route("/cases/<case:number>/questions/<int:n>", methods=["GET", "POST"])
@permit("question.answer")
def answer_asked(number: str, n: int) -> ResponseReturnValue:
    district, actor = current_district(), current_actor()
    asked = get_question(district, actor, number, n)

    def do(form: Form) -> None:
        answer_question(district, actor, number, n, form.text("words"))

    return act_on_case(
        number,
        "cases/answer.html",
        do,
        gettext("答复了。区里在案卷上看得到。"),
        asked=asked,
        words=district.get_text(number, "reason", asked.words),
    )


@desk.route("/cases/<case:number>/note", methods=["GET", "POST"])
@permit("note.write")
def note_on(number: str) -> ResponseReturnValue:
    def do(form: Form) -> None:
        write_note(current_district(), current_actor(), number, form.text("words"))

    return act_on_case(number, "cases/note.html", do, gettext("记下了。"))

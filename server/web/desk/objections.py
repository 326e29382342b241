"""Objections at the desk: recorded for who comes or calls, read and answered by the street (S7-AMB-06)."""

from __future__ import annotations

import secrets

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.objection import Statement
from server.errors import Refusal
from server.services.cases import get_case_view
from server.services.objection_files import ObjectionFile, get_objection, list_objections
from server.services.objections import Filed, answer_objection, close_report, record_objection
from server.web.answers import see
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.form import Form, posted_form
from server.web.guard import permit
from server.web.notice_words import OBJECTED_HOW


@desk.get("/objections")
@permit("objection.read")
def show_objections() -> ResponseReturnValue:
    """What waits for an answer or a look; on request everything."""
    files = list_objections(current_district(), current_actor())
    show_all = request.args.get("show") == "all"
    return render_template(
        "objections/list.html",
        files=[file for file in files if show_all or not file.closed],
        waiting=sum(not file.closed for file in files),
        total=len(files),
        show_all=show_all,
        OBJECTED_HOW=OBJECTED_HOW,
        here="notices",
    )


@desk.get("/objections/<office:receipt>")
@permit("objection.read")
def show_objection(receipt: str) -> ResponseReturnValue:
    return _page(get_objection(current_district(), current_actor(), receipt), Form())


@desk.post("/objections/<office:receipt>/answer")
@permit("objection.answer")
def answer(receipt: str) -> ResponseReturnValue:
    """Answers an objection, or closes a report with what was found."""
    district, actor, form = current_district(), current_actor(), posted_form()
    file = get_objection(district, actor, receipt)
    settle = close_report if file.kind == "report" else answer_objection
    try:
        settle(district, actor, receipt, form.text("words"))
    except Refusal as refusal:
        form.refuse_with("words", refusal)
        return _page(file, form), refusal.status
    flash(gettext("记下了。凭回执号和密码的人在网上看得到答复，其余的请按留的联系方式告诉。"))
    return see(url_for("desk.show_objection", receipt=receipt))


@desk.route("/cases/<case:number>/objection", methods=["GET", "POST"])
@permit("objection.record")
def record_for(number: str) -> ResponseReturnValue:
    """Somebody came or called; they are given the receipt number."""
    view = get_case_view(current_district(), current_actor(), number)
    if request.method == "GET":
        form, status = Form({"once": secrets.token_hex(16), "how": "in_person"}), 200
    else:
        form, status = posted_form(), 422
        try:
            filed = _record(form, number)
        except Refusal as refusal:
            form.refuse_with("text" if refusal.code.startswith("objection.") else "", refusal)
            status = refusal.status
        else:
            flash(_said(filed))
            return see(url_for("desk.show_case", number=number))
    page = render_template(
        "objections/new.html", view=view, case=view.case, form=form, OBJECTED_HOW=OBJECTED_HOW
    )
    return page, status


def _record(form: Form, number: str) -> Filed:
    statement = Statement(
        text=form.text("text"),
        name=form.text("name"),
        contact=form.text("contact"),
        once=form.text("once")[:64],
    )
    return record_objection(current_district(), current_actor(), number, form.text("how"), statement)


def _said(filed: Filed) -> str:
    if filed.is_report:
        said = gettext("现在不能再停公示，作为举报留给街道核实。")
    else:
        said = gettext("登记了，公示停下来，等另派人。")
    return str(said) + str(gettext("回执号 %(receipt)s，请告诉来人。", receipt=filed.receipt))


def _page(file: ObjectionFile, form: Form) -> str:
    return render_template(
        "objections/page.html", file=file, form=form, OBJECTED_HOW=OBJECTED_HOW, here="notices"
    )

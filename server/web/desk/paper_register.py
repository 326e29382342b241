"""The register of papers of no case: reports and summaries, and which of them still count."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from server.services.paper_register import list_registered, withdraw_registered
from server.services.sentences import Names
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_page
from server.web.desk.blueprint import desk
from server.web.form import Form, posted_form
from server.web.guard import permit
from server.web.paging import asked_page, page_of

PAGE = 20


@desk.get("/papers")
@permit("paper.read")
def show_registered() -> ResponseReturnValue:
    return _page(Form(), 0)


@desk.post("/papers/<int:ordinal>/withdraw")
@permit("paper.withdraw")
def withdraw_numbered(ordinal: int) -> ResponseReturnValue:
    form = posted_form()
    return act_on_page(
        form,
        lambda: withdraw_registered(current_district(), current_actor(), ordinal, form.text("reason")),
        url_for("desk.show_registered", page=asked_page()),
        lambda sent: _page(sent, ordinal),
        {"paper.withdraw_reason": "reason"},
    )


def _page(form: Form, ordinal: int) -> str:
    """With ``ordinal`` the form of that paper is open, and says what was wrong."""
    district = current_district()
    return render_template(
        "papers/register.html",
        found=page_of(list_registered(district, current_actor()), PAGE),
        names=Names(district),
        form=form,
        ordinal=ordinal,
        here="reference",
    )

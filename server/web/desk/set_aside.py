"""Uploads that could not be accepted: kept whole, with the reasons (design §5, field lesson 2)."""

from __future__ import annotations

import json

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.errors import Refusal
from server.services.devices import find_device
from server.services.outboxes import find_body
from server.services.returns import may_return
from server.services.sentences import Names
from server.services.set_aside_decisions import return_set_aside
from server.services.visits import get_set_aside, list_set_aside
from server.web.answers import see
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.form import Form, posted_form
from server.web.guard import permit


@desk.get("/set-aside")
@permit("set_aside.read")
def show_set_aside() -> ResponseReturnValue:
    district = current_district()
    entries = list_set_aside(district, current_actor())
    return render_template("set_aside/list.html", entries=entries, names=Names(district), here="worklist")


@desk.get("/set-aside/<office:entry_id>")
@permit("set_aside.read")
def show_one_set_aside(entry_id: str) -> ResponseReturnValue:
    return _page(entry_id, Form())


@desk.post("/set-aside/<office:entry_id>/return")
@permit("set_aside.return")
def send_back_to_tablet(entry_id: str) -> ResponseReturnValue:
    """Back to the tablet with words; a refusal gives the words back as they were written."""
    form = posted_form()
    try:
        return_set_aside(current_district(), current_actor(), entry_id, form.text("words"))
    except Refusal as refusal:
        form.refuse_with("words", refusal)
        return _page(entry_id, form), refusal.status
    flash(gettext("退回平板了。评估员下次联网就看到您写的话。"))
    return see(url_for("desk.show_one_set_aside", entry_id=entry_id))


def _page(entry_id: str, form: Form) -> str:
    district = current_district()
    entry = get_set_aside(district, current_actor(), entry_id)
    body = find_body(district, entry.assessor, entry.document)
    device = find_device(district, entry.device) if entry.device else None
    return render_template(
        "set_aside/page.html",
        entry=entry,
        form=form,
        opens=body is not None,
        original=json.dumps(entry.document if body is None else body, ensure_ascii=False, indent=1),
        may_return=may_return(district, entry),
        names=Names(district),
        device=device.number if device else entry.device,
        here="worklist",
    )

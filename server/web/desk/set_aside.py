"""Uploads that could not be accepted: kept whole, with the reasons (design §5, field lesson 2)."""

from __future__ import annotations

import json

from flask import render_template
from flask.typing import ResponseReturnValue

from server.services.devices import find_device
from server.services.outboxes import find_body
from server.services.sentences import Names
from server.services.visits import get_set_aside, list_set_aside
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
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
    district = current_district()
    entry = get_set_aside(district, current_actor(), entry_id)
    body = find_body(district, entry.assessor, entry.document)
    device = find_device(district, entry.device) if entry.device else None
    return render_template(
        "set_aside/page.html",
        entry=entry,
        opens=body is not None,
        original=json.dumps(entry.document if body is None else body, ensure_ascii=False, indent=1),
        names=Names(district),
        device=device.number if device else entry.device,
        here="worklist",
    )

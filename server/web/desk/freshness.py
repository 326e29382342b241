"""How far behind the record is, for who looks after it."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from server.services.freshness import get_freshness
from server.services.sentences import Names
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.guard import permit


@desk.get("/freshness")
@permit("freshness.read")
def show_freshness() -> ResponseReturnValue:
    district = current_district()
    freshness = get_freshness(district, current_actor())
    return render_template("freshness/page.html", freshness=freshness, names=Names(district), here="worklist")

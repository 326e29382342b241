"""Amounts that rest on an exemption or a cost that ended, or ends soon: whom to review early (D-29)."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from server.services.expiries import SOON_DAYS, list_ended
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.desk.review_lists import list_communities
from server.web.guard import permit
from server.web.paging import asked_page
from server.web.review_words import EXPIRY_STATES


@desk.get("/expiries")
@permit("review.read")
def show_expiries() -> ResponseReturnValue:
    """A line a household and item; ``?state=soon`` has those that end within 90 days."""
    asked = {name: request.args.get(name, "").strip() for name in ("state", "community")}
    asked["state"] = asked["state"] if asked["state"] in EXPIRY_STATES else next(iter(EXPIRY_STATES))
    return render_template(
        "reviews/expiries.html",
        found=list_ended(current_district(), current_actor(), **asked, page=asked_page()),
        asked=asked,
        states=[(code, str(words)) for code, words in EXPIRY_STATES.items()],
        soon_days=SOON_DAYS,
        communities=list_communities(),
        here="upkeep",
    )

"""Connecting a spreadsheet: the address of the feed, and one's own tokens for it."""

from __future__ import annotations

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.feed import ENTITY_SETS
from server.errors import Refusal
from server.services.feed_tokens import MOST, begin_feed_token, end_feed_token, list_feed_tokens
from server.web.answers import see
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.form import Form, posted_form
from server.web.guard import permit


@desk.get("/feed")
@permit("feed.use")
def show_feed() -> ResponseReturnValue:
    return _page(Form())


@desk.post("/feed")
@permit("feed.use")
def begin_token() -> ResponseReturnValue:
    """A new token, shown on this page and never again."""
    form = posted_form()
    try:
        token = begin_feed_token(current_district(), current_actor(), form.text("label"))
    except Refusal as refusal:
        form.refuse_with("label", refusal)
        return _page(form), refusal.status
    return render_template("feed/token.html", token=token, address=_address(), here="reference")


@desk.post("/feed/<digest:token_id>/end")
@permit("feed.use")
def end_token(token_id: str) -> ResponseReturnValue:
    end_feed_token(current_district(), current_actor(), token_id)
    flash(gettext("这个令牌停用了。"))
    return see(url_for("desk.show_feed"))


def _page(form: Form) -> str:
    return render_template(
        "feed/page.html",
        form=form,
        tokens=list_feed_tokens(current_district(), current_actor().user_id),
        address=_address(),
        tables=list(ENTITY_SETS.values()),
        most=MOST,
        here="reference",
    )


def _address() -> str:
    """The service root, as people reach this server."""
    return f"{current_district().settings.public_url}{url_for('feed.read')}"

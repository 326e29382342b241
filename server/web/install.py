"""Puts the pages into a Flask application: guard, headers, language, refusals, blueprints."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from flask import Flask, url_for
from flask_htmx import HTMX
from flask_wtf.csrf import CSRFProtect
from markupsafe import Markup

from server.domain.permission import may
from server.services.district import District
from server.web.case_words import LAST_STEPS, TO_DO
from server.web.converters import install_converters
from server.web.current import find_actor, follow_office, keep_district, leave_office
from server.web.desk import desk
from server.web.feed import feed
from server.web.guard import install_guard
from server.web.headers import install_headers
from server.web.language import current_language, html_language, install_language
from server.web.limits import allow_photos, install_limits
from server.web.public import public
from server.web.refusals import install_refusals
from server.web.words import (
    CHOICES,
    FILTERS,
    INCOME_KINDS,
    RELATIONS,
    RESIDENCES,
    SEXES,
    SIGNED_HOW,
    district_name,
)

_SESSION: Final = timedelta(hours=12)


def install_web(app: Flask, district: District) -> CSRFProtect:
    """Installs everything people see; returns the CSRF guard, so that cookie-less routes can be exempted."""
    app.config.update(
        PERMANENT_SESSION_LIFETIME=_SESSION,
        WTF_CSRF_TIME_LIMIT=None,  # a token lives as long as its session
        WTF_CSRF_SSL_STRICT=False,  # the Referer of a page behind a proxy is the proxy's matter
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    keep_district(app, district)
    app.before_request(follow_office)
    app.teardown_request(leave_office)
    install_headers(app, secure=district.settings.secure)
    install_language(app)
    install_converters(app)
    app.before_request(allow_photos)
    guard = CSRFProtect(app)
    install_guard(app)
    install_refusals(app)
    install_limits(app, district)
    HTMX(app)
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(asset=asset, icon=icon)
    app.context_processor(_words_of_pages)
    app.register_blueprint(desk)
    app.register_blueprint(public)
    app.register_blueprint(feed)
    return guard


def asset(path: str) -> str:
    """The address of a static file, with its digest so that a cache never serves an old one."""
    return url_for("static", filename=path, v=_digest(path))


def icon(name: str) -> Markup:
    """A drawing of ``static/icons/icons.svg``; it never stands without a word beside it."""
    address = f"{url_for('static', filename='icons/icons.svg')}#{name}"
    return Markup('<svg class="i" aria-hidden="true"><use href="{}"/></svg>').format(address)


def _words_of_pages() -> dict[str, Any]:
    actor = find_actor()
    return {
        "actor": actor,
        "may": lambda permission: actor is not None and may(actor, permission),
        "lang": current_language(),
        "html_lang": html_language(),
        "district_name": district_name,
        "RELATIONS": RELATIONS,
        "INCOME_KINDS": INCOME_KINDS,
        "SEXES": SEXES,
        "RESIDENCES": RESIDENCES,
        "SIGNED_HOW": SIGNED_HOW,
        "CHOICES": CHOICES,
        "LAST_STEPS": LAST_STEPS,
        "TO_DO": TO_DO,
    }


@lru_cache
def _digest(path: str) -> str:
    file = Path(__file__).parents[2] / "static" / path
    return sha256(file.read_bytes()).hexdigest()[:10] if file.is_file() else "missing"

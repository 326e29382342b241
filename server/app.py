"""Puts the server together: the district, its pages, the tablets' routes, the store, what runs beside it."""

from __future__ import annotations

import atexit
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from threading import Event, Thread
from typing import Any, Final

from flask import Flask, Response, abort, request, send_from_directory
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix

from server.errors import Refusal
from server.logs import ROUTE
from server.opening import MOUNT, Opened, announce, fill_of, open_own
from server.records.keys import open_secret, public_jwk
from server.services import following, heads, hooks, reconciliation
from server.services.device_states import settle_devices
from server.services.district import District, open_district, system_clock
from server.services.erasures import finish_erasures
from server.services.errand_tasks import publish_open_errands
from server.services.freshness import is_passing
from server.services.second_factors import seal_open_secrets
from server.services.tasks import publish_outstanding
from server.settings import Settings
from server.web.device import device
from server.web.install import install_web
from server.web.routes import LateRule
from sync.embedded.access import Access
from sync.embedded.app import create_store_app

# A sealed visit of a long form is about 200 kB; what tablets photograph never comes this way.
MAX_BODY_BYTES: Final = 4_000_000
MAX_FORM_PARTS: Final = 5_000
STATIC: Final = Path(__file__).parents[1] / "static"
_SERVED: Final = ("build", "css", "icons")
_SAFE: Final = ("GET", "HEAD", "OPTIONS")  # RFC 9110 §9.2.1
_BESIDE: Final = {
    "reconciler": reconciliation.run_beside,
    "log": heads.run_beside,
    "hooks": hooks.run_beside,
}
_YEAR: Final = 365 * 24 * 3600  # seconds


def create_app(
    settings: Settings, clock: Callable[[], datetime] = system_clock, *, check: bool = True
) -> Flask:
    """The whole server as a WSGI application. The caller holds the data folder's lock.

    ``check=False``: the store was checked for damage already.
    """
    opened = open_own(settings, check=check)
    district = open_district(settings, opened.couch, clock=clock, fill=fill_of(settings))
    app = Flask(__name__, static_folder=None)
    app.url_rule_class = LateRule
    _configure(app, settings)
    if settings.reading:
        app.before_request(_refuse_changes)
    else:
        _take_up(district)
    csrf = install_web(app, district)
    csrf.exempt(device)
    app.register_blueprint(device)
    app.after_request(_name_route)
    app.add_url_rule("/static/<path:filename>", "static", _static)
    app.add_url_rule("/healthz", "healthz", lambda: _health(district))
    app.add_url_rule("/readyz", "readyz", lambda: _readiness(district))
    _mount(app, settings, opened, district)
    if settings.reading:
        _run_beside(district, {"index": following.run_beside})
    elif settings.reconciler:
        _run_beside(district, _BESIDE)
    return app


def load_app(settings: Settings) -> Flask:
    """The application in the serving process: announced in the data folder once it can answer.

    Its parent has checked the store.
    """
    app = create_app(settings, check=False)
    if not settings.reading:
        announce(settings)
    return app


def _take_up(district: District) -> None:
    """What the last process that wrote may have left undone."""
    settle_devices(district)
    seal_open_secrets(district)
    finish_erasures(district)
    publish_outstanding(district)
    publish_open_errands(district)


def _refuse_changes() -> None:
    """The appender alone takes changes: it decides on what it wrote last, and its index shows it at once."""
    if request.method not in _SAFE:
        raise Refusal("run.reads_only")


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=open_secret(settings.data / "keys", "session"),
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_BODY_BYTES,
        MAX_FORM_PARTS=MAX_FORM_PARTS,
        # A browser takes this name only over HTTPS, for this very host (RFC 6265bis §4.1.3.2).
        SESSION_COOKIE_NAME="__Host-session" if settings.secure else "session",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )


def _mount(app: Flask, settings: Settings, opened: Opened, district: District) -> None:
    """The embedded store below ``/couch``; beside an Apache CouchDB, the proxy leads there instead."""
    wsgi: Any = app.wsgi_app
    if opened.store is not None:
        key = public_jwk(district.keys.token)
        access = Access(
            token_keys={key["kid"]: key},
            prefix=settings.prefix,
            clock=lambda: district.now().timestamp(),
        )
        wsgi = DispatcherMiddleware(wsgi, {MOUNT: create_store_app(opened.store, access)})
    if settings.behind_proxy:
        wsgi = ProxyFix(wsgi, x_for=1, x_proto=1, x_host=1)
    app.__dict__["wsgi_app"] = wsgi


def _run_beside(district: District, runs: Mapping[str, Callable[[District, Event], None]]) -> None:
    """What runs beside the pages, each in a thread that ends with the process."""
    stop = Event()
    for name, run in runs.items():
        Thread(target=run, args=(district, stop), name=name, daemon=True).start()
    atexit.register(stop.set)


def _name_route(response: Response) -> Response:
    """For the log: the rule that answered, where one did."""
    if request.url_rule is not None:
        request.environ[ROUTE] = request.url_rule.rule
    return response


def _static(filename: str) -> Response:
    """Built files, style sheets and drawings; what they are built from stays here."""
    if filename.split("/", 1)[0] not in _SERVED:
        abort(404)
    response = send_from_directory(STATIC, filename)
    response.cache_control.public = True
    response.cache_control.max_age = _YEAR
    return response


def _health(district: District) -> dict[str, Any]:
    """Answers once the district can: its store is asked, not only the process."""
    return {"ok": True, "databases": len(district.couch.names()), "damaged": len(district.index.damaged())}


def _readiness(district: District) -> dict[str, Any]:
    """Answers where all of its work is done; refuses while the reconciler has not passed for long."""
    if district.settings.reconciler and not is_passing(district):
        raise Refusal("server.not_ready")
    return {"ok": True}

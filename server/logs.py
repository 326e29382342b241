"""What the server writes to its standard error: each request and each failure, naming nobody.

Who was kept out is written in every case, by account: who tries doors is for somebody to see.
A request is logged by its route and not by its address, so that no user's name and nothing searched for
stands in a log; a failure by the kind of the exception and the lines it passed, not by its words, which may
quote an answer. ``text`` is for reading, ``json`` (one object a line) for whatever collects logs.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from typing import Any, Final

from server.bodies import WSGIApp
from server.domain.days import format_instant
from server.services.district import system_clock
from sync.embedded.app import ASKED_BY

KINDS: Final = ("text", "json", "none")
ROUTE: Final = "ruhu.route"  # the rule a request was answered by, kept in its environ by the pages
WHO: Final = "ruhu.who"  # whom a page kept out, kept in its environ by the pages
NOBODY: Final = "nobody"  # no account, no tablet
_COUCH: Final = "/couch"
_KEPT_OUT: Final = (401, 403)
_log: Final = logging.getLogger("ruhu.requests")
_refused: Final = logging.getLogger("ruhu.refused")
_signing_in: Final = logging.getLogger("ruhu.sign_in")

Event = dict[str, Any]
StartResponse = Callable[..., Any]


def write_logs(kind: str) -> None:
    """From now on everything logged in this process goes to standard error in this way."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json() if kind == "json" else _Text())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    _signing_in.setLevel(logging.INFO)
    _log.setLevel(logging.CRITICAL if kind == "none" else logging.INFO)


def log_requests(app: WSGIApp) -> WSGIApp:
    """The same application; each request is logged once its answer has begun."""

    def logged(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        began = time.monotonic()

        def start(status: str, *rest: Any) -> Any:
            event = _event(environ, status, time.monotonic() - began)
            _log.info("request", extra={"event": event})
            if event["status"] in _KEPT_OUT:
                _refused.warning("refused", extra={"event": {"event": "refused"} | event | _who(environ)})
            return start_response(status, *rest)

        return app(environ, start)

    return logged


def _event(environ: dict[str, Any], status: str, seconds: float) -> Event:
    return {
        "method": environ["REQUEST_METHOD"],
        "route": route_of(environ),
        "status": int(status.split(" ", 1)[0]),
        "ms": round(1000 * seconds, 1),
    }


def _who(environ: dict[str, Any]) -> Event:
    """Whom the pages name; of the store, the assessor or command whose token it was."""
    if WHO in environ:
        return dict(environ[WHO])
    return {"account": environ.get(ASKED_BY) or NOBODY, "address": environ.get("REMOTE_ADDR", "-")}


def route_of(environ: dict[str, Any]) -> str:
    """The rule of a page; of the store the kind of database and what is asked of it, without any id."""
    if ROUTE in environ:
        return str(environ[ROUTE])
    path = f"{environ.get('SCRIPT_NAME', '')}{environ.get('PATH_INFO', '')}"
    if not path.startswith(_COUCH + "/"):
        return "-"
    database, *rest = path.removeprefix(_COUCH + "/").split("/")
    asked = next((part for part in rest if part.startswith("_")), "<id>" if rest else "")
    return "/".join(filter(None, (_COUCH, database.partition("-")[0], asked)))


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        told = {"at": _now(), "level": record.levelname.lower(), "logger": record.name}
        told |= getattr(record, "event", {"message": record.getMessage()})
        return json.dumps(told | _failure(record), ensure_ascii=False)


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        event: Event = getattr(record, "event", {"message": record.getMessage()})
        lines = [" ".join([_now(), record.levelname, *map(str, event.values())])]
        failure = _failure(record)
        return "\n".join([*lines, *([f"  {failure['error']}"] if failure else []), *failure.get("lines", [])])


def _now() -> str:
    return format_instant(system_clock())


def _failure(record: logging.LogRecord) -> Event:
    """The kind of an exception and the lines it passed; its words are left out."""
    if not record.exc_info or record.exc_info[0] is None:
        return {}
    frames = traceback.extract_tb(record.exc_info[2])
    lines = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return {"error": record.exc_info[0].__name__, "lines": lines}

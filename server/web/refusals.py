"""What a person or a tablet is told when something cannot be done: a sentence, a code, what to do next."""

from __future__ import annotations

import logging
from typing import Final
from urllib.parse import urlsplit

from flask import Flask, Response, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from server.errors import Refusal
from server.logs import NOBODY, WHO
from server.web.current import find_actor
from server.web.feed.answers import is_feed, odata_error
from server.web.language import sentence_of

_BY_STATUS: Final = {
    404: "request.not_found",
    405: "request.method",
    413: "request.too_large",
    429: "request.too_many",
}
_ONLY_JSON: Final = ("/device/", "/healthz", "/readyz", "/check/paper")
_NEVER_KEPT: Final = ("csrf_token", "password", "old", "new", "again", "code")
_KEPT_OUT: Final = (401, 403)
_log: Final = logging.getLogger(__name__)


def install_refusals(app: Flask) -> None:
    """Every refusal, every HTTP error and every failure of ours becomes a page in the person's language."""
    app.register_error_handler(Refusal, answer_refusal)
    app.register_error_handler(CSRFError, _answer_stale)
    app.register_error_handler(HTTPException, answer_http)
    app.register_error_handler(Exception, _answer_failure)


def answer_refusal(refusal: Refusal) -> ResponseReturnValue:
    """The page of a refusal; a tablet or a program gets the same as JSON."""
    status = refusal.status if refusal.status >= 400 else 500
    if status in _KEPT_OUT:
        _note_kept_out(refusal)
    if is_feed():
        return odata_error(refusal, status)
    if _wants_json():
        message = {"zh": refusal.sentence("zh"), "en": refusal.sentence("en")}
        return {"code": refusal.code, "message": message}, status
    sentence = sentence_of(refusal)
    return render_template("errors/page.html", code=refusal.code, status=status, sentence=sentence), status


def _note_kept_out(refusal: Refusal) -> None:
    """For the log: who asked for what is not theirs, by account and posts."""
    actor = find_actor() or g.get("reader")
    request.environ[WHO] = {
        "code": refusal.code,
        "account": actor.user_id if actor else NOBODY,
        "posts": sorted(actor.roles) if actor else [],
        "address": request.remote_addr,
    }


def _answer_stale(_error: CSRFError) -> ResponseReturnValue:
    """A form of ours that was open too long is given back, to be sent again with one click.

    Only a form this very server showed: what another site made a browser send is never offered.
    """
    if urlsplit(request.origin or request.referrer or "").netloc != request.host:
        return answer_refusal(Refusal("request.csrf"))
    kept = [(name, value) for name, value in request.form.items(multi=True) if name not in _NEVER_KEPT]
    return render_template("errors/again.html", kept=kept), 400


def answer_http(error: HTTPException) -> ResponseReturnValue:
    """An error of HTTP as the refusal it comes to, with the headers that belong to it."""
    if error.code is None or error.code < 400:
        return error.get_response()
    code = g.pop("refused_by", None) or _BY_STATUS.get(error.code, "request.bad")
    return with_headers_of(error, answer_refusal(Refusal(code)))


def with_headers_of(error: HTTPException, said: ResponseReturnValue) -> Response:
    """Which methods there are, when to come again (RFC 9110 §15.5.6, §10.2.3)."""
    answer = make_response(said)
    answer.headers.update({name: value for name, value in error.get_headers() if name != "Content-Type"})
    return answer


def _answer_failure(error: Exception) -> ResponseReturnValue:
    """Ours to mend: recorded with its trace, never shown with it."""
    _log.error("request failed", exc_info=error, extra={"path": request.path})
    return answer_refusal(Refusal("server.failed"))


def _wants_json() -> bool:
    """A program asks: at an address that answers nothing but JSON, or by what it says it takes."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], default="text/html")
    only = request.path.startswith(_ONLY_JSON) or request.path.endswith((".json", ".jws"))
    return only or best == "application/json"

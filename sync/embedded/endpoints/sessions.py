"""``/_session``: who am I, log in with a cookie, log out.

https://docs.couchdb.org/en/stable/api/server/authn.html
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, quote

from sync.embedded.access import COOKIE, SESSION_SECONDS
from sync.embedded.endpoints.databases import location
from sync.embedded.errors import BadRequest, Unauthorized
from sync.embedded.http import Request, Response, answer


def show(request: Request) -> Response:
    identity = request.identity
    if identity.name is None and request.flag("basic"):
        raise Unauthorized("Please login.")
    info: dict[str, object] = {"authentication_handlers": ["jwt", "cookie", "default"]}
    if identity.how:
        info["authenticated"] = identity.how
    user = {"name": identity.name, "roles": list(identity.roles)}
    return answer({"ok": True, "userCtx": user, "info": info})


def log_in(request: Request) -> Response:
    """A cookie for a name and password; ``next`` and ``fail`` say where a browser goes from here."""
    name, password = _credentials(request)
    try:
        identity = request.access.log_in(name, password)
    except Unauthorized as error:
        refused = {"error": error.error, "reason": error.reason}
        return _redirecting(request, "fail", refused, error.status, _cookie(request, "", 0))
    cookie = _cookie(request, request.access.new_cookie(name), SESSION_SECONDS)
    return _redirecting(
        request, "next", {"ok": True, "name": name, "roles": list(identity.roles)}, 200, cookie
    )


def log_out(request: Request) -> Response:
    return _redirecting(request, "next", {"ok": True}, 200, _cookie(request, "", 0))


def renewed(request: Request, response: Response) -> Response:
    """A session that is used goes on: past a tenth of its time the answer brings a fresh cookie."""
    identity = request.identity
    if identity.how != "cookie" or identity.name is None or identity.expires_at is None:
        return response
    left = identity.expires_at - request.access.clock()
    if left < 0.9 * SESSION_SECONDS and not any(name == "Set-Cookie" for name, _ in response.headers):
        fresh = _cookie(request, request.access.new_cookie(identity.name), SESSION_SECONDS)
        response.headers.append(("Set-Cookie", fresh))
    return response


def _redirecting(request: Request, where: str, value: object, status: int, cookie: str) -> Response:
    """The answer, or with ``where`` in the query a way on within this store."""
    target = request.args.get(where)
    if target is None:
        return answer(value, status, [("Set-Cookie", cookie)])
    address = location(request) + "/" + quote(target.lstrip("/"), safe="/:?=&%#~")
    return answer(value, 302, [("Set-Cookie", cookie), ("Location", address)])


def _credentials(request: Request) -> tuple[str, str]:
    kind = request.content_type.lower()
    fields: dict[str, Any] = {}
    if kind.startswith("application/x-www-form-urlencoded"):
        fields = dict(parse_qsl(request.body().decode("utf-8", "replace"), keep_blank_values=True))
    elif kind.startswith("application/json"):
        fields = request.json_object()
    name, alias, password = fields.get("name"), fields.get("username"), fields.get("password", "")
    if name is None and alias is None:
        raise BadRequest("request body must contain a username")
    if None not in (name, alias) and name != alias:
        raise BadRequest("request body contains different usernames")
    if not isinstance(name or alias, str) or not isinstance(password, str):
        raise BadRequest("request body must contain a username")
    return str(name or alias), password


def _cookie(request: Request, value: str, seconds: int) -> str:
    secure = "; Secure" if request.environ.get("wsgi.url_scheme") == "https" else ""
    return f"{COOKIE}={value}; Version=1; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}"

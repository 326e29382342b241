"""``/_session``: who am I, log in with a cookie, log out.

https://docs.couchdb.org/en/stable/api/server/authn.html
"""

from __future__ import annotations

from urllib.parse import parse_qsl

from sync.embedded.access import COOKIE, SESSION_SECONDS
from sync.embedded.errors import BadRequest
from sync.embedded.http import Request, Response, answer


def show(request: Request) -> Response:
    identity = request.identity
    info: dict[str, object] = {"authentication_handlers": ["jwt", "cookie", "default"]}
    if identity.how:
        info["authenticated"] = identity.how
    user = {"name": identity.name, "roles": list(identity.roles)}
    return answer({"ok": True, "userCtx": user, "info": info})


def log_in(request: Request) -> Response:
    name, password = _credentials(request)
    identity = request.access.log_in(name, password)
    cookie = _cookie(request, request.access.new_cookie(name), SESSION_SECONDS)
    return answer({"ok": True, "name": name, "roles": list(identity.roles)}, 200, [("Set-Cookie", cookie)])


def log_out(request: Request) -> Response:
    return answer({"ok": True}, 200, [("Set-Cookie", _cookie(request, "", 0))])


def _credentials(request: Request) -> tuple[str, str]:
    if request.content_type.lower().startswith("application/x-www-form-urlencoded"):
        fields = dict(parse_qsl(request.body().decode("utf-8", "replace"), keep_blank_values=True))
    else:
        fields = request.json_object()
    name, password = fields.get("name", fields.get("username")), fields.get("password")
    if not isinstance(name, str) or not isinstance(password, str):
        raise BadRequest("request body must contain a username and a password")
    return name, password


def _cookie(request: Request, value: str, seconds: int) -> str:
    secure = "; Secure" if request.environ.get("wsgi.url_scheme") == "https" else ""
    return f"{COOKIE}={value}; Version=1; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}"

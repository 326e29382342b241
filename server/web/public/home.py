"""The front page, and the choice of language."""

from __future__ import annotations

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.web.answers import leads_here
from server.web.current import current_district
from server.web.language import COOKIE, COOKIE_SECONDS
from server.web.public.blueprint import public


@public.get("/")
def home() -> ResponseReturnValue:
    return render_template("public/home.html")


@public.get("/robots.txt")
def robots() -> Response:
    """Search engines keep the front page and nothing else (PR-05; RFC 9309)."""
    return Response("User-agent: *\nAllow: /$\nDisallow: /\n", mimetype="text/plain")


@public.get("/language/<any(zh, en):lang>")
def language(lang: str) -> ResponseReturnValue:
    """Remembers the language and goes back to the page the link was on."""
    answer = redirect(_back(request.args.get("back", "")))
    answer.set_cookie(
        COOKIE,
        lang,
        max_age=COOKIE_SECONDS,
        secure=current_district().settings.secure,
        httponly=True,
        samesite="Lax",
    )
    return answer


def _back(address: str) -> str:
    """An address of this server, never one that leads elsewhere."""
    if not leads_here(address):
        return url_for("public.home")
    return address.rstrip("?")

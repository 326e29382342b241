"""The tablet app's shell: a page, its worker and its manifest; everything it does happens on the tablet."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Final

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from server.errors import Refusal
from server.web.public.blueprint import public

_STATIC: Final = Path(__file__).parents[3] / "static"


@public.get("/tablet/")
def tablet() -> Response:
    return _fresh("app/index.html", "text/html")


@public.get("/tablet")
def tablet_door() -> ResponseReturnValue:
    return redirect(url_for("public.tablet"))


@public.get("/tablet/<any('photo_worker.js', 'qr_worker.js'):name>")
def tablet_file(name: str) -> Response:
    """A worker's script is answered offline only when it lies in the service worker's scope."""
    return _fresh(f"build/{name}", "text/javascript")


@public.get("/tablet/sw.js")
def service_worker() -> Response:
    """The worker may speak for its own folder only (Service Workers §7.1, Service-Worker-Allowed)."""
    answer = _fresh("build/sw.js", "text/javascript")
    answer.headers["Service-Worker-Allowed"] = "/tablet/"
    return answer


@public.get("/tablet/manifest.webmanifest")
def manifest() -> Response:
    return _fresh("manifest.webmanifest", "application/manifest+json")


@public.get("/favicon.ico")
def favicon() -> ResponseReturnValue:
    return redirect(url_for("static", filename="icons/ruhu.svg"), 301)


def _fresh(path: str, mimetype: str) -> Response:
    """Asked for again each time, so that a new version is seen; unchanged it costs a 304."""
    file = _STATIC / path
    if not file.is_file():
        raise Refusal("request.not_found")
    content = file.read_bytes()
    answer = Response(content, mimetype=mimetype)
    answer.headers["Cache-Control"] = "no-cache"
    answer.set_etag(sha256(content).hexdigest())
    answer.make_conditional(request)
    return answer

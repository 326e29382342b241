"""The tablet app's shell: a page, its worker and its manifest; everything it does happens on the tablet."""

from __future__ import annotations

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue

from server.web.answers import fresh, script
from server.web.public.blueprint import public


@public.get("/tablet/")
def tablet() -> Response:
    return fresh("app/index.html", "text/html")


@public.get("/tablet")
def tablet_door() -> ResponseReturnValue:
    return redirect(url_for("public.tablet"))


@public.get("/tablet/<any('photo_worker.js', 'qr_worker.js'):name>")
def tablet_file(name: str) -> Response:
    """A worker's script is answered offline only when it lies in the service worker's scope."""
    return script(f"build/{name}")


@public.get("/tablet/sw.js")
def service_worker() -> Response:
    """The worker may speak for its own folder only (Service Workers §7.1, Service-Worker-Allowed)."""
    answer = script("build/sw.js")
    answer.headers["Service-Worker-Allowed"] = "/tablet/"
    return answer


@public.get("/tablet/manifest.webmanifest")
def manifest() -> Response:
    return fresh("manifest.webmanifest", "application/manifest+json")


@public.get("/favicon.ico")
def favicon() -> ResponseReturnValue:
    return redirect(url_for("static", filename="icons/ruhu.svg"), 301)

"""The headers of every answer: what a page may load, who may frame it, where it may look."""

from __future__ import annotations

from typing import Final

from flask import Flask, Response, request
from flask_talisman import Talisman

# No script, style or frame from elsewhere and none inside a page; photos live in blob: and data: addresses.
CONTENT_SECURITY_POLICY: Final = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "media-src": "'self' blob:",
    "worker-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
_PERMISSIONS_POLICY: Final = {
    "camera": "(self)",
    "geolocation": "(self)",
    "microphone": "()",
    "payment": "()",
    "browsing-topics": "()",
}


def install_headers(app: Flask, *, secure: bool) -> None:
    """Sets the headers; ``secure`` says that people reach the server by HTTPS."""
    Talisman(
        app,
        force_https=False,
        strict_transport_security=secure,
        session_cookie_secure=secure,
        session_cookie_samesite="Lax",
        content_security_policy=CONTENT_SECURITY_POLICY,
        frame_options="DENY",
        permissions_policy=_PERMISSIONS_POLICY,
        referrer_policy="same-origin",
    )
    app.after_request(_keep_private)


def _keep_private(response: Response) -> Response:
    """Pages about people stay out of every cache and every search engine."""
    if request.path.startswith(("/desk", "/board")):
        response.headers.setdefault("Cache-Control", "no-store")
    if request.path != "/":
        response.headers.setdefault("X-Robots-Tag", "noindex, nofollow, noarchive")
    return response

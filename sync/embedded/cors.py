"""Cross-origin requests, for the origins the district allows (https://docs.couchdb.org/en/stable/config/http.html#cors)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sync.embedded.access import Access
from sync.embedded.http import Headers, Response

_METHODS = "GET, HEAD, POST, PUT, DELETE, COPY"
_HEADERS = (
    "accept, authorization, content-encoding, content-type, destination, if-match, if-none-match, origin,"
    " range, referer, x-couch-full-commit, x-csrf-token, x-http-method-override, x-requested-with"
)
_EXPOSED = "content-type, cache-control, accept-ranges, etag, server, x-couch-request-id"


def allowed_origin(environ: Mapping[str, Any], access: Access) -> str | None:
    origin: str | None = environ.get("HTTP_ORIGIN")
    if origin is None or not ("*" in access.origins or origin in access.origins):
        return None
    return origin


def cors_headers(environ: Mapping[str, Any], access: Access) -> Headers:
    """What another site's script may see. PouchDB asks with credentials, which a browser only lets pass to
    an origin that may have them: one that is named, not just anybody (``*``).
    """
    origin = allowed_origin(environ, access)
    if origin is None:
        return []
    headers = [
        ("Access-Control-Allow-Origin", origin),
        ("Access-Control-Expose-Headers", _EXPOSED),
        ("Vary", "Origin"),
    ]
    return [*headers, ("Access-Control-Allow-Credentials", "true")] if origin in access.origins else headers


def preflight(environ: Mapping[str, Any], access: Access) -> Response:
    """OPTIONS: what another site may do here."""
    if allowed_origin(environ, access) is None:
        return Response(204, b"", [("Allow", _METHODS)])
    headers = [
        ("Access-Control-Allow-Methods", _METHODS),
        ("Access-Control-Allow-Headers", _HEADERS),
        ("Access-Control-Max-Age", "600"),
    ]
    return Response(204, b"", headers)

"""One request of the ``couchdb`` package's client, its refusals as ours, its JSON by ``msgspec``.

The package's own way of writing and reading JSON takes twelve times and twice as long.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import couchdb
import couchdb.http
import msgspec

from sync.chunk_stream import Readable
from sync.embedded.errors import StoreError
from sync.embedded.multipart import OutPart, new_boundary, quoted, write_parts


class CouchError(Exception):
    """A request that the database refused: HTTP status, CouchDB's error name, its reason."""

    def __init__(self, status: int, error: str, reason: str) -> None:
        super().__init__(f"{error}: {reason}")
        self.status = status
        self.error = error
        self.reason = reason


class NotFound(CouchError):
    """No such database, document or attachment."""


class Conflict(CouchError):
    """The document is not (or no longer) the one the write builds on."""


class Forbidden(CouchError):
    """Not allowed, or not signed in (status 401)."""


class Unavailable(CouchError):
    """The server could not be reached; status 503."""


def format_json(value: Any) -> bytes:
    """The JSON text of a value; what is no number is null, as ``JSON.stringify`` writes it."""
    return msgspec.json.encode(value)


couchdb.json.use(encode=lambda value: format_json(value).decode("utf-8"), decode=msgspec.json.decode)


def format_related(doc: Mapping[str, Any], name: str, content: bytes, content_type: str) -> tuple[bytes, str]:
    """multipart/related of a document and one attachment, and its content type."""
    announced = {"follows": True, "content_type": content_type, "length": len(content)}
    text = format_json({**doc, "_attachments": {name: announced}})
    boundary = new_boundary()
    quoted_name = quoted(name)
    parts = [
        OutPart(("Content-Type: application/json",), [text]),
        OutPart(
            (
                f'Content-Disposition: attachment; filename="{quoted_name}"',
                f"Content-Type: {content_type}",
                f"Content-Length: {len(content)}",
            ),
            [content],
        ),
    ]
    return b"".join(write_parts(boundary, parts)), f'multipart/related; boundary="{boundary}"'


_BY_STATUS: Mapping[int, type[CouchError]] = {
    401: Forbidden,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
}


def call(act: Any, *args: Any, **params: Any) -> Any:
    """Run one request of the client; its refusals become ours."""
    try:
        return act(*args, **params)
    except couchdb.http.HTTPError as error:
        raise _explained(error) from error
    except OSError as error:
        raise Unavailable(503, "unavailable", str(error)) from error
    except StoreError as error:  # in the middle of an answer that began well, or of none
        raise _BY_STATUS.get(error.status, CouchError)(error.status, error.error, error.reason) from error


def refusal_in(row: Mapping[str, Any]) -> CouchError:
    """What a row of an answer to ``_bulk_docs`` refuses."""
    status = 409 if row["error"] == "conflict" else 500
    reason = str(row.get("reason", ""))
    return _BY_STATUS.get(status, CouchError)(status, str(row["error"]), f"{row.get('id')}: {reason}")


def _explained(error: Exception) -> CouchError:
    value: Any = error.args[0] if error.args else ""
    status = _STATUS.get(type(error), 500)
    if isinstance(error, couchdb.http.ServerError):
        status, value = value
    name, reason = value if isinstance(value, tuple) else ("error", _text(value))
    return _BY_STATUS.get(status, CouchError)(status, str(name), str(reason))


_KINDS: Mapping[int, type[Any]] = {
    401: couchdb.http.Unauthorized,
    403: couchdb.http.Forbidden,
    404: couchdb.http.ResourceNotFound,
    409: couchdb.http.ResourceConflict,
    412: couchdb.http.PreconditionFailed,
}
_STATUS: Mapping[type[Any], int] = {kind: status for status, kind in _KINDS.items()}


def refusal_of(status: int, body: bytes) -> Exception:
    """The client's own exception for an answer of 300 or more, with CouchDB's error name and reason."""
    try:
        answer = msgspec.json.decode(body)
        error = answer.get("error"), answer.get("reason")
    except (ValueError, AttributeError):
        error = "error", body[:200].decode("utf-8", "replace")
    known = _KINDS.get(status)
    refusal: Exception = known(error) if known else couchdb.http.ServerError((status, error))
    return refusal


def encode_body(body: Any) -> tuple[bytes | Readable, str]:
    """The bytes (or the stream of them) to send, and their type where it follows from what they were."""
    if body is None:
        return b"", ""
    if isinstance(body, bytes):
        return body, ""
    if isinstance(body, str):
        return body.encode("utf-8"), ""
    if hasattr(body, "read"):
        return body, ""
    return format_json(body), "application/json"


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def read_json(act: Any, *args: Any, **params: Any) -> Any:
    return call(act, *args, **params)[2]


def written(act: Any, *args: Any, **params: Any) -> tuple[int, Any]:
    status, _, answer = call(act, *args, **params)
    return status, answer

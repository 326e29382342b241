"""Requests and responses: a thin layer over WSGI (PEP 3333), made for many small requests."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote_to_bytes

from sync.embedded.errors import BadRequest, TooLarge, UnsupportedMediaType
from sync.embedded.identity import Identity
from sync.embedded.json_text import format_json, parse_json

if TYPE_CHECKING:
    from sync.embedded.access import Access
    from sync.embedded.store import Store

CHUNK = 64 * 1024
# The largest JSON request (a _bulk_docs): several documents of the largest size.
MAX_JSON_BYTES = 64_000_000

Headers = list[tuple[str, str]]
_JSON_HEADERS = (("Content-Type", "application/json"), ("Cache-Control", "must-revalidate"))
_BROKEN_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")
# What a client that knows only POST may ask for by X-HTTP-Method-Override.
_OVERRIDES = {"GET": "GET", "HEAD": "GET", "PUT": "PUT", "DELETE": "DELETE", "COPY": "COPY"}


@dataclass(slots=True)
class Response:
    """``body``: bytes, or chunks that are sent as they come."""

    status: int = 200
    body: bytes | Iterable[bytes] = b""
    headers: Headers = field(default_factory=list)

    @property
    def status_line(self) -> str:
        return f"{self.status} {HTTPStatus(self.status).phrase}"


def answer(value: object, status: int = 200, headers: Headers | None = None) -> Response:
    """A JSON answer, ended by a newline as CouchDB's are."""
    return text_answer(format_json(value) + b"\n", status, headers)


def text_answer(text: bytes | Iterable[bytes], status: int = 200, headers: Headers | None = None) -> Response:
    """A JSON answer whose text is already there."""
    return Response(status, text, [*_JSON_HEADERS, *(headers or [])])


class Request:
    """One request: where, how, by whom, with what."""

    def __init__(self, environ: dict[str, Any], store: Store, access: Access) -> None:
        self.environ = environ
        self.store = store
        self.access = access
        self.method: str = environ["REQUEST_METHOD"]
        if self.method == "POST":
            self.method = _OVERRIDES.get(environ.get("HTTP_X_HTTP_METHOD_OVERRIDE", ""), "POST")
        self.segments = path_segments(environ)
        # Without the raw target, an encoded slash looks like one that separates (see slashes).
        self.slashes_are_decoded = "REQUEST_URI" not in environ and "RAW_URI" not in environ
        self.identity: Identity = environ.get("ruhu.identity") or Identity()
        self._begun = b""

    @cached_property
    def args(self) -> Mapping[str, str]:
        query = self.environ.get("QUERY_STRING", "")
        return dict(parse_qsl(query, keep_blank_values=True)) if query else {}

    def header(self, name: str) -> str:
        """A header's value; empty when it was not sent."""
        value: str = self.environ.get("HTTP_" + name.upper().replace("-", "_"), "")
        return value

    @property
    def content_type(self) -> str:
        """Type and parameters as sent."""
        value: str = self.environ.get("CONTENT_TYPE") or ""
        return value

    @property
    def brings_body(self) -> bool:
        return self._length() != 0

    def check_announced_length(self, limit: int, what: str) -> None:
        """Refuse a body that says it is too large before it is sent."""
        if (self._length() or 0) > limit:
            raise TooLarge(what, error="attachment_too_large")

    def flag(self, name: str, default: bool = False) -> bool:
        """Whether a query parameter is ``true``; what is neither ``true`` nor ``false`` is ignored."""
        value = self.args.get(name)
        return value == "true" or (default and value != "false")

    def number(self, name: str, default: int | None = None) -> int | None:
        value = self.args.get(name)
        if value is None:
            return default
        if not re.fullmatch(r"[0-9]{1,18}", value):
            raise BadRequest(f'Invalid value for integer: "{value}"', error="query_parse_error")
        return int(value)

    def json_arg(self, name: str) -> Any:
        """A query parameter that is JSON; None when absent."""
        value = self.args.get(name)
        return None if value is None else parse_json(value.encode("utf-8", "surrogatepass"))

    def chunks(self) -> Iterator[bytes]:
        """The body as it arrives."""
        left = self._length()
        while left is None or left > 0:
            chunk = self._begun or self._read(left)
            self._begun = b""
            if not chunk:
                if left:
                    raise BadRequest("The request body ended early")
                return
            left = None if left is None else left - len(chunk)
            yield chunk

    def begins_like_json(self) -> bool:
        """Whether the body, of which nothing was taken yet, begins as a JSON object does."""
        self._begun = self._begun or self._read(self._length())
        return self._begun.lstrip()[:1] == b"{"

    def _read(self, left: int | None) -> bytes:
        chunk: bytes = self.environ["wsgi.input"].read(CHUNK if left is None else min(CHUNK, left))
        return chunk

    def body(self, limit: int = MAX_JSON_BYTES) -> bytes:
        """The whole body, if it is not larger than ``limit`` bytes."""
        if (self._length() or 0) > limit:
            raise TooLarge("the request entity is too large")
        parts, size = [], 0
        for chunk in self.chunks():
            size += len(chunk)
            if size > limit:
                raise TooLarge("the request entity is too large")
            parts.append(chunk)
        return b"".join(parts)

    def json(self) -> Any:
        """The JSON body, whatever type it claims (as CouchDB reads a PUT)."""
        return parse_json(_unpacked(self.body(), self.header("Content-Encoding")))

    def json_object(self) -> dict[str, Any]:
        """The JSON object of a POST that must say it is JSON."""
        self.check_content_type("application/json")
        value = self.json()
        if not isinstance(value, dict):
            raise BadRequest("Request body must be a JSON object")
        return value

    def check_content_type(self, wanted: str) -> None:
        if self.content_type.partition(";")[0].strip().lower() != wanted:
            raise UnsupportedMediaType(f"Content-Type must be {wanted}")

    def accepts(self, content_type: str) -> bool:
        """Whether the client takes this type: by name, by its family, or as ``*/*`` (RFC 9110 §12.5.1)."""
        kinds = [part.split(";")[0].strip().lower() for part in (self.header("Accept") or "*/*").split(",")]
        return not {content_type, content_type.partition("/")[0] + "/*", "*/*"}.isdisjoint(kinds)

    def has(self, etag: str) -> bool:
        """Whether the client holds this version already (If-None-Match, RFC 9110 §13.1.2)."""
        sent = self.header("If-None-Match")
        return bool(sent) and etag in [tag.strip().removeprefix("W/") for tag in sent.split(",")]

    def _length(self) -> int | None:
        """Announced length; None for a chunked body, 0 when nothing comes."""
        text = self.environ.get("CONTENT_LENGTH")
        if text:
            if not text.isdigit():
                raise BadRequest("Invalid Content-Length")
            return int(text)
        chunked = "chunked" in self.environ.get("HTTP_TRANSFER_ENCODING", "").lower()
        return None if chunked else 0


def brings_body(environ: Mapping[str, Any]) -> bool:
    """Whether a body comes (RFC 9112 §6.3)."""
    return environ.get("CONTENT_LENGTH", "0") not in ("", "0") or "HTTP_TRANSFER_ENCODING" in environ


def _unpacked(body: bytes, encoding: str) -> bytes:
    """A JSON body as it was before ``Content-Encoding: gzip``, as long as it is not too large then."""
    if encoding in ("", "identity"):
        return body
    if encoding != "gzip":
        raise UnsupportedMediaType(f"{encoding} is not a supported content encoding.")
    try:
        unpacking = zlib.decompressobj(wbits=31)
        plain = unpacking.decompress(body, MAX_JSON_BYTES)
    except zlib.error as error:
        raise BadRequest("Request body is not properly encoded gzip") from error
    if unpacking.unconsumed_tail:
        raise TooLarge("the request entity is too large")
    return plain


def path_segments(environ: Mapping[str, Any]) -> list[str]:
    """The decoded parts of the path below the mount point.

    An id may contain an encoded slash, so the parts are separated before they are decoded. Servers give
    the raw target as REQUEST_URI or RAW_URI; with one that does not, an encoded slash separates.
    """
    raw = environ.get("REQUEST_URI") or environ.get("RAW_URI")
    if raw and "%" in raw and _BROKEN_ESCAPE.search(raw):
        raise BadRequest("invalid_url_encoding")
    if raw is None:
        try:
            path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8")
        except UnicodeError as error:
            raise BadRequest("Document id must be valid UTF-8", error="illegal_docid") from error
        return [part for part in path.split("/") if part]
    path = re.sub(r"^[a-z]+://[^/]*", "", raw).partition("?")[0]
    below = _below(path, environ.get("SCRIPT_NAME", ""))
    return [_decoded(part) for part in below.split("/") if part]


def _below(path: str, mount: str) -> str:
    """The raw path without the mount point, which has as many parts as its decoded name."""
    depth = mount.strip("/").count("/") + 1 if mount.strip("/") else 0
    parts = path.lstrip("/").split("/")
    return "/".join(parts[depth:])


def _decoded(part: str) -> str:
    try:
        return unquote_to_bytes(part).decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest("Document id must be valid UTF-8", error="illegal_docid") from error

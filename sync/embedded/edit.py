"""A document as a client sends it, checked and taken apart: pure but for receiving inline attachments."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from sync.embedded.attachment import DEFAULT_TYPE, Attachment
from sync.embedded.attachments import Content
from sync.embedded.errors import BadRequest, StoreError, TooLarge
from sync.embedded.json_text import format_json
from sync.embedded.revisions import Rev, parse_rev

# https://docs.couchdb.org/en/stable/api/document/common.html: the members a client may send back.
_READ = frozenset({"_id", "_rev", "_deleted", "_attachments", "_revisions"})
_IGNORED = frozenset({"_revs_info", "_conflicts", "_deleted_conflicts", "_local_seq"})


@dataclass(frozen=True, slots=True)
class Stub:
    """An attachment the client says the store already has."""

    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Follows:
    """An attachment whose bytes come in a later part of the same request."""

    content_type: str
    length: int | None
    digest: str | None
    revpos: int
    encoding: str | None
    identity_length: int | None


Incoming = Attachment | Stub | Follows


@dataclass(frozen=True, slots=True)
class Edit:
    """One new revision. ``history``: its ancestors newest first (itself first when it was made elsewhere)."""

    id: str
    history: tuple[Rev, ...]
    deleted: bool
    body: bytes
    attachments: Mapping[str, Incoming] = field(default_factory=dict)


class Receiver(Protocol):
    def receive(self, chunks: Iterable[bytes], name: str) -> Content: ...


def parse_edit(
    document: object, receiver: Receiver, *, max_bytes: int, doc_id: str | None = None, rev: Rev | None = None
) -> Edit:
    """Check a JSON document and take it apart.

    ``doc_id`` and ``rev`` come from the address and win over (or must agree with) what is inside.
    """
    if not isinstance(document, dict):
        raise BadRequest("Document must be a JSON object")
    name = doc_id if doc_id is not None else document.get("_id")
    check_doc_id(name)
    check_special_members(document)
    body = format_json({key: value for key, value in document.items() if not key.startswith("_")})
    if len(body) > max_bytes:
        raise TooLarge(str(name), error="document_too_large")
    return Edit(
        id=str(name),
        history=_history(document, rev),
        deleted=_flag(document.get("_deleted", False)),
        body=body,
        attachments=_incoming(document.get("_attachments", {}), receiver),
    )


def check_doc_id(doc_id: object) -> None:
    """Ids are text, not empty, and only design and local documents begin with an underscore."""
    if not isinstance(doc_id, str):
        raise BadRequest("Document id must be a string", error="illegal_docid")
    if not doc_id:
        raise BadRequest("Document id must not be empty", error="illegal_docid")
    if doc_id.startswith("_") and not (_named_after("_design/", doc_id) or _named_after("_local/", doc_id)):
        reason = "Only reserved document ids may start with underscore."
        raise BadRequest(reason, error="illegal_docid")
    if "\0" in doc_id:
        raise BadRequest("Document id must not contain NUL", error="illegal_docid")


def check_special_members(document: Mapping[str, Any]) -> None:
    for key in document:
        if key.startswith("_") and key not in _READ and key not in _IGNORED:
            raise StoreError(f"Bad special document member: {key}", error="doc_validation", status=400)


def _named_after(prefix: str, doc_id: str) -> bool:
    return doc_id.startswith(prefix) and len(doc_id) > len(prefix)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise BadRequest("`_deleted` must be a boolean", error="doc_validation")
    return value


def _history(document: Mapping[str, Any], rev: Rev | None) -> tuple[Rev, ...]:
    if "_revisions" in document:
        return parse_revisions(document["_revisions"])
    own = document.get("_rev")
    named = None if own in (None, "") else parse_rev(own)
    if rev is not None and named is not None and rev != named:
        raise BadRequest("Document rev from request body and query string have different values")
    newest = rev or named
    return (newest,) if newest else ()


def parse_revisions(value: object) -> tuple[Rev, ...]:
    """``{"start": 3, "ids": ["c", "b", "a"]}`` as revisions, newest first."""
    start = value.get("start") if isinstance(value, dict) else None
    ids = value.get("ids") if isinstance(value, dict) else None
    if not isinstance(start, int) or isinstance(start, bool) or not isinstance(ids, list) or not ids:
        raise BadRequest("`_revisions` must have `start` and `ids`", error="doc_validation")
    if start < len(ids):
        raise BadRequest("`_revisions.start` is too small for its ids", error="doc_validation")
    return tuple(parse_rev(f"{start - back}-{name}") for back, name in enumerate(ids))


def _incoming(value: object, receiver: Receiver) -> dict[str, Incoming]:
    if not isinstance(value, dict):
        raise BadRequest("Bad special document member: _attachments", error="doc_validation")
    return {name: _one(name, one, receiver) for name, one in value.items()}


def _one(name: str, value: object, receiver: Receiver) -> Incoming:
    check_attachment_name(name)
    if not isinstance(value, dict):
        raise BadRequest(f"Attachment {name!r} must be an object")
    if value.get("stub") is True:
        return Stub(_text(value.get("digest")))
    if value.get("follows") is True:
        return _follows(value)
    content = receiver.receive([_decoded(name, value.get("data"))], name)
    return _received(value, content)


def check_attachment_name(name: str) -> None:
    if not name or name.startswith("_") or "\0" in name:
        raise BadRequest(f"Attachment name {name!r} is not allowed: it is empty or starts with an underscore")


def _follows(value: Mapping[str, Any]) -> Follows:
    encoding = _text(value.get("encoding"))
    encoded = encoding not in (None, "identity")
    return Follows(
        content_type=_text(value.get("content_type")) or DEFAULT_TYPE,
        length=_count(value.get("encoded_length" if encoded else "length")),
        digest=_text(value.get("digest")),
        revpos=_count(value.get("revpos")) or 0,
        encoding=encoding if encoded else None,
        identity_length=_count(value.get("length")) if encoded else None,
    )


def _received(value: Mapping[str, Any], content: Content) -> Attachment:
    # An inline attachment may carry the encoding, length and digest of what it replaces; CouchDB ignores
    # them too.
    announced = {key: value[key] for key in ("content_type", "revpos") if key in value}
    return with_content(_follows(announced), content)


def with_content(follows: Follows, content: Content) -> Attachment:
    """The announced attachment and the bytes that came: the digest must match."""
    if follows.length not in (None, content.length):
        raise BadRequest(f"Attachment length {content.length} is not the announced {follows.length}")
    if (follows.digest or "").startswith("md5-") and follows.digest != content.digest:
        raise BadRequest("Possible message corruption.", error="content_md5_mismatch")
    return Attachment(
        content_type=follows.content_type,
        digest=content.digest,
        sha256=content.sha256,
        length=content.length if follows.identity_length is None else follows.identity_length,
        revpos=follows.revpos,
        encoding=follows.encoding,
        encoded_length=content.length if follows.encoding else None,
    )


def _decoded(name: str, data: object) -> bytes:
    if not isinstance(data, str):
        raise BadRequest(f"Attachment {name!r} has neither data nor stub")
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadRequest(f"Attachment {name!r} is not valid base64") from error


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None

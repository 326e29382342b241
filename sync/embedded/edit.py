"""A document as a client sends it, checked and taken apart: pure but for receiving inline attachments."""

from __future__ import annotations

import binascii
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

import pybase64

from sync.embedded.attachment import DEFAULT_TYPE, Attachment
from sync.embedded.attachments import Content
from sync.embedded.errors import BadRequest, TooLarge
from sync.embedded.json_text import format_json
from sync.embedded.revisions import Rev, parse_rev

# https://docs.couchdb.org/en/stable/api/document/common.html: the members a client may send back.
_READ = frozenset({"_id", "_rev", "_deleted", "_attachments", "_revisions"})
_IGNORED = frozenset({"_revs_info", "_conflicts", "_deleted_conflicts", "_local_seq"})
# What a replicator notes in its own documents is kept as if it were theirs.
_KEPT = frozenset(
    f"_replication_{name}" for name in ("id", "state", "state_time", "state_reason", "stats")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stub:
    """An attachment the client says the store already has: by its name, and what else it says of it."""

    digest: str | None = None
    revpos: int | None = None

    def means(self, kept: Attachment) -> bool:
        return self.digest in (None, kept.digest) and self.revpos in (None, kept.revpos)


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


class Edit(NamedTuple):
    """One new revision. ``history``: its ancestors newest first (itself first when it was made elsewhere)."""

    id: str
    history: tuple[Rev, ...]
    deleted: bool
    body: bytes
    attachments: Mapping[str, Incoming] = MappingProxyType({})


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
    if document.get("_id", name) is not name:
        check_doc_id(document["_id"])
    check_special_members(document)
    body = body_of(document)
    if len(body) > max_bytes:
        raise TooLarge(str(name), error="document_too_large")
    return Edit(
        id=str(name),
        history=_history(document, rev),
        deleted=document.get("_deleted", False),
        body=body,
        attachments=_incoming(document.get("_attachments", {}), receiver),
    )


def body_of(document: Mapping[str, Any]) -> bytes:
    """The members that are the client's own, as JSON text."""
    return format_json({key: value for key, value in document.items() if key[:1] != "_" or key in _KEPT})


def check_doc_id(doc_id: object) -> None:
    """Ids are text, not empty, and only design and local documents begin with an underscore."""
    if not isinstance(doc_id, str):
        raise BadRequest("Document id must be a string", error="illegal_docid")
    if not doc_id:
        raise BadRequest("Document id must not be empty", error="illegal_docid")
    if doc_id in ("_design/", "_local/"):
        raise BadRequest(f"Illegal document id `{doc_id}`", error="illegal_docid")
    if doc_id.startswith("_") and not doc_id.startswith(("_design/", "_local/")):
        reason = "Only reserved document ids may start with underscore."
        raise BadRequest(reason, error="illegal_docid")
    if "\0" in doc_id:
        raise BadRequest("Document id must not contain NUL", error="illegal_docid")


# Members that CouchDB takes only when they are of this type.
_TYPES: Mapping[str, type] = {"_deleted": bool, "_attachments": dict, "_revisions": dict}


def check_special_members(document: Mapping[str, Any]) -> None:
    for key, value in document.items():
        if key[:1] != "_" or key in _IGNORED or key in _KEPT:
            continue
        if key not in _READ or not isinstance(value, _TYPES.get(key, object)):
            raise BadRequest(f"Bad special document member: {key}", error="doc_validation")


def check_replicated(edit: Edit) -> None:
    """A revision made elsewhere says which it is (``new_edits=false``)."""
    if not edit.history:
        reason = "When `new_edits: false`, the document needs `_rev` or `_revisions` specified"
        raise BadRequest(reason)
    if edit.history[-1][0] < 1:
        raise BadRequest("Invalid rev format")


def _history(document: Mapping[str, Any], rev: Rev | None) -> tuple[Rev, ...]:
    named = parse_rev(document["_rev"]) if "_rev" in document else None
    history = parse_revisions(document["_revisions"]) if "_revisions" in document else ()
    newest = history[0] if history else named
    if rev is not None and newest is not None and rev != newest:
        raise BadRequest("Document rev from request body and query string have different values")
    if history:
        return history
    built_on = newest or rev
    return (built_on,) if built_on else ()


def parse_revisions(value: Mapping[str, Any]) -> tuple[Rev, ...]:
    """``{"start": 3, "ids": ["c", "b", "a"]}`` as revisions, newest first."""
    start, ids = value.get("start"), value.get("ids")
    if not isinstance(start, int) or isinstance(start, bool):
        raise BadRequest("_revisions.start isn't an integer.", error="doc_validation")
    if not isinstance(ids, list):
        raise BadRequest("_revisions.ids isn't a array.", error="doc_validation")
    if start < len(ids):
        raise BadRequest("_revisions.start is too small for its ids.", error="doc_validation")
    return tuple(_revision(start - back, name) for back, name in enumerate(ids))


def _revision(generation: int, name: object) -> Rev:
    if not isinstance(name, str):
        raise BadRequest("RevId isn't a string", error="doc_validation")
    try:
        return parse_rev(f"{generation}-{name}")
    except BadRequest as error:
        raise BadRequest("RevId isn't a valid hexadecimal", error="doc_validation") from error


def _incoming(value: Mapping[str, Any], receiver: Receiver) -> dict[str, Incoming]:
    return {name: _one(name, one, receiver) for name, one in value.items()}


def _one(name: str, value: object, receiver: Receiver) -> Incoming:
    check_attachment_name(name)
    if not isinstance(value, dict):
        raise BadRequest(f"Attachment {name!r} must be an object")
    if value.get("stub") is True:
        return Stub(_text(value.get("digest")), _count(value.get("revpos")))
    if value.get("follows") is True:
        return _follows(value)
    content = receiver.receive([_decoded(name, value.get("data"))], name)
    return _received(value, content)


def check_attachment_name(name: str) -> None:
    if name.startswith("_"):
        raise BadRequest(f"Attachment name '{name}' starts with prohibited character '_'")
    if not name or "\0" in name:
        raise BadRequest(f"Attachment name {name!r} is not allowed")


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
    try:
        return pybase64.b64decode(data if isinstance(data, str) else "?", validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadRequest(f"Invalid attachment data for {name}") from error


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None

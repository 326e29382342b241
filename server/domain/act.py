"""An act: one thing a person did to a file, chained to the act before it (design §2).

The digest of an act is SHA-256 over its canonical JSON (RFC 8785) without ``digest`` itself and without
CouchDB's own fields, so that a changed byte anywhere is found and named.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from server.domain.canonical import canonical_bytes, canonical_bytes_of_json
from server.domain.changed import made
from server.domain.days import format_instant, parse_instant
from server.errors import Refusal

SCHEMA: Final = 1
FIRST_PREVIOUS: Final = "0" * 64


@dataclass(frozen=True)
class ActDraft:
    """What a person does, before it has a place in the chain. ``facts`` identify nobody."""

    kind: str
    by: str
    role: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Act:
    """An act in its place; ``n`` counts from one without gaps."""

    file: str
    n: int
    kind: str
    at: datetime
    by: str
    role: str
    policy: str
    facts: Mapping[str, Any]
    salt: str
    previous: str
    digest: str

    @property
    def id(self) -> str:
        return act_id(self.file, self.n)


def act_id(file: str, n: int) -> str:
    """The document id ``act:<file>:<n>``, n zero-padded to six so that ids sort as they happened."""
    return f"act:{file}:{n:06d}"


def digest_of(document: Mapping[str, Any]) -> str:
    """SHA-256 (hex) over :func:`canonical`."""
    return hashlib.sha256(canonical(document)).hexdigest()


def canonical(document: Mapping[str, Any]) -> bytes:
    """RFC 8785 of every field that is neither ``digest`` nor CouchDB's own: the bytes a digest is of."""
    return canonical_bytes(_content(document))


def digest_of_stored(document: Mapping[str, Any]) -> str:
    """:func:`digest_of` a document that was parsed from JSON, in a third of the time."""
    content = dict(document)
    for own in ("_id", "_rev", "digest"):
        content.pop(own, None)
    written = canonical_bytes_of_json(content)
    if b'"_' in written and any(key[:1] == "_" for key in content):  # another field of CouchDB's
        written = canonical_bytes_of_json(_content(content))
    return hashlib.sha256(written).hexdigest()


def _content(document: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key[:1] != "_" and key != "digest"}


def next_act(
    draft: ActDraft, previous: Act | None, *, file: str, at: datetime, policy: str, salt: str
) -> Act:
    """``draft`` as the act that follows ``previous``; ``salt`` is 128 random bits in hex."""
    unsigned = Act(
        file=file,
        n=previous.n + 1 if previous else 1,
        kind=draft.kind,
        at=at,
        by=draft.by,
        role=draft.role,
        policy=policy,
        facts=dict(draft.facts),
        salt=salt,
        previous=previous.digest if previous else FIRST_PREVIOUS,
        digest="",
    )
    return parse_act(format_act(unsigned) | {"digest": digest_of(format_act(unsigned))})


def format_act(act: Act) -> dict[str, Any]:
    """The document that holds ``act``."""
    return {
        "_id": act.id,
        "type": "act",
        "schema": SCHEMA,
        "file": act.file,
        "n": act.n,
        "kind": act.kind,
        "at": format_instant(act.at),
        "by": act.by,
        "role": act.role,
        "policy": act.policy,
        "facts": dict(act.facts),
        "salt": act.salt,
        "previous": act.previous,
        "digest": act.digest,
    }


def parse_act(document: Mapping[str, Any]) -> Act:
    """The act a document holds; refuses one that is not an act of a known schema."""
    if document.get("type") != "act" or document.get("schema") != SCHEMA:
        raise Refusal("record.unknown_schema", document=document.get("_id", "?"))
    try:
        return made(
            Act,
            file=str(document["file"]),
            n=int(document["n"]),
            kind=str(document["kind"]),
            at=parse_instant(str(document["at"])),
            by=str(document["by"]),
            role=str(document["role"]),
            policy=str(document["policy"]),
            facts=dict(document["facts"]),
            salt=str(document["salt"]),
            previous=str(document["previous"]),
            digest=str(document["digest"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Refusal("record.damaged", document=document.get("_id", "?")) from error


def check_document(document: Mapping[str, Any]) -> Act:
    """The act of a stored document, refused when a byte of it changed since it was written."""
    act = parse_act(document)
    if digest_of_stored(document) != act.digest or document.get("_id") != act.id:
        raise Refusal("record.damaged", document=document.get("_id", "?"))
    return act


def check_chain(acts: Sequence[Act]) -> None:
    """Every act follows from the one before it: numbers without gap, each digest carried on."""
    previous = FIRST_PREVIOUS
    for expected, act in enumerate(acts, start=1):
        if act.n != expected or act.previous != previous:
            raise Refusal("record.broken_chain", n=expected, document=act.id)
        previous = act.digest

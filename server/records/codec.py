"""The one place on the server through which documents to and from the tablets pass.

To a tablet (``tasks-<assessor>``): the payload is signed by the district (RFC 7515, ES256), so that a tablet
trusts nothing else in that database, then sealed to the assessor's caseload key (RFC 7516). From a tablet
(``outbox-<assessor>``): the document is opened with that key, and refused under any name but its own. Its
other half is ``static/app/data/codec.mjs``; both are held to ``tests/vectors/envelope.json``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

from server.errors import Refusal
from server.records.envelope import CannotOpen, Caseload, CaseloadKey, open_sealed
from server.records.keys import ALGORITHM, sign

SCHEMA: Final = 2
OPEN_SCHEMA: Final = 1  # before the envelope: the body lies open; read from older tablets, never written
TYPE: Final = "ruhu+jws"
SEALED_BYTES: Final = "application/octet-stream"
_INSIDE: Final = "JOSE"  # RFC 7516 §4.1.12: what is sealed is itself a JWS
_encode: Final = msgspec.json.Encoder(order="sorted").encode
_LARGEST: Final = 2**30  # bytes: what is too large is for the store to say


class _Roomy(jws.JWSRegistry):
    """joserfc takes 128 kB of payload; a form or a roster with portraits is more."""

    max_payload_length = _LARGEST


_REGISTRY: Final = _Roomy(algorithms=[ALGORITHM])


def encode_task(
    key: ECKey, caseload_key: CaseloadKey, document_id: str, payload: Mapping[str, Any]
) -> dict[str, Any]:
    """The document of a tasks database whose payload is signed by ``key`` and sealed to the caseload.

    ``payload["type"]`` becomes the document's type. Signatures and seals are random, so the same payload
    encodes to a different document each time: compare payloads, not documents.
    """
    return seal_signed(caseload_key, document_id, str(payload["type"]), sign_payload(key, payload))


def sign_payload(key: ECKey, payload: Mapping[str, Any]) -> str:
    """The compact JWS a tablet trusts."""
    return sign(key, _encode(payload), TYPE)


def seal_signed(caseload_key: CaseloadKey, document_id: str, kind: str, signed: str) -> dict[str, Any]:
    """The document of a tasks database around what the district signed already."""
    sealed = caseload_key.seal(signed.encode("ascii"), _INSIDE)
    return {"_id": document_id, "type": kind, "schema": SCHEMA, "sealed": sealed}


def decode_task(
    keys: ECKey | Sequence[ECKey], caseload: Caseload, document: Mapping[str, Any]
) -> dict[str, Any]:
    """The payload of a tasks document; refuses one that no key signed or the caseload cannot open."""
    try:
        signed, _ = open_sealed(caseload, document.get("sealed"))
        known = KeySet([keys] if isinstance(keys, ECKey) else list(keys))
        payload = json.loads(jws.deserialize_compact(signed, known, registry=_REGISTRY).payload)
    except (CannotOpen, JoseError, ValueError) as error:
        raise Refusal("record.damaged", document=document.get("_id", "?")) from error
    if not isinstance(payload, dict):
        raise Refusal("record.damaged", document=document.get("_id", "?"))
    return payload


def encode_outbox(caseload_key: CaseloadKey, document_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """The document a tablet pushes; the inverse of :func:`decode_outbox`."""
    content = json.dumps({"id": document_id, "body": dict(body)}, ensure_ascii=False)
    sealed = caseload_key.seal(content.encode("utf-8"))
    return {"_id": document_id, "type": document_id.split(":", 1)[0], "schema": SCHEMA, "sealed": sealed}


def decode_outbox(caseload: Caseload, document: Mapping[str, Any]) -> dict[str, Any]:
    """The body a tablet pushed; refuses what cannot be opened, was moved, or has an unknown schema."""
    return _open_outbox(caseload, document)[0]


def encode_photo(caseload_key: CaseloadKey, document_id: str, photo: bytes) -> bytes:
    """The attachment of a photo's document; the inverse of :func:`decode_photo`."""
    return caseload_key.seal_bytes(photo, document_id)


def decode_photo(caseload: Caseload, document: Mapping[str, Any], attachment: bytes) -> bytes:
    """The bytes of a photo, opened with the key its document names; refuses those of another document."""
    key = _open_outbox(caseload, document)[1]
    if key is None:
        return attachment
    try:
        return key.open_bytes(attachment, str(document["_id"]))
    except CannotOpen as error:
        raise Refusal("visit.envelope", document=document["_id"]) from error


def _open_outbox(
    caseload: Caseload, document: Mapping[str, Any]
) -> tuple[dict[str, Any], CaseloadKey | None]:
    """The body and the key it was sealed with; no key where it lies open."""
    if document.get("schema") == OPEN_SCHEMA:
        return _body(document), None
    if document.get("schema") != SCHEMA:
        raise Refusal("record.unknown_schema", document=document.get("_id", "?"))
    try:
        content, key = open_sealed(caseload, document.get("sealed"))
        sealed = msgspec.json.decode(content)  # no NaN: a seal covers only what RFC 8785 can write
        moved = sealed["id"] != document["_id"]
    except (CannotOpen, LookupError, RecursionError, TypeError, ValueError) as error:
        raise Refusal("visit.envelope", document=document.get("_id", "?")) from error
    if moved:
        raise Refusal("visit.envelope", document=document["_id"])
    return _body(sealed), key


def _body(content: Mapping[str, Any]) -> dict[str, Any]:
    body = content.get("body")
    if not isinstance(body, dict):
        raise Refusal("visit.malformed", why="body")
    return body

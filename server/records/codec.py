"""The one place on the server through which documents to and from the tablets pass.

To a tablet (``tasks-<assessor>``): the payload is signed by the district, so that a tablet trusts nothing
else in that database. From a tablet (``outbox-<assessor>``): the document is unwrapped to its body. The
envelope of design §4 (JWE) joins here and nowhere else; its other half is ``static/app/data/codec.mjs``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from server.errors import Refusal
from server.records.keys import ALGORITHM, sign

SCHEMA: Final = 1
TYPE: Final = "ruhu+jws"


def encode_task(key: ECKey, document_id: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    """The document of a tasks database whose payload is signed by ``key`` (RFC 7515, ES256).

    ``payload["type"]`` becomes the document's type. Signatures are random, so the same payload encodes
    to a different document each time: compare payloads, not documents.
    """
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return {
        "_id": document_id,
        "type": payload["type"],
        "schema": SCHEMA,
        "signed": sign(key, text.encode("utf-8"), TYPE),
    }


def decode_task(key: ECKey, document: Mapping[str, Any]) -> dict[str, Any]:
    """The payload of a tasks document; refuses one that ``key`` did not sign."""
    try:
        token = jws.deserialize_compact(str(document.get("signed")), key, algorithms=[ALGORITHM])
        payload = json.loads(token.payload)
    except (JoseError, ValueError) as error:
        raise Refusal("record.damaged", document=document.get("_id", "?")) from error
    if not isinstance(payload, dict):
        raise Refusal("record.damaged", document=document.get("_id", "?"))
    return payload


def encode_outbox(document_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """The document a tablet pushes; the inverse of :func:`decode_outbox`."""
    kind = document_id.split(":", 1)[0]
    return {"_id": document_id, "type": kind, "schema": SCHEMA, "body": dict(body)}


def decode_outbox(document: Mapping[str, Any]) -> dict[str, Any]:
    """The body a tablet pushed; refuses an unknown schema and a document without a body."""
    if document.get("schema") != SCHEMA:
        raise Refusal("record.unknown_schema", document=document.get("_id", "?"))
    body = document.get("body")
    if not isinstance(body, dict):
        raise Refusal("visit.malformed", why="body")
    return body

"""What a document of an outbox claims to be, read as far as it can be read; nothing of it is believed yet."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from server.errors import Refusal
from server.services.recordings import EVIDENCE, read_contribution
from server.services.uploads import parse_upload

# What reading a hostile document may raise in the parts that read it.
UNREADABLE: Final = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
_encode: Final = json.JSONEncoder(sort_keys=True, check_circular=False).encode


def entry_id_of(assessor: str, document: Mapping[str, Any], body: Mapping[str, Any] | None) -> str:
    """The same upload from the same outbox is the same entry, however often it comes and is sealed anew."""
    came = {key: value for key, value in document.items() if not key.startswith("_")}
    content = [assessor, document["_id"], came if body is None else body]
    return hashlib.sha256(_encode(content).encode("ascii")).hexdigest()[:32]


def identity_of(document_id: str) -> dict[str, Any]:
    """Case, round and device as the document's name claims them; empty where it claims nothing readable."""
    parts = [*document_id.split(":")[1:], "", "", ""]
    case, round_text, device = parts[0], parts[1], parts[2]
    return {"case": case, "round": int(round_text) if round_text.isdecimal() else 0, "device": device}


def sealed_digest_of(body: Mapping[str, Any] | None) -> str:
    """The digest of what was sealed as the tablet knows it; empty when it cannot be made canonical."""
    try:
        if EVIDENCE in (body or {}):
            return read_contribution("", body or {}).sealed.digest
        return parse_upload("", body or {})[1].digest
    except (Refusal, *UNREADABLE):
        return ""


def photos_named_in(body: Mapping[str, Any] | None) -> list[str]:
    """Digests an upload names, as far as it can be read."""
    try:
        sealed = (body or {}).get("contribution") or (body or {}).get("visit") or (body or {})
        return [str(photo["digest"]) for photo in sealed["photos"]]
    except UNREADABLE:
        return []

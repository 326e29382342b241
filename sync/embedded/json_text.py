"""JSON as the store reads and writes it: UTF-8 bytes, compact, no NaN, no lone surrogates.

Integers of any length stay exact, as in CouchDB.
"""

from __future__ import annotations

from typing import Any

import msgspec

from sync.embedded.errors import BadRequest

_decode = msgspec.json.Decoder().decode
_encode = msgspec.json.Encoder().encode


def parse_json(text: bytes) -> Any:
    """The value of a JSON text; what is not JSON is a 400 (CouchDB: ``invalid UTF-8 JSON``)."""
    try:
        return _decode(text)
    except (ValueError, RecursionError) as error:
        raise BadRequest("invalid UTF-8 JSON") from error


def format_json(value: Any) -> bytes:
    """The compact UTF-8 text of a value that came from JSON."""
    try:
        return _encode(value)
    except (ValueError, RecursionError) as error:
        raise BadRequest("invalid UTF-8 JSON") from error


def join_members(*members: bytes) -> bytes:
    """One JSON object from the texts of several; a stored body is never parsed to be sent."""
    inner = [member[1:-1] for member in members if len(member) > 2]
    return b"{" + b",".join(inner) + b"}"

"""JSON as the store reads and writes it: UTF-8 bytes, compact, no NaN, no lone surrogates."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NoReturn

from sync.embedded.errors import BadRequest


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


_decode = json.JSONDecoder(parse_constant=_refuse_constant).decode
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


def parse_json(text: bytes) -> Any:
    """The value of a JSON text; what is not JSON is a 400 (CouchDB: ``invalid UTF-8 JSON``)."""
    try:
        value = _decode(text.decode("utf-8"))
        if b"\\ud" in text or b"\\uD" in text:  # half of a pair alone is no character
            _encode(value).encode("utf-8")
        return value
    except (ValueError, RecursionError) as error:
        raise BadRequest("invalid UTF-8 JSON") from error


def format_json(value: Any) -> bytes:
    """The compact UTF-8 text of a value that came from JSON."""
    try:
        return _encode(value).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise BadRequest("invalid UTF-8 JSON") from error


def join_members(*members: bytes) -> bytes:
    """One JSON object from the texts of several; a stored body is never parsed to be sent."""
    inner = [member[1:-1] for member in members if len(member) > 2]
    return b"{" + b",".join(inner) + b"}"


def join_rows(head: bytes, rows: Iterable[bytes], tail: bytes) -> bytes:
    """``head`` + rows separated as CouchDB separates them + ``tail``."""
    return head + b",\n".join(rows) + tail

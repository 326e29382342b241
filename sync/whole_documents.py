"""Documents with the bytes of their attachments, out of one ``_bulk_get`` in parts (RFC 2046 §5.1.3).

https://docs.couchdb.org/en/stable/api/database/bulk-api.html#db-bulk-get
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from sync.embedded.attachment import gunzip

Whole = tuple[dict[str, Any], dict[str, bytes]]  # a document, and the contents of its attachments by name

_BOUNDARY: Final = re.compile(rb'boundary="?([^";\r\n]+)', re.IGNORECASE)
_GZIPPED: Final = re.compile(rb"^content-encoding: *gzip", re.IGNORECASE | re.MULTILINE)


def read_winners(body: bytes, content_type: str) -> Iterator[Whole]:
    """Of each document its winning revision, unless that is a deletion.

    Asked for without a revision, a document comes with every leaf it has; what is not there is an error.
    """
    leaves: dict[str, list[Whole]] = {}
    for head, part in _parts(body, content_type.encode("latin-1")):
        document, contents = _read(head, part)
        if "_id" in document:
            leaves.setdefault(str(document["_id"]), []).append((document, contents))
    for found in leaves.values():
        winner = max(found, key=lambda whole: _rank(whole[0]))
        if not winner[0].get("_deleted"):
            yield winner


def _read(head: bytes, part: bytes) -> Whole:
    """A document alone, or in parts of its own before its contents, in the order it names them."""
    if _BOUNDARY.search(head) is None:
        return msgspec.json.decode(part), {}
    (_, text), *attached = _parts(part, head)
    document = msgspec.json.decode(text)
    pairs = zip(document["_attachments"], attached, strict=True)
    return document, {name: _unzipped(*content) for name, content in pairs}


def _parts(body: bytes, header: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The header lines and the content of each part; no content has the boundary inside, or it were none."""
    found = _BOUNDARY.search(header)
    if found is None:
        raise ValueError("the multipart answer has no boundary")
    _, *pieces, end = (b"\r\n" + body).split(b"\r\n--" + found[1])
    if not end.startswith(b"--"):
        raise ValueError("the multipart answer ends early")
    for piece in pieces:
        head, _, content = piece.partition(b"\r\n\r\n")
        yield head, content


def _unzipped(head: bytes, content: bytes) -> bytes:
    return b"".join(gunzip([content])) if _GZIPPED.search(head) else content


def _rank(document: Mapping[str, Any]) -> tuple[bool, int, str]:
    """CouchDB's own choice: a living leaf, then the longest history, then the higher name."""
    generation, _, name = str(document["_rev"]).partition("-")
    return not document.get("_deleted", False), int(generation), name

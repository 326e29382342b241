"""A document and its attachments as one multipart/related stream of known length.

https://docs.couchdb.org/en/stable/api/document/common.html#creating-multiple-attachments
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from typing import Any

from sync.chunk_stream import ChunkStream, Readable
from sync.embedded.errors import BadRequest
from sync.embedded.multipart import OutPart, new_boundary, quoted, write_parts

CHUNK = 64 * 1024
Open = Callable[[str], Readable]


class SourceError(BadRequest):
    """An attachment could not be read to its announced end. A store in this process answers it as a 400."""


class RelatedStream(ChunkStream):
    """``problem``: what cut it short, where it was the reading that failed and not the writing."""

    problem: SourceError | None = None

    def read(self, size: int | None = -1) -> bytes:
        try:
            return super().read(size)
        except SourceError as error:
            self.problem = error
            raise


def format_related(document: Mapping[str, Any], open_attachment: Open) -> tuple[str, RelatedStream]:
    """Content type and stream; each attachment is opened when its turn comes, and may be a SourceError."""
    boundary = new_boundary()
    stubs = document["_attachments"]
    announced = {name: _announced(stub) for name, stub in stubs.items()}
    text = json.dumps({**document, "_attachments": announced}, separators=(",", ":")).encode()
    first = OutPart(("Content-Type: application/json",), [text])
    heads = {name: _head(name, stub) for name, stub in stubs.items()}
    empty = write_parts(boundary, [first, *(OutPart(head, []) for head in heads.values())])
    length = sum(map(len, empty)) + content_length(stubs)
    parts = [OutPart(heads[name], _content(name, stub, open_attachment)) for name, stub in stubs.items()]
    chunks = write_parts(boundary, [first, *parts])
    return f'multipart/related; boundary="{boundary}"', RelatedStream(chunks, length)


def content_length(stubs: Mapping[str, Any]) -> int:
    """Bytes of all attachments of a document."""
    return sum(stub["length"] for stub in stubs.values())


def _announced(stub: Mapping[str, Any]) -> dict[str, Any]:
    """The digest goes along, so that the target checks what arrives; that of a gzipped one is of the gzip."""
    gone = {"stub", "encoding", "encoded_length", *(("digest",) if "encoding" in stub else ())}
    return {key: value for key, value in stub.items() if key not in gone} | {"follows": True}


def _head(name: str, stub: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        f'Content-Disposition: attachment; filename="{quoted(name)}"',
        f"Content-Type: {stub['content_type']}",
        f"Content-Length: {stub['length']}",
    )


def _content(name: str, stub: Mapping[str, Any], open_attachment: Open) -> Iterator[bytes]:
    left = int(stub["length"])
    for chunk in _chunks(name, open_attachment):
        left -= len(chunk)
        if left < 0:
            break
        yield chunk
    if left:
        raise SourceError(f"Attachment {name!r} is not as long as its document says.")


def _chunks(name: str, open_attachment: Open) -> Iterable[bytes]:
    try:
        with closing(open_attachment(name)) as stream:
            while chunk := stream.read(CHUNK):
                yield chunk
    except Exception as error:
        raise SourceError(f"Attachment {name!r} cannot be read: {error}") from error

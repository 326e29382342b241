"""One attachment of one revision: what is kept about it, and how it is shown."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from sync.embedded.attachments import CHUNK, Content
from sync.embedded.errors import BadRequest, TooLarge
from sync.embedded.json_text import format_json, parse_json

DEFAULT_TYPE = "application/octet-stream"


class Attachment(NamedTuple):
    """``length`` is that of the content as a client sees it; ``encoded_length`` of the stored gzip, if any.

    ``digest`` (MD5) and ``sha256`` are of the stored bytes.
    """

    content_type: str
    digest: str
    sha256: str
    length: int
    revpos: int
    encoding: str | None = None
    encoded_length: int | None = None

    @property
    def stored_length(self) -> int:
        return self.length if self.encoded_length is None else self.encoded_length


def identity_chunks(one: Attachment, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """An attachment as it was before it was gzipped (RFC 1952), never held whole."""
    return gunzip(chunks) if one.encoding == "gzip" else iter(chunks)


def gunzip(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The content of a gzip file, member after member; BadRequest when it is none or ends early."""
    member = _new_member()
    try:
        for chunk in chunks:
            data = chunk
            while data:
                if member.eof:
                    member = _new_member()
                yield from _inflated(member, data)
                data = member.unused_data
    except zlib.error as error:
        raise BadRequest("Invalid gzip data") from error
    if not member.eof:
        raise BadRequest("Invalid gzip data")


def unzipped_length(chunks: Iterable[bytes], most: int) -> int:
    """How long the content of a gzip file is; TooLarge as soon as it is longer than ``most``."""
    length = 0
    for chunk in gunzip(chunks):
        length += len(chunk)
        if length > most:
            raise TooLarge("attachment", error="attachment_too_large")
    return length


def _inflated(member: zlib._Decompress, data: bytes) -> Iterator[bytes]:
    while True:
        chunk = member.decompress(data, CHUNK)
        yield chunk
        data = member.unconsumed_tail
        if member.eof or (not data and len(chunk) < CHUNK):
            return


def _new_member() -> zlib._Decompress:
    return zlib.decompressobj(16 + zlib.MAX_WBITS)


Attachments = Mapping[str, Attachment]


def plain_attachment(content: Content, content_type: str, encoding: str | None) -> Attachment:
    """A new attachment; its ``revpos`` is set when it is written, its length when it is measured."""
    return Attachment(
        content_type or DEFAULT_TYPE, content.digest, content.sha256, content.length, 0,
        encoding, content.length if encoding else None,
    )  # fmt: skip


def at_generation(attachment: Attachment, generation: int) -> Attachment:
    """A new attachment (revpos 0) belongs to the revision that brings it."""
    return attachment if attachment.revpos else attachment._replace(revpos=generation)


def format_attachments(attachments: Attachments) -> str | None:
    """The text kept beside the body; None when there are none."""
    if not attachments:
        return None
    kept = {
        name: {key: value for key, value in zip(one._fields, one, strict=True) if value is not None}
        for name, one in attachments.items()
    }
    return format_json(kept).decode("utf-8")


def parse_attachments(text: str | None) -> dict[str, Attachment]:
    if text is None:
        return {}
    return {name: Attachment(**members) for name, members in parse_json(text.encode()).items()}


def describe(attachment: Attachment, *, encoding_info: bool = False) -> dict[str, Any]:
    """The members CouchDB shows of an attachment, without its data
    (https://docs.couchdb.org/en/stable/api/document/common.html#attachments).
    """
    shown: dict[str, Any] = {
        "content_type": attachment.content_type,
        "revpos": attachment.revpos,
        "digest": attachment.digest,
        "length": attachment.length,
    }
    if encoding_info and attachment.encoding:
        shown |= {"encoding": attachment.encoding, "encoded_length": attachment.stored_length}
    return shown

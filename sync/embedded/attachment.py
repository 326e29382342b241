"""One attachment of one revision: what is kept about it, and how it is shown."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from sync.embedded.attachments import Content

DEFAULT_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Attachment:
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


Attachments = Mapping[str, Attachment]


def plain_attachment(content: Content, content_type: str) -> Attachment:
    """A new attachment; its ``revpos`` is set when it is written."""
    return Attachment(content_type or DEFAULT_TYPE, content.digest, content.sha256, content.length, 0)


def at_generation(attachment: Attachment, generation: int) -> Attachment:
    """A new attachment (revpos 0) belongs to the revision that brings it."""
    return attachment if attachment.revpos else replace(attachment, revpos=generation)


def format_attachments(attachments: Attachments) -> str | None:
    """The text kept beside the body; None when there are none."""
    if not attachments:
        return None
    kept = {
        name: {key: value for key, value in asdict(one).items() if value is not None}
        for name, one in attachments.items()
    }
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def parse_attachments(text: str | None) -> dict[str, Attachment]:
    if text is None:
        return {}
    return {name: Attachment(**members) for name, members in json.loads(text).items()}


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

"""A document that arrives as multipart/related: the JSON first, then the attachments it announces.

https://docs.couchdb.org/en/stable/api/document/common.html#creating-multiple-attachments
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sync.embedded.edit import Edit, Follows, parse_edit, with_content
from sync.embedded.errors import BadRequest
from sync.embedded.json_text import parse_json
from sync.embedded.multipart import MultipartReader, Part, boundary_of
from sync.embedded.receiving import Hold
from sync.embedded.revisions import Rev


def receive_related(
    chunks: Iterable[bytes], content_type: str, hold: Hold, *, max_bytes: int, doc_id: str, rev: Rev | None
) -> Edit:
    """The edit, once every announced attachment is stored; parts are streamed to disk."""
    parts = MultipartReader(chunks, boundary_of(content_type)).parts()
    first = next(parts, None)
    if first is None:
        raise BadRequest("the multipart body is empty")
    document = parse_json(first.read(2 * max_bytes))
    edit = parse_edit(document, hold, max_bytes=max_bytes, doc_id=doc_id, rev=rev)
    return _with_parts(edit, parts, hold)


def _with_parts(edit: Edit, parts: Iterator[Part], hold: Hold) -> Edit:
    waiting = {name: one for name, one in edit.attachments.items() if isinstance(one, Follows)}
    received = dict(edit.attachments)
    for part in parts:
        name = _name_of(part, waiting)
        received[name] = hold.measure(with_content(waiting.pop(name), hold.receive(part.chunks, name)))
    if waiting:
        raise BadRequest(f"the multipart body lacks the attachment {next(iter(waiting))!r}")
    return edit._replace(attachments=received)


def _name_of(part: Part, waiting: dict[str, Follows]) -> str:
    """A part is known by its file name, else by its place among those announced."""
    if not waiting:
        raise BadRequest("the multipart body has a part that the document does not announce")
    named = part.filename
    return named if named in waiting else next(iter(waiting))

"""Documents with their attachments as parts of multipart answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sync.embedded.attachment import Attachment
from sync.embedded.attachments import Contents
from sync.embedded.http import Response
from sync.embedded.json_text import format_json
from sync.embedded.multipart import OutPart, new_boundary, quoted, write_parts
from sync.embedded.revisions import Tree
from sync.embedded.rows import DocumentRow, RevisionRow
from sync.embedded.showing import Show, attachment_name, sent_attachments, show_document

JSON_PART = "Content-Type: application/json"


def related_answer(
    revision: RevisionRow, text: bytes, attachments: Mapping[str, Attachment], contents: Contents
) -> Response:
    """multipart/related: the document, then the bytes of its attachments in the order it names them."""
    boundary = new_boundary()
    parts = _related_parts(revision, text, attachments, contents)
    headers = [("Content-Type", f'multipart/related; boundary="{boundary}"'), ("ETag", f'"{revision.rev}"')]
    return Response(200, write_parts(boundary, parts), headers)


def document_part(
    revision: RevisionRow,
    show: Show,
    contents: Contents,
    tree: Tree | None,
    extra: tuple[str, ...] = (),
    row: DocumentRow | None = None,
) -> OutPart:
    """One document of several: JSON, or a nested multipart/related when attachments travel with it."""
    sent = sent_attachments(revision, show, tree)
    text = show_document(revision, show, contents, row=row, tree=tree, follows=bool(sent))
    if not sent:
        return OutPart((*extra, JSON_PART), [text])
    boundary = new_boundary()
    nested = write_parts(boundary, _related_parts(revision, text, sent, contents))
    return OutPart((*extra, f'Content-Type: multipart/related; boundary="{boundary}"'), nested)


def error_part(value: object, extra: tuple[str, ...] = ()) -> OutPart:
    return OutPart((*extra, f'{JSON_PART}; error="true"'), [format_json(value)])


def mixed_answer(parts: Iterator[OutPart] | list[OutPart]) -> Response:
    boundary = new_boundary()
    headers = [("Content-Type", f'multipart/mixed; boundary="{boundary}"')]
    return Response(200, write_parts(boundary, parts), headers)


def _related_parts(
    revision: RevisionRow, text: bytes, attachments: Mapping[str, Attachment], contents: Contents
) -> list[OutPart]:
    """Every content is checked against its digest here, before the first byte of the answer is sent."""
    bodies = [
        OutPart(_headers(name, one), contents.stream(one.sha256, attachment_name(revision, name)))
        for name, one in attachments.items()
    ]
    return [OutPart((JSON_PART,), [text]), *bodies]


def _headers(name: str, one: Attachment) -> tuple[str, ...]:
    lines = (
        f'Content-Disposition: attachment; filename="{quoted(name)}"',
        f"Content-Type: {one.content_type}",
        f"Content-Length: {one.stored_length}",
    )
    return (*lines, f"Content-Encoding: {one.encoding}") if one.encoding else lines

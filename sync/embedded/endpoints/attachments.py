"""``/{db}/{docid}/{attname}``.

https://docs.couchdb.org/en/stable/api/document/attachments.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from sqlite3 import Connection

from sync.embedded.attachment import Attachment, identity_chunks, plain_attachment
from sync.embedded.database import Database
from sync.embedded.edit import Edit, Incoming, check_attachment_name, check_doc_id
from sync.embedded.endpoints.databases import location
from sync.embedded.endpoints.documents import named_rev
from sync.embedded.endpoints.writing import rule_of
from sync.embedded.errors import Conflict, NotFound, StoreError, UnsupportedMediaType
from sync.embedded.http import Headers, Request, Response, answer
from sync.embedded.multipart import OutPart, new_boundary, write_parts
from sync.embedded.ranges import Range, format_range, parse_ranges, slice_chunks
from sync.embedded.receiving import Hold
from sync.embedded.revisions import Rev, format_rev, parse_rev
from sync.embedded.rows import RevisionRow, find_revision, find_tree
from sync.embedded.showing import attachment_name


def show(request: Request, database: Database, doc_id: str, name: str) -> Response:
    """The bytes, whole or ranges of them; checked against their digest before the first is sent."""
    revision = _revision(request, database, doc_id)
    one = revision.attachments.get(name)
    if one is None:
        raise NotFound("Document is missing attachment")
    etag = f'"{one.digest.removeprefix("md5-")}"'
    if request.has(etag):
        return Response(304, b"", [("ETag", etag)])
    headers = [
        ("ETag", etag),
        ("Cache-Control", "must-revalidate"),
        ("Content-Type", one.content_type),
        ("Accept-Ranges", "none" if one.encoding else "bytes"),
        ("X-Content-Type-Options", "nosniff"),
        ("Content-Security-Policy", "sandbox"),
    ]

    def read() -> Iterable[bytes]:
        return request.store.contents.read(one.sha256, attachment_name(revision, name))

    if one.encoding:
        return _encoded(request, one, read(), headers)
    return _ranged(request, one, read, headers)


def _encoded(request: Request, one: Attachment, chunks: Iterable[bytes], headers: Headers) -> Response:
    if "gzip" in request.header("Accept-Encoding"):
        extra = [("Content-Encoding", str(one.encoding)), ("Content-Length", str(one.stored_length))]
        return Response(200, chunks, [*headers, *extra])
    length = [("Content-Length", str(one.length))]
    return Response(200, identity_chunks(one, chunks), [*headers, *length])


def _ranged(
    request: Request, one: Attachment, read: Callable[[], Iterable[bytes]], headers: Headers
) -> Response:
    ranges = parse_ranges(request.header("Range"), one.length)
    if len(ranges) > 1:
        return _in_parts(one, read, ranges)
    if one.digest.startswith("md5-"):
        headers.append(("Content-MD5", one.digest.removeprefix("md5-")))
    if not ranges:
        return Response(200, read(), [*headers, ("Content-Length", str(one.length))])
    first, last = ranges[0]
    headers += [
        ("Content-Range", format_range(ranges[0], one.length)),
        ("Content-Length", str(last - first + 1)),
    ]
    return Response(206, slice_chunks(read(), ranges[0]), headers)


def _in_parts(one: Attachment, read: Callable[[], Iterable[bytes]], ranges: Sequence[Range]) -> Response:
    """multipart/byteranges (RFC 9110 §14.6)."""
    boundary = new_boundary()
    parts = (
        OutPart(
            (f"Content-Type: {one.content_type}", f"Content-Range: {format_range(wanted, one.length)}"),
            slice_chunks(read(), wanted),
        )
        for wanted in ranges
    )
    headers = [("Content-Type", f'multipart/byteranges; boundary="{boundary}"')]
    return Response(206, write_parts(boundary, parts), headers)


def _revision(request: Request, database: Database, doc_id: str) -> RevisionRow:
    named = request.args.get("rev") or request.header("If-Match").strip('"')
    with database.reading() as connection:
        if named:
            return database.revision(connection, doc_id, parse_rev(named))
        return database.winner(connection, doc_id)[1]


def put(request: Request, database: Database, doc_id: str, name: str) -> Response:
    """Stream the bytes to disk, then add them to the document (or make a new one)."""
    check_doc_id(doc_id)
    check_attachment_name(name)
    encoding = _encoding(request)
    rev = named_rev(request)
    rule = rule_of(request, database)
    rule(Edit(doc_id, (), False, b"{}"))
    request.check_announced_length(request.store.contents.max_bytes, name)
    with Hold(request.store.contents) as hold:
        content = hold.receive(request.chunks(), name)
        _check_announced_digest(request, content.digest)
        attachment = hold.measure(plain_attachment(content, request.content_type, encoding))
        edit = _edit_of(database, doc_id, rev, {name: attachment})
        written = format_rev(database.write_one(edit, rule=rule, hold=hold))
    headers = [("ETag", f'"{written}"'), ("Location", location(request, database.name, doc_id, name))]
    return answer({"ok": True, "id": doc_id, "rev": written}, 201, headers)


def delete(request: Request, database: Database, doc_id: str, name: str) -> Response:
    check_attachment_name(name)
    edit = _edit_of(database, doc_id, named_rev(request), {}, without=name)
    written = format_rev(database.write_one(edit, rule=rule_of(request, database)))
    return answer({"ok": True, "id": doc_id, "rev": written}, 200, [("ETag", f'"{written}"')])


def _encoding(request: Request) -> str | None:
    encoding = request.header("Content-Encoding").strip().lower() or "identity"
    if encoding not in ("identity", "gzip"):
        raise UnsupportedMediaType("Only gzip and identity content-encodings are supported")
    return None if encoding == "identity" else encoding


def _check_announced_digest(request: Request, digest: str) -> None:
    """Content-MD5 (RFC 1864), where the client sends it."""
    announced = request.header("Content-MD5")
    if announced and f"md5-{announced}" != digest:
        raise StoreError("Possible message corruption.", error="content_md5_mismatch", status=400)


def _edit_of(
    database: Database, doc_id: str, rev: Rev | None, added: dict[str, Attachment], without: str | None = None
) -> Edit:
    """The document's current body with one attachment more or less."""
    with database.reading() as connection:
        if rev is None:
            _check_there(database, connection, doc_id, without)
            return Edit(doc_id, (), False, b"{}", added)
        tree = find_tree(connection, database.number, database.name, doc_id)
        known = find_revision(connection, database.name, doc_id, tree, rev)
    if known is None:
        raise StoreError("missing_rev", error="not_found", status=409)
    kept: dict[str, Incoming] = {n: one for n, one in known.attachments.items() if n != without}
    if without is not None and without not in known.attachments:
        raise NotFound("Document is missing attachment")
    return Edit(doc_id, (rev,), known.deleted, known.body, kept | added)


def _check_there(database: Database, connection: Connection, doc_id: str, name: str | None) -> None:
    """Without a revision only a new document takes an attachment, and nothing is taken from any."""
    if name is None:
        found = database.find(connection, doc_id)
        if found is not None and not found.deleted:
            raise Conflict
        return
    if name not in database.winner(connection, doc_id)[1].attachments:
        raise NotFound("Document is missing attachment")
    raise Conflict

"""``/{db}/{docid}/{attname}``.

https://docs.couchdb.org/en/stable/api/document/attachments.html
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sync.embedded.attachment import Attachment, identity_chunks, plain_attachment, unzipped_length
from sync.embedded.database import Database
from sync.embedded.edit import Edit, Incoming, check_attachment_name, check_doc_id
from sync.embedded.endpoints.databases import location
from sync.embedded.endpoints.documents import named_rev
from sync.embedded.endpoints.writing import batch_answer, rule_of
from sync.embedded.errors import Conflict, NotFound, RangeNotSatisfiable, StoreError
from sync.embedded.http import Headers, Request, Response, answer
from sync.embedded.ranges import parse_range, slice_chunks
from sync.embedded.revisions import Rev, format_rev, leaves, parse_rev
from sync.embedded.rows import RevisionRow, find_revision, find_tree
from sync.embedded.showing import attachment_name


def show(request: Request, database: Database, doc_id: str, name: str) -> Response:
    """The bytes, whole or a range of them; checked against their digest before the first is sent."""
    check_doc_id(doc_id)
    revision = _revision(request, database, doc_id)
    one = revision.attachments.get(name)
    if one is None:
        raise NotFound("Document is missing attachment")
    etag = f'"{one.digest.removeprefix("md5-")}"'
    if request.header("If-None-Match") == etag:
        return Response(304, b"", [("ETag", etag)])
    headers = [
        ("ETag", etag),
        ("Cache-Control", "must-revalidate"),
        ("Content-Type", one.content_type),
        ("X-Content-Type-Options", "nosniff"),
        ("Content-Security-Policy", "sandbox"),
    ]
    chunks = request.store.contents.read(one.sha256, attachment_name(revision, name))
    if one.encoding:
        return _encoded(request, one, chunks, headers)
    return _ranged(request, one, chunks, headers)


def _encoded(request: Request, one: Attachment, chunks: Iterable[bytes], headers: Headers) -> Response:
    if "gzip" in request.header("Accept-Encoding"):
        extra = [("Content-Encoding", str(one.encoding)), ("Content-Length", str(one.stored_length))]
        return Response(200, chunks, [*headers, *extra])
    length = [("Content-Length", str(one.length))]
    return Response(200, identity_chunks(one, chunks), [*headers, *length])


def _ranged(request: Request, one: Attachment, chunks: Iterable[bytes], headers: Headers) -> Response:
    headers = [*headers, ("Accept-Ranges", "bytes")]
    if one.encoding is None and one.digest.startswith("md5-"):
        headers.append(("Content-MD5", one.digest.removeprefix("md5-")))
    wanted = parse_range(request.header("Range"), one.length)
    if wanted is None:
        return Response(200, chunks, [*headers, ("Content-Length", str(one.length))])
    first, last = wanted
    if first > last:
        raise RangeNotSatisfiable(one.length)
    headers += [
        ("Content-Range", f"bytes {first}-{last}/{one.length}"),
        ("Content-Length", str(last - first + 1)),
    ]
    return Response(206, slice_chunks(chunks, first, last), headers)


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
    rev = named_rev(request)
    rule = rule_of(request, database)
    rule(Edit(doc_id, (), False, b"{}"))
    request.check_announced_length(request.store.contents.max_bytes, name)
    with request.store.contents.receiving() as hold:
        content = hold.receive(request.chunks(), name)
        _check_announced_digest(request, content.digest)
        encoding = request.header("Content-Encoding")
        attachment = plain_attachment(content, request.content_type)
        if encoding == "gzip":
            hold.settle()
            attachment = _gzipped(request, attachment, content.sha256)
        edit = _edit_of(database, doc_id, rev, {name: attachment})
        written = format_rev(database.write_one(edit, rule=rule, hold=hold))
    headers = [("Location", location(request, database.name, doc_id, name))]
    return batch_answer(request, doc_id, written, headers)


def delete(request: Request, database: Database, doc_id: str, name: str) -> Response:
    check_doc_id(doc_id)
    edit = _edit_of(database, doc_id, named_rev(request), {}, without=name)
    written = format_rev(database.write_one(edit, rule=rule_of(request, database)))
    return answer({"ok": True, "id": doc_id, "rev": written}, 200, [("ETag", f'"{written}"')])


def _gzipped(request: Request, attachment: Attachment, sha256: str) -> Attachment:
    chunks = request.store.contents.read(sha256, "the attachment being received")
    length = unzipped_length(chunks, request.store.contents.max_bytes)
    return replace(attachment, encoding="gzip", encoded_length=attachment.length, length=length)


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
        tree = find_tree(connection, database.number, database.name, doc_id)
        if rev is None:
            if without is not None or (tree and not tree[leaves(tree)[0]].deleted):
                raise Conflict
            return Edit(doc_id, (), False, b"{}", added)
        known = find_revision(connection, database.name, doc_id, tree, rev)
    if known is None:
        raise Conflict
    kept: dict[str, Incoming] = {n: one for n, one in known.attachments.items() if n != without}
    if without is not None and len(kept) == len(known.attachments):
        raise NotFound("Document is missing attachment")
    return Edit(doc_id, (rev,), False, known.body, kept | added)

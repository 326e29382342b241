"""``/{db}/{docid}``: GET, PUT, DELETE, COPY.

https://docs.couchdb.org/en/stable/api/document/common.html
"""

from __future__ import annotations

from urllib.parse import parse_qsl, unquote

from sync.embedded.attachments import Hold
from sync.embedded.database import Database
from sync.embedded.document_parts import related_answer
from sync.embedded.edit import Edit, check_doc_id, parse_edit
from sync.embedded.endpoints.databases import location
from sync.embedded.endpoints.open_revs import show_open_revs
from sync.embedded.endpoints.writing import batch_answer, rule_of
from sync.embedded.errors import BadRequest
from sync.embedded.http import Request, Response, answer, text_answer
from sync.embedded.related import receive_related
from sync.embedded.revisions import Rev, Tree, format_rev, latest_leaves, parse_rev
from sync.embedded.rows import DocumentRow, RevisionRow
from sync.embedded.showing import Show, read_show, sent_attachments, show_document


def show(request: Request, database: Database, doc_id: str) -> Response:
    """A document, its winning revision or the one asked for."""
    check_doc_id(doc_id)
    if "open_revs" in request.args:
        return show_open_revs(request, database, doc_id)
    wanted = read_show(request)
    row, revision, tree = _find(request, database, doc_id, wanted)
    etag = f'"{revision.rev}"'
    if len(request.args) == 0 and request.header("If-None-Match") == etag:
        return Response(304, b"", [("ETag", etag)])
    contents = request.store.contents
    if sent_attachments(revision, wanted, tree) and request.accepts("multipart/related"):
        text = show_document(revision, wanted, contents, row=row, tree=tree, follows=True)
        return related_answer(revision, text, sent_attachments(revision, wanted, tree), contents)
    text = show_document(revision, wanted, contents, row=row, tree=tree)
    return text_answer(text + b"\n", headers=[("ETag", etag)])


def _find(
    request: Request, database: Database, doc_id: str, wanted: Show
) -> tuple[DocumentRow | None, RevisionRow, Tree | None]:
    with database.reading() as connection:
        named = request.args.get("rev")
        if named is None:
            row, revision = database.winner(connection, doc_id)
            return row, revision, database.tree(connection, doc_id) if wanted.needs_tree else None
        tree = database.tree(connection, doc_id)
        rev = parse_rev(named)
        if request.flag("latest"):
            rev = next(iter(latest_leaves(tree, rev)), rev)
        return database.find(connection, doc_id), database.revision(connection, doc_id, rev), tree


def put(request: Request, database: Database, doc_id: str) -> Response:
    """A new revision; ``new_edits=false`` stores it as it was made elsewhere."""
    check_doc_id(doc_id)
    new_edits = request.flag("new_edits", True)
    with request.store.contents.receiving() as hold:
        edit = _received(request, doc_id, hold)
        rule = rule_of(request, database)
        rev = database.write_one(edit, new_edits=new_edits, rule=rule, hold=hold)
    headers = [("Location", location(request, database.name, doc_id))]
    return batch_answer(request, doc_id, format_rev(rev), headers)


def _received(request: Request, doc_id: str, hold: Hold) -> Edit:
    limit, rev = request.store.max_document_bytes, named_rev(request)
    if request.content_type.lower().startswith("multipart/related"):
        chunks, content_type = request.chunks(), request.content_type
        return receive_related(chunks, content_type, hold, max_bytes=limit, doc_id=doc_id, rev=rev)
    return parse_edit(request.json(), hold, max_bytes=limit, doc_id=doc_id, rev=rev)


def delete(request: Request, database: Database, doc_id: str) -> Response:
    check_doc_id(doc_id)
    rev = named_rev(request)
    with database.reading() as connection:
        if rev is None:
            database.winner(connection, doc_id)
        else:
            database.tree(connection, doc_id)
    edit = Edit(doc_id, (rev,) if rev else (), True, b"{}")
    written = format_rev(database.write_one(edit, rule=rule_of(request, database)))
    if request.args.get("batch") == "ok":
        return answer({"ok": True, "id": doc_id}, 202)
    return answer({"ok": True, "id": doc_id, "rev": written}, 200, [("ETag", f'"{written}"')])


def copy(request: Request, database: Database, doc_id: str) -> Response:
    """COPY: the body and attachments of one document under another id."""
    check_doc_id(doc_id)
    target, target_rev = _destination(request.header("Destination"))
    with database.reading() as connection:
        named = request.args.get("rev")
        if named is None:
            _, revision = database.winner(connection, doc_id)
        else:
            revision = database.revision(connection, doc_id, parse_rev(named))
    edit = Edit(target, (target_rev,) if target_rev else (), False, revision.body, revision.attachments)
    rev = database.write_one(edit, rule=rule_of(request, database))
    headers = [("Location", location(request, database.name, target)), ("ETag", f'"{format_rev(rev)}"')]
    return answer({"ok": True, "id": target, "rev": format_rev(rev)}, 201, headers)


def named_rev(request: Request) -> Rev | None:
    """The revision in ``?rev=`` or ``If-Match``; both must agree."""
    query, header = request.args.get("rev"), request.header("If-Match").strip('"')
    if query and header and query != header:
        raise BadRequest("Document rev and etag have different values")
    named = query or header
    return parse_rev(named) if named else None


def _destination(header: str) -> tuple[str, Rev | None]:
    if not header:
        raise BadRequest("Destination header is mandatory for COPY.")
    if "://" in header:
        raise BadRequest("Destination URL must be relative.")
    path, _, query = header.partition("?")
    target = unquote(path)
    check_doc_id(target)
    rev = dict(parse_qsl(query)).get("rev")
    return target, parse_rev(rev) if rev else None

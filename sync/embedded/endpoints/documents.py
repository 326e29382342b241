"""``/{db}/{docid}``: GET, PUT, DELETE, COPY.

https://docs.couchdb.org/en/stable/api/document/common.html
"""

from __future__ import annotations

from urllib.parse import parse_qsl, unquote

from sync.embedded.database import Database
from sync.embedded.document_parts import related_answer
from sync.embedded.edit import Edit, check_doc_id, check_replicated, parse_edit
from sync.embedded.endpoints.databases import location
from sync.embedded.endpoints.open_revs import show_open_revs, wanted_revs
from sync.embedded.endpoints.writing import rule_of, written_answer
from sync.embedded.errors import BadRequest, NotOffered
from sync.embedded.http import Request, Response, answer, text_answer
from sync.embedded.receiving import Hold
from sync.embedded.related import receive_related
from sync.embedded.revisions import Rev, Tree, format_rev, latest_leaves, parse_rev
from sync.embedded.rows import DocumentRow, RevisionRow
from sync.embedded.showing import Show, conflict_members, read_show, sent_attachments, show_document


def show(request: Request, database: Database, doc_id: str) -> Response:
    """A document, its winning revision or the one asked for."""
    if "open_revs" in request.args and wanted_revs(request) != []:
        return show_open_revs(request, database, doc_id)
    wanted = read_show(request)
    row, revision, tree = _find(request, database, doc_id, wanted)
    etag = f'"{revision.rev}"'
    headers = [] if _tells_more(row, wanted) else [("ETag", etag)]
    if headers and request.has(etag):
        return Response(304, b"", headers)
    contents = request.store.contents
    if sent_attachments(revision, wanted, tree) and request.accepts("multipart/related"):
        wanted = wanted.in_parts()
        text = show_document(revision, wanted, contents, row=row, tree=tree, follows=True)
        return related_answer(revision, text, sent_attachments(revision, wanted, tree), contents)
    text = show_document(revision, wanted, contents, row=row, tree=tree)
    return text_answer(text + b"\n", headers=headers)


def _tells_more(row: DocumentRow | None, wanted: Show) -> bool:
    """Whether the answer says what may change while the revision stays: then it has no ETag."""
    conflicts = row is not None and conflict_members(row, wanted)
    return wanted.revs_info or wanted.local_seq or bool(conflicts)


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
    with Hold(request.store.contents) as hold:
        edit = _matching(request, _received(request, doc_id, hold))
        if not new_edits:
            check_replicated(edit)
        rule = rule_of(request, database)
        rev = format_rev(database.write_one(edit, new_edits=new_edits, rule=rule, hold=hold))
    headers = [("ETag", f'"{rev}"'), ("Location", location(request, database.name, doc_id))]
    return written_answer(request, doc_id, rev, headers, status=200 if edit.deleted else 201)


def _received(request: Request, doc_id: str, hold: Hold) -> Edit:
    limit, rev = request.store.max_document_bytes, _query_rev(request)
    if request.content_type.lower().startswith("multipart/related"):
        chunks, content_type = request.chunks(), request.content_type
        return receive_related(chunks, content_type, hold, max_bytes=limit, doc_id=doc_id, rev=rev)
    return parse_edit(request.json(), hold, max_bytes=limit, doc_id=doc_id, rev=rev)


def _matching(request: Request, edit: Edit) -> Edit:
    """The edit of the revision in If-Match, which must be the one the edit names, if it names one."""
    named = _header_rev(request)
    if named is None or not edit.history:
        return edit if named is None else edit._replace(history=(named,))
    if named != edit.history[0]:
        raise BadRequest("Document rev and etag have different values")
    return edit


def delete(request: Request, database: Database, doc_id: str) -> Response:
    """A tombstone; NotFound when there is nothing left to delete."""
    with database.reading() as connection:
        database.winner(connection, doc_id)
    rev = named_rev(request)
    edit = Edit(doc_id, (rev,) if rev else (), True, b"{}")
    written = format_rev(database.write_one(edit, rule=rule_of(request, database)))
    return answer({"ok": True, "id": doc_id, "rev": written}, 200, [("ETag", f'"{written}"')])


def submit_form(request: Request, _database: Database, doc_id: str) -> Response:
    """POST: the form of a browser that uploads attachments (CouchDB's oldest way), not offered."""
    if not request.header("Referer"):
        raise BadRequest("Referer header required.")
    check_doc_id(doc_id)
    request.check_content_type("multipart/form-data")
    raise NotOffered("attachments are not taken from a form; PUT them")


def copy(request: Request, database: Database, doc_id: str) -> Response:
    """COPY: the body and attachments of one document under another id."""
    source_rev = named_rev(request)
    target, target_rev = _destination(request.header("Destination"))
    with database.reading() as connection:
        if source_rev is None:
            _, revision = database.winner(connection, doc_id)
        else:
            revision = database.revision(connection, doc_id, source_rev)
    history = (target_rev,) if target_rev else ()
    edit = Edit(target, history, revision.deleted, revision.body, revision.attachments)
    rev = format_rev(database.write_one(edit, rule=rule_of(request, database)))
    headers = [("Location", location(request, database.name, target)), ("ETag", f'"{rev}"')]
    return answer({"ok": True, "id": target, "rev": rev}, 201, headers)


def named_rev(request: Request) -> Rev | None:
    """The revision in ``?rev=`` or ``If-Match``; both must agree."""
    query, header = _query_rev(request), _header_rev(request)
    if query and header and query != header:
        raise BadRequest("Document rev and etag have different values")
    return query or header


def _query_rev(request: Request) -> Rev | None:
    named = request.args.get("rev")
    return None if named is None else parse_rev(named)


def _header_rev(request: Request) -> Rev | None:
    named = request.header("If-Match")
    return parse_rev(named.strip('"')) if named else None


def _destination(header: str) -> tuple[str, Rev | None]:
    if not header:
        raise BadRequest("Destination header is mandatory for COPY.")
    if "://" in header:
        raise BadRequest("Destination URL must be relative.")
    path, _, query = header.partition("?")
    target = unquote(path)
    check_doc_id(target)
    if target.startswith("_local/"):
        raise NotOffered("a document is not copied to a local one")
    rev = dict(parse_qsl(query)).get("rev")
    return target, parse_rev(rev) if rev else None

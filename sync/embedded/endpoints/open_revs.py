"""``/{db}/{docid}?open_revs=``: several revisions of one document."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from sync.embedded.database import Database
from sync.embedded.document_parts import document_part, error_part, mixed_answer
from sync.embedded.errors import NotFound
from sync.embedded.http import Request, Response, text_answer
from sync.embedded.json_text import format_json
from sync.embedded.revisions import Rev, Tree, format_rev, latest_leaves, leaves, parse_revs
from sync.embedded.rows import RevisionRow, find_revision, find_tree
from sync.embedded.showing import read_show, show_document

Found = tuple[Rev, RevisionRow | None]


def show_open_revs(request: Request, database: Database, doc_id: str) -> Response:
    """The leaves (``all``) or the revisions of a JSON list; those not kept are named ``missing``."""
    show = read_show(request)
    wanted = wanted_revs(request)
    with database.reading() as connection:
        tree = find_tree(connection, database.number, database.name, doc_id)
        if wanted is None and not tree:
            raise NotFound("missing")
        revs = leaves(tree) if wanted is None else wanted
        found = open_revisions(connection, database, doc_id, tree, revs, latest=request.flag("latest"))
    contents = request.store.contents
    if request.accepts("multipart/mixed"):
        show = show.in_parts()
        parts = [
            error_part({"missing": format_rev(rev)})
            if one is None
            else document_part(one, show, contents, tree)
            for rev, one in found
        ]
        return mixed_answer(parts)
    rows = [
        b'{"missing":%s}' % format_json(format_rev(rev))
        if one is None
        else b'{"ok":%s}' % show_document(one, show, contents, tree=tree)
        for rev, one in found
    ]
    return text_answer(b"[" + b",".join(rows) + b"]\n")


def open_revisions(
    connection: sqlite3.Connection,
    database: Database,
    doc_id: str,
    tree: Tree,
    revs: Sequence[Rev],
    *,
    latest: bool,
) -> list[Found]:
    """Each revision (with ``latest`` the leaves that came of it) and its row; None when it is not kept."""
    if latest:
        revs = list(dict.fromkeys(leaf for rev in revs for leaf in latest_leaves(tree, rev) or [rev]))
    return [(rev, find_revision(connection, database.name, doc_id, tree, rev)) for rev in revs]


def wanted_revs(request: Request) -> list[Rev] | None:
    """The revisions of ``open_revs``; None: all leaves."""
    if request.args["open_revs"] == "all":
        return None
    return parse_revs(request.json_arg("open_revs"))

"""``_compact``, ``_purge``, ``_purged_infos``, ``_view_cleanup``.

https://docs.couchdb.org/en/stable/api/database/misc.html
"""

from __future__ import annotations

from sync.embedded.compaction import compact_database, purge_revisions, read_purges
from sync.embedded.database import Database
from sync.embedded.errors import BadRequest
from sync.embedded.http import Request, Response, answer
from sync.embedded.identity import check_database_admin, check_server_admin
from sync.embedded.revisions import format_rev, parse_rev


def compact(request: Request, database: Database) -> Response:
    """Forget bodies that are not leaves, and contents that nothing names any more."""
    check_database_admin(request.identity, database.info().security)
    request.json_object() if request.environ.get("CONTENT_LENGTH") not in ("", "0", None) else None
    compact_database(database)
    return answer({"ok": True}, 202)


def view_cleanup(request: Request, database: Database) -> Response:
    """There are no views, so there is nothing to clean."""
    check_database_admin(request.identity, database.info().security)
    return answer({"ok": True}, 202)


def purge(request: Request, database: Database) -> Response:
    """Take leaf revisions away without a trace in the changes feed."""
    check_server_admin(request.identity)
    asked = request.json_object()
    if not all(isinstance(revs, list) for revs in asked.values()):
        raise BadRequest("Request body must name a list of revisions for each document")
    wanted = {doc_id: [parse_rev(rev) for rev in revs] for doc_id, revs in asked.items()}
    purged = purge_revisions(database, wanted)
    shown = {doc_id: [format_rev(rev) for rev in revs] for doc_id, revs in purged.items()}
    return answer({"purge_seq": None, "purged": shown}, 201)


def purged_infos(request: Request, database: Database) -> Response:
    check_server_admin(request.identity)
    return answer({"purged_infos": read_purges(database)})

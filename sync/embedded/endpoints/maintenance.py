"""``_compact``, ``_purge``, ``_purged_infos``, ``_view_cleanup``.

https://docs.couchdb.org/en/stable/api/database/misc.html
"""

from __future__ import annotations

from sync.embedded.compaction import compact_database, purge_revisions, read_purges
from sync.embedded.database import Database
from sync.embedded.errors import BadRequest, Unauthorized
from sync.embedded.http import Request, Response, answer
from sync.embedded.identity import check_server_admin, is_database_admin
from sync.embedded.revisions import format_rev, parse_revs

# CouchDB's defaults ([purge] max_document_id_number, max_revisions_number).
_MOST_DOCUMENTS = 100
_MOST_REVISIONS = 1000


def compact(request: Request, database: Database) -> Response:
    """Forget bodies that are not leaves, and contents that nothing names any more."""
    _check_keeper(request, database)
    request.check_content_type("application/json")
    compact_database(database)
    return answer({"ok": True}, 202)


def view_cleanup(request: Request, database: Database) -> Response:
    """There are no views, so there is nothing to clean."""
    _check_keeper(request, database)
    return answer({"ok": True}, 202)


def _check_keeper(request: Request, database: Database) -> None:
    if not is_database_admin(request.identity, database.info().security):
        raise Unauthorized("You are not a server or db admin.")


def purge(request: Request, database: Database) -> Response:
    """Take leaf revisions away without a trace in the changes feed."""
    check_server_admin(request.identity)
    wanted = {doc_id: parse_revs(revs) for doc_id, revs in request.json_object().items()}
    if len(wanted) > _MOST_DOCUMENTS:
        raise BadRequest("Exceeded maximum number of documents.")
    if sum(map(len, wanted.values())) > _MOST_REVISIONS:
        raise BadRequest("Exceeded maximum number of revisions.")
    purged = purge_revisions(database, wanted)
    shown = {doc_id: [format_rev(rev) for rev in revs] for doc_id, revs in purged.items()}
    return answer({"purge_seq": None, "purged": shown}, 201)


def purged_infos(request: Request, database: Database) -> Response:
    check_server_admin(request.identity)
    return answer({"purged_infos": read_purges(database)})

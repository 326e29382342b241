"""What CouchDB answers, and a way to see that nothing was written."""

from __future__ import annotations

from collections.abc import Callable

from tests.sync.http import Answer, Client

# https://docs.couchdb.org/en/stable/api/basics.html#http-status-codes
REFUSALS = {400, 401, 403, 404, 405, 406, 409, 411, 412, 413, 415, 416, 417, 501}
ANSWERS = {200, 201, 202, 206, 304} | REFUSALS

JSON_ENDPOINTS = [
    ("PUT", "new"),
    ("POST", ""),
    ("POST", "_bulk_docs"),
    ("POST", "_bulk_get"),
    ("POST", "_revs_diff"),
    ("POST", "_missing_revs"),
    ("POST", "_all_docs"),
    ("POST", "_all_docs/queries"),
    ("POST", "_purge"),
    ("POST", "_changes?filter=_doc_ids"),
    ("PUT", "_security"),
    ("PUT", "_revs_limit"),
    ("PUT", "_purged_infos_limit"),
    ("PUT", "_local/new"),
    ("PUT", "doc?new_edits=false"),
]

Written = Callable[[], tuple[str, int]]


def watch(db: Client) -> Written:
    """The sequence of a database and the number of its local documents, whenever it is called."""

    def now() -> tuple[str, int]:
        info = db.get().json
        return info["update_seq"], len(db.get("_local_docs").json["rows"])

    return now


def check(answer: Answer, allowed: set[int] = REFUSALS) -> None:
    """One of the statuses, and a refusal says which error and why."""
    assert answer.status in allowed, (answer.status, answer.body)
    if answer.status >= 400:
        assert set(answer.json) >= {"error", "reason"}, answer.body
        assert answer.json["error"] != "internal_server_error"

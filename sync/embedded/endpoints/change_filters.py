"""``filter`` of ``_changes``: which changes are wanted.

https://docs.couchdb.org/en/stable/api/database/changes.html#filtering
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from sync.embedded.database import Database
from sync.embedded.errors import BadRequest, NotFound, NotOffered
from sync.embedded.http import Request
from sync.embedded.json_text import parse_json

Chosen = tuple[frozenset[str] | None, str]


def read_filter(request: Request, database: Database, body: Mapping[str, Any]) -> Chosen:
    """The ids of ``_doc_ids``, or how ids begin (``_design``); without a filter None and an empty text.

    The others run code and are not offered. What CouchDB refuses before it would run anything is refused
    here in the same way.
    """
    chosen = request.args.get("filter", "")
    if not chosen.strip("/"):
        return None, ""
    if chosen == "_design":
        return None, "_design/"
    if chosen == "_doc_ids":
        return _doc_ids(request, body), ""
    _check_runnable(request, database, chosen)
    raise NotOffered(f"filter {chosen!r} is not offered; only _doc_ids and _design are")


def _check_runnable(request: Request, database: Database, chosen: str) -> None:
    """CouchDB knows such a filter and there is a function to run."""
    if chosen == "_view":
        view = request.args.get("view", "")
        if not view:
            raise BadRequest("`view` filter parameter is not provided.")
        _check_function(database, view, "views", "`view` must be of the form `designname/viewname`")
    elif not chosen.startswith("_"):
        _check_function(database, chosen, "filters", "`filter` must be of the form `designname/filtername`")
    elif chosen != "_selector":
        raise BadRequest("unknown builtin filter name")


def _doc_ids(request: Request, body: Mapping[str, Any]) -> frozenset[str]:
    ids = body.get("doc_ids") if request.method == "POST" else request.json_arg("doc_ids")
    if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
        raise BadRequest("`doc_ids` filter parameter is not a list of doc ids.")
    return frozenset(ids)


def _check_function(database: Database, name: str, group: str, form: str) -> None:
    """A design document has the named function, or the request is refused as one for nothing."""
    parts = [unquote(part) for part in name.split("/") if part]
    if len(parts) != 2:
        raise BadRequest(form)
    with database.reading() as connection:
        _, revision = database.winner(connection, f"_design/{parts[0]}")
    members = parse_json(revision.body)
    for key in (group, parts[1]):
        if not isinstance(members, dict):
            raise NotFound("json_mismatch")
        if members.get(key) is None:
            raise NotFound(f"missing json key: {key}")
        members = members[key]

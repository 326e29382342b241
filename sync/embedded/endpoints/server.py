"""``/``, ``/_up``, ``/_uuids``, ``/_all_dbs``, ``/_dbs_info``, ``/_active_tasks``.

https://docs.couchdb.org/en/stable/api/server/common.html
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sync.embedded.endpoints.databases import describe_database
from sync.embedded.errors import BadRequest, NotFound
from sync.embedded.http import Request, Response, answer
from sync.embedded.identity import check_server_admin

# The release whose answers this store gives; clients choose their ways by it.
VERSION = "3.5.0"
_MOST_UUIDS = 1000
_MOST_DATABASES = 100


def welcome(request: Request) -> Response:
    return answer(
        {
            "couchdb": "Welcome",
            "version": VERSION,
            "git_sha": "0000000",
            "uuid": request.store.uuid,
            "features": [],
            "vendor": {"name": "Ruhu"},
        }
    )


def up(_request: Request) -> Response:
    return answer({"status": "ok", "seeds": {}})


def uuids(request: Request) -> Response:
    count = request.number("count", 1) or 0
    if count > _MOST_UUIDS:
        raise BadRequest(f"count parameter too large: at most {_MOST_UUIDS}", error="bad_request")
    headers = [("Cache-Control", "must-revalidate, no-cache"), ("Pragma", "no-cache")]
    return answer({"uuids": [uuid.uuid4().hex for _ in range(count)]}, headers=headers)


def all_dbs(request: Request) -> Response:
    check_server_admin(request.identity)
    return answer(_selected(request, request.store.names()))


def dbs_info(request: Request) -> Response:
    check_server_admin(request.identity)
    if request.method == "POST":
        names = request.json_object().get("keys")
        if not isinstance(names, list):
            raise BadRequest("`keys` member must exist.")
        if len(names) > _MOST_DATABASES:
            raise BadRequest(f"`keys` has more than {_MOST_DATABASES} databases")
    else:
        names = _selected(request, request.store.names())
    return answer([_database_info(request, name) for name in names])


def active_tasks(request: Request) -> Response:
    check_server_admin(request.identity)
    return answer([])


def _database_info(request: Request, name: str) -> dict[str, object]:
    try:
        return {"key": name, "info": describe_database(request.store.database(name))}
    except NotFound:
        return {"key": name, "error": "not_found"}


def _selected(request: Request, names: Sequence[str]) -> list[str]:
    """Names between ``startkey`` and ``endkey``, ``limit`` and ``skip`` applied."""
    start, end = _key(request, "startkey", "start_key"), _key(request, "endkey", "end_key")
    ordered = [name for name in names if (start is None or name >= start) and (end is None or name <= end)]
    if request.flag("descending"):
        ordered = [
            name for name in names if (start is None or name <= start) and (end is None or name >= end)
        ]
        ordered.reverse()
    skip = request.number("skip", 0) or 0
    limit = request.number("limit")
    return ordered[skip:] if limit is None else ordered[skip : skip + limit]


def _key(request: Request, *names: str) -> str | None:
    """A bound of the names; None when it is not given."""
    for name in names:
        key = request.json_arg(name)
        if key is not None:
            if not isinstance(key, str):
                raise BadRequest(f"`{name}` must be a string", error="query_parse_error")
            return key
    return None

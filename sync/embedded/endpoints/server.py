"""``/``, ``/_up``, ``/_uuids``, ``/_all_dbs``, ``/_dbs_info``, ``/_active_tasks``.

https://docs.couchdb.org/en/stable/api/server/common.html
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence

from sync.embedded.endpoints.databases import describe_database
from sync.embedded.endpoints.list_options import END, START, ListOptions, paged
from sync.embedded.errors import BadRequest, NotFound
from sync.embedded.http import Request, Response, answer
from sync.embedded.identity import check_server_admin
from sync.embedded.json_text import format_json

# The release whose answers this store gives; clients choose their ways by it.
VERSION = "3.5.0"
_MOST_UUIDS = 1000
_MOST_DATABASES = 100
_NEVER_KEPT = (
    ("Content-Type", "application/json"),
    ("Cache-Control", "no-cache"),
    ("Pragma", "no-cache"),
    ("Expires", "Mon, 01 Jan 1990 00:00:00 GMT"),
)


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
    text = request.args.get("count", "1")
    if not re.fullmatch("[0-9]{1,9}", text):
        raise BadRequest("invalid count parameter")
    if int(text) > _MOST_UUIDS:
        raise BadRequest("count parameter too large")
    body = format_json({"uuids": [uuid.uuid4().hex for _ in range(int(text))]}) + b"\n"
    return Response(200, body, list(_NEVER_KEPT))


def all_dbs(request: Request) -> Response:
    check_server_admin(request.identity)
    return answer(_selected(request, request.store.names()))


def dbs_info(request: Request) -> Response:
    check_server_admin(request.identity)
    names = _named(request) if request.method == "POST" else _selected(request, request.store.names())
    return answer([_database_info(request, name) for name in names])


def _named(request: Request) -> list[str]:
    names = request.json_object().get("keys")
    if names is None:
        raise BadRequest("`keys` member must exist.")
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise BadRequest("`keys` member must be an array.")
    if len(names) > _MOST_DATABASES:
        raise BadRequest("too_many_keys")
    return names


def active_tasks(request: Request) -> Response:
    check_server_admin(request.identity)
    return answer([])


def _database_info(request: Request, name: str) -> dict[str, object]:
    try:
        return {"key": name, "info": describe_database(request.store.database(name))}
    except NotFound:
        return {"key": name, "error": "not_found"}


def _selected(request: Request, names: Sequence[str]) -> list[str]:
    """Names between ``startkey`` and ``endkey``, as ``descending``, ``limit`` and ``skip`` say."""
    options = ListOptions(request, request.args)
    start, end = options.get("key", *START), options.get("key", *END)
    low, high = (end, start) if options.flag("descending") else (start, end)
    if not isinstance(low, str | None) or not isinstance(high, str | None):
        raise BadRequest("startkey and endkey must be strings")
    found = [name for name in names if (low is None or name >= low) and (high is None or name <= high)]
    if not options.flag("inclusive_end", True):
        found = [name for name in found if name != end]
    return paged(found, options)

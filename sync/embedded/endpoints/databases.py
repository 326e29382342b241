"""``/{db}`` and its settings: ``_security``, ``_revs_limit``, ``_ensure_full_commit``.

https://docs.couchdb.org/en/stable/api/database/index.html
"""

from __future__ import annotations

import re
import uuid
from typing import Any, Literal
from urllib.parse import quote

from sync.embedded.database import Database
from sync.embedded.edit import parse_edit
from sync.embedded.endpoints.local_documents import is_local, write_locals
from sync.embedded.endpoints.writing import rule_of, written_answer
from sync.embedded.errors import BadRequest, NotOffered
from sync.embedded.http import Request, Response, answer
from sync.embedded.identity import check_database_admin, check_server_admin
from sync.embedded.local_documents import parse_local
from sync.embedded.receiving import Hold
from sync.embedded.revisions import format_rev


def describe_database(database: Database) -> dict[str, Any]:
    info = database.info()
    return {
        "instance_start_time": "0",
        "db_name": database.name,
        "purge_seq": database.seq_text(info.purge_seq),
        "update_seq": database.seq_text(info.seq),
        "sizes": {"file": info.bytes, "external": info.bytes, "active": info.bytes},
        "props": {},
        "doc_del_count": info.deleted,
        "doc_count": info.living,
        "disk_format_version": 8,
        "compact_running": False,
        "cluster": {"q": 1, "n": 1, "w": 1, "r": 1},
    }


def show(_request: Request, database: Database) -> Response:
    return answer(describe_database(database))


def create(request: Request, name: str) -> Response:
    check_server_admin(request.identity)
    _check_shape(request)
    request.store.create_database(name)
    return answer({"ok": True}, 201, [("Location", location(request, name))])


def _check_shape(request: Request) -> None:
    """``q`` and ``n`` are checked and have no meaning here: there is one node and one shard."""
    for name in ("q", "n"):
        if not re.fullmatch("0*[1-9][0-9]*", request.args.get(name, "1")):
            raise BadRequest(f"The `{name}` value should be a positive integer.")
    partitioned = request.args.get("partitioned", "false")
    if partitioned not in ("true", "false"):
        raise BadRequest("Invalid `partitioned` parameter")
    if partitioned == "true":
        raise NotOffered("partitioned databases are not offered by this store")


def delete(request: Request, name: str) -> Response:
    check_server_admin(request.identity)
    if "rev" in request.args:
        reason = (
            "You tried to DELETE a database with a ?=rev parameter."
            " Did you mean to DELETE a document instead?"
        )
        raise BadRequest(reason)
    request.store.delete_database(name)
    return answer({"ok": True})


def create_document(request: Request, database: Database) -> Response:
    """POST: a document whose id the client may leave to the server."""
    request.check_content_type("application/json")
    document, limit = request.json(), request.store.max_document_bytes
    if is_local(document):
        name = document["_id"]
        (row,) = write_locals(database, [(name, parse_local(document, None, limit, name))])
        return answer(row, 201)
    named = document.get("_id") if isinstance(document, dict) else None
    doc_id = uuid.uuid4().hex if named is None else named
    with Hold(request.store.contents) as hold:
        edit = parse_edit(document, hold, max_bytes=limit, doc_id=doc_id)
        rev = format_rev(database.write_one(edit, rule=rule_of(request, database), hold=hold))
    headers = [("ETag", f'"{rev}"'), ("Location", location(request, database.name, edit.id))]
    return written_answer(request, edit.id, rev, headers)


def show_security(_request: Request, database: Database) -> Response:
    return answer(database.info().security)


def change_security(request: Request, database: Database) -> Response:
    check_database_admin(request.identity, database.info().security)
    security = request.json()
    check_security(security)
    database.change("security", security)
    return answer({"ok": True})


def check_security(security: object) -> None:
    """``members`` (or ``readers``) and ``admins``, each with lists of ``names`` and ``roles``."""
    if not isinstance(security, dict):
        raise BadRequest("Request body must be a JSON object")
    for group in ("admins", "members", "readers"):
        section = security.get(group, {})
        if not isinstance(section, dict):
            raise BadRequest("admins or members must be a JSON list of strings")
        for kind in ("names", "roles"):
            listed = section.get(kind, [])
            if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
                raise BadRequest(f"{kind} must be a JSON list of strings")


def show_revs_limit(_request: Request, database: Database) -> Response:
    return answer(database.info().revs_limit)


def change_revs_limit(request: Request, database: Database) -> Response:
    check_database_admin(request.identity, database.info().security)
    return _change_limit(request, database, "revs_limit")


def show_purged_infos_limit(request: Request, database: Database) -> Response:
    check_server_admin(request.identity)
    return answer(database.info().purged_infos_limit)


def change_purged_infos_limit(request: Request, database: Database) -> Response:
    check_server_admin(request.identity)
    return _change_limit(request, database, "purged_infos_limit")


def _change_limit(
    request: Request, database: Database, setting: Literal["revs_limit", "purged_infos_limit"]
) -> Response:
    limit = request.json()
    if not isinstance(limit, int) or isinstance(limit, bool) or limit < 1:
        raise BadRequest(f"`{setting}` must be positive integer")
    database.change(setting, limit)
    return answer({"ok": True})


def ensure_full_commit(request: Request, _database: Database) -> Response:
    """Nothing to do: a write is on disk before it is answered."""
    request.check_content_type("application/json")
    return answer({"ok": True, "instance_start_time": "0"}, 201)


def location(request: Request, *segments: str) -> str:
    """The absolute address of something in this store."""
    environ = request.environ
    host = environ.get("HTTP_HOST") or f"{environ.get('SERVER_NAME')}:{environ.get('SERVER_PORT')}"
    base = f"{environ.get('wsgi.url_scheme', 'http')}://{host}{environ.get('SCRIPT_NAME', '')}"
    return "/".join([base, *(quote(segment, safe=":") for segment in segments)])

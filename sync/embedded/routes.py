"""Which endpoint answers which address. What CouchDB offers and this store does not is a 501."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from sync.embedded.database import Database
from sync.embedded.endpoints import (
    all_docs,
    attachments,
    bulk,
    changes,
    databases,
    documents,
    local_documents,
    maintenance,
    server,
    sessions,
    updates,
)
from sync.embedded.errors import BadRequest, MethodNotAllowed, NotOffered
from sync.embedded.http import Request, Response
from sync.embedded.identity import check_member, check_server_admin
from sync.embedded.slashes import join_database, join_document

Endpoint = TypeVar("Endpoint")
ServerEndpoint = Callable[[Request], Response]
DatabaseEndpoint = Callable[[Request, Database], Response]

SERVER: Mapping[str, Mapping[str, ServerEndpoint]] = {
    "": {"GET": server.welcome},
    "_up": {"GET": server.up},
    "_uuids": {"GET": server.uuids},
    "_all_dbs": {"GET": server.all_dbs},
    "_dbs_info": {"GET": server.dbs_info, "POST": server.dbs_info},
    "_active_tasks": {"GET": server.active_tasks},
    "_db_updates": {"GET": updates.show_updates},
    "_session": {"GET": sessions.show, "POST": sessions.log_in, "DELETE": sessions.log_out},
}

DATABASE: Mapping[str, Mapping[str, DatabaseEndpoint]] = {
    "": {"GET": databases.show, "POST": databases.create_document},
    "_all_docs": {"GET": all_docs.show_all, "POST": all_docs.show_all},
    "_all_docs/queries": {"POST": all_docs.show_queries},
    "_design_docs": {"GET": all_docs.show_design, "POST": all_docs.show_design},
    "_design_docs/queries": {"POST": all_docs.show_design_queries},
    "_local_docs": {"GET": local_documents.list_all, "POST": local_documents.list_all},
    "_bulk_docs": {"POST": bulk.write_many},
    "_bulk_get": {"POST": bulk.read_many},
    "_revs_diff": {"POST": bulk.revs_diff},
    "_missing_revs": {"POST": bulk.missing},
    "_changes": {"GET": changes.show_changes, "POST": changes.show_changes},
    "_security": {"GET": databases.show_security, "PUT": databases.change_security},
    "_revs_limit": {"GET": databases.show_revs_limit, "PUT": databases.change_revs_limit},
    "_ensure_full_commit": {"POST": databases.ensure_full_commit},
    "_compact": {"POST": maintenance.compact},
    "_purge": {"POST": maintenance.purge},
    "_purged_infos": {"GET": maintenance.purged_infos},
    "_purged_infos_limit": {
        "GET": databases.show_purged_infos_limit,
        "PUT": databases.change_purged_infos_limit,
    },
    "_view_cleanup": {"POST": maintenance.view_cleanup},
}

_DOCUMENT: Mapping[str, Callable[[Request, Database, str], Response]] = {
    "GET": documents.show,
    "PUT": documents.put,
    "POST": documents.submit_form,
    "DELETE": documents.delete,
    "COPY": documents.copy,
}

_ATTACHMENT: Mapping[str, Callable[[Request, Database, str, str], Response]] = {
    "GET": attachments.show,
    "PUT": attachments.put,
    "DELETE": attachments.delete,
}

# What CouchDB 3.5 has at these places and this store has not. Any other name is that of a database, a
# document or an attachment.
_SYSTEM_DATABASES = frozenset({"_users", "_replicator", "_global_changes"})
_NOT_OFFERED_BY_SERVER = frozenset(
    {"_cluster_setup", "_config", "_membership", "_node", "_nodes", "_dbs", "_nouveau_analyze", "_prometheus"}
    | {"_reload_query_servers", "_replicate", "_reshard", "_restart", "_scheduler", "_search_analyze"}
    | {"_stats", "_system", "_utils"}
)
_NOT_OFFERED_BY_DATABASE = frozenset(
    {
        "_auto_purge",
        "_compact",
        "_explain",
        "_find",
        "_index",
        "_local_docs",
        "_nouveau_cleanup",
        "_partition",
    }
    | {"_search_cleanup", "_shards", "_sync_shards", "_temp_view"}
)
_NOT_OFFERED_BY_DESIGN = frozenset(
    {"_info", "_list", "_nouveau", "_nouveau_info", "_rewrite", "_search", "_search_disk_size"}
    | {"_search_info", "_show", "_update", "_view"}
)


def dispatch(request: Request) -> Response:
    first, *rest = _segments(request)
    if first.startswith("_") or not first:
        if first in SERVER or first in _NOT_OFFERED_BY_SERVER:
            return _server(request, first, rest)
        if first not in _SYSTEM_DATABASES:
            check_server_admin(request.identity)
    if not rest and request.method in ("PUT", "DELETE"):
        _check_means_a_database(request)
        change = databases.create if request.method == "PUT" else databases.delete
        return change(request, first)
    database = request.store.database(first)
    if not request.identity.is_admin:
        check_member(request.identity, database.info().security)
    return _database(request, database, rest)


def _check_means_a_database(request: Request) -> None:
    """``DELETE /db/%2F`` is about a document named ``/``; decoded, it must not pass for the database."""
    if request.slashes_are_decoded and "//" in request.environ["PATH_INFO"]:
        raise BadRequest("Document id must not be made of slashes", error="illegal_docid")


def _segments(request: Request) -> list[str]:
    parts = request.segments
    if request.slashes_are_decoded and len(parts) > 1 and not parts[0].startswith("_"):
        creates = request.method == "PUT" and not request.brings_body
        typed = bool(request.content_type)
        return join_database(
            parts, request.store.slashed_names, request.store.has_database, creates=creates, typed=typed
        )
    return request.segments or [""]


def _server(request: Request, name: str, rest: list[str]) -> Response:
    if rest or name not in SERVER:
        raise NotOffered(f"/{'/'.join([name, *rest])} is not offered by this store")
    return _by_method(SERVER[name], request)(request)


def _database(request: Request, database: Database, rest: list[str]) -> Response:
    name = "/".join(rest)
    if name in DATABASE:
        return _by_method(DATABASE[name], request, ["DELETE"] if not name else [])(request, database)
    if rest[0] in _NOT_OFFERED_BY_DATABASE:
        raise NotOffered(f"/{{db}}/{name} is not offered by this store")
    if rest[0] == "_local" or rest[0].startswith("_local/"):
        return _local(request, database, rest)
    if rest[0] == "_design" and len(rest) > 1:
        return _design(request, database, rest)
    return _document_or_attachment(request, database, rest[0], rest[1:])


def _local(request: Request, database: Database, rest: list[str]) -> Response:
    """``_local/{id}``, whose slash needs no escape; but one in the id does."""
    doc_id = "/".join(rest) if request.slashes_are_decoded else "/".join(rest[:2])
    if doc_id in ("_local", "_local/"):
        raise BadRequest("Invalid _local document id.")
    if not request.slashes_are_decoded and len(rest) > (2 if rest[0] == "_local" else 1):
        raise BadRequest("_local documents do not accept attachments.")
    show, put, delete = local_documents.show, local_documents.put, local_documents.delete
    return _by_method({"GET": show, "PUT": put, "DELETE": delete}, request)(request, database, doc_id)


def _design(request: Request, database: Database, rest: list[str]) -> Response:
    if len(rest) > 2 and rest[2] in _NOT_OFFERED_BY_DESIGN:
        raise NotOffered("design documents are stored and replicated here, not executed")
    return _document_or_attachment(request, database, f"_design/{rest[1]}", rest[2:])


def _document_or_attachment(request: Request, database: Database, doc_id: str, rest: list[str]) -> Response:
    if rest and request.slashes_are_decoded:
        doc_id, rest = _joined(request, database, [doc_id, *rest])
    if not rest:
        return _by_method(_DOCUMENT, request)(request, database, doc_id)
    name = "/".join(rest)
    return _by_method(_ATTACHMENT, request)(request, database, doc_id, name)


def _joined(request: Request, database: Database, parts: list[str]) -> tuple[str, list[str]]:
    kind = request.content_type.lower()
    brings_document = (
        request.method == "PUT"
        and kind.startswith(("application/json", "multipart/related"))
        and not request.args.get("rev")
        and not request.header("If-Match")
    )
    with database.reading() as connection:
        return join_document(
            parts,
            lambda doc_id: database.find(connection, doc_id) is not None,
            brings_document=brings_document,
        )


def _by_method(endpoints: Mapping[str, Endpoint], request: Request, also: Sequence[str] = ()) -> Endpoint:
    """The endpoint for the method; ``also``: methods that are answered elsewhere."""
    method = "GET" if request.method == "HEAD" else request.method
    found = endpoints.get(method)
    if found is None:
        heads = ["HEAD"] if "GET" in endpoints else []
        raise MethodNotAllowed(",".join(sorted([*endpoints, *heads, *also])))
    return found

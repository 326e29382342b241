"""Refusals of the store, with the status codes and error names of Apache CouchDB.

https://docs.couchdb.org/en/stable/json-structure.html#couchdb-error-status
"""

from __future__ import annotations


class StoreError(Exception):
    """A request that is refused: HTTP status, CouchDB's error name, a sentence."""

    status = 500
    error = "internal_server_error"

    def __init__(self, reason: str, *, error: str | None = None, status: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.error = error or self.error
        self.status = status or self.status


class BadRequest(StoreError):
    status, error = 400, "bad_request"


class Unauthorized(StoreError):
    status, error = 401, "unauthorized"


class Forbidden(StoreError):
    status, error = 403, "forbidden"


class NotFound(StoreError):
    status, error = 404, "not_found"


class MethodNotAllowed(StoreError):
    status, error = 405, "method_not_allowed"

    def __init__(self, allowed: str) -> None:
        super().__init__(f"Only {allowed} allowed")
        self.allowed = allowed


class Conflict(StoreError):
    status, error = 409, "conflict"

    def __init__(self, reason: str = "Document update conflict.") -> None:
        super().__init__(reason)


class PreconditionFailed(StoreError):
    status, error = 412, "precondition_failed"


class TooLarge(StoreError):
    status, error = 413, "too_large"


class UnsupportedMediaType(StoreError):
    status, error = 415, "bad_content_type"


class RangeNotSatisfiable(StoreError):
    status, error = 416, "requested_range_not_satisfiable"

    def __init__(self, length: int) -> None:
        super().__init__("Requested range not satisfiable")
        self.length = length


class NotOffered(StoreError):
    """What Apache CouchDB offers and this store does not."""

    status, error = 501, "not_implemented"


class Damaged(StoreError):
    """Stored bytes are not the bytes that were written; the sentence names the document."""

    status, error = 500, "damaged"


class StoreDamaged(Damaged):
    """The store's file cannot be served as it is; the sentence says what to do."""


class StoreNewer(StoreError):
    """The store's file was written by a version of this program that came after this one."""


class StoreUnusable(StoreError):
    """The disk under the store cannot be used: full, read-only, gone. Nothing is known to be damaged."""

    status, error = 507, "insufficient_storage"


class FolderInUse(StoreError):
    """Another process owns the data folder."""

    status, error = 503, "folder_in_use"

"""The embedded CouchDB-compatible store. Everything others may use is named here."""

from sync.embedded.access import Access
from sync.embedded.app import create_store_app
from sync.embedded.lock import FolderLock
from sync.embedded.standalone import check_store, create_standalone_app
from sync.embedded.store import Store, open_store

__all__ = [
    "Access",
    "FolderLock",
    "Store",
    "check_store",
    "create_standalone_app",
    "create_store_app",
    "open_store",
]

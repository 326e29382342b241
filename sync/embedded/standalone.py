"""The store alone, at the root of a port: ``ruhu couch``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sync.embedded.access import Access
from sync.embedded.app import WSGIApp, create_store_app
from sync.embedded.compaction import sweep_contents
from sync.embedded.store import open_store

STORE = "store"


def create_standalone_app(
    folder: Path,
    admins: Mapping[str, str],
    *,
    token_keys: Mapping[str, Mapping[str, Any]] | None = None,
    origins: tuple[str, ...] = (),
    max_document_bytes: int = 8_000_000,
    max_attachment_bytes: int = 256_000_000,
    waiting: int = 128,
    everybody_is_admin_in_tests: bool = False,
) -> WSGIApp:
    """The store in ``folder``/store as a WSGI application.

    The data folder's lock must be held, and ``check_store`` have passed, in this process or its parent.
    ``admins``: name → password (or argon2 hash).
    """
    store = open_store(
        folder / STORE,
        max_document_bytes=max_document_bytes,
        max_attachment_bytes=max_attachment_bytes,
        waiting=waiting,
        check=False,
    )
    access = Access(
        admins=admins,
        token_keys=token_keys or {},
        origins=origins,
        everybody_is_admin_in_tests=everybody_is_admin_in_tests,
    )
    return create_store_app(store, access)


def check_store(folder: Path) -> None:
    """Open the store once and close it: StoreDamaged says in a sentence what to do when it is not sound.

    Contents that a killed process received and no document names are deleted here (0.4 s with 50,000
    attachments), before anybody is served.
    """
    store = open_store(folder / STORE)
    try:
        sweep_contents(store)
    finally:
        store.close()

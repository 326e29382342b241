"""Opens a district's databases: the store in the data folder, a running server's, or an Apache CouchDB."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit, urlunsplit

from server.errors import Refusal
from server.indexing import fill_with_progress
from server.records.keys import LOG, open_keys
from server.services.devices import sign_token
from server.services.district import District, Fill, open_district, system_clock
from server.settings import Settings, is_any_address
from sync import embedded
from sync.couch import Couch, CouchError, open_embedded, open_server
from sync.embedded.errors import FolderInUse, StoreDamaged, StoreError, StoreNewer, StoreUnusable
from sync.embedded.lock import FolderLock
from sync.embedded.store import FILE, Store, open_store

LOCK: Final = "lock"
STORE: Final = "store"
SERVER: Final = "server.json"
MOUNT: Final = "/couch"
# What a folder has beside its store once a district, or a backup of one, is in it.
_TRACES: Final = ("index.sqlite", SERVER, "last-backup.json", "backup.json")
_ADMIN: Final = "_admin"
_PEM_END: Final = "-----END CERTIFICATE-----"


@dataclass(frozen=True)
class Opened:
    """A way to the databases; ``store`` is the embedded one where this process opened it."""

    couch: Couch
    store: Store | None
    owns_folder: bool


@contextmanager
def hold_folder(settings: Settings) -> Iterator[None]:
    """Holds the data folder's lock; refuses when another process has it."""
    lock = _lock(settings)
    try:
        yield
    finally:
        lock.release()


@contextmanager
def open_for_command(
    settings: Settings, clock: Callable[[], datetime] = system_clock, *, only_looking: bool = False
) -> Iterator[District]:
    """The district for one command: through the running server where there is one, else the folder itself.

    ``only_looking`` opens a damaged store as far as it can be opened, so that what is damaged can be named.
    """
    if not settings.data.is_dir():
        raise Refusal("run.no_folder", folder=settings.data)
    if only_looking and not settings.couchdb and not (settings.data / STORE / FILE).exists():
        raise Refusal("run.no_store", folder=settings.data)
    check_keys(settings.data)
    with reach(settings, check=not only_looking) as opened:
        district = open_district(
            settings,
            opened.couch,
            clock=clock,
            owns_folder=opened.owns_folder,
            only_looking=only_looking,
            fill=fill_of(settings),
        )
        try:
            yield district
        finally:
            district.close()


def open_own(settings: Settings, *, check: bool = True) -> Opened:
    """The databases of the process that holds the folder."""
    if settings.couchdb:
        return Opened(open_couchdb(settings.couchdb), None, True)
    _check_still_there(settings.data)
    with usable(settings.data):
        store = open_store(settings.data / STORE, max_document_bytes=settings.max_document_bytes, check=check)
    return Opened(open_embedded(store), store, True)


def fill_of(settings: Settings) -> Fill:
    """How this process makes an index that is not there yet."""
    return partial(fill_with_progress, settings, _reopen)


def _reopen(settings: Settings) -> Couch:
    """The databases again, to read, in a process beside the one that holds the folder."""
    return open_own(settings, check=False).couch


def check_store(folder: Path) -> None:
    """Opens the store in ``folder`` once: checked for damage, brought to this version, or refused.

    For the process that starts a server, so that a file that is not sound is a sentence and not a log.
    """
    _check_still_there(folder)
    with usable(folder):
        embedded.check_store(folder)


def check_keys(data: Path) -> None:
    """A district whose keys are gone is not opened with others: none of them would open or vouch for it."""
    log = data / "keys" / f"{LOG}.jwk"
    if not log.exists() and any((data / name).exists() for name in (f"{STORE}/{FILE}", *_TRACES)):
        raise Refusal("run.key_gone", file=log)


def _check_still_there(folder: Path) -> None:
    """A store that was there is never begun anew in silence: its disk may be missing, or it is elsewhere."""
    if not (folder / STORE / FILE).exists() and any((folder / name).exists() for name in _TRACES):
        raise Refusal("run.no_store", folder=folder)


@contextmanager
def usable(folder: Path) -> Iterator[None]:
    """What is wrong with a data folder or its store, as a sentence that says what to do."""
    try:
        yield
    except (StoreUnusable, OSError) as error:
        why = error.reason if isinstance(error, StoreError) else error.strerror
        raise Refusal("run.folder_unusable", folder=folder, why=why) from error
    except StoreDamaged as error:
        raise Refusal("run.store_damaged", why=error.reason) from error
    except StoreNewer as error:
        raise Refusal("run.store_newer", why=error.reason) from error
    except StoreError as error:
        raise Refusal("run.store", why=error.reason) from error


def open_couchdb(url: str) -> Couch:
    """An Apache CouchDB by its address, with ``user:password@`` as basic authentication."""
    couch = connect(url)
    try:
        couch.names()
    except CouchError as error:
        raise Refusal("run.store", why=error.reason) from error
    return couch


def connect(url: str) -> Couch:
    """The server at an address, of which nothing is asked yet; name and password may be percent-encoded."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refusal("run.argument", why=hide_password(url))
    host = parts.netloc.rpartition("@")[2]
    basic = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    return open_server(urlunsplit((parts.scheme, host, parts.path.rstrip("/"), "", "")), basic=basic)


def hide_password(url: str) -> str:
    """An address as it may be shown: without user and password."""
    scheme, colon, rest = url.partition("://")
    return f"{scheme}{colon}{rest.rpartition('@')[2]}"


def announce(settings: Settings) -> None:
    """Says in the data folder where this server listens, for commands that want to reach it."""
    host = "127.0.0.1" if is_any_address(settings.host) else settings.host
    scheme = "https" if settings.tls else "http"
    content = {"pid": os.getpid(), "url": f"{scheme}://{host}:{settings.port}"}
    if settings.tls:
        content["certificate"] = _first_certificate(settings.tls[0])
    draft = settings.data / f"{SERVER}.new"
    draft.write_text(json.dumps(content), "utf-8")
    draft.rename(settings.data / SERVER)


def find_certificate(data: Path) -> bytes | None:
    """The certificate (PEM) a server of this folder serves with, where it ends HTTPS itself."""
    try:
        announced = json.loads((data / SERVER).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return announced["certificate"].encode() if "certificate" in announced else None


def _first_certificate(path: Path) -> str:
    """The server's own; those of its authorities follow it. Commands on this machine believe no other."""
    text = path.read_text("ascii")
    return text[: text.index(_PEM_END) + len(_PEM_END)]


@contextmanager
def reach(settings: Settings, *, check: bool = True) -> Iterator[Opened]:
    """Our own store while the folder is free; else CouchDB, or the server that holds the folder."""
    try:
        lock = _lock(settings)
    except Refusal as refusal:
        couch = open_couchdb(settings.couchdb) if settings.couchdb else _running_server(settings, refusal)
        yield Opened(couch, None, False)
        return
    try:
        opened = open_own(settings, check=check)
        try:
            yield opened
        finally:
            if opened.store:
                opened.store.close()
    finally:
        lock.release()


def _lock(settings: Settings) -> FolderLock:
    lock = FolderLock(settings.data / LOCK)
    with usable(settings.data):
        try:
            lock.acquire()
        except FolderInUse as error:
            raise Refusal("run.folder_locked", folder=settings.data, pid=lock.owner() or "?") from error
    return lock


def _running_server(settings: Settings, locked: Refusal) -> Couch:
    """The store of the server that holds the folder, as an administrator by the folder's own token key."""
    try:
        announced = json.loads((settings.data / SERVER).read_text("utf-8"))
        url, certificate = announced["url"], announced.get("certificate")
    except (OSError, ValueError, KeyError) as error:
        raise locked from error
    keys = open_keys(settings.data / "keys")
    token = sign_token(keys, "command", [_ADMIN], now=system_clock()).token
    couch = open_server(f"{url}{MOUNT}", token=token, certificate=certificate)
    try:
        couch.known_as = couch.info()["uuid"]
    except CouchError as error:
        raise locked from error
    return couch

"""Attachment contents, each kept once under its SHA-256: files beside the database, small ones its rows.

A file is complete and on disk before the document that names it is committed, so no document ever points
at half a file; a small content is committed with that document, which spares it a wait for the disk. What no
document names is removed with the request that brought it, by the next compaction, or when the store is next
served.
"""

from __future__ import annotations

import base64
import hashlib
import os
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sync.embedded.errors import Damaged

# A photo fits one chunk.
CHUNK = 512 * 1024
# Up to this many bytes a content is a row: below 100 kB SQLite reads and writes one faster than a file
# (https://sqlite.org/intern-v-extern-blob.html), and photos of half a megabyte do not swell the database.
SMALL = 16 * 1024
# Threads that wait for the disk, and threads that decode and hash.
_SYNCING = 8
_HANDS = 4
# Files that wait for the disk at once, each with a descriptor: of one request there may be very many.
_UNSYNCED = 64


@dataclass(frozen=True, slots=True)
class Content:
    """Received bytes: SHA-256 (hex, their name), the MD5 digest CouchDB shows, and the length."""

    sha256: str
    digest: str
    length: int


class Contents:
    """The folder of contents, and those that are rows. See ``receiving.Hold`` for how one is added.

    ``find_small`` gives the content of a row, None where there is none of this name.
    """

    def __init__(self, folder: Path, *, max_bytes: int, find_small: Callable[[str], bytes | None]) -> None:
        self._folder = folder
        self._find_small = find_small
        self.incoming = folder / "incoming"
        self.max_bytes = max_bytes
        self._lock = threading.Lock()
        self._held: Counter[str] = Counter()
        # New here, held, and named by no document yet: gone again if all that brought it is refused.
        self._fresh: set[str] = set()
        self._unsynced = threading.BoundedSemaphore(_UNSYNCED)
        self.disk = ThreadPoolExecutor(_SYNCING, thread_name_prefix="disk")
        self.hands = ThreadPoolExecutor(_HANDS, thread_name_prefix="receiving")
        self.incoming.mkdir(parents=True, exist_ok=True)
        for half in self.incoming.iterdir():
            half.unlink()

    def hold(self, sha256: str) -> None:
        """Keep a content from being swept although no document names it yet."""
        with self._lock:
            self._held[sha256] += 1

    def sync_later(self, descriptor: int) -> Future[None]:
        """Done when the disk has the file, which is closed then. Waits while very many wait already."""
        self._unsynced.acquire()
        return self.disk.submit(self._sync_and_close, descriptor)

    def keep(self, received: Path, sha256: str) -> Path:
        """Move a received file to its name; the same content again replaces itself (and heals damage)."""
        path = self.path(sha256)
        with self._lock:
            self._make_shelf(path.parent)
            is_new = not path.exists()
            received.replace(path)
            if is_new:
                self._fresh.add(sha256)
        return path

    def release(self, sha256: str, *, refused: bool) -> None:
        """Let go of what was held. What came with refused requests only goes with the last of them."""
        with self._lock:
            if not refused:
                self._fresh.discard(sha256)
            self._held[sha256] -= 1
            if self._held[sha256]:
                return
            del self._held[sha256]
            if sha256 in self._fresh:
                self._fresh.discard(sha256)
                self.path(sha256).unlink(missing_ok=True)

    def read(self, sha256: str, whose: str, small: bytes | None = None) -> Iterable[bytes]:
        """The content in chunks. Its digest is checked before the first one is given.

        ``whose`` names the attachment and its document in the error. One that fits a chunk is read once;
        a larger one is read twice and never held whole. ``small`` is one that was read from its row already.
        """
        small = self._find_small(sha256) if small is None else small
        chunks = _chunks(self.path(sha256), whose) if small is None else iter((small,))
        first = next(chunks, b"")
        actual, more = hashlib.sha256(first), False
        for chunk in chunks:
            actual.update(chunk)
            more = True
        if actual.hexdigest() != sha256:
            raise Damaged(f"{whose} does not match its digest")
        return _chunks(self.path(sha256), whose) if more else [first]

    def check(self, sha256: str, whose: str) -> None:
        """Raise Damaged when the stored bytes are not those that were received."""
        self.read(sha256, whose)

    def stream(self, sha256: str, whose: str) -> Iterator[bytes]:
        """Checked now; unless it is small read again when it is sent: many together take no memory."""
        read = self.read(sha256, whose)
        if isinstance(read, list) and len(read[0]) <= SMALL:
            return iter(read)
        return _chunks(self.path(sha256), whose)

    def path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    def sweep(self, wanted: set[str]) -> int:
        """Delete the files that no document names and nobody is sending; how many went."""
        gone = 0
        for path in self._folder.glob("[0-9a-f][0-9a-f]/*"):
            with self._lock:
                if path.name not in wanted and not self._held[path.name]:
                    path.unlink()
                    gone += 1
        return gone

    def names(self) -> set[str]:
        """Of the files."""
        return {path.name for path in self._folder.glob("[0-9a-f][0-9a-f]/*")}

    def close(self) -> None:
        self.hands.shutdown()
        self.disk.shutdown()

    def _sync_and_close(self, descriptor: int) -> None:
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
            self._unsynced.release()

    def _make_shelf(self, shelf: Path) -> None:
        """A folder for each first byte of a digest, on disk before the first file that goes there."""
        with suppress(FileExistsError):
            shelf.mkdir()
            sync_folder(self._folder)


def format_digest(md5: bytes) -> str:
    """``md5-…`` as CouchDB writes it."""
    return "md5-" + base64.b64encode(md5).decode("ascii")


def _chunks(path: Path, whose: str) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk
    except OSError as error:
        raise Damaged(f"{whose} cannot be read ({error.strerror})") from error


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

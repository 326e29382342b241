"""Attachment contents: files beside the database, each kept once under its SHA-256.

A content is complete and on disk before the document that names it is committed, so no document ever
points at half a file. What no document names is removed with the request that brought it, by the next
compaction, or when the store is next served.
"""

from __future__ import annotations

import base64
import hashlib
import os
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from sync.embedded.errors import Damaged, StoreError, TooLarge

T = TypeVar("T")
R = TypeVar("R")

# A photo fits one chunk.
CHUNK = 512 * 1024
# Threads that wait for the disk, and threads that decode and hash.
_SYNCING = 8
_HANDS = 4


@dataclass(frozen=True, slots=True)
class Content:
    """Received bytes: SHA-256 (hex, their name), the MD5 digest CouchDB shows, and the length."""

    sha256: str
    digest: str
    length: int


class Contents:
    """The folder of contents. See ``receiving`` for how one is added."""

    def __init__(self, folder: Path, *, max_bytes: int) -> None:
        self._folder = folder
        self.incoming = folder / "incoming"
        self.max_bytes = max_bytes
        self._lock = threading.Lock()
        self._held: Counter[str] = Counter()
        # New here, and received by one alone so far: gone again if what it came with is refused.
        self._fresh: set[str] = set()
        self.disk = ThreadPoolExecutor(_SYNCING, thread_name_prefix="disk")
        self.hands = ThreadPoolExecutor(_HANDS, thread_name_prefix="receiving")
        self.incoming.mkdir(parents=True, exist_ok=True)
        for half in self.incoming.iterdir():
            half.unlink()
        self._make_shelves()

    def receiving(self) -> Hold:
        """``with contents.receiving() as hold``: what is received is safe from a sweep until the end."""
        return Hold(self)

    def hold(self, sha256: str) -> None:
        """Keep a content from being swept although no document names it yet."""
        with self._lock:
            self._held[sha256] += 1

    def keep(self, received: Path, sha256: str) -> Path:
        """Move a received file to its name; the same content again replaces itself (and heals damage)."""
        path = self.path(sha256)
        with self._lock:
            if path.exists() or self._held[sha256] > 1:
                self._fresh.discard(sha256)
            else:
                self._fresh.add(sha256)
            received.replace(path)
        return path

    def release(self, sha256: str, *, refused: bool = False) -> None:
        """Let go of what was held. What came with a refused request alone is deleted."""
        with self._lock:
            self._held[sha256] -= 1
            if not self._held[sha256]:
                del self._held[sha256]
            if sha256 in self._fresh:
                self._fresh.discard(sha256)
                if refused:
                    self.path(sha256).unlink(missing_ok=True)

    def read(self, sha256: str, whose: str) -> Iterable[bytes]:
        """The content in chunks. Its digest is checked before the first one is given.

        ``whose`` names the attachment and its document in the error. One that fits a chunk is read once;
        a larger one is read twice and never held whole.
        """
        path = self.path(sha256)
        chunks = _chunks(path, whose)
        first = next(chunks, b"")
        actual, more = hashlib.sha256(first), False
        for chunk in chunks:
            actual.update(chunk)
            more = True
        if actual.hexdigest() != sha256:
            raise Damaged(f"{whose} does not match its digest")
        return _chunks(path, whose) if more else [first]

    def check(self, sha256: str, whose: str) -> None:
        """Raise Damaged when the stored bytes are not those that were received."""
        self.read(sha256, whose)

    def stream(self, sha256: str, whose: str) -> Iterator[bytes]:
        """Checked now, read again when it is sent: many of them together take no memory."""
        self.check(sha256, whose)
        return _chunks(self.path(sha256), whose)

    def path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    def sweep(self, wanted: set[str]) -> int:
        """Delete the contents that no document names and nobody is sending; how many went."""
        gone = 0
        for path in self._folder.glob("[0-9a-f][0-9a-f]/*"):
            with self._lock:
                if path.name not in wanted and not self._held[path.name]:
                    path.unlink()
                    gone += 1
        return gone

    def names(self) -> set[str]:
        return {path.name for path in self._folder.glob("[0-9a-f][0-9a-f]/*")}

    def close(self) -> None:
        self.hands.shutdown()
        self.disk.shutdown()

    def _make_shelves(self) -> None:
        """A folder for each first byte of a digest, made once so that no upload waits for one."""
        shelves = [self._folder / f"{number:02x}" for number in range(256)]
        if not shelves[-1].exists():
            for shelf in shelves:
                shelf.mkdir(exist_ok=True)
            _sync_folder(self._folder)


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A received content in its temporary file; ``on_disk`` is done when the disk has it."""

    file: Path
    content: Content
    on_disk: Future[None]


class Hold:
    """What one request brings, safe from a sweep until its documents are committed or were refused."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._arrived: list[_Arrival] = []
        self._settled: list[Content] = []

    def receive(self, chunks: Iterable[bytes], name: str) -> Content:
        """Write a stream as it comes. The disk works on while the next one is received (see ``settle``).

        ``name`` is the attachment's, for whoever sent too much.
        """
        descriptor, path = tempfile.mkstemp(dir=self._contents.incoming)
        file = Path(path)
        try:
            sha256, length = _copy(chunks, descriptor, name, self.max_bytes)
        except BaseException:
            os.close(descriptor)
            file.unlink()
            raise
        on_disk = self._contents.disk.submit(_sync_and_close, descriptor)
        content = Content(sha256, _md5_digest(file), length)
        self._contents.hold(sha256)
        self._arrived.append(_Arrival(file, content, on_disk))
        return content

    def share_out(self, work: Callable[[T], R], items: Iterable[T]) -> list[R]:
        """``work``, which may receive, done by several threads; the first error once all have ended."""
        begun = [self._contents.hands.submit(work, item) for item in items]
        wait(begun)
        return [one.result() for one in begun]

    def settle(self) -> None:
        """Everything received is on disk under its name when this returns."""
        shelves = set()
        while self._arrived:
            arrival = self._arrived[-1]
            arrival.on_disk.result()
            shelves.add(self._contents.keep(arrival.file, arrival.content.sha256).parent)
            self._settled.append(self._arrived.pop().content)
        for _ in self._contents.disk.map(_sync_folder, shelves):
            pass

    def read(self, sha256: str) -> Iterable[bytes]:
        """What was received, again."""
        self.settle()
        return self._contents.read(sha256, "the attachment being received")

    @property
    def max_bytes(self) -> int:
        return self._contents.max_bytes

    def __enter__(self) -> Hold:
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """Only a plain refusal deletes: after any other failure a document may have been written."""
        refused = isinstance(error, StoreError) and error.status < 500
        for arrival in self._arrived:
            wait([arrival.on_disk])
            arrival.file.unlink()
            self._contents.release(arrival.content.sha256)
        for content in self._settled:
            self._contents.release(content.sha256, refused=refused)


def _copy(chunks: Iterable[bytes], descriptor: int, name: str, most: int) -> tuple[str, int]:
    """SHA-256 and length of what was written."""
    sha256, length = hashlib.sha256(), 0
    for chunk in chunks:
        length += len(chunk)
        if length > most:
            raise TooLarge(name, error="attachment_too_large")
        sha256.update(chunk)
        _write(descriptor, chunk)
    return sha256.hexdigest(), length


def _write(descriptor: int, chunk: bytes) -> None:
    left = memoryview(chunk)
    while left:
        left = left[os.write(descriptor, left) :]


def _sync_and_close(descriptor: int) -> None:
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def format_digest(md5: bytes) -> str:
    """``md5-…`` as CouchDB writes it."""
    return "md5-" + base64.b64encode(md5).decode("ascii")


def _md5_digest(path: Path) -> str:
    with path.open("rb") as file:
        return format_digest(hashlib.file_digest(file, _md5).digest())


def _md5() -> hashlib._Hash:
    return hashlib.md5(usedforsecurity=False)


def _chunks(path: Path, whose: str) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk
    except OSError as error:
        raise Damaged(f"{whose} cannot be read ({error.strerror})") from error


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

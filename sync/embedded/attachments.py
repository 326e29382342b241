"""Attachment contents: files beside the database, each kept once under its SHA-256.

A content is complete and on disk before the document that names it is committed, so no document ever
points at half a file. What no document names is removed with the request that brought it, by the next
compaction, or when the store is next served.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import os
import tempfile
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sync.embedded.errors import Damaged, StoreError, TooLarge

CHUNK = 64 * 1024


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
        self._incoming = folder / "incoming"
        self.max_bytes = max_bytes
        self._lock = threading.Lock()
        self._held: Counter[str] = Counter()
        # New here, and received by one alone so far: gone again if what it came with is refused.
        self._fresh: set[str] = set()
        self._incoming.mkdir(parents=True, exist_ok=True)
        for half in self._incoming.iterdir():
            half.unlink()

    def receiving(self) -> Hold:
        """``with contents.receiving() as hold``: what is received is safe from a sweep until the end."""
        return Hold(self)

    def receive(self, chunks: Iterable[bytes]) -> Content:
        """Store a stream and hold it (see ``release``); it is on disk when this returns."""
        descriptor, name = tempfile.mkstemp(dir=self._incoming)
        try:
            with os.fdopen(descriptor, "wb") as file:
                content = self._copy(chunks, file)
                file.flush()
                os.fsync(file.fileno())
            self._keep(Path(name), content.sha256)
        finally:
            with contextlib.suppress(FileNotFoundError):
                Path(name).unlink()
        return content

    def release(self, contents: Iterable[Content], *, refused: bool = False) -> None:
        """Let go of what was received. What came with a refused request alone is deleted."""
        names = [content.sha256 for content in contents]
        with self._lock:
            self._held.subtract(names)
            self._held += Counter()
            for name in self._fresh.intersection(names):
                self._fresh.discard(name)
                if refused:
                    self._path(name).unlink(missing_ok=True)

    def read(self, sha256: str, whose: str) -> Iterator[bytes]:
        """The content in chunks. Its digest is checked before the first one is given.

        ``whose`` names the attachment and its document in the error.
        """
        path = self._path(sha256)
        actual = hashlib.sha256()
        for chunk in _chunks(path, whose):
            actual.update(chunk)
        if actual.hexdigest() != sha256:
            raise Damaged(f"{whose} does not match its digest")
        return _chunks(path, whose)

    def check(self, sha256: str, whose: str) -> None:
        """Raise Damaged when the stored bytes are not those that were received."""
        self.read(sha256, whose)

    def path(self, sha256: str) -> Path:
        return self._path(sha256)

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

    def _copy(self, chunks: Iterable[bytes], file: IO[bytes]) -> Content:
        sha256, md5, length = hashlib.sha256(), hashlib.md5(usedforsecurity=False), 0
        for chunk in chunks:
            length += len(chunk)
            if length > self.max_bytes:
                raise TooLarge("attachment", error="attachment_too_large")
            sha256.update(chunk)
            md5.update(chunk)
            file.write(chunk)
        return Content(sha256.hexdigest(), format_digest(md5.digest()), length)

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    def _keep(self, received: Path, sha256: str) -> None:
        """Move a received file to its name; the same content again replaces itself (and heals damage)."""
        path = self._path(sha256)
        with self._lock:
            self._held[sha256] += 1
            if path.exists() or self._held[sha256] > 1:
                self._fresh.discard(sha256)
            else:
                self._fresh.add(sha256)
            if not path.parent.exists():
                path.parent.mkdir()
                _sync_folder(self._folder)
            received.replace(path)
        _sync_folder(path.parent)


class Hold:
    """Keeps received contents until the documents that name them are committed, or were refused."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._received: list[Content] = []

    def receive(self, chunks: Iterable[bytes], name: str) -> Content:
        """Store a stream; ``name`` is the attachment's, for whoever sent too much."""
        try:
            content = self._contents.receive(chunks)
        except TooLarge as error:
            raise TooLarge(name, error=error.error) from error
        self._received.append(content)
        return content

    def read(self, sha256: str) -> Iterator[bytes]:
        """What was received, again."""
        return self._contents.read(sha256, "the attachment being received")

    @property
    def max_bytes(self) -> int:
        return self._contents.max_bytes

    def __enter__(self) -> Hold:
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """Only a plain refusal deletes: after any other failure a document may have been written."""
        refused = isinstance(error, StoreError) and error.status < 500
        self._contents.release(self._received, refused=refused)


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


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

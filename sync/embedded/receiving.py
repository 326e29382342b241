"""How attachment contents come in: files written as they arrive, on disk before a document names them.

What is small waits in memory and is written with its document.
"""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TypeVar

from sync.embedded.attachment import Attachment, unzipped_length
from sync.embedded.attachments import SMALL, Content, Contents, format_digest, sync_folder
from sync.embedded.edit import Edit
from sync.embedded.errors import StoreError, TooLarge

T = TypeVar("T")
R = TypeVar("R")

# Of one request so many bytes of small contents wait in memory; beyond that they are files all the same.
_MOST_SMALL = 8_000_000
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A received content in its temporary file; ``on_disk`` is done when the disk has it."""

    file: Path
    sha256: str
    on_disk: Future[None]


class Hold:
    """What one request brings, safe from a sweep until its documents are committed or were refused.

    ``with Hold(contents) as hold``: receive, then ``settle`` before the documents are written.
    """

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._arrived: list[_Arrival] = []
        self._settled: list[str] = []
        self._small: dict[str, bytes] = {}
        self._small_bytes = 0

    def receive(self, chunks: Iterable[bytes], name: str) -> Content:
        """Write a stream as it comes. The disk works on while the next one is received (see ``settle``).

        ``name`` is the attachment's, for whoever sent too much.
        """
        begun, rest = _begin(chunks)
        if len(begun) <= SMALL and self._small_bytes < _MOST_SMALL:
            return self._keep_small(begun, name)
        return self._write(chain((begun,), rest), name)

    def small_of(self, edits: Iterable[Edit]) -> dict[str, bytes]:
        """The small contents that edits name, by their SHA-256."""
        named = (one for edit in edits for one in edit.attachments.values() if isinstance(one, Attachment))
        return {one.sha256: self._small[one.sha256] for one in named if one.sha256 in self._small}

    def _keep_small(self, content: bytes, name: str) -> Content:
        if len(content) > self.max_bytes:
            raise TooLarge(name, error="attachment_too_large")
        sha256, md5 = hashlib.sha256(content).hexdigest(), hashlib.md5(content, usedforsecurity=False)
        self._small[sha256] = content
        self._small_bytes += len(content)
        return Content(sha256, format_digest(md5.digest()), len(content))

    def _write(self, chunks: Iterable[bytes], name: str) -> Content:
        with explaining_disk():
            descriptor, path = tempfile.mkstemp(dir=self._contents.incoming)
        file = Path(path)
        try:
            sha256, length = _copy(chunks, descriptor, name, self.max_bytes)
        except BaseException:
            os.close(descriptor)
            file.unlink()
            raise
        self._contents.hold(sha256)
        self._arrived.append(_Arrival(file, sha256, self._contents.sync_later(descriptor)))
        with explaining_disk():
            return Content(sha256, _md5_digest(file), length)

    def share_out(self, work: Callable[[T], R], items: Iterable[T]) -> list[R]:
        """``work``, which may receive, done by several threads; the first error once all have ended."""
        begun = [self._contents.hands.submit(work, item) for item in items]
        wait(begun)
        return [one.result() for one in begun]

    def settle(self) -> None:
        """Everything received is on disk under its name when this returns."""
        shelves = set()
        with explaining_disk():
            while self._arrived:
                arrival = self._arrived[-1]
                arrival.on_disk.result()
                shelves.add(self._contents.keep(arrival.file, arrival.sha256).parent)
                self._settled.append(self._arrived.pop().sha256)
            for _ in self._contents.disk.map(sync_folder, shelves):
                pass

    def measure(self, one: Attachment) -> Attachment:
        """An encoded one as long as it really is: what is announced could be a bomb for whoever reads it."""
        if one.encoding is None:
            return one
        if one.encoding != "gzip":
            return one._replace(length=one.stored_length)
        self.settle()
        small = self._small.get(one.sha256)
        chunks = (
            [small] if small is not None else self._contents.read(one.sha256, "the attachment being received")
        )
        return one._replace(length=unzipped_length(chunks, self.max_bytes))

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
            arrival.file.unlink(missing_ok=True)
            self._contents.release(arrival.sha256, refused=True)
        for sha256 in self._settled:
            self._contents.release(sha256, refused=refused)


def _begin(chunks: Iterable[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """What a stream begins with, at least more than is small where there is more; and the rest of it."""
    rest, begun = iter(chunks), b""
    while len(begun) <= SMALL and (chunk := next(rest, None)) is not None:
        begun += chunk
    return begun, rest


def _copy(chunks: Iterable[bytes], descriptor: int, name: str, most: int) -> tuple[str, int]:
    """SHA-256 and length of what was written."""
    sha256, length = hashlib.sha256(), 0
    for chunk in chunks:
        length += len(chunk)
        if length > most:
            raise TooLarge(name, error="attachment_too_large")
        sha256.update(chunk)
        with explaining_disk():
            _write(descriptor, chunk)
    return sha256.hexdigest(), length


def _write(descriptor: int, chunk: bytes) -> None:
    left = memoryview(chunk)
    while left:
        left = left[os.write(descriptor, left) :]


@contextmanager
def explaining_disk() -> Iterator[None]:
    """What the disk refuses is an answer: full (507), or what the system says."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StoreError("the disk is full", error="insufficient_storage", status=507) from error
        raise StoreError(f"the disk could not be written ({error.strerror})") from error


def _md5_digest(path: Path) -> str:
    with path.open("rb") as file:
        return format_digest(hashlib.file_digest(file, _md5).digest())


def _md5() -> hashlib._Hash:
    return hashlib.md5(usedforsecurity=False)

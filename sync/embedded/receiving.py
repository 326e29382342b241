"""How attachment contents come in: written as they arrive, on disk before a document names them."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from sync.embedded.attachment import Attachment, unzipped_length
from sync.embedded.attachments import Content, Contents, format_digest, sync_folder
from sync.embedded.errors import StoreError, TooLarge

T = TypeVar("T")
R = TypeVar("R")

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

    def receive(self, chunks: Iterable[bytes], name: str) -> Content:
        """Write a stream as it comes. The disk works on while the next one is received (see ``settle``).

        ``name`` is the attachment's, for whoever sent too much.
        """
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
            return replace(one, length=one.stored_length)
        self.settle()
        chunks = self._contents.read(one.sha256, "the attachment being received")
        return replace(one, length=unzipped_length(chunks, self.max_bytes))

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

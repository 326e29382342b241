"""One process owns a data folder: an advisory lock on a file that names the owner."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path
from types import TracebackType

from sync.embedded.errors import FolderInUse

_PATIENCE_SECONDS = 1.0


class FolderLock:
    """Holds ``path`` (the folder's ``lock`` file) until released or until the process ends.

    The kernel drops the lock with the process, however it ends, so a stale file never locks anybody out.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: int | None = None

    def acquire(self) -> None:
        """Take the lock and write this process's id into the file; FolderInUse when another has it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if not _locked(descriptor):
            os.close(descriptor)
            raise FolderInUse(f"{self.path.parent} is in use by process {self.owner() or '?'}")
        os.truncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        self._file = descriptor

    def owner(self) -> int | None:
        """The process id the file names; only meaningful while somebody holds the lock."""
        try:
            return int(self.path.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return None

    def release(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def __enter__(self) -> FolderLock:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _locked(descriptor: int) -> bool:
    """A process that was just killed may hold the lock a moment longer, so a second is given."""
    end = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                return False
            time.sleep(0.02)
        else:
            return True

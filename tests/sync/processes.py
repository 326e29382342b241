"""Starts and ends servers as real processes."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Self
from urllib.error import URLError
from urllib.request import urlopen

START_SECONDS = 60


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class ServerProcess(ABC):
    """A server on a port of this machine, in a process group of its own; ended by its own id."""

    # What answers 200 with JSON as soon as the server serves.
    ready = "/_up"

    def __init__(self, data: Path, *, port: int | None = None, options: tuple[str, ...] = ()) -> None:
        self.data = data
        self.port = port or free_port()
        self.options = options
        self.log = data.parent / f"{data.name}.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    @abstractmethod
    def command(self) -> list[str]:
        """Program and arguments, without the options."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Self:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*self.command, *self.options], stdout=log, stderr=log, start_new_session=True
            )
        self._wait()
        return self

    @property
    def worker(self) -> int:
        """The process that answers: the only child of the one that was started (proc(5))."""
        assert self._process is not None
        pid = self._process.pid
        (worker,) = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return int(worker)

    @property
    def is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def answers(self, seconds: float) -> bool:
        """Whether it does so within this time; a server may have ended, or be too busy to."""
        try:
            with urlopen(self.url + self.ready, timeout=seconds):
                return True
        except (URLError, ConnectionError, TimeoutError):
            return False

    def kill(self) -> None:
        """kill -9 of everything at once: nobody gets to tidy up."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def stop(self) -> int:
        """SIGTERM, as a service manager does; the exit status."""
        assert self._process is not None
        self._process.terminate()
        return self._process.wait(20)

    def _wait(self) -> None:
        assert self._process is not None
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self._process.poll() is not None:
                break
            try:
                with urlopen(self.url + self.ready, timeout=5) as answer:
                    json.load(answer)
                    return
            except (URLError, ConnectionError, TimeoutError):
                time.sleep(0.05)
        raise AssertionError(f"the server did not start: {self.log.read_text()}")

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        if self.is_alive:
            self.kill()


class StoreProcess(ServerProcess):
    """``run_store``: the store with what only tests may switch on."""

    @property
    def command(self) -> list[str]:
        module = [sys.executable, "-m", "tests.sync.run_store"]
        return [*module, "--data", str(self.data), "--port", str(self.port)]

"""Starts and ends the store as a real process."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

START_SECONDS = 20


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class StoreProcess:
    """``run_store`` in a process group of its own."""

    def __init__(self, data: Path, *, port: int | None = None, options: tuple[str, ...] = ()) -> None:
        self.data = data
        self.port = port or free_port()
        self.options = options
        self.log = data.parent / f"{data.name}.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> StoreProcess:
        command = [sys.executable, "-m", "tests.sync.run_store", "--data", str(self.data)]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "--port", str(self.port), *self.options],
                stdout=log,
                stderr=log,
                start_new_session=True,
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
                with urlopen(f"{self.url}/_up", timeout=5) as answer:
                    json.load(answer)
                    return
            except (URLError, ConnectionError, TimeoutError):
                time.sleep(0.05)
        raise AssertionError(f"the store did not start: {self.log.read_text()}")

    def __enter__(self) -> StoreProcess:
        return self.start()

    def __exit__(self, *_: object) -> None:
        if self._process is not None and self._process.poll() is None:
            self.kill()

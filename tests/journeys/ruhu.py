"""The product as a user starts it: the ``ruhu`` command in a process of its own, ended by its own pid."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.journeys.network import free_port

RUHU = Path(sys.executable).parent / "ruhu"
_START_SECONDS = 60


class Server:
    """``ruhu serve`` on a data folder; ``days_later`` moves its clock as the calendar would.

    ``tree`` is the program that is run: this one, or a copy of it that is changed while it runs.
    """

    def __init__(
        self,
        data: Path,
        *,
        port: int | None = None,
        public_url: str,
        days_later: int = 0,
        tree: Path | None = None,
    ) -> None:
        self.data = data
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = data.parent / f"server-{self.port}-{days_later}.log"
        command = [str(RUHU), "serve", "--data", str(data), "--port", str(self.port)]
        command += ["--public-url", public_url, "--codes-of", "none"]
        environment = os.environ | (_later(days_later) if days_later else {})
        environment |= {"PYTHONPATH": str(tree)} if tree else {}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        self._wait()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=30)

    def _wait(self) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise AssertionError(f"the server ended: {self.log.read_text()}")
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                    assert json.load(answer)["ok"] is True
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        raise AssertionError(f"the server did not answer: {self.log.read_text()}")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """One run of the ``ruhu`` command."""
    return subprocess.run([str(RUHU), *arguments], capture_output=True, text=True, timeout=300, check=False)


def _later(days: int) -> dict[str, str]:
    """The environment in which a program's clock is days ahead, as Debian's faketime sets it."""
    faketime = shutil.which("faketime")
    assert faketime, "the journey moves the server's clock with faketime: apt-get install faketime"
    shown = subprocess.run([faketime, "-f", f"+{days}d", "env"], capture_output=True, text=True, check=True)
    set_by_it = ("LD_PRELOAD=", "FAKETIME")
    return dict(line.split("=", 1) for line in shown.stdout.splitlines() if line.startswith(set_by_it))

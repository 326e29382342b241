"""The server is asked what its own description allows and forbids, and must answer as described.

https://schemathesis.readthedocs.io — the same requests at every run; the limits of how often are off.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from werkzeug.serving import make_server

from server.services.district import District
from server.services.feed_tokens import begin_feed_token
from server.web.limits import limiter
from tests.factories import OFFICER, visited_case
from tests.server.web.browsing import Person

CONFIG = Path(__file__).with_name("schemathesis.toml")


@pytest.fixture
def url(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where the application answers as often as it is asked."""
    monkeypatch.setattr(limiter, "enabled", False)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_server_answers_as_it_is_described(
    url: str, district: District, person: Callable[..., Person], tmp_path: Path
) -> None:
    visited_case(district)
    session = person("xie").client.get_cookie("session")
    assert session is not None
    known = {"RUHU_FEED_TOKEN": begin_feed_token(district, OFFICER, "月报表"), "RUHU_SESSION": session.value}
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIG), "--no-color"]
    asked = ["run", f"{url}/openapi.json", "--seed", "9", "--max-examples", "10", "--warnings", "off"]
    done = subprocess.run(
        [*command, *asked], check=False, capture_output=True, text=True, cwd=tmp_path, env=os.environ | known
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]

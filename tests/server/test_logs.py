"""What the server logs: enough to find what went wrong, and nobody's name."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from server.logs import log_requests, route_of, write_logs
from tests.sync.processes import free_port

RUHU = Path(sys.executable).parent / "ruhu"


@contextmanager
def served(folder: Path, log: str) -> Iterator[tuple[str, Path]]:
    """A server at work, and the file its standard error goes to."""
    port, told = free_port(), folder / "stderr"
    command = [RUHU, "serve", "--data", folder / "data", "--port", str(port), "--log", log]
    with told.open("w") as out, subprocess.Popen(command, stderr=out, stdout=subprocess.DEVNULL) as process:
        try:
            url = f"http://127.0.0.1:{port}"
            wait_for(f"{url}/healthz")
            yield url, told
        finally:
            process.terminate()


def wait_for(url: str, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            ask(url)
            return
        except OSError:
            assert time.monotonic() < until
            time.sleep(0.2)


def ask(url: str) -> int:
    try:
        with urllib.request.urlopen(url) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_a_request_is_logged_by_its_route_and_not_by_what_was_asked(tmp_path: Path) -> None:
    with served(tmp_path, "json") as (url, told):
        assert ask(f"{url}/board?text=liyangru") == 200
        assert ask(f"{url}/no/such/liyangru") == 404
        assert ask(f"{url}/couch/outbox-a-0007/visit:liyangru") == 404
        lines = [json.loads(line) for line in told.read_text().splitlines()]
    assert "liyangru" not in str(lines)
    seen = {(line["route"], line["status"]) for line in lines}
    assert {("/healthz", 200), ("/board", 200), ("-", 404), ("/couch/outbox/<id>", 404)} <= seen
    assert all(line["at"].endswith("Z") and line["ms"] >= 0 for line in lines)


def test_no_request_is_logged_unless_it_is_asked_for(tmp_path: Path) -> None:
    with served(tmp_path, "none") as (url, told):
        assert ask(f"{url}/board") == 200
        assert told.read_text() == ""


@pytest.mark.parametrize("kind", ["text", "json", "none"])
def test_a_failure_tells_its_kind_and_its_lines_and_not_its_words(
    kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_logs(kind)
    try:
        raise KeyError("李样如 110000190001010000")
    except KeyError:
        logging.getLogger("server.test").exception("a page failed")
    told = capsys.readouterr().err
    assert "a page failed" in told
    assert "KeyError" in told
    assert "test_logs.py" in told
    assert "李样如" not in told
    assert "110000190001010000" not in told


@pytest.mark.parametrize(
    ("environ", "route"),
    [
        ({"PATH_INFO": "/couch/tasks-a-0007/_changes"}, "/couch/tasks/_changes"),
        ({"SCRIPT_NAME": "/couch", "PATH_INFO": "/casebook/act:SL-2026-0001:000001"}, "/couch/casebook/<id>"),
        ({"PATH_INFO": "/couch/outbox-a-1/visit:x/photo"}, "/couch/outbox/<id>"),
        ({"PATH_INFO": "/couch/"}, "/couch"),
        ({"PATH_INFO": "/favicon"}, "-"),
        ({"PATH_INFO": "/desk/cases/SL-1", "ruhu.route": "/desk/cases/<number>"}, "/desk/cases/<number>"),
    ],
)
def test_a_route_holds_no_id(environ: dict[str, Any], route: str) -> None:
    assert route_of(environ) == route


def test_what_the_application_answers_passes_unchanged() -> None:
    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [("X-One", "1")])
        return [b"whole"]

    got: list[Any] = []
    body = log_requests(app)({"REQUEST_METHOD": "GET"}, lambda *answer: got.append(answer))
    assert (list(body), got) == ([b"whole"], [("200 OK", [("X-One", "1")])])

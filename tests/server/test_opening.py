"""A command beside a running server goes through it; a folder belongs to one process."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from server.domain.stage import Stage
from server.errors import Refusal
from server.opening import hold_folder, open_for_command
from server.records.index import CaseFilter
from server.records.keys import open_keys
from server.settings import Settings
from tests.factories import assigned_case, enrolled_tablet, make_district
from tests.sync.processes import free_port

RUHU = Path(sys.executable).parent / "ruhu"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Path]:
    """A furnished folder with a server on it, started as a person starts it."""
    folder = tmp_path / "data"
    with make_district(folder) as district:
        tablet, case = enrolled_tablet(district), assigned_case(district)
        tablet.push(tablet.seal(tablet.fill_in(case)))
    port = free_port()
    process = subprocess.Popen([RUHU, "serve", "--data", folder, "--port", str(port)])
    try:
        _wait(f"http://127.0.0.1:{port}/healthz")
        yield folder
    finally:
        process.terminate()
        process.wait(timeout=30)


def test_the_server_reconciles_and_a_command_verifies_through_it(served: Path) -> None:
    deadline = time.monotonic() + 30
    with open_for_command(Settings(data=served)) as district:
        while district.get_case("SL-2026-0001").stage is not Stage.VISITED:
            assert time.monotonic() < deadline
            time.sleep(0.1)
    ran = subprocess.run(
        [RUHU, "verify", "--data", served, "--json"], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, json.loads(ran.stdout)["problems"]) == (0, [])


def test_a_command_beside_the_server_finds_every_case(served: Path) -> None:
    with open_for_command(Settings(data=served)) as district:
        assert district.index.find_case("SL-2026-0001") is not None
        assert sum(district.index.count_by_stage(CaseFilter()).values()) == 1


def test_an_index_of_another_version_is_made_again_beside_the_server(served: Path) -> None:
    with closing(sqlite3.connect(served / "index.sqlite")) as kept, kept:
        kept.execute("UPDATE meta SET value = 'older' WHERE key = 'version'")
    with open_for_command(Settings(data=served)) as district:
        assert district.index.find_case("SL-2026-0001") is not None


def test_a_second_server_on_the_same_folder_is_refused(served: Path) -> None:
    command = [RUHU, "serve", "--data", served, "--port", str(free_port())]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert ran.returncode == 2
    assert ran.stderr.startswith("run.folder_locked")


def test_a_port_somebody_listens_on_is_refused(served: Path, tmp_path: Path) -> None:
    port = json.loads((served / "server.json").read_text())["url"].rpartition(":")[2]
    command = [RUHU, "serve", "--data", tmp_path / "other", "--port", port]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert (ran.returncode, ran.stderr.partition(":")[0]) == (2, "run.port")


def test_a_key_others_can_read_stops_the_server_with_a_sentence(tmp_path: Path) -> None:
    open_keys(tmp_path / "keys")
    (tmp_path / "keys" / "token.jwk").chmod(0o644)
    command = [RUHU, "serve", "--data", tmp_path, "--port", str(free_port())]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert (ran.returncode, ran.stderr.partition(":")[0]) == (2, "run.keys_readable")
    assert "Traceback" not in ran.stderr


def test_a_folder_held_by_something_that_does_not_serve_is_refused(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    with (
        hold_folder(settings),
        pytest.raises(Refusal, match=r"run\.folder_locked"),
        open_for_command(settings),
    ):
        raise AssertionError


def _wait(url: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(url, timeout=2)
        except (urllib.error.URLError, ConnectionError):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        else:
            return

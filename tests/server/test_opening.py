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
from datetime import UTC, datetime
from pathlib import Path

import pytest

from server.commands.certificate import make_certificate
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


@pytest.fixture
def served_by_https(tmp_path: Path) -> Iterator[Path]:
    """The same with a certificate of an authority this machine does not know, of another name."""
    folder = tmp_path / "data"
    with make_district(folder):
        pass
    made = make_certificate("203.0.113.7", datetime.now(UTC))
    (tmp_path / "server.crt").write_bytes(made.certificate + made.authority)
    (tmp_path / "server.key").write_bytes(made.key)
    tls = ["--tls", tmp_path / "server.crt", tmp_path / "server.key"]
    port = free_port()
    process = subprocess.Popen([RUHU, "serve", "--data", folder, "--port", str(port), *tls])
    try:
        _wait_for_file(folder / "server.json")
        yield folder
    finally:
        process.terminate()
        process.wait(timeout=30)


def test_a_command_goes_through_a_server_whose_certificate_only_tablets_trust(served_by_https: Path) -> None:
    """A district's own authority vouches for its name, never for 127.0.0.1: backups went nowhere."""
    with open_for_command(Settings(data=served_by_https)) as district:
        assert not district.sightings.is_kept
        assert district.couch.names()


def test_a_command_believes_no_server_that_shows_another_certificate(served_by_https: Path) -> None:
    """Whoever takes the port while the server is away gets no token of the store's administrator."""
    announced = json.loads((served_by_https / "server.json").read_text())
    other = make_certificate("203.0.113.7", datetime.now(UTC)).certificate.decode()
    (served_by_https / "server.json").write_text(json.dumps(announced | {"certificate": other}))
    with pytest.raises(Refusal) as refused, open_for_command(Settings(data=served_by_https)):
        pass
    assert refused.value.code == "run.folder_locked"


def _wait_for_file(path: Path) -> None:
    deadline = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_command_beside_the_server_finds_every_case(served: Path) -> None:
    with open_for_command(Settings(data=served)) as district:
        assert district.index.find_case("SL-2026-0001") is not None
        assert sum(district.index.count_by_stage(CaseFilter()).values()) == 1


def test_an_index_of_another_version_is_made_again_beside_the_server(served: Path) -> None:
    with closing(sqlite3.connect(served / "index.sqlite")) as kept, kept:
        kept.execute("UPDATE meta SET value = 'older' WHERE key = 'version'")
    with open_for_command(Settings(data=served)) as district:
        assert district.index.find_case("SL-2026-0001") is not None


def test_a_district_whose_keys_are_gone_is_not_opened_with_others(tmp_path: Path) -> None:
    with make_district(tmp_path / "data"):
        pass
    (tmp_path / "data" / "keys").rename(tmp_path / "keys")
    for verb in ("serve", "verify"):
        command = [
            RUHU,
            verb,
            "--data",
            tmp_path / "data",
            *(["--port", str(free_port())] * (verb == "serve")),
        ]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert (ran.returncode, ran.stderr[:12]) == (2, "run.key_gone"), ran.stderr
    assert not (tmp_path / "data" / "keys" / "log.jwk").exists()


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

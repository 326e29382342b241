"""The same district on another CouchDB: set up, worked in, moved to."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.cli import main
from server.domain.case import Stage
from server.opening import open_couchdb, open_for_command
from server.services.verification import verify
from server.settings import Settings
from tests.factories import assigned_case, enrolled_tablet, furnish, make_district, reconcile, visited_case
from tests.sync.processes import free_port

RUHU = Path(sys.executable).parent / "ruhu"


@pytest.fixture
def couchdb(tmp_path: Path) -> Iterator[str]:
    """A CouchDB of its own on this machine: the embedded store served alone, as ``ruhu couch`` does."""
    port = free_port()
    command = [RUHU, "couch", "--data", tmp_path / "couch", "--port", str(port), "--admin", "admin:secret"]
    process = subprocess.Popen(command)
    try:
        _wait(f"http://127.0.0.1:{port}/_up")
        yield f"http://admin:secret@127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(url: str) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            urllib.request.urlopen(url, timeout=2)
        except urllib.error.HTTPError:
            return
        except (urllib.error.URLError, ConnectionError):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        else:
            return


def test_a_district_works_on_another_server_under_its_prefix(tmp_path: Path, couchdb: str) -> None:
    (tmp_path / "data").mkdir()
    settings = Settings(data=tmp_path / "data", couchdb=couchdb, prefix="shili-")
    with open_for_command(settings) as district:
        furnish(district)
        tablet, case = enrolled_tablet(district), assigned_case(district)
        tablet.push(tablet.seal(tablet.fill_in(case)))
        assert reconcile(district).accepted == 1
        assert district.get_case(case.number).stage is Stage.VISITED
        assert verify(district).problems == []
        assert all(name.startswith("shili-") for name in district.couch.names() if not name.startswith("_"))
        rule = district.database("outbox-a-0217").get("_design/write-rule")
        assert "validate_doc_update" in rule


def test_a_district_moves_to_another_server_whole(
    tmp_path: Path, couchdb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "data"
    with make_district(folder) as district:
        visited_case(district)
        names, security = district.couch.names(), district.database("outbox-a-0217").security()
    arguments = ["replicate", "--data", str(folder), "--to", couchdb, "--compare", "--json"]
    assert main(arguments) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["differences"], set(told["written"])) == (True, [], set(names))
    target = open_couchdb(couchdb)
    assert target.database("outbox-a-0217").security() == security
    assert main(arguments) == 0
    assert set(json.loads(capsys.readouterr().out)["written"].values()) == {0}
    assert main(["verify", "--data", str(folder), "--couchdb", couchdb, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["acts"] > 0


def test_setting_up_closes_the_districts_databases(
    tmp_path: Path, couchdb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").mkdir()
    given = ["--data", str(tmp_path / "data"), "--couchdb", couchdb]
    assert main(["couchdb", "setup", *given, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["databases"] == ["casebook", "evidence", "office"]
    target = open_couchdb(couchdb)
    for name in ("casebook", "evidence", "office"):
        assert target.database(name).security()["members"]["roles"] == ["_admin"]


def test_the_configuration_names_the_districts_own_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with make_district(tmp_path / "data") as district:
        kid = district.keys.token.thumbprint()
    assert main(["couchdb", "config", "--data", str(tmp_path / "data")]) == 0
    told = capsys.readouterr().out
    assert f"ec:{kid} = -----BEGIN PUBLIC KEY-----\\n" in told
    assert "PRIVATE" not in told

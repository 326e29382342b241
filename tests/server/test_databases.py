"""The same district on another CouchDB: set up, worked in, moved to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.cli import main
from server.domain.stage import Stage
from server.opening import open_couchdb, open_for_command
from server.services.verification import verify
from server.settings import Settings
from sync.write_rules import DESIGN_ID, javascript, rule_for
from tests.factories import assigned_case, enrolled_tablet, furnish, make_district, reconcile
from tests.server.ruhu_couch import RuhuCouch


@pytest.fixture
def couchdb(tmp_path: Path) -> Iterator[str]:
    """A CouchDB of its own on this machine: the embedded store served alone, as ``ruhu couch`` does."""
    with RuhuCouch(tmp_path / "couch") as process:
        yield process.url.replace("//", "//admin:secret@")


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
        for name in ("outbox-a-0217", "tasks-a-0217"):
            kept, rule = district.database(name).get(DESIGN_ID), rule_for(name)
            assert rule is not None
            assert kept["validate_doc_update"] == javascript(rule)


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


def test_an_assessors_databases_have_one_shard_and_a_short_history(tmp_path: Path, couchdb: str) -> None:
    (tmp_path / "data").mkdir()
    with open_for_command(Settings(data=tmp_path / "data", couchdb=couchdb)) as district:
        for name in ("outbox-a-0217", "tasks-a-0217"):
            assert district.database(name).revs_limit() == 50
        assert district.database("casebook").revs_limit() == 1000


def test_a_server_that_takes_no_settings_from_afar_is_said_to_be_one(
    tmp_path: Path, couchdb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").mkdir()
    assert main(["couchdb", "setup", couchdb, "--data", str(tmp_path / "data")]) == 0
    assert "local.ini" in capsys.readouterr().out

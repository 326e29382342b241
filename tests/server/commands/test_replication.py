"""``ruhu replicate``: places as people write them, a district that moves whole, and what cannot be done."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from server.cli import main
from server.opening import open_couchdb
from sync.couch import Couch
from sync.write_rules import DESIGN_ID, javascript, rule_for
from tests.factories import make_district, visited_case
from tests.server.ruhu_couch import RuhuCouch
from tests.sync.peers import ExpressPouchDB

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def couchdb(tmp_path: Path) -> Iterator[str]:
    with RuhuCouch(tmp_path / "couch") as process:
        yield process.url.replace("//", "//admin:secret@")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with make_district(tmp_path / "data") as district:
        visited_case(district)
        office = district.database("office")
        office.set_revs_limit(77)
    return tmp_path / "data"


def replicate(capsys: Capture, *arguments: object) -> tuple[int, dict[str, Any]]:
    status = main(["replicate", *map(str, arguments), "--json"])
    return status, json.loads(capsys.readouterr().out)


def names_of(couch: Couch) -> list[str]:
    return [name for name in couch.names() if not name.startswith("_")]


def test_a_district_moves_whole_and_works_there(data: Path, couchdb: str, capsys: Capture) -> None:
    status, told = replicate(capsys, "--all", data, couchdb)
    assert (status, told["ok"]) == (0, True)
    target = open_couchdb(couchdb)
    assert [one["name"] for one in told["databases"]] == names_of(target)
    assert {"casebook", "evidence", "office", "tasks-a-0217", "outbox-a-0217"} <= set(names_of(target))
    assert sum(one["compared"]["attachments"] for one in told["databases"]) > 0
    assert "device:" in target.at("outbox-a-0217").security()["members"]["roles"][1]
    assert target.at("office").revs_limit() == 77
    for name in ("outbox-a-0217", "tasks-a-0217"):
        rule = rule_for(name)
        assert rule is not None
        assert target.at(name).get(DESIGN_ID)["validate_doc_update"] == javascript(rule)
    status, again = replicate(capsys, "--all", data, couchdb)
    assert (status, {one["docs_written"] for one in again["databases"]}) == (0, {0})
    assert main(["verify", "--data", str(data), "--couchdb", couchdb, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["acts"] > 0


def test_a_district_comes_back_into_a_folder(
    data: Path, couchdb: str, tmp_path: Path, capsys: Capture
) -> None:
    replicate(capsys, "--all", data, couchdb)
    status, told = replicate(capsys, "--all", couchdb, tmp_path / "back", "--create-target")
    assert (status, told["ok"]) == (0, True)
    assert replicate(capsys, f"{tmp_path}/back/office", f"{data}/office")[1]["docs_written"] == 0


def test_a_difference_is_named_and_the_answer_is_no(data: Path, couchdb: str, capsys: Capture) -> None:
    replicate(capsys, "--all", data, couchdb)
    open_couchdb(couchdb).at("office").create({"_id": "intruder"})
    status, told = replicate(capsys, "--all", data, couchdb)
    (office,) = (one for one in told["databases"] if not one["ok"])
    assert (status, office["name"]) == (1, "office")
    assert office["differences"] == [{"id": "intruder", "what": "missing at the source"}]
    assert main(["replicate", "--all", str(data), couchdb]) == 1
    assert "office/intruder: missing at the source" in capsys.readouterr().out


def test_a_rule_that_is_not_the_districts_is_put_right(data: Path, couchdb: str, capsys: Capture) -> None:
    replicate(capsys, "--all", data, couchdb)
    outbox = open_couchdb(couchdb).at("outbox-a-0217")
    outbox.put({**outbox.get(DESIGN_ID), "validate_doc_update": "function () {}"})
    status, _ = replicate(capsys, "--all", data, couchdb)
    assert (status, "function () {}" in outbox.get(DESIGN_ID)["validate_doc_update"]) == (0, False)


def test_only_the_databases_of_the_prefix_move(tmp_path: Path, couchdb: str, capsys: Capture) -> None:
    source = open_couchdb(couchdb)
    for name in ("shili-office", "shili-outbox-a-1", "anderswo-office"):
        source.database(name).create({"_id": "visit:1"})
    with ExpressPouchDB(tmp_path / "express") as express:
        status, _ = replicate(capsys, "--all", couchdb, express.url, "--prefix", "shili-")
        assert (status, names_of(open_couchdb(express.url))) == (0, ["shili-office", "shili-outbox-a-1"])
        assert open_couchdb(express.url).at("shili-outbox-a-1").find(DESIGN_ID) is not None


def test_places_as_people_write_them(data: Path, couchdb: str, capsys: Capture) -> None:
    name = quote("a/b+c", safe="")
    assert replicate(capsys, f"{data}/office", f"{couchdb}/{name}", "--create-target")[0] == 0
    assert open_couchdb(couchdb).exists("a/b+c")
    assert replicate(capsys, "office", f"{couchdb}/{name}", "--data", data)[1]["missing_checked"] == 0
    assert replicate(capsys, f"{data}/office", f"{data}/copy", "--create-target")[0] == 0
    done = replicate(capsys, f"{couchdb}/{name}/", f"{data}/copy")
    assert (done[0], done[1]["docs_written"]) == (0, 0)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["{data}/office", "{couchdb}/none"], "run.no_database"),
        (["{couchdb}/none", "{data}/office"], "run.no_database"),
        (["{data}/none", "{couchdb}/x"], "run.no_database"),
        (["/nowhere/office", "{couchdb}/x"], "run.no_folder"),
        (["{couchdb}", "{data}/x"], "run.argument"),
        (["ftp://u:secret@h/x", "{data}/office"], "run.argument"),
        (["{data}/office", "http://u:secret@127.0.0.1:9/x"], "run.replication"),
        (["{data}/office", "{wrong}/x"], "run.replication"),
        (["--all", "{data}", "http://u:secret@127.0.0.1:9"], "run.replication"),
        (["--all", "{data}", "{couchdb}", "--continuous"], "run.argument"),
        (["--all", "/nowhere", "{couchdb}"], "run.no_folder"),
    ],
)
def test_what_cannot_be_done_is_said_and_no_password_with_it(
    data: Path, couchdb: str, capsys: Capture, arguments: list[str], code: str
) -> None:
    wrong = couchdb.replace("admin:secret", "admin:guess-secret")
    given = [one.format(data=data, couchdb=couchdb, wrong=wrong) for one in arguments]
    assert main(["replicate", *given]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"{code}: ")
    assert "secret" not in said

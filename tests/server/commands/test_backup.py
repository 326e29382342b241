"""``ruhu backup`` and ``ruhu restore``: what comes back is proven the same, and works as it did."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.cli import main
from server.opening import open_for_command
from server.settings import Settings
from tests.factories import accepted_case, make_district, visited_case
from tests.server.ruhu_couch import RuhuCouch

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with make_district(tmp_path / "data") as district:
        visited_case(district)
    return tmp_path / "data"


@pytest.fixture
def couchdb(tmp_path: Path) -> Iterator[str]:
    with RuhuCouch(tmp_path / "couch") as process:
        yield process.url.replace("//", "//admin:secret@")


def run(capsys: Capture, *arguments: object) -> tuple[int, dict[str, Any]]:
    status = main([*map(str, arguments), "--json"])
    return status, json.loads(capsys.readouterr().out)


def numbers(data: Path) -> list[str]:
    with open_for_command(Settings(data=data)) as district:
        return [row[0] for row in district.index.query("SELECT number FROM cases ORDER BY number")]


def test_a_district_comes_back_whole_and_works(data: Path, tmp_path: Path, capsys: Capture) -> None:
    status, told = run(capsys, "backup", tmp_path / "usb", "--data", data)
    assert (status, told["ok"], told["proof"]["differences"]) == (0, True, [])
    assert told["verified_at"] == told["made_at"]
    status, restored = run(capsys, "restore", tmp_path / "usb", "--data", tmp_path / "again")
    assert (status, restored["ok"]) == (0, True)
    assert restored["attachments"] > 0
    assert numbers(tmp_path / "again") == numbers(data)
    status, verified = run(capsys, "verify", "--data", tmp_path / "again")
    assert (status, verified["acts"]) == (0, restored["verified"]["acts"])


def test_the_next_run_brings_only_what_is_new(data: Path, tmp_path: Path, capsys: Capture) -> None:
    run(capsys, "backup", tmp_path / "usb", "--data", data)
    with open_for_command(Settings(data=data)) as district:
        case = accepted_case(district)
    status, told = run(capsys, "backup", tmp_path / "usb", "--data", data)
    assert (status, told["ok"]) == (0, True)
    run(capsys, "restore", tmp_path / "usb", "--data", tmp_path / "again")
    assert case.number in numbers(tmp_path / "again")


def test_what_was_erased_leaves_the_backup_with_the_next_run(
    data: Path, tmp_path: Path, capsys: Capture
) -> None:
    run(capsys, "backup", tmp_path / "usb", "--data", data)
    with open_for_command(Settings(data=data)) as district:
        district.database("evidence").create({"_id": "declared:SL-1:1", "words": "石榴树下"})
    run(capsys, "backup", tmp_path / "usb", "--data", data, "--without-proof")
    assert "石榴树下" in everything_in(tmp_path / "usb")
    with open_for_command(Settings(data=data)) as district:
        evidence = district.database("evidence")
        evidence.delete(evidence.get("declared:SL-1:1"))
    run(capsys, "backup", tmp_path / "usb", "--data", data, "--without-proof")
    assert "石榴树下" not in everything_in(tmp_path / "usb")


def everything_in(folder: Path) -> str:
    """The bytes of a backup's store as it lies on the disk, read as text."""
    sqlite3.connect(folder / "store" / "couch.sqlite").execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return "".join(
        file.read_bytes().decode("utf-8", "ignore") for file in folder.rglob("*") if file.is_file()
    )


def test_it_goes_to_a_couchdb_too(data: Path, tmp_path: Path, couchdb: str, capsys: Capture) -> None:
    run(capsys, "backup", tmp_path / "usb", "--data", data)
    status, told = run(
        capsys, "restore", tmp_path / "usb", "--data", tmp_path / "again", "--couchdb", couchdb
    )
    assert (status, told["ok"]) == (0, True)


def test_the_keys_are_readable_by_their_owner_alone(data: Path, tmp_path: Path, capsys: Capture) -> None:
    run(capsys, "backup", tmp_path / "usb", "--data", data)
    files = list((tmp_path / "usb" / "keys").iterdir())
    assert {file.name for file in files} >= {"log.jwk", "token.jwk"}
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)


def test_a_backup_without_keys_is_restored_once_they_are_put_there(
    data: Path, tmp_path: Path, capsys: Capture
) -> None:
    run(capsys, "backup", tmp_path / "usb", "--data", data, "--without-keys")
    assert not (tmp_path / "usb" / "keys").exists()
    status, told = run(capsys, "restore", tmp_path / "usb", "--data", tmp_path / "again")
    assert (status, told["code"]) == (2, "run.backup_keys")
    (tmp_path / "again").mkdir()
    (data / "keys").rename(tmp_path / "again" / "keys")
    status, told = run(capsys, "restore", tmp_path / "usb", "--data", tmp_path / "again")
    assert (status, told["ok"]) == (0, True)


def test_a_store_that_is_gone_is_missed_and_not_begun_anew(
    data: Path, tmp_path: Path, capsys: Capture
) -> None:
    """A disk that is not mounted, a file removed, a district that is on a CouchDB: nothing "holds" there."""
    run(capsys, "backup", tmp_path / "usb", "--data", data)
    for folder in (data, tmp_path / "usb"):
        for file in (folder / "store").glob("couch.sqlite*"):
            file.unlink()
    empty = tmp_path / "empty"
    empty.mkdir()
    for folder in (data, tmp_path / "usb", empty):
        assert run(capsys, "verify", "--data", folder)[1]["code"] == "run.no_store", folder
    status, told = run(capsys, "restore", tmp_path / "usb", "--data", tmp_path / "again")
    assert (status, told["code"]) == (2, "run.no_store")
    assert run(capsys, "backup", tmp_path / "usb2", "--data", data)[1]["code"] == "run.no_store"
    checks = run(capsys, "doctor", "--data", data)[1]["checks"]
    assert [one["name"] for one in checks if not one["ok"]] == ["open"]
    assert list(empty.rglob("*.sqlite")) == []


@pytest.mark.parametrize("harm", ["flip", "cut", "remove"])
def test_a_photo_damaged_in_the_backup_is_named(
    data: Path, tmp_path: Path, capsys: Capture, harm: str
) -> None:
    """Found by verifying, by restoring, and by the next night's run, each with its code."""
    with open_for_command(Settings(data=data)) as district:
        database = district.database("evidence")
        database.put_attachment({"_id": "large:1"}, "noise", os.urandom(200_000), "image/jpeg")
    run(capsys, "backup", tmp_path / "usb", "--data", data, "--without-proof")
    [file] = [path for path in (tmp_path / "usb" / "store" / "attachments").rglob("*") if path.is_file()]
    content = file.read_bytes()
    file.unlink()
    if harm != "remove":
        rest = bytes([content[1000] ^ 255]) + content[1001:] if harm == "flip" else b""
        file.write_bytes(content[:1000] + rest)
    assert run(capsys, "verify", "--data", tmp_path / "usb")[0] == 1
    assert_damage_told(*run(capsys, "restore", tmp_path / "usb", "--data", tmp_path / "again"))
    assert_damage_told(*run(capsys, "backup", tmp_path / "usb", "--data", data))


def assert_damage_told(status: int, told: dict[str, Any]) -> None:
    """The document is named as different, or the store would not give it out at all."""
    if status == 1:
        proof = told.get("proof") or told
        assert {"large:1"} == {one["id"] for one in proof["differences"]}
    else:
        assert (status, told["code"]) == (2, "run.backup_damaged")


def test_a_backup_somebody_changed_is_found_out(data: Path, tmp_path: Path, capsys: Capture) -> None:
    run(capsys, "backup", tmp_path / "usb", "--data", data)
    with open_for_command(Settings(data=tmp_path / "usb"), only_looking=True) as copy:
        casebook = copy.database("casebook")
        [act] = casebook.all("act:SL-2026-0001:000001", "act:SL-2026-0001:000001")
        casebook.put(act | {"by": "somebody"})
    status, told = run(capsys, "restore", tmp_path / "usb", "--data", tmp_path / "again")
    assert (status, told["ok"]) == (1, False)
    assert "record.damaged" in {problem["code"] for problem in told["verified"]["problems"]}


@pytest.mark.parametrize("spoiled", ["{", "[]", '{"schema": 1}', '{"schema": 9, "databases": []}'])
def test_a_spoiled_manifest_is_a_sentence(spoiled: str, data: Path, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "usb").mkdir()
    (tmp_path / "usb" / "backup.json").write_text(spoiled, "utf-8")
    status, told = run(capsys, "restore", tmp_path / "usb", "--data", tmp_path / "again")
    assert (status, told["code"][:10]) == (2, "run.backup")


def test_what_cannot_be_done_is_refused_before_anything_is_written(
    data: Path, tmp_path: Path, capsys: Capture
) -> None:
    assert run(capsys, "restore", tmp_path / "nothing", "--data", data)[1]["code"] == "run.no_backup"
    assert run(capsys, "backup", tmp_path / "usb", "--data", tmp_path / "no")[1]["code"] == "run.no_folder"
    run(capsys, "backup", tmp_path / "usb", "--data", data, "--without-proof")
    assert run(capsys, "restore", tmp_path / "usb", "--data", data)[1]["code"] == "run.restore_not_empty"
    with make_district(tmp_path / "other"):
        pass
    told = run(capsys, "backup", tmp_path / "usb", "--data", tmp_path / "other")[1]
    assert told["code"] == "run.backup_other"

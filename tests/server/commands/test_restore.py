"""``ruhu restore`` of a backup whose disk is failing: nothing, or with the option all that is sound."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.cli import main
from server.commands.restore import LEFT_OUT
from server.opening import open_for_command
from server.settings import Settings
from tests.factories import accepted_case, make_district, visited_case
from tests.server.ruhu_couch import RuhuCouch

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def usb(tmp_path: Path, capsys: Capture) -> Path:
    """A backup of a district with two cases, which nobody has restored yet."""
    with make_district(tmp_path / "data") as district:
        visited_case(district)
        accepted_case(district)
    run(capsys, "backup", tmp_path / "usb", "--data", tmp_path / "data", "--without-proof")
    return tmp_path / "usb"


@pytest.fixture
def couchdb(tmp_path: Path) -> Iterator[str]:
    with RuhuCouch(tmp_path / "couch") as process:
        yield process.url.replace("//", "//admin:secret@")


def run(capsys: Capture, *arguments: object) -> tuple[int, dict[str, Any]]:
    status = main([*map(str, arguments), "--json"])
    return status, json.loads(capsys.readouterr().out)


def a_photo(usb: Path) -> str:
    """The id of a photo an act names."""
    with open_for_command(Settings(data=usb), only_looking=True) as copy:
        return next(doc["_id"] for doc in copy.database("evidence").all("photo:", "photo:\ufff0"))


def spoil(usb: Path, *ids: str) -> None:
    """Turns bytes of the bodies, or of the contents of photos, behind the store's back."""
    with sqlite3.connect(usb / "store" / "couch.sqlite") as connection:
        for doc_id in ids:
            row, attachments = connection.execute(
                "SELECT r.row, r.attachments FROM documents d JOIN revisions r ON r.row = d.body"
                " WHERE d.id = ?",
                (doc_id,),
            ).fetchone()
            if attachments is None:
                connection.execute(
                    "UPDATE revisions SET body = CAST(body || ' ' AS BLOB) WHERE row = ?", (row,)
                )
                continue
            for sha256 in find_digests(attachments):
                connection.execute("UPDATE contents SET body = x'00' WHERE sha256 = ?", (sha256,))
                for file in (usb / "store" / "attachments").glob(f"*/{sha256}"):
                    file.write_bytes(b"\0" + file.read_bytes()[1:])
    connection.close()


def find_digests(text: str) -> list[str]:
    found = json.loads(text)
    rows = found.values() if isinstance(found, dict) else found
    return [one for row in rows for one in (row.values() if isinstance(row, dict) else row) if is_sha256(one)]


def is_sha256(value: object) -> bool:
    return isinstance(value, str) and len(value) == 64


def test_a_damaged_backup_is_refused_saying_how_to_get_the_rest_and_leaves_nothing(
    usb: Path, tmp_path: Path, capsys: Capture
) -> None:
    photo = a_photo(usb)
    spoil(usb, photo)
    status, told = run(capsys, "restore", usb, "--data", tmp_path / "again")
    assert (status, told["code"]) == (2, "run.backup_damaged")
    assert "--without-damaged" in told["message"]["en"]
    assert photo in told["message"]["en"]
    assert not (tmp_path / "again" / "store").exists()
    assert run(capsys, "restore", usb, "--data", tmp_path / "again")[1]["code"] == "run.backup_damaged"


def test_everything_but_a_damaged_photo_comes_back_and_verify_names_exactly_it(
    usb: Path, tmp_path: Path, capsys: Capture
) -> None:
    photo = a_photo(usb)
    spoil(usb, photo)
    status, told = run(capsys, "restore", usb, "--data", tmp_path / "again", "--without-damaged")
    assert (status, told["ok"], told["differences"]) == (1, False, [])
    assert [(one["database"], one["id"]) for one in told["left_out"]] == [("evidence", photo)]
    assert json.loads((tmp_path / "again" / LEFT_OUT).read_text("utf-8"))["left_out"] == told["left_out"]
    status, verified = run(capsys, "verify", "--data", tmp_path / "again")
    assert (status, [one["document"] for one in verified["problems"]]) == (1, [photo])
    assert numbers(tmp_path / "again") == numbers(tmp_path / "data")


def test_what_is_said_names_every_document_left_out(usb: Path, tmp_path: Path, capsys: Capture) -> None:
    photo = a_photo(usb)
    spoil(usb, photo)
    main(["restore", str(usb), "--data", str(tmp_path / "again"), "--without-damaged"])
    assert f"evidence/{photo}" in capsys.readouterr().out


def test_acts_that_cannot_be_read_are_left_out_and_each_is_named(
    usb: Path, tmp_path: Path, capsys: Capture
) -> None:
    acts = ["act:SL-2026-0001:000002", "act:SL-2026-0001:000003"]
    spoil(usb, *acts)
    status, told = run(capsys, "restore", usb, "--data", tmp_path / "again", "--without-damaged")
    assert (status, [one["id"] for one in told["left_out"]]) == (1, acts)
    named = [one["document"] for one in run(capsys, "verify", "--data", tmp_path / "again")[1]["problems"]]
    assert named == acts
    assert "SL-2026-0002" in numbers(tmp_path / "again")


def test_a_sound_backup_comes_back_whole_with_the_option_too(
    usb: Path, tmp_path: Path, capsys: Capture
) -> None:
    status, told = run(capsys, "restore", usb, "--data", tmp_path / "again", "--without-damaged")
    assert (status, told["ok"], told["left_out"]) == (0, True, [])
    assert not (tmp_path / "again" / LEFT_OUT).exists()
    status, plain = run(capsys, "restore", usb, "--data", tmp_path / "plain")
    assert (told["documents"], told["attachments"]) == (plain["documents"], plain["attachments"])


def test_what_is_sound_goes_to_a_couchdb_too(
    usb: Path, tmp_path: Path, couchdb: str, capsys: Capture
) -> None:
    photo = a_photo(usb)
    spoil(usb, photo)
    given = ("restore", usb, "--data", tmp_path / "again", "--couchdb", couchdb)
    assert run(capsys, *given)[1]["code"] == "run.backup_damaged"
    status, told = run(capsys, *given, "--without-damaged")
    assert (status, [one["id"] for one in told["left_out"]]) == (1, [photo])
    assert told["differences"] == []


def test_a_broken_page_of_the_file_costs_what_is_on_it(usb: Path, tmp_path: Path, capsys: Capture) -> None:
    break_page(usb, "act:SL-2026-0001:000002")
    assert run(capsys, "restore", usb, "--data", tmp_path / "again")[1]["code"] == "run.store_damaged"
    status, told = run(capsys, "restore", usb, "--data", tmp_path / "again", "--without-damaged")
    assert status == 1
    lost = {one["id"] for one in told["left_out"]}
    assert "act:SL-2026-0001:000002" in lost
    assert told["documents"] > len(lost)


def break_page(usb: Path, doc_id: str) -> None:
    """Writes over the page on which the body of a document lies."""
    path = usb / "store" / "couch.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (body,) = connection.execute(
            "SELECT r.body FROM documents d JOIN revisions r ON r.row = d.body WHERE d.id = ?", (doc_id,)
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    content = bytearray(path.read_bytes())
    start = content.index(bytes(body)) // size * size
    content[start : start + 64] = b"\xff" * 64
    path.write_bytes(content)


def numbers(data: Path) -> list[str]:
    with open_for_command(Settings(data=data)) as district:
        return [row[0] for row in district.index.query("SELECT number FROM cases ORDER BY number")]

"""Whatever is changed behind the district's back is found and named."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from server.cli import main
from server.domain.act import digest_of
from server.services import verification
from server.services.approvals import approve
from server.services.district import District
from server.services.heads import publish_due
from server.services.stamps import Stamp
from server.services.verification import verify
from tests.factories import (
    HEAD_OF_BUREAU,
    Clock,
    accepted_case,
    default_photos,
    make_district,
    picture,
    visited_case,
)
from tests.server.services.story import approved_case, examined_case


@pytest.fixture
def number(district: District) -> str:
    return visited_case(district).number


def named(district: District) -> set[str]:
    return {problem.document for problem in verify(district).problems}


def test_a_sound_record_is_sound(district: District) -> None:
    approved_case(district)
    report = verify(district)
    assert report.problems == []
    assert report.ok
    acts = sum(1 for _ in district.casebook.documents())
    evidence = sum(1 for _ in district.evidence.documents())
    assert (report.acts, report.documents) == (acts, acts + evidence + 3)  # two packs and the form


def test_a_district_that_goes_on_meanwhile_is_sound(
    district: District, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside a server at work: cases are registered and a day is closed between evidence and acts."""
    visited_case(district)

    def look_and_go_on(*given: Any) -> None:
        check_versions(*given)
        accepted_case(district)
        clock.move(days=1)
        publish_due(district)

    check_versions = verification._verify_versions
    monkeypatch.setattr(verification, "_verify_versions", look_and_go_on)
    assert verify(district).problems == []


def test_evidence_that_came_meanwhile_is_checked_as_well(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look_and_go_on(*given: Any) -> None:
        check_versions(*given)
        number = accepted_case(district).number
        store = district.database("evidence")
        [first] = [one for one in store.all(f"declared:{number}:", f"declared:{number};")]
        store.put(first | {"words": "changed"})
        wanted.append(first["_id"])

    wanted: list[str] = []
    check_versions = verification._verify_versions
    monkeypatch.setattr(verification, "_verify_versions", look_and_go_on)
    assert named(district) == set(wanted)


@pytest.mark.parametrize(
    "change",
    [
        {"by": "somebody"},
        {"facts": {"persons": 9}},
        {"at": "2026-03-02T01:00:01Z"},
        {"salt": "0" * 32},
        {"kind": "approved"},
        {"n": "three"},
        {"schema": 2},
        {"previous": "1" * 64},
        {"digest": "1" * 64},
    ],
)
def test_a_changed_act_is_named(district: District, number: str, change: dict[str, Any]) -> None:
    database = district.casebook.database
    database.put(database.get(f"act:{number}:000003") | change)
    assert f"act:{number}:000003" in named(district)


def test_an_act_rewritten_with_a_fitting_digest_breaks_the_next_link(district: District, number: str) -> None:
    database = district.casebook.database
    document = database.get(f"act:{number}:000003") | {"by": "somebody"}
    database.put(document | {"digest": digest_of(document)})
    assert f"act:{number}:000004" in named(district)


def test_a_removed_act_is_named(district: District, number: str) -> None:
    database = district.casebook.database
    database.delete(database.get(f"act:{number}:000002"))
    assert f"act:{number}:000002" in named(district)


def test_a_removed_first_act_is_named(district: District, number: str) -> None:
    database = district.casebook.database
    database.delete(database.get(f"act:{number}:000001"))
    assert f"act:{number}:000001" in named(district)


def test_an_act_under_another_name_is_named(district: District, number: str) -> None:
    database = district.casebook.database
    document = {key: value for key, value in database.get(f"act:{number}:000005").items() if key != "_rev"}
    database.create(document | {"_id": f"act:{number}:000008"})
    assert f"act:{number}:000008" in named(district)


def test_evidence_that_was_taken_away_is_named(district: District, number: str) -> None:
    database = district.database("evidence")
    taken = [document["_id"] for document in database.all()]
    for name in taken:
        database.delete(database.get(name))
    assert set(taken) <= named(district)


def test_changed_evidence_is_named(district: District, number: str) -> None:
    database = district.database("evidence")
    case = district.get_case(number)
    name = f"declared:{number}:{case.declared}"
    database.put(database.get(name) | {"content": {"members": []}})
    assert name in named(district)


def test_an_exchanged_photo_is_named(district: District, number: str) -> None:
    database = district.database("evidence")
    case = district.get_case(number)
    assert case.visit is not None
    name = f"photo:{number}:{case.visit.photos[0]}"
    database.put_attachment(database.get(name), "photo", b"another", "image/jpeg")
    assert name in named(district)


@pytest.mark.parametrize(
    "junk", [{}, {"type": None}, {"type": "act", "schema": 1}, {"facts": [1, {"a": []}]}]
)
def test_a_document_that_is_nothing_is_named(district: District, number: str, junk: dict[str, Any]) -> None:
    district.casebook.database.create({"_id": f"act:{number}:000008", **junk})
    district.database("evidence").create({"_id": "visit:x:y", **junk})
    assert {f"act:{number}:000008", "visit:x:y"} <= named(district)


def test_an_edited_pack_is_named(district: District) -> None:
    database = district.casebook.database
    document = database.get("policy:sifang-seed@1")
    document["content"]["visit"]["min_team"]["value"] = 1
    database.put(document)
    assert named(district) == {"policy:sifang-seed@1"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with make_district(tmp_path / "data") as district:
        visited_case(district)
    return tmp_path / "data"


def run_verify(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    status = main(["verify", "--data", str(folder), "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_the_command_says_ok_and_exits_0(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, answer = run_verify(folder, capsys)
    assert status == 0
    assert set(answer) == {"ok", "acts", "documents", "heads", "newest", "compared", "erased", "problems"}
    assert (answer["ok"], answer["problems"]) == (True, [])


def test_one_byte_of_a_photo_on_disk_is_found(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo = default_photos()[0]
    content = bytearray(photo)
    content[len(content) // 2] ^= 1
    with closing(sqlite3.connect(folder / "store" / "couch.sqlite")) as store, store:
        done = store.execute("UPDATE contents SET body = ? WHERE body = ?", (bytes(content), photo))
        assert done.rowcount == 1
    status, answer = run_verify(folder, capsys)
    assert status == 1
    digest = hashlib.sha256(default_photos()[0]).hexdigest()
    assert [problem["document"] for problem in answer["problems"]] == [f"photo:SL-2026-0001:{digest}"]


def test_one_byte_of_an_act_on_disk_is_found(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "store" / "couch.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = path.read_bytes()
    place = content.index(b'"kind":"accepted"') + len(b'"kind":"')
    path.write_bytes(content[:place] + b"e" + content[place + 1 :])
    status, answer = run_verify(folder, capsys)
    assert status == 1
    assert "act:SL-2026-0001:000003" in {problem["document"] for problem in answer["problems"]}


def test_whatever_an_act_of_a_decided_case_names_is_missed_when_it_is_gone(district: District) -> None:
    """What the examination looked at, the picture of the stamped page: nothing goes without an act."""
    number = examined_case(district).number
    stamp = Stamp("stamp03", "", picture("stamped"))
    approve(district, HEAD_OF_BUREAU, number, "照标准", stamp=stamp)
    acts = {act.kind: act.facts for act in district.casebook.read(number)}
    gone = {
        f"photo:{number}:{acts['approved']['stamp']}",
        *(f"reason:{number}:{digest}" for digest in (acts["examined"]["words"], acts["approved"]["reason"])),
    }
    evidence = district.database("evidence")
    for document_id in gone:
        evidence.delete(evidence.get(document_id))
    assert {(one.document, one.code) for one in verify(district).problems} == {
        (document_id, "record.missing") for document_id in gone
    }


def test_one_damaged_document_among_many_is_named_and_the_others_are_checked(
    district: District, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A request that the store refuses for one of them is asked again one by one."""
    store = district.database("evidence")
    [first, second, *_] = [one["_id"] for one in store.all(f"photo:{number}:", f"photo:{number};")]
    document = store.get(first)
    store.put(document | {"length": 1})
    path = district.settings.data / "store" / "couch.sqlite"
    with closing(sqlite3.connect(path)) as connection, connection:
        query = "SELECT body FROM documents WHERE id = ?"
        connection.execute(f"UPDATE revisions SET body = x'00' WHERE row = ({query})", (second,))
    assert {first, second} <= named(district)

"""A file that was kept long enough: what identifies the family goes, what was done stays and verifies."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from server.domain.stage import Stage
from server.errors import Refusal
from server.records.entries import Erasing, HomePosition, SetAside
from server.records.sightings import Sightings
from server.services.applications import withdraw_application
from server.services.district import District
from server.services.erasures import finish_erasures
from server.services.flags import raise_flags
from server.services.retention import count_due, erase_case, get_keeping, list_due
from server.services.verification import verify
from tests.factories import (
    ADMINISTRATOR,
    CLERK,
    HEAD_OF_BUREAU,
    OFFICER,
    REVIEWER,
    Clock,
    accepted_case,
    visited_case,
)

YEARS = 3


def ended_case(district: District) -> str:
    """A family that was visited and then withdrew its application."""
    case = visited_case(district)
    return withdraw_application(district, CLERK, case.number, "不申请了").number


def years_later(clock: Clock) -> None:
    clock.move(days=YEARS * 366)


def traces(district: District, number: str) -> list[str]:
    """Ids of evidence of a case."""
    return [document["_id"] for document in district.evidence.of_file(number)]


def test_a_file_is_listed_once_its_years_are_over_and_not_before(district: District, clock: Clock) -> None:
    number = ended_case(district)
    accepted_case(district)
    clock.move(days=YEARS * 365)
    assert count_due(district, REVIEWER) == 0
    clock.move(days=3)
    assert [row.file for row in list_due(district, REVIEWER, 1).rows] == [number]


def test_what_identifies_people_goes_and_the_chain_says_so(district: District, clock: Clock) -> None:
    number = ended_case(district)
    kept = len(traces(district, number))
    assert kept > 5
    years_later(clock)
    case = erase_case(district, HEAD_OF_BUREAU, number)
    assert case.stage is Stage.ERASED
    assert case.last.facts["documents"] == kept
    assert traces(district, number) == []
    report = verify(district)
    assert report.problems == []
    assert report.erased == {number: case.last.n}
    row = district.index.find_case(number)
    assert row is not None
    assert (row.head, row.address, row.identity_tail) == ("", "", "")
    assert district.index.query("SELECT words FROM finds WHERE file = ?", (number,)) == [("sl20260001",)]
    assert count_due(district, REVIEWER) == 0


def test_the_bytes_are_gone_from_the_disk(district: District, clock: Clock, tmp_path: Path) -> None:
    number = ended_case(district)
    household = district.evidence.get("declared", number, district.get_case(number).declared)
    name = household["members"][0]["name"].encode("utf-8")
    database = district.settings.data / "store" / "couch.sqlite"
    years_later(clock)
    assert name in _bytes_of(database)
    erase_case(district, HEAD_OF_BUREAU, number)
    assert finish_erasures(district) == 1
    assert name not in _bytes_of(database)
    assert name not in (district.settings.data / "index.sqlite").read_bytes()


def test_no_hash_number_or_position_of_the_family_is_left_to_compare_with(
    district: District, clock: Clock
) -> None:
    number = ended_case(district)
    visit = district.get_case(number).visit
    assert visit is not None
    digest = visit.photos[0]
    identity = district.evidence.get("declared", number, district.get_case(number).declared)
    (tail, *_) = [each["identity_number"] for each in identity["members"] if each["identity_number"]]
    raise_flags(district)
    district.office.save(HomePosition(number, {"lat": "31.2", "lon": "121.5", "system": "GCJ-02"}))
    assert district.sightings.find_identity("another", tail) == [number]
    assert district.sightings.find_alike("another", digest, None) != []
    years_later(clock)
    erase_case(district, HEAD_OF_BUREAU, number)
    for sightings in (district.sightings, Sightings(None)):
        raise_flags(replace(district, sightings=sightings))
        assert sightings.find_identity("another", tail) == []
        assert sightings.find_alike("another", digest, None) == []
        assert sightings.due_again(district.now()) == []
    assert district.office.find(HomePosition, number) is None


def _bytes_of(database: Path) -> bytes:
    """The database's file with its log."""
    wal = database.with_name(f"{database.name}-wal")
    return database.read_bytes() + (wal.read_bytes() if wal.exists() else b"")


def test_nothing_is_erased_early_twice_or_by_others(district: District, clock: Clock) -> None:
    number = ended_case(district)
    with pytest.raises(Refusal, match=r"retention\.not_over") as refused:
        erase_case(district, HEAD_OF_BUREAU, number)
    assert "2029-" in refused.value.sentence("zh")
    years_later(clock)
    for actor in (OFFICER, CLERK, REVIEWER, ADMINISTRATOR):
        with pytest.raises(Refusal, match=r"person\.may_not"):
            erase_case(district, actor, number)
    erase_case(district, HEAD_OF_BUREAU, number)
    with pytest.raises(Refusal, match=r"case\.wrong_step"):
        erase_case(district, HEAD_OF_BUREAU, number)


def test_an_open_case_is_kept_however_old(district: District, clock: Clock) -> None:
    case = accepted_case(district)
    clock.move(days=20 * 366)
    assert get_keeping(district, REVIEWER, case).until is None
    with pytest.raises(Refusal, match=r"case\.wrong_step"):
        erase_case(district, HEAD_OF_BUREAU, case.number)


def test_an_erasure_that_was_cut_short_is_told_and_finished_at_the_next_start(
    district: District, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = ended_case(district)
    years_later(clock)
    with monkeypatch.context() as killed:
        killed.setattr(district.evidence, "erase", _die)
        with pytest.raises(KeyboardInterrupt):
            erase_case(district, HEAD_OF_BUREAU, number)
    assert {problem.code for problem in verify(district).problems} == {"record.not_erased"}
    finish_erasures(district)
    assert verify(district).problems == []
    assert traces(district, number) == []
    assert district.office.every(Erasing) == []


def _die(_file: str, left: object) -> None:
    raise KeyboardInterrupt


def test_an_erasure_cut_short_before_its_act_never_happened(district: District, clock: Clock) -> None:
    number = ended_case(district)
    before = traces(district, number)
    district.office.save(Erasing(number))
    finish_erasures(district)
    assert traces(district, number) == before
    assert district.office.every(Erasing) == []


def test_evidence_that_was_taken_away_without_an_act_is_missing(district: District) -> None:
    number = ended_case(district)
    district.evidence.erase(number)
    assert {problem.code for problem in verify(district).problems} == {"record.missing"}


def test_uploads_that_were_set_aside_go_with_the_file(district: District, clock: Clock) -> None:
    number = ended_case(district)
    entry = SetAside("s1", "a-0217", number, 1, "T-1", "0" * 64, {"_id": "visit:x"}, ())
    district.office.save(entry)
    district.office.save(SetAside("s2", "a-0217", "SL-2026-9999", 1, "T-1", "0" * 64, {}, ()))
    years_later(clock)
    erase_case(district, HEAD_OF_BUREAU, number)
    assert [kept.id for kept in district.office.every(SetAside)] == ["s2"]

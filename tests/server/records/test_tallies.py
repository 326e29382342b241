"""Counts over the office follow its changes, whoever writes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.records.entries import Flag, SetAside, User
from server.records.office import Office
from server.records.tallies import Tallies
from server.services.district import District
from tests.factories import make_empty_district


@pytest.fixture
def district(tmp_path: Path) -> Iterator[District]:
    with make_empty_district(tmp_path) as made:
        yield made


def flag(number: int, **changes: Any) -> Flag:
    made = Flag(
        f"SL-2026-{number:04d}:x", "SL", "songlin", "huaian", "flag.clock", {}, "2026-03-02T01:00:00Z"
    )
    return replace(made, **changes)


def set_aside(number: int) -> SetAside:
    return SetAside(f"{number:032x}", "a-0217", "", 0, "", "", {"_id": "visit:"}, ())


def test_open_ones_are_counted_and_those_put_away_are_not(district: District) -> None:
    tallies, office = Tallies(district.database("office")), district.office
    assert (tallies.open_flags(), tallies.open_set_asides()) == ({}, {})
    office.save(flag(1))
    office.save(flag(2, community="other"))
    office.save(set_aside(1))
    office.save(User("gao", "高样如", (), ""))
    assert tallies.open_flags() == {("songlin", "huaian"): 1, ("songlin", "other"): 1}
    assert tallies.open_set_asides() == {"a-0217": 1}
    office.change(Flag, flag(1).id, lambda kept: replace(kept, dismissed=True))
    office.change(SetAside, set_aside(1).id, lambda kept: replace(kept, decided={"state": "closed"}))
    assert (tallies.open_flags(), tallies.open_set_asides()) == ({("songlin", "other"): 1}, {})
    office.delete(flag(2))
    assert tallies.open_flags() == {}


def test_cases_are_known_by_the_kinds_of_their_open_flags(district: District) -> None:
    tallies, office = Tallies(district.database("office")), district.office
    clock, far = flag(1), replace(flag(1), id="SL-2026-0001:y", code="flag.photo_far")
    for one in (clock, far, flag(2)):
        office.save(one)
    assert tallies.flagged() == {"SL-2026-0001", "SL-2026-0002"}
    assert tallies.flagged("flag.photo_far") == {"SL-2026-0001"}
    office.change(Flag, clock.id, lambda kept: replace(kept, dismissed=True))
    assert tallies.flagged("flag.clock") == {"SL-2026-0002"}
    assert tallies.flagged() == {"SL-2026-0001", "SL-2026-0002"}
    office.delete(far)
    assert tallies.flagged() == {"SL-2026-0002"}
    assert tallies.flagged("flag.no_such") == frozenset()


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(1, 4), st.booleans(), st.booleans()), max_size=12))
def test_looked_at_at_any_time_it_counts_what_counting_all_would(
    district: District, writes: list[tuple[int, bool, bool]]
) -> None:
    tallies = Tallies(district.database("office"))
    elsewhere = Office(district.database("office"))  # as another process writes
    for number, dismissed, look in writes:
        elsewhere.save(flag(number, dismissed=dismissed))
        if look:
            tallies.open_flags()
    counted = sum(not entry.dismissed for entry in district.office.every(Flag))
    assert sum(tallies.open_flags().values()) == counted


def test_a_page_reads_no_entry_that_did_not_change(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    tallies = Tallies(district.database("office"))
    district.office.save(flag(1))
    assert tallies.open_flags()

    def read(*_: object, **__: object) -> object:
        raise AssertionError("read")

    monkeypatch.setattr(tallies._office, "all", read)
    assert tallies.open_flags() == {("songlin", "huaian"): 1}

"""Causes and needs come out of the sealed visits, once a household and year (article 2)."""

from __future__ import annotations

from dataclasses import replace

from server.records.cause_rows import CAUSES
from server.services.causes import find_distribution
from server.services.district import District
from tests.factories import OFFICER, REVIEWER, visited_case
from tests.server.services.employed import linked_case


def test_a_household_counts_once_with_every_cause_it_named(district: District) -> None:
    visited_case(district)
    visited_case(district)
    found = find_distribution(district, REVIEWER)
    assert (found.year, found.asked, found.years) == (2026, 2, [2026])
    first = found.causes[0]
    assert (first.code, first.count, first.permille, first.rank) == ("no_fixed_job", 2, 1000, 1)
    assert {line.rank for line in found.causes[1:]} == {None}
    assert (found.needs[0].code, found.needs[0].count) == ("job", 2)
    assert [(line.place, line.asked) for line in found.communities] == [("huaian", 2)]
    assert [(line.place, line.permille("no_fixed_job")) for line in found.by_year] == [("2026", 1000)]


def test_only_approved_households_where_that_is_asked(district: District) -> None:
    linked_case(district)
    visited_case(district)
    assert find_distribution(district, REVIEWER).asked == 2
    assert find_distribution(district, REVIEWER, receiving=True).asked == 1


def test_a_year_without_visits_is_empty_and_not_the_whole(district: District) -> None:
    found = find_distribution(district, REVIEWER, 2024)
    assert (found.asked, found.years) == (0, [])
    assert {line.permille for line in found.causes} == {None}


def test_another_streets_households_are_not_counted(district: District) -> None:
    visited_case(district)
    assert find_distribution(district, replace(OFFICER, street="zhulin")).asked == 0
    assert find_distribution(district, OFFICER, community="zhulin-1").asked == 0


def test_the_index_keeps_codes_and_no_words(district: District) -> None:
    case = visited_case(district)
    rows = district.index.rows(CAUSES)
    assert {(row.kind, row.code) for row in rows} == {
        ("asked", "no_fixed_job"),
        ("cause", "no_fixed_job"),
        ("need", "job"),
    }
    assert {row.file for row in rows} == {case.number}


def test_the_index_built_again_says_the_same(district: District) -> None:
    case = linked_case(district)
    rows = sorted(district.index.rows(CAUSES), key=str)
    district.index.refresh(case.number)
    assert sorted(district.index.rows(CAUSES), key=str) == rows

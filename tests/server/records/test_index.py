"""The index is a cache: what it says follows from the casebook alone, whenever it is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.records.case_filter import CaseFilter, page_query
from server.records.index import Index
from server.records.tables import TABLES
from server.services.applications import register_application
from server.services.district import District, open_district
from tests.factories import (
    CLERK,
    Clock,
    accepted_case,
    assigned_case,
    enrolled_tablet,
    furnish,
    household,
    reconcile,
)


@pytest.fixture
def furnished(district: District) -> District:
    furnish(district)
    return district


def test_a_person_sees_their_own_write_at_once(furnished: District) -> None:
    case = register_application(furnished, CLERK, household())
    row = furnished.index.find_case(case.number)
    assert row is not None
    assert (row.head, row.stage, row.persons) == ("周例平", "applied", 2)


def test_an_index_that_was_deleted_is_built_again_the_same(furnished: District) -> None:
    for _ in range(3):
        accepted_case(furnished)
    assigned_case(furnished)
    before = furnished.index.cases(CaseFilter())
    furnished.index.close()
    for path in furnished.settings.data.glob("index.sqlite*"):
        path.unlink()
    rebuilt = open_district(furnished.settings, furnished.couch)
    assert rebuilt.index.cases(CaseFilter()) == before
    assert len(before) == 4
    rebuilt.close()


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\x00" + b"\xff" * 200])
def test_a_broken_index_is_thrown_away_and_built_again(furnished: District, content: bytes) -> None:
    accepted_case(furnished)
    furnished.index.close()
    for path in furnished.settings.data.glob("index.sqlite*"):
        path.unlink()
    (furnished.settings.data / "index.sqlite").write_bytes(content)
    rebuilt = open_district(furnished.settings, furnished.couch)
    assert len(rebuilt.index.cases(CaseFilter())) == 1
    rebuilt.close()


def test_acts_of_another_process_are_caught_up_with(furnished: District) -> None:
    other = open_district(furnished.settings, furnished.couch, clock=Clock(), owns_folder=False)
    case = register_application(other, CLERK, household())
    assert furnished.index.find_case(case.number) is None
    furnished.index.catch_up()
    assert furnished.index.find_case(case.number) is not None
    assert furnished.index.catch_up() == []
    other.close()


def test_a_damaged_file_is_noted_and_the_others_are_folded(furnished: District, tmp_path: Path) -> None:
    broken, whole = accepted_case(furnished).number, accepted_case(furnished).number
    database = furnished.casebook.database
    database.put(database.get(f"act:{broken}:000002") | {"by": "somebody"})
    index = Index(tmp_path / "fresh.sqlite", database, furnished.index._fold)
    index.catch_up()
    assert list(index.damaged()) == [broken]
    assert index.find_case(whole) is not None
    index.close()


def test_cases_are_found_by_what_people_know_of_them(furnished: District) -> None:
    number = accepted_case(furnished).number
    accepted_case(furnished, address="梧桐路 3 号", building="梧桐路 3 号楼")
    for text in (number, "周例平 槐安", "12 号"):
        assert number in [row.number for row in furnished.index.cases(CaseFilter(text=text))], text
    assert [row.address for row in furnished.index.cases(CaseFilter(text="梧桐"))] == ["梧桐路 3 号"]
    assert furnished.index.cases(CaseFilter(text="% OR 1=1")) == []
    assert furnished.index.cases(CaseFilter(street="elsewhere")) == []


def test_nothing_is_sorted_for_a_page_of_the_whole_district(district: District) -> None:
    """Of a hundred thousand cases twenty are read."""
    query = page_query(CaseFilter(stages=["in_receipt"], legs=["-"]))
    values = {"stages": '["in_receipt"]', "legs": '["-"]', "limit": 20, "offset": 0}
    steps = district.index.query(f"EXPLAIN QUERY PLAN {query}", values)
    (pages,) = (step[1] for step in steps if step[3] == "SCAN cases USING COVERING INDEX cases_in_order")
    assert not [step for step in steps if step[1] == pages and "ORDER BY" in step[3]]


def test_cases_due_first_stand_in_front(furnished: District) -> None:
    without, due = accepted_case(furnished), assigned_case(furnished)
    assert [row.number for row in furnished.index.cases(CaseFilter())] == [due.number, without.number]
    assert furnished.index.count_by_stage(CaseFilter()) == {"accepted": 1, "assigned": 1}


def test_what_has_waited_longest_stands_in_front_of_a_work_list(furnished: District) -> None:
    without, due = accepted_case(furnished), assigned_case(furnished)
    rows = furnished.index.cases(CaseFilter(oldest_first=True))
    assert [row.number for row in rows] == [without.number, due.number]
    assert [row.due_on != "" for row in rows] == [False, True]


def test_a_received_visit_shows_in_the_row(furnished: District) -> None:
    tablet, case = enrolled_tablet(furnished), assigned_case(furnished)
    tablet.push(tablet.seal(tablet.fill_in(case)))
    reconcile(furnished)
    row = furnished.index.find_case(case.number)
    assert row is not None
    assert (row.stage, row.last_kind, row.last_by) == ("visited", "visit_received", "assessor:a-0217")


def test_a_sum_is_known_until_something_is_folded(furnished: District) -> None:
    accepted_case(furnished)
    assert furnished.index.count_by_stage(CaseFilter()) == {"accepted": 1}
    assert furnished.index.count_by_stage(CaseFilter(street="nowhere")) == {}
    assigned_case(furnished)
    assert furnished.index.count_by_stage(CaseFilter()) == {"accepted": 1, "assigned": 1}
    furnished.index.clear()
    assert furnished.index.count_by_stage(CaseFilter()) == {}


def test_what_is_summed_is_known_until_one_of_its_tables_changes(furnished: District) -> None:
    index, asked = furnished.index, ("SELECT count(*) FROM cases", "SELECT count(*) FROM payment_lines")
    register_application(furnished, CLERK, household())
    cases, lines = (index.sums(query, ()) for query in asked)
    accepted_case(furnished)
    assert index.sums(asked[1], ()) is lines
    assert index.sums(asked[0], ()) == index.query(asked[0]) != cases


def test_folding_a_file_again_leaves_every_row_and_every_sum(furnished: District) -> None:
    number = accepted_case(furnished).number
    every = {table.name: furnished.index.rows(table) for table in TABLES}
    known = furnished.index.sums("SELECT count(*) FROM finds", ())
    furnished.index.refresh(number)
    assert {table.name: furnished.index.rows(table) for table in TABLES} == every
    assert furnished.index.sums("SELECT count(*) FROM finds", ()) == known

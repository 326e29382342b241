"""What the desk sees: one file in full, the search, and whose turn it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.errors import Refusal
from server.services.cases import DONE, MINE, OTHERS, get_case_view, worklist
from server.services.district import District
from server.services.visits import get_photo, read_visit
from tests.factories import CLERK, OFFICER, REVIEWER, accepted_case, assigned_case, visited_case
from tests.server.services.story import audited_case


def test_the_file_tells_its_story_in_sentences(district: District) -> None:
    view = get_case_view(district, REVIEWER, audited_case(district).number)
    assert view.household is not None
    assert view.household.head.name == "周例平"
    told = [f"{line.who}{line.zh}" for line in view.lines]
    assert told[0] == "方示宁登记申请，2 人。"
    assert told[3] == "高样如派林试远、罗样青、沈例和，林试远主办，3月9日前入户；都声明无亲属关系。"
    assert told[4] == "林试远3 人入户并封存，2 张照片，人均 930.00 元。1 处和申报不一样。"
    assert told[9] == "林试远议事会 11 人中 8 人同意，通过。"
    assert view.failed == 0
    assert view.may_act
    assert not get_case_view(district, OFFICER, view.case.number).may_act


def test_a_visit_is_read_with_what_was_declared_beside_it(district: District) -> None:
    case = visited_case(district)
    view = read_visit(district, REVIEWER, case.number, 1)
    rows = {row.path: (row.declared, row.observed, row.differs) for row in view.compared}
    assert rows["member[m1].income[i1].amount"] == ("1,200.00", "1,860.00", True)
    assert rows["persons"] == ("2", "2", False)
    assert view.refusals == ()
    assert view.differences == ()
    assert view.names["a-0218"] == "罗样青"
    assert view.device_number == "T-0001"


def test_a_photo_is_given_to_those_who_may_read_the_case(district: District) -> None:
    case = visited_case(district)
    assert case.visit is not None
    digest = case.visit.photos[0]
    assert get_photo(district, OFFICER, case.number, digest).startswith(b"\xff\xd8")
    with pytest.raises(Refusal, match=r"person\.other_area"):
        get_photo(district, replace(OFFICER, street="elsewhere"), case.number, digest)
    with pytest.raises(Refusal, match=r"record\.missing"):
        get_photo(district, OFFICER, case.number, "0" * 64)
    other = accepted_case(district)
    with pytest.raises(Refusal, match=r"record\.missing"):
        get_photo(district, OFFICER, other.number, digest)


def test_each_person_sees_what_waits_for_them(district: District) -> None:
    accepted, assigned = accepted_case(district), assigned_case(district)
    mine = worklist(district, OFFICER)
    assert [row.row.number for row in mine.rows] == [accepted.number]
    others = worklist(district, OFFICER, OTHERS)
    assert [row.row.number for row in others.rows] == [assigned.number]
    assert (mine.counts[MINE], mine.counts[OTHERS], mine.counts[DONE]) == (1, 1, 0)
    assert worklist(district, CLERK).rows == []
    assert not worklist(district, OFFICER, "nonsense").rows


def test_another_street_sees_nothing(district: District) -> None:
    accepted_case(district)
    elsewhere = replace(OFFICER, street="elsewhere")
    assert worklist(district, elsewhere).total == 0


def test_pages_are_twenty_long_and_never_beyond_the_last(district: District) -> None:
    for _ in range(21):
        accepted_case(district)
    assert len(worklist(district, OFFICER).rows) == 20
    last = worklist(district, OFFICER, page=99)
    assert (len(last.rows), last.page, last.pages) == (1, 2, 2)


def test_a_page_of_a_case_with_damaged_evidence_still_opens(district: District) -> None:
    case = visited_case(district)
    assert case.visit is not None
    database = district.database("evidence")
    for name in (f"declared:{case.number}:{case.declared}", f"visit:{case.number}:{case.visit.digest}"):
        database.put(database.get(name) | {"content": {}})
    view = get_case_view(district, OFFICER, case.number)
    assert view.household is None
    assert view.visit is None
    assert view.failed > 0


def test_late_cases_are_marked_late(district: District) -> None:
    assigned_case(district)
    (row,) = worklist(district, OFFICER, OTHERS).rows
    assert not row.is_late(district.today())
    assert row.due_on is not None
    assert row.is_late(row.due_on.replace(day=row.due_on.day + 1))

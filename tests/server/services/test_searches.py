"""Finding cases: within one's own area, by what people know; by an identity number only on the record."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.domain.permission import CHAIR, Actor
from server.errors import Refusal
from server.services.applications import register_application
from server.services.district import District
from server.services.flags import raise_flags
from server.services.reads import DIGITS, list_reads
from server.services.searches import (
    Asked,
    find_beside_case,
    find_by_number,
    list_assessors,
    read_asked,
    search,
)
from tests.factories import (
    ADMINISTRATOR,
    CLERK,
    OFFICER,
    REVIEWER,
    accepted_case,
    assigned_case,
    household,
)


def numbers(district: District, actor: Actor = OFFICER, **asked: str) -> list[str]:
    return [row.row.number for row in search(district, actor, Asked(**asked)).rows]


def test_cases_are_found_by_what_people_know_of_them(district: District) -> None:
    number = accepted_case(district).number
    other = accepted_case(district, address="梧桐路 3 号", building="梧桐路 3 号楼").number
    for text in (number, number.lower(), "周例平 槐安", "例平", "周", "12号", "\uff11\uff12 号"):
        assert number in numbers(district, q=text), text
    assert numbers(district, q="梧桐") == numbers(district, q="梧桐路 3号") == [other]
    assert numbers(district, q="梧桐 槐安路") == []


def test_the_steps_days_and_people_of_a_case_narrow(district: District) -> None:
    accepted, assigned = accepted_case(district).number, assigned_case(district).number
    assert numbers(district, stage="assigned") == [assigned]
    assert numbers(district, assessor="a-0217") == [assigned]
    today = district.today().isoformat()
    assert numbers(district, since=today, until=today) == [assigned, accepted]
    assert numbers(district, since="2099-01-01") == numbers(district, until="2000-01-01") == []
    assert numbers(district, stage="no such step") == numbers(district, assessor="nobody") == []
    assert [one.id for one in list_assessors(district, replace(OFFICER, street="elsewhere"))] == []


@pytest.mark.parametrize("field", ["since", "until"])
def test_a_day_that_is_none_is_refused(district: District, field: str) -> None:
    with pytest.raises(Refusal, match=r"date\.malformed"):
        numbers(district, **{field: "2026-02-30"})


def test_a_case_is_found_by_its_open_flags_alone(district: District) -> None:
    quiet = accepted_case(district).number
    twin = accepted_case(district).number
    raise_flags(district)
    flagged = district.tallies.flagged()
    assert numbers(district, flag="any") == [number for number in (twin, quiet) if number in flagged]
    assert numbers(district, flag="flag.no_such") == []
    with pytest.raises(Refusal, match=r"person\.may_not"):
        numbers(district, CLERK, flag="any")


def test_another_area_is_never_searched(district: District) -> None:
    number = accepted_case(district).number
    for stranger in (replace(OFFICER, street="elsewhere"), replace(CLERK, community="other")):
        for asked in ({"q": "周例平"}, {"q": number}, {"community": "huaian"}, {"tail": "0010"}, {}):
            assert numbers(district, stranger, **asked) == [], asked
        assert find_by_number(district, stranger, number) == ""
    assert find_by_number(district, OFFICER, f" {number.lower()} ") == number


def test_an_identity_number_finds_any_member_and_is_on_the_record(district: District) -> None:
    case = accepted_case(district)
    assert numbers(district, tail="0010") == [case.number]
    assert numbers(district, q="0010") == []
    month = district.today().isoformat()[:7]
    (read,) = list_reads(district, ADMINISTRATOR, month)
    assert (read.user, read.case, read.what) == (OFFICER.user_id, case.number, DIGITS)
    (act,) = district.casebook.read(f"reads:{OFFICER.user_id}:{month}")
    assert "0010" not in str(dict(act.facts))


def test_trying_numbers_out_is_seen_also_where_nothing_is_found(district: District) -> None:
    for digits in ("9990", "9991", "999X"):
        assert numbers(district, tail=digits) == []
    reads = list_reads(district, ADMINISTRATOR, district.today().isoformat()[:7])
    assert [(read.case, read.what) for read in reads] == [("", DIGITS)] * 3


def test_who_may_not_see_numbers_does_not_find_by_them(district: District) -> None:
    accepted_case(district)
    chair = replace(REVIEWER, roles=frozenset({CHAIR}))
    with pytest.raises(Refusal, match=r"person\.may_not"):
        numbers(district, chair, tail="0010")
    with pytest.raises(Refusal, match=r"search\.tail"):
        numbers(district, tail="00")


def test_pages_are_twenty_long_and_lead_to_each_other(district: District) -> None:
    made = [register_application(district, CLERK, household()).number for _ in range(45)]
    newest = made[::-1]
    seen, after = [], ""
    while True:
        page = search(district, OFFICER, Asked(), after=after)
        assert page.total == 45
        seen.append([row.row.number for row in page.rows])
        if not page.earlier:
            break
        after = page.earlier
    assert seen == [newest[:20], newest[20:40], newest[40:]]
    back = search(district, OFFICER, Asked(), before=page.later)
    assert [row.row.number for row in back.rows] == seen[1]
    assert [row.row.number for row in search(district, OFFICER, Asked(), after="x").rows] == seen[0]


def test_a_file_knows_its_neighbours_also_once_it_left_the_list(district: District) -> None:
    oldest, middle, newest = (register_application(district, CLERK, household()).number for _ in range(3))
    beside = find_beside_case(district, OFFICER, Asked(q="周例平"), middle)
    assert (beside.later, beside.earlier, beside.total, beside.is_found) == (newest, oldest, 3, True)
    left = find_beside_case(district, OFFICER, Asked(stage="accepted"), middle)
    assert (left.later, left.earlier, left.is_found) == ("", "", False)


def test_an_address_asks_for_what_a_search_knows_alone() -> None:
    asked = read_asked({"q": " 周 ", "stage": "visited", "street": "elsewhere", "page": "2"})
    assert asked == Asked(q="周", stage="visited")
    assert asked.named == {"q": "周", "stage": "visited"}

"""The feed gives its reader their own area, filtered and paged, and counts as the statistics do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from server.domain.feed import CASES, STATISTICS, VISITS, EntitySet
from server.domain.feed_query import parse_query
from server.domain.period import year_period
from server.errors import Refusal
from server.services.annuals import get_annual
from server.services.district import District
from server.services.feeds import count_feed, get_entity, read_feed
from server.services.reads import list_reads
from tests.factories import ADMINISTRATOR, OFFICER, REVIEWER, accepted_case, visited_case
from tests.server.services.story import approved_case, move


def read(district: District, entities: EntitySet, **options: str) -> Sequence[Any]:
    query = parse_query({f"${name}": value for name, value in options.items()}, entities)
    return read_feed(district, OFFICER, entities, query).entities


def numbers(district: District, condition: str) -> list[str]:
    return [each["Number"] for each in read(district, CASES, filter=condition)]


def test_conditions_hold_of_what_they_say(district: District) -> None:
    first, second = visited_case(district).number, accepted_case(district).number
    both = [first, second]
    assert numbers(district, "Stage eq 'visited'") == [first]
    assert numbers(district, "Stage ne 'visited'") == [second]
    assert numbers(district, "not (Stage eq 'visited')") == [second]
    assert numbers(district, "contains(Number,'-2026-') and startswith(Number,'SL')") == both
    assert numbers(district, f"endswith(Number,'{second[-4:]}')") == [second]
    assert numbers(district, "Class eq null") == both
    assert numbers(district, "Class gt 'A'") == []
    assert numbers(district, "not (Class gt 'A')") == both  # order beside null is false
    assert numbers(district, "year(AppliedOn) eq 2026 and length(IdentityTail) eq 4") == both
    assert numbers(district, "indexof(Number,'-') eq 2 and substring(Number,0,2) eq 'SL'") == both
    assert numbers(district, "AppliedOn gt 2026-12-31") == []
    assert numbers(district, "StreetName eq '松林街道'") == both


def test_money_is_compared_in_yuan(district: District) -> None:
    visited_case(district)
    for condition in ("IncomeTotalYuan eq 1860", "IncomeTotalYuan lt 1860.01", "1859.995 lt IncomeTotalYuan"):
        assert len(read(district, VISITS, filter=condition)) == 1, condition
    assert read(district, VISITS, filter="IncomeTotalYuan gt 1860.00") == []
    assert read(district, VISITS, filter="Persons gt 1.5 and Latitude eq null") != []


def test_pages_go_on_where_the_last_one_ended(district: District) -> None:
    made = sorted(accepted_case(district).number for _ in range(5))
    for order, wanted in ((None, made), ("Number desc", made[::-1])):
        options, found = ({"$orderby": order} if order else {}), []
        token = ""
        while True:
            asked = options | ({"$skiptoken": token} if token else {}) | {"$count": "true"}
            page = read_feed(district, OFFICER, CASES, parse_query(asked, CASES), page=2)
            assert page.count == 5
            found += [each["Number"] for each in page.entities]
            token = page.token
            if not token:
                break
        assert found == wanted


def test_top_and_skip_hold_over_pages(district: District) -> None:
    made = sorted(accepted_case(district).number for _ in range(5))
    query = parse_query({"$top": "3", "$skip": "1"}, CASES)
    page = read_feed(district, OFFICER, CASES, query, page=2)
    assert ([each["Number"] for each in page.entities], page.left) == (made[1:3], 1)
    last = read_feed(district, OFFICER, CASES, parse_query({"$top": "1", "$skiptoken": page.token}, CASES))
    assert ([each["Number"] for each in last.entities], last.token) == (made[3:4], "")
    assert read_feed(district, OFFICER, CASES, parse_query({"$top": "0"}, CASES)).entities == []


def test_nobody_reads_another_area(district: District) -> None:
    case = visited_case(district)
    stranger = replace(OFFICER, street="elsewhere")
    everything = parse_query({}, VISITS)
    assert read_feed(district, stranger, VISITS, everything).entities == []
    assert count_feed(district, stranger, CASES, None) == 0
    with pytest.raises(Refusal, match=r"feed\.resource"):
        get_entity(district, stranger, CASES, [case.number])
    assert get_entity(district, OFFICER, CASES, [case.number])["Number"] == case.number
    with pytest.raises(Refusal, match=r"person\.may_not"):
        count_feed(district, ADMINISTRATOR, CASES, None)


def test_statistics_count_as_the_annual_table_does(district: District) -> None:
    approved_case(district)
    move(district, days=70)
    year = district.today().year
    annual = get_annual(district, REVIEWER, year_period(year))
    lines = read_feed(
        district, REVIEWER, STATISTICS, parse_query({"$filter": f"Year eq {year}"}, STATISTICS)
    ).entities
    assert lines != []
    for month in annual.months[: district.today().month]:
        mine = [line for line in lines if line["Month"] == month.month]
        said = [sum(line[name] for line in mine) for name in ("Households", "Persons", "AddedHouseholds")]
        assert said == [month.all.stock.households, month.all.stock.persons, month.all.added.households]


def test_a_feed_read_is_on_the_record_once_a_day(district: District) -> None:
    for _ in range(2):
        count_feed(district, OFFICER, CASES, None)
        count_feed(district, OFFICER, VISITS, None)
    kept = list_reads(district, ADMINISTRATOR, district.today().isoformat()[:7])
    assert sorted((each.what, each.of["kind"]) for each in kept) == [("feed", "Cases"), ("feed", "Visits")]

"""What is found in the communities drawn: coverage counts, households wait for their review."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from server.domain.draw import AUDIT, DISTRICT_WIDE, NOTICE, DrawId
from server.domain.quarter import quarter_of
from server.errors import Refusal
from server.records.draw_rows import draws_of, findings_of
from server.services.district import District
from server.services.draw_records import (
    Found,
    LookedAt,
    get_looked_photo,
    list_looked,
    record_look,
    suggested_households,
)
from server.services.draws import commit_draw, reveal_draw, view_draw
from server.services.verification import verify
from tests.factories import CLERK, COMMUNITY_ID, OFFICER, REVIEWER, picture
from tests.server.services.receiving import more_communities, next_day, receiving_case
from tests.server.services.story import move


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value.code


def drawn(district: District, kind: str = AUDIT) -> DrawId:
    """A draw of the district in which its only community is drawn."""
    draw_id = DrawId(DISTRICT_WIDE, quarter_of(district.today()), kind)
    commit_draw(district, REVIEWER, draw_id)
    next_day(district)
    reveal_draw(district, REVIEWER, draw_id)
    return draw_id


def looked(district: District, **changes: Any) -> LookedAt:
    return replace(LookedAt(COMMUNITY_ID, district.today(), "到社区看了台账"), **changes)


def test_an_audit_is_recorded_household_by_household(district: District) -> None:
    number = receiving_case(district)
    draw_id = drawn(district)
    found = {number: Found("adjust", "儿子上月就业")}
    record = looked(
        district, households=found, zero_distance=["guidance", "review"], photos=[picture("audit")]
    )
    draw = record_look(district, REVIEWER, draw_id, record)
    assert (draw.covered, draw.uncovered) == ((COMMUNITY_ID,), ())
    assert draw.looked[0].zero_distance == ("review", "guidance")
    assert [(row.outcome, row.file) for row in findings_of(district.index, number)] == [
        ("adjust", draw_id.file)
    ]
    view = list_looked(district, REVIEWER, draw)[0]
    assert (view.words, view.reasons) == ("到社区看了台账", {number: "儿子上月就业"})
    assert get_looked_photo(district, REVIEWER, draw, draw.looked[0].photos[0])
    assert "儿子" not in str(draw.acts)
    assert verify(district).problems == []
    assert draws_of(district.index)[0].covered == 1


def test_an_inspection_of_a_notice_says_whether_it_hung_as_it_should(district: District) -> None:
    draw_id = drawn(district, NOTICE)
    draw = record_look(district, REVIEWER, draw_id, looked(district, in_order=False, words="没有贴"))
    assert [each.in_order for each in draw.looked] == [False]


def test_only_what_was_drawn_is_recorded(district: District) -> None:
    number = receiving_case(district)
    more_communities(district, 1)
    draw_id = DrawId(DISTRICT_WIDE, quarter_of(district.today()), AUDIT)
    commit_draw(district, REVIEWER, draw_id)
    assert refused(lambda: record_look(district, REVIEWER, draw_id, looked(district))) == "draw.not_revealed"
    next_day(district)
    chosen = reveal_draw(district, REVIEWER, draw_id).chosen
    other = "c-01" if chosen == (COMMUNITY_ID,) else COMMUNITY_ID
    facts = looked(district, community=other, households={number: Found("keep")})
    assert refused(lambda: record_look(district, REVIEWER, draw_id, facts)) == "draw.not_drawn"


def test_an_audit_without_households_words_or_a_day_that_can_be_true_is_refused(district: District) -> None:
    number = receiving_case(district)
    draw_id, keep = drawn(district), {number: Found("keep")}

    def record(**changes: Any) -> str:
        return refused(lambda: record_look(district, REVIEWER, draw_id, looked(district, **changes)))

    assert record() == "draw.no_household"
    assert record(households={"SL-2026-9999": Found("keep")}) == "draw.household"
    assert record(households={number: Found("later")}) == "draw.outcome"
    assert record(households={number: Found("stop")}) == "draw.words"
    assert record(households=keep, words=" ") == "draw.words"
    assert record(households=keep, on=district.today() + timedelta(days=1)) == "draw.day"
    assert record(households=keep, on=date(2026, 1, 1)) == "draw.day"
    assert record(households=keep, photos=[b""] * 13) == "draw.photos"


def test_the_clerk_of_a_community_does_not_audit_it(district: District) -> None:
    draw_id = drawn(district)
    assert refused(lambda: record_look(district, CLERK, draw_id, looked(district))) == "person.may_not"
    assert refused(lambda: record_look(district, OFFICER, draw_id, looked(district))) == "person.other_area"


def test_a_community_nobody_went_to_is_overdue_after_the_quarter(district: District) -> None:
    draw_id = drawn(district)
    move(district, days=60)
    assert view_draw(district, draw_id).overdue


def test_no_household_is_suggested_where_the_pack_asks_for_none(district: District) -> None:
    receiving_case(district)
    draw_id = drawn(district)
    assert suggested_households(district, view_draw(district, draw_id).draw, COMMUNITY_ID) == []

"""The reconsideration register: deadlines, outcomes, and nothing done to a case silently (S7-DUTY-D5)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from server.domain.reconsideration import CLOSED, TO_DECIDE, TO_FOLLOW, TO_REPLY, Reconsideration
from server.errors import Refusal
from server.services.district import District
from server.services.reconsiderations import (
    Dates,
    add_paper,
    count_reconsiderations,
    decide,
    follow,
    list_decisions,
    list_reconsiderations,
    read_reconsideration,
    receive,
)
from server.services.verification import verify
from tests.factories import CLERK, OFFICER, REVIEWER
from tests.server.services.story import approved_case, move


def received(district: District) -> Reconsideration:
    number = approved_case(district).number
    [decision] = list_decisions(district, REVIEWER, number)
    today = district.today()
    dates = Dates(today, today + timedelta(14), today + timedelta(60))
    return receive(district, REVIEWER, number, decision.n, dates, "认为金额算少了。")


def test_to_be_done_again_waits_until_somebody_says_how_it_was_done(district: District) -> None:
    found = received(district)
    before = district.get_case(found.case).acts
    assert (found.state, found.due_on, found.is_late) == (TO_REPLY, found.reply_due, False)
    found = add_paper(district, REVIEWER, found.id, "书面答复一份", is_reply=True)
    assert (found.state, found.due_on) == (TO_DECIDE, found.decision_due)
    found = decide(district, REVIEWER, found.id, "again", district.today(), "重新计算")
    assert (found.state, count_reconsiderations(district, REVIEWER)) == (TO_FOLLOW, 1)
    found = follow(district, REVIEWER, found.id, "开了复核")
    assert (found.state, count_reconsiderations(district, REVIEWER)) == (CLOSED, 0)
    assert district.get_case(found.case).acts == before
    file = read_reconsideration(district, OFFICER, found.id)
    assert (file.forum[0], file.words, file.papers) == ("区人民政府", "认为金额算少了。", ["书面答复一份"])
    assert "金额" not in str([act.facts for act in found.acts])
    assert verify(district).ok


@pytest.mark.parametrize("outcome", ["upheld", "withdrawn"])
def test_what_is_upheld_or_withdrawn_is_closed(district: District, outcome: str) -> None:
    found = decide(district, REVIEWER, received(district).id, outcome, district.today(), "维持")
    assert found.state == CLOSED
    for again in ("upheld", "changed"):
        with pytest.raises(Refusal, match=r"reconsideration\.step"):
            decide(district, REVIEWER, found.id, again, district.today(), "再来")
    assert [row.outcome for row in list_reconsiderations(district, REVIEWER, "all")] == [outcome]


def test_days_out_of_order_are_refused_and_lateness_is_noted(district: District) -> None:
    number = approved_case(district).number
    [decision] = list_decisions(district, REVIEWER, number)
    today = district.today()
    for dates in (
        Dates(today - timedelta(1), today, today),
        Dates(today + timedelta(1), today + timedelta(1), today + timedelta(1)),
        Dates(today, today + timedelta(2), today + timedelta(1)),
    ):
        with pytest.raises(Refusal, match=r"reconsideration\.(applied_on|due)"):
            receive(district, REVIEWER, number, decision.n, dates, "不服")
    with pytest.raises(Refusal, match=r"reconsideration\.decision"):
        receive(district, REVIEWER, number, 1, Dates(today, today, today), "不服")
    move(district, days=61)
    late = district.today()
    assert receive(district, REVIEWER, number, decision.n, Dates(late, late, late), "不服").is_late


def test_only_the_district_keeps_it_and_the_community_reads_none(district: District) -> None:
    found = received(district)
    with pytest.raises(Refusal, match=r"person\.may_not"):
        decide(district, OFFICER, found.id, "upheld", district.today(), "维持")
    with pytest.raises(Refusal, match=r"person\.may_not"):
        list_reconsiderations(district, CLERK)


def test_an_application_sent_twice_is_one_file(district: District) -> None:
    found = received(district)
    [decision] = list_decisions(district, REVIEWER, found.case)
    today = district.today()
    for again in (today, today + timedelta(3)):
        dates = Dates(found.applied_on, again, again + timedelta(60))
        with pytest.raises(Refusal, match=rf"reconsideration\.received_already.*{found.id}"):
            receive(district, REVIEWER, found.case, decision.n, dates, "再来一次。")
    assert count_reconsiderations(district, REVIEWER) == 1

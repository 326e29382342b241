"""Quarterly lists: generated from the record alone, posted in their days, gone afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from server.domain.quarter import Quarter, quarter_of
from server.errors import Refusal
from server.records.list_rows import lists_of
from server.services.district import District, draft_act
from server.services.list_overviews import count_lists, hanging_lists, list_standings
from server.services.quarter_lists import (
    changes_of,
    generate_list,
    get_list_photo,
    hear,
    heard_words,
    inspect_list,
    post_list,
    prove_list,
    remove_list,
    view_hanging,
    view_list,
)
from server.services.verification import verify
from tests.factories import CLERK, COMMUNITY_ID, HEAD_OF_BUREAU, OFFICER, REVIEWER, picture
from tests.server.services.receiving import receiving_case
from tests.server.services.story import move

SECOND = Quarter(2026, 2)


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value.code


def until(district: District, day: date) -> None:
    while district.today() < day:
        move(district, days=1)


def posted(district: District) -> str:
    """A household in receipt whose list hangs on 10 April."""
    number = receiving_case(district)
    until(district, date(2026, 4, 10))
    generate_list(district, CLERK, COMMUNITY_ID, SECOND)
    post_list(district, CLERK, COMMUNITY_ID, SECOND)
    return number


def stop(district: District, number: str, month: str) -> None:
    """The household receives nothing after a month."""
    facts = {"until": month, "reason": "moved"}
    draft = draft_act(HEAD_OF_BUREAU, "receipt.stop", "stopped", facts)
    district.append_to_case(district.get_case(number), draft)


def test_a_list_is_generated_posted_proved_inspected_and_taken_down(district: District) -> None:
    number = posted(district)
    prove_list(district, CLERK, COMMUNITY_ID, SECOND, "posted", picture("board"))
    inspect_list(district, REVIEWER, COMMUNITY_ID, SECOND, "贴在政务公开栏", in_order=True)
    hear(district, OFFICER, COMMUNITY_ID, SECOND, "objection", "隔壁说他家有车")
    until(district, date(2026, 4, 16))
    remove_list(district, CLERK, COMMUNITY_ID, SECOND)
    listed = prove_list(district, CLERK, COMMUNITY_ID, SECOND, "removed", picture("bare board"))
    assert (listed.households, listed.persons, listed.added, listed.removed) == (1, 2, 1, 0)
    assert [line.case for line in view_list(district, listed).lines] == [number]
    assert view_list(district, listed).missing == ()
    assert heard_words(district, listed, listed.heard[0].words) == "隔壁说他家有车"
    assert get_list_photo(district, CLERK, listed, "posted")
    assert changes_of(district, listed).added == (number,)
    assert verify(district).problems == []
    acts = str(listed.acts)
    assert "周例平" not in acts
    assert "有车" not in acts


def test_a_list_shows_the_fields_of_the_pack_and_only_in_its_days(district: District) -> None:
    posted(district)
    line = view_hanging(district, COMMUNITY_ID, SECOND).lines[0]
    assert (line.head, line.persons) == ("周例平", 2)
    assert [row.community for row in hanging_lists(district)] == [COMMUNITY_ID]
    until(district, date(2026, 4, 16))
    assert hanging_lists(district) == []
    assert refused(lambda: view_hanging(district, COMMUNITY_ID, SECOND)) == "list.unknown"


def test_a_pack_with_fewer_fields_and_a_mask_shows_no_more(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = district.policy
    fewer = replace(
        policy,
        quarter_list=replace(policy.quarter_list, fields=("head", "persons")),
        notice=replace(policy.notice, mask_name=True),
    )
    receiving_case(district)
    monkeypatch.setitem(district.policies, policy.key, fewer)
    until(district, date(2026, 4, 10))
    line = view_list(district, generate_list(district, CLERK, COMMUNITY_ID, SECOND)).lines[0]
    assert (line.head, line.persons, line.amount_fen) == ("周**", 2, None)


def test_a_list_is_posted_once_on_its_days(district: District) -> None:
    receiving_case(district)
    until(district, date(2026, 4, 9))
    generate_list(district, CLERK, COMMUNITY_ID, SECOND)
    assert refused(lambda: post_list(district, CLERK, COMMUNITY_ID, SECOND)) == "list.too_early"
    until(district, date(2026, 4, 15))
    post_list(district, CLERK, COMMUNITY_ID, SECOND)
    assert refused(lambda: post_list(district, CLERK, COMMUNITY_ID, SECOND)) == "list.posted_already"
    assert refused(lambda: generate_list(district, CLERK, COMMUNITY_ID, SECOND)) == "list.posted_already"
    assert refused(lambda: remove_list(district, CLERK, COMMUNITY_ID, SECOND)) == "list.still_hanging"


def test_a_list_that_was_missed_stays_missed(district: District) -> None:
    until(district, date(2026, 4, 16))
    assert [each.state for each in list_standings(district, CLERK, SECOND)] == ["missed"]
    assert refused(lambda: generate_list(district, CLERK, COMMUNITY_ID, SECOND)) == "list.window_over"
    assert count_lists(district, CLERK) == 0


def test_a_record_that_changed_is_generated_again_before_it_is_posted(district: District) -> None:
    number = receiving_case(district)
    until(district, date(2026, 4, 10))
    generate_list(district, CLERK, COMMUNITY_ID, SECOND)
    stop(district, number, "2026-03")
    assert refused(lambda: post_list(district, CLERK, COMMUNITY_ID, SECOND)) == "list.changed"
    assert generate_list(district, CLERK, COMMUNITY_ID, SECOND).households == 0
    assert post_list(district, CLERK, COMMUNITY_ID, SECOND).posted_on == district.today()


def test_a_list_says_who_left_since_the_one_before(district: District) -> None:
    number, third = posted(district), Quarter(2026, 3)
    stop(district, number, "2026-06")
    until(district, date(2026, 7, 1))
    listed = generate_list(district, CLERK, COMMUNITY_ID, third)
    assert (listed.households, listed.added, listed.removed) == (0, 0, 1)
    assert changes_of(district, listed).removed == (number,)


def test_what_waits_is_counted(district: District) -> None:
    receiving_case(district)
    until(district, date(2026, 4, 10))
    assert count_lists(district, CLERK) == 1
    generate_list(district, CLERK, COMMUNITY_ID, SECOND)
    assert count_lists(district, CLERK) == 1
    post_list(district, CLERK, COMMUNITY_ID, SECOND)
    assert [each.state for each in list_standings(district, CLERK, SECOND)] == ["unproved"]
    prove_list(district, CLERK, COMMUNITY_ID, SECOND, "posted", picture("board"))
    assert count_lists(district, CLERK) == 0
    until(district, date(2026, 4, 16))
    assert count_lists(district, CLERK) == 1
    assert count_lists(district, REVIEWER) == 0
    assert lists_of(district.index, str(SECOND))[COMMUNITY_ID].proofs == "posted"


def test_bad_input_is_refused(district: District) -> None:
    posted(district)

    def prove(which: str) -> str:
        return refused(lambda: prove_list(district, CLERK, COMMUNITY_ID, SECOND, which, picture("board")))

    assert prove("sideways") == "notice.photo_which"
    assert prove("removed") == "notice.photo_early"
    assert refused(lambda: hear(district, OFFICER, COMMUNITY_ID, SECOND, "gossip", "话")) == "list.words"
    assert refused(lambda: hear(district, OFFICER, COMMUNITY_ID, SECOND, "report", " ")) == "list.words"
    assert refused(lambda: generate_list(district, CLERK, "nowhere", SECOND)) == "list.unknown"
    elsewhere = replace(CLERK, community="elsewhere")
    assert refused(lambda: generate_list(district, elsewhere, COMMUNITY_ID, SECOND)) == "person.other_area"
    assert refused(lambda: generate_list(district, REVIEWER, COMMUNITY_ID, SECOND)) == "person.may_not"
    later = quarter_of(district.today()).next
    assert refused(lambda: generate_list(district, CLERK, COMMUNITY_ID, later)) == "list.too_early"

"""The roll of a day: terms begin and end, nobody is taken off (S7-MEET-10, S7-AMB-02)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.roll import (
    Member,
    MemberRole,
    check_ending,
    check_new_member,
    check_representatives,
    check_roll,
    format_member,
    parse_member,
    serving_on,
)
from server.errors import Refusal
from tests.server.domain.packs import national, sifang

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
MEMBERS = st.builds(
    Member,
    id=st.from_regex(r"m-huaian-[0-9]{2}", fullmatch=True),
    name=st.text(min_size=1, max_size=4),
    role=st.sampled_from(MemberRole),
    from_on=st.none() | DAYS,
    until_on=st.none() | DAYS,
)


def refused(code: str) -> object:
    return pytest.raises(Refusal, match=code.replace(".", r"\."))


@given(MEMBERS)
def test_a_member_is_read_as_written(member: Member) -> None:
    assert parse_member(format_member(member)) == member


def test_a_roll_written_before_terms_were_kept_serves_on_every_day() -> None:
    member = parse_member({"id": "m01", "name": "王例海"})
    assert member.role is MemberRole.REPRESENTATIVE
    assert serving_on([member], date(1999, 1, 1)) == (member,)


def test_the_first_and_the_last_day_of_a_term_count() -> None:
    member = Member("m01", "王例海", from_on=date(2026, 3, 1), until_on=date(2026, 3, 20))
    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 20), date(2026, 3, 21)]
    assert [member.serves_on(day) for day in days] == [False, True, True, False]


def test_nobody_is_on_the_roll_twice_at_a_time() -> None:
    ended = Member("m01", "王例海", until_on=date(2026, 3, 20))
    check_new_member([ended], "王例海", date(2026, 3, 21))
    with refused("roll.already_member"):
        check_new_member([ended], "王例海", date(2026, 3, 20))
    with refused("roll.name"):
        check_new_member([], "", date(2026, 3, 20))


def test_a_term_ends_once_and_not_before_it_began() -> None:
    serving = Member("m01", "王例海", from_on=date(2026, 3, 1))
    check_ending(serving, date(2026, 3, 1))
    with refused("roll.until_before_from"):
        check_ending(serving, date(2026, 2, 28))
    with refused("roll.ended"):
        check_ending(Member("m01", "王例海", until_on=date(2026, 3, 1)), date(2026, 4, 1))


def test_a_community_without_enough_members_cannot_meet() -> None:
    with refused("meeting.roll_missing"):
        check_roll([], "槐安社区", sifang())
    with refused("meeting.roll_too_small"):
        check_roll([Member("m01", "王例海")], "槐安社区", sifang())


@pytest.mark.parametrize(("representatives", "others", "enough"), [(8, 4, True), (7, 4, False), (7, 3, True)])
def test_two_thirds_are_representatives_where_the_pack_asks_for_it(
    representatives: int, others: int, enough: bool
) -> None:
    roles = [MemberRole.REPRESENTATIVE] * representatives + [MemberRole.PARTY] * others
    check_representatives(roles, sifang())
    if enough:
        check_representatives(roles, national())
    else:
        with refused("meeting.too_few_representatives"):
            check_representatives(roles, national())

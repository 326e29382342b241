"""A notice runs its days, may be stopped, is settled when holidays are published (S7-NOTICE, S7-AMB-07)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from server.domain.case import Case
from server.domain.objection import Statement
from server.domain.policy import Policy
from server.domain.stage import Stage
from server.errors import Refusal
from server.records.evidence import STATEMENT
from server.services.district import District
from server.services.holidays import format_days, parse_days, publish_year, settle_notices
from server.services.notices import get_notice, list_posted, post_notice
from server.services.objections import object_on_page
from server.services.verification import verify
from tests.factories import ADMINISTRATOR, OFFICER, Clock, make_district
from tests.server.services.story import eligible_case, move, noticed_case

NEW_YEARS_EVE = Clock(datetime(2026, 12, 30, 1, 0, tzinfo=UTC))
DECREE = "国办发明电〔2026〕1号"


@contextmanager
def district_with(folder: Path, changed: Callable[[Policy], Policy], clock: Clock) -> Iterator[District]:
    """A district whose pack differs in what a test is about."""
    with make_district(folder, clock) as district:
        policies = {key: changed(policy) for key, policy in district.policies.items()}
        yield replace(district, policies=policies)


def publish(district: District, year: int, off: list[date], worked: list[date]) -> Any:
    return publish_year(district, ADMINISTRATOR, year, off, worked, DECREE)


@pytest.fixture
def late(tmp_path: Path) -> Iterator[District]:
    """A district on the last Wednesday of 2026; only that year's holidays are published."""
    with make_district(tmp_path, Clock(NEW_YEARS_EVE.instant)) as district:
        publish(district, 2026, [], [])
        yield district


def test_a_last_day_in_an_unpublished_year_moves_when_the_year_is_published(late: District) -> None:
    case, posted = noticed_case(late)
    assert posted.period.last_day == date(2027, 1, 4)
    assert posted.provisional
    settled = publish(late, 2027, [date(2027, 1, day) for day in (1, 2, 3, 4)], [])
    assert (settled.certain, settled.later) == (1, 1)
    after = get_notice(late, posted.id)
    assert (after.period.last_day, after.provisional) == (date(2027, 1, 5), False)
    assert after.posted_last_day == date(2027, 1, 4)
    notice = late.get_case(case.number).notice
    assert notice is not None
    assert notice.period.last_day == date(2027, 1, 5)
    assert verify(late).ok


def test_what_hangs_in_the_stairwell_is_never_made_shorter(late: District) -> None:
    case, posted = noticed_case(late)
    settled = publish(
        late, 2027, [], [date(2027, 1, 2)]
    )  # the Saturday is worked: computed anew it would end then
    assert (settled.certain, settled.later) == (1, 0)
    assert get_notice(late, posted.id).period.last_day == date(2027, 1, 4)
    length = len(late.get_case(case.number).acts)
    settle_notices(late, ADMINISTRATOR)
    assert len(late.get_case(case.number).acts) == length


def test_a_notice_that_was_over_before_the_year_was_known_is_not_touched_once_the_case_went_on(
    late: District,
) -> None:
    case, posted = noticed_case(late)
    object_on_page(late, posted.id, Statement("收入不对"))
    assert publish(late, 2027, [date(2027, 1, 4)], []).certain == 0
    assert late.get_case(case.number).stage is Stage.OBJECTED


@pytest.mark.parametrize(
    ("year", "off", "worked", "source", "code"),
    [
        (2027, ["2026-12-31"], [], DECREE, "holiday.other_year"),
        (2027, ["2027-02-06"], ["2027-02-06"], DECREE, "holiday.both"),
        (2027, [], ["2027-02-05"], DECREE, "holiday.worked_anyway"),
        (2027, ["2027-01-01"], [], " ", "holiday.source"),
        (1827, [], [], DECREE, "holiday.year"),
    ],
)
def test_a_year_that_cannot_be_is_refused(
    district: District, year: int, off: list[str], worked: list[str], source: str, code: str
) -> None:
    days = [[date.fromisoformat(day) for day in each] for each in (off, worked)]
    with pytest.raises(Refusal) as refused:
        publish_year(district, ADMINISTRATOR, year, days[0], days[1], source)
    assert refused.value.code == code


def test_only_the_administrator_publishes_holidays(district: District) -> None:
    with pytest.raises(Refusal, match=r"person\.may_not"):
        publish_year(district, OFFICER, 2027, [], [], DECREE)


def test_days_are_read_and_written_in_runs() -> None:
    text = "2026-10-01 ~ 2026-10-03\n2026-10-05"
    assert format_days(parse_days(text)) == text
    assert parse_days("2026-10-05，2026-10-01 至 2026-10-03") == [date(2026, 10, day) for day in (5, 1, 2, 3)]
    for wrong in ("10月1日", "2026-10-03 至 2026-10-01", "2026-02-30", "2026-01-01 至 2099-01-01"):
        with pytest.raises(Refusal, match=r"date\.malformed"):
            parse_days(wrong)


def test_a_notice_posted_twice_is_posted_once(district: District) -> None:
    case, _ = noticed_case(district)
    with pytest.raises(Refusal, match=r"case\.wrong_step"):
        post_notice(district, OFFICER, case.number, "槐安路 12 号楼")
    assert len(list_posted(district)) == 1


@pytest.mark.parametrize(
    ("mode", "stage"),
    [("always", Stage.NOTICED), ("on_objection", Stage.NOTICED_ONLY), ("never", Stage.NOTICED_ONLY)],
)
def test_the_pack_says_whether_a_meeting_follows(tmp_path: Path, mode: Any, stage: Stage) -> None:
    def changed(policy: Policy) -> Policy:
        return replace(policy, meeting=replace(policy.meeting, mode=mode))

    with district_with(tmp_path, changed, Clock()) as district:
        case, _ = noticed_case(district)
        assert case.stage is stage


def test_a_masked_name_is_masked_wherever_it_is_said(tmp_path: Path) -> None:
    def changed(policy: Policy) -> Policy:
        return replace(policy, notice=replace(policy.notice, mask_name=True, fields=("head", "persons")))

    with district_with(tmp_path, changed, Clock()) as district:
        case, posted = noticed_case(district)
        words = _statement(district, case)
        assert (posted.head, posted.persons, posted.amount_fen) == ("周**", 2, None)
        assert words["head"] == "周**"
        assert "amount_fen" not in words
        assert "周例平" not in str(list_posted(district))


def test_a_notice_that_was_objected_to_shows_nothing_of_the_family(district: District) -> None:
    case = eligible_case(district)
    posted = post_notice(district, OFFICER, case.number, "槐安路 12 号楼")
    object_on_page(district, posted.id, Statement("收入不对"))
    assert list_posted(district) == []
    stopped = get_notice(district, posted.id)
    assert stopped.stopped_on == district.today()
    assert (stopped.head, stopped.persons, stopped.amount_fen) == (None, None, None)
    move(district, days=4)
    with pytest.raises(Refusal, match=r"notice\.unknown"):
        get_notice(district, posted.id)


def _statement(district: District, case: Case) -> dict[str, Any]:
    act = next(act for act in case.acts if act.kind == "notice_posted")
    return district.evidence.get(STATEMENT, case.number, act.facts[STATEMENT])

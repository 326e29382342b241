"""A household's housing from the survey to the exit (article 8)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from server.domain.housing import Housing, Mode, State
from server.domain.permission import Actor
from server.errors import Refusal
from server.services.district import District
from server.services.housing import (
    answer_offer,
    apply_for_housing,
    decide_housing,
    end_housing,
    get_steps,
    move_up,
    offer_home,
    read_housing,
    review_housing,
    survey_home,
)
from server.services.housing_letters import housing_letter_pdf
from server.services.housing_lines import lines_of, list_lines, publish_lines
from server.services.housing_lists import count_waiting, list_housing, list_queue
from server.services.verification import verify
from tests.factories import CLERK, COMMUNITY_ID, HEAD_OF_BUREAU, OFFICER, REVIEWER, Clock, accepted_case
from tests.server.domain.homes import DAY, lines, survey


def applied(district: District, mode: Mode = Mode.SUBSIDY, **changes: Any) -> Housing:
    """A household that was surveyed and applied, the lines of the year published."""
    if not list_lines(district, REVIEWER):
        publish_lines(district, REVIEWER, lines(), "市政府公告〔2026〕1 号")
    case = accepted_case(district)
    survey_home(district, CLERK, case.number, survey(**changes), "一家三口租一间")
    return apply_for_housing(district, CLERK, case.number, DAY, mode)


def granted(district: District, mode: Mode = Mode.SUBSIDY, **changes: Any) -> Housing:
    housing = applied(district, mode, **changes)
    return decide_housing(district, REVIEWER, housing.case, True, "符合两条线")


def test_a_household_that_qualifies_and_applies_is_paid_by_steps_it_can_read(district: District) -> None:
    housing = granted(district)
    assert (housing.state, housing.monthly_fen) == (State.SUBSIDISED, 103_500)
    assert housing.review_due_on == date(2027, 3, 2)
    steps = get_steps(district, housing)
    assert sum(step["amount_fen"] for step in steps["steps"]) == 103_500
    assert housing_letter_pdf(district, OFFICER, housing.case).startswith(b"%PDF")
    assert verify(district).ok


def test_the_acts_hold_no_words(district: District) -> None:
    housing = granted(district)
    assert "一间" not in str([act.facts for act in housing.acts])


def test_who_qualifies_cannot_be_refused_and_who_does_not_cannot_be_covered(district: District) -> None:
    """S8-ELIG-01: 应保尽保."""
    housing = applied(district)
    with pytest.raises(Refusal, match=r"housing\.eligible"):
        decide_housing(district, REVIEWER, housing.case, False, "没钱")
    rich = applied(district, guarantee="low", income_fen=150_001)
    with pytest.raises(Refusal, match=r"housing\.not_eligible"):
        decide_housing(district, REVIEWER, rich.case, True, "关照")
    assert decide_housing(district, REVIEWER, rich.case, False, "收入超过").state is State.REFUSED


def test_nothing_is_decided_without_an_application_or_the_lines_of_the_year(
    district: District, clock: Clock
) -> None:
    case = accepted_case(district)
    survey_home(district, CLERK, case.number, survey())
    with pytest.raises(Refusal, match=r"housing\.not_applied"):
        decide_housing(district, REVIEWER, case.number, True, "符合")
    apply_for_housing(district, CLERK, case.number, DAY, Mode.SUBSIDY)
    with pytest.raises(Refusal, match=r"housing\.no_lines"):
        decide_housing(district, REVIEWER, case.number, True, "符合")
    publish_lines(district, REVIEWER, lines(), "公告")
    clock.move(days=365)
    with pytest.raises(Refusal, match=r"housing\.no_lines"):
        decide_housing(district, REVIEWER, case.number, True, "符合")


def test_a_correction_of_the_lines_replaces_them_and_both_are_kept(district: District) -> None:
    publish_lines(district, REVIEWER, lines(), "公告")
    publish_lines(district, REVIEWER, lines(income_fen=160_000), "公告，更正")
    assert lines_of(district, DAY).income_fen == 160_000
    assert [each.counts for each in list_lines(district, CLERK)] == [True, False]
    with pytest.raises(Refusal, match=r"indicator\.source"):
        publish_lines(district, REVIEWER, lines(), " ")


def test_the_list_is_kept_and_nobody_jumps_it_without_a_reason(district: District) -> None:
    later = granted(district, Mode.LETTING, guarantee="low")
    first = granted(district, Mode.LETTING)
    queue = [row.place.waiting.case for row in list_queue(district, REVIEWER)]
    assert queue == [first.case, later.case]
    with pytest.raises(Refusal, match=r"housing\.not_first"):
        offer_home(district, REVIEWER, later.case, "一号楼")
    with pytest.raises(Refusal, match=r"housing\.reason"):
        move_up(district, REVIEWER, later.case, " ")
    move_up(district, REVIEWER, later.case, "房子鉴定为危房")
    assert [row.place.waiting.case for row in list_queue(district, REVIEWER)] == [later.case, first.case]
    offer_home(district, REVIEWER, later.case, "一号楼")
    offer_home(district, REVIEWER, first.case, "二号楼")
    with pytest.raises(Refusal, match=r"housing\.reason"):
        answer_offer(district, CLERK, first.case, False)
    declined = answer_offer(district, CLERK, first.case, False, "太远")
    assert (declined.state, declined.declined) == (State.WAITING, 1)
    assert answer_offer(district, CLERK, later.case, True).state is State.HOUSED
    assert [row.place.waiting.case for row in list_queue(district, REVIEWER)] == [first.case]


def test_a_yearly_review_rests_on_a_survey_and_the_lines_of_its_year(
    district: District, clock: Clock
) -> None:
    housing = granted(district)
    clock.move(days=366)
    with pytest.raises(Refusal, match=r"housing\.survey_old"):
        review_housing(district, REVIEWER, housing.case, "一样")
    today = district.today()
    survey_home(district, CLERK, housing.case, survey(kind="yearly", surveyed_on=today, persons=2))
    publish_lines(district, REVIEWER, lines(year=2027), "公告")
    reviewed = review_housing(district, REVIEWER, housing.case, "少了一口人")
    assert (reviewed.last.facts["result"], reviewed.monthly_fen) == ("adjust", 69_000)
    assert reviewed.review_due_on == date(2028, 3, 3)
    survey_home(district, CLERK, housing.case, survey(surveyed_on=today, tenure="own", floor_dm2=9_000))
    with pytest.raises(Refusal, match=r"housing\.no_longer"):
        review_housing(district, REVIEWER, housing.case, "一样")
    ended = end_housing(district, REVIEWER, housing.case, "area", "买了大房")
    assert (ended.state, ended.until, ended.monthly_fen) == (State.ENDED, "2027-03", 0)
    again = survey_home(district, CLERK, housing.case, survey(surveyed_on=today))
    assert again.state is State.SURVEYED


def test_a_yearly_review_is_the_work_of_who_surveys_then_of_who_decides(
    district: District, clock: Clock
) -> None:
    """S8-SURV-02: from thirty days before, and for as long as nobody has done it."""
    housing = granted(district)  # due on 2 March of the year after
    number = housing.case

    def waiting() -> list[int]:
        return [count_waiting(district, actor) for actor in (CLERK, OFFICER, REVIEWER, HEAD_OF_BUREAU)]

    assert waiting() == [0, 0, 0, 0]
    clock.move(days=334)  # the thirtieth day before is the next
    assert (waiting(), list_housing(district, REVIEWER, "due").total) == ([0, 0, 0, 0], 0)
    clock.move(days=1)
    assert (waiting(), list_housing(district, REVIEWER, "due").total) == ([1, 1, 0, 0], 1)
    clock.move(days=400)  # long overdue, a year on
    assert waiting() == [1, 1, 0, 0]
    survey_home(district, CLERK, number, survey(kind="yearly", surveyed_on=district.today()))
    assert waiting() == [0, 0, 1, 0]
    assert [row.case_number for row in list_housing(district, REVIEWER, "mine").rows] == [number]
    assert list_housing(district, CLERK, "mine").total == 0
    assert list_housing(district, HEAD_OF_BUREAU, "mine").total == 0
    publish_lines(district, REVIEWER, lines(year=district.today().year), "公告")
    review_housing(district, REVIEWER, number, "一样")
    assert waiting() == [0, 0, 0, 0]


def test_a_survey_of_last_year_is_to_be_done_again_for_the_review_of_this_one(
    district: District, clock: Clock
) -> None:
    housing = granted(district)
    clock.move(days=300)  # still December
    survey_home(district, CLERK, housing.case, survey(kind="change", surveyed_on=district.today()))
    clock.move(days=40)
    assert [count_waiting(district, actor) for actor in (CLERK, REVIEWER)] == [1, 0]
    with pytest.raises(Refusal, match=r"housing\.survey_old"):
        review_housing(district, REVIEWER, housing.case, "一样")


def test_an_application_waits_for_the_district_and_other_areas_for_nobody_here(district: District) -> None:
    housing = applied(district)
    assert [count_waiting(district, actor) for actor in (CLERK, REVIEWER)] == [0, 1]
    assert [row.case_number for row in list_housing(district, REVIEWER, "mine").rows] == [housing.case]
    elsewhere = Actor("x", "王例", frozenset({"district_reviewer"}), "elsewhere")
    assert count_waiting(district, elsewhere) == 0
    assert list_housing(district, REVIEWER, "no_such_state").total == 0


def test_the_files_come_by_the_page_with_the_money_of_all(district: District) -> None:
    """Counted and cut in the index as a reader of every row would."""
    rows = [granted(district, persons=1 + n % 3) for n in range(3)]
    found = list_housing(district, REVIEWER, "subsidised")
    assert found.monthly_fen == sum(housing.monthly_fen for housing in rows)
    assert [row.case_number for row in found.rows] == sorted(housing.case for housing in rows)
    assert list_housing(district, REVIEWER, page=0).total == 3
    assert list_housing(district, REVIEWER, page=99).page == 1


def test_who_has_left_does_not_come_back_without_a_new_survey(district: District) -> None:
    housing = granted(district)
    end_housing(district, REVIEWER, housing.case, "own_wish", "不要了")
    with pytest.raises(Refusal, match=r"housing\.closed"):
        apply_for_housing(district, CLERK, housing.case, DAY, Mode.SUBSIDY)


def test_a_clerk_of_another_community_sees_and_does_nothing(district: District) -> None:
    housing = applied(district)
    other = Actor("x", "王例", frozenset({"community_clerk"}), "elsewhere", "nowhere")
    with pytest.raises(Refusal, match=r"person\.other_area"):
        read_housing(district, other, housing.case)
    with pytest.raises(Refusal, match=r"person\.may_not"):
        decide_housing(district, CLERK, housing.case, True, "符合")
    assert list_housing(district, other).total == 0
    assert list_housing(district, CLERK, community=COMMUNITY_ID).total == 1

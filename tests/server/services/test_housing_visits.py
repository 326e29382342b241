"""A home is surveyed on the tablet; the sealed form is a survey like one entered at the desk (S8-SURV-01)."""

from __future__ import annotations

import hashlib

import pytest

from server.domain.days import format_instant
from server.domain.errand import Errand
from server.domain.housing import State
from server.errors import Refusal
from server.services.district import District
from server.services.errand_tasks import publish_open_errands
from server.services.errands import find_errand, next_round
from server.services.forms import HOUSING_SURVEY
from server.services.housing import apply_for_housing, decide_housing, read_housing, survey_home
from server.services.housing_lines import publish_lines
from server.services.housing_teams import errands_for_home, send_surveyors
from server.services.verification import verify
from tests.factories import CLERK, REVIEWER, PaperTablet, accepted_case, enrolled_tablet, picture, reconcile
from tests.server.domain.homes import DAY, lines, survey
from tests.server.services.sent_out import codes, fill_in, pushed, record_of, sending

OUTSIDE, INSIDE = picture("door"), picture("room")


def sent(district: District) -> tuple[PaperTablet, Errand]:
    tablet = enrolled_tablet(district)
    publish_lines(district, REVIEWER, lines(), "市政府公告〔2026〕1 号")
    return tablet, send_surveyors(district, CLERK, accepted_case(district).number, sending(district))


def surveyed(district: District, tablet: PaperTablet, errand: Errand, **changes: object) -> dict[str, object]:
    given = record_of("housing-survey") | {
        "survey_date": district.today().isoformat(),
        "next_review": district.today().replace(year=district.today().year + 1).isoformat(),
        "photo_outside": [hashlib.sha256(OUTSIDE).hexdigest()],
        "photo_inside": [hashlib.sha256(INSIDE).hexdigest()],
        **changes,
    }
    return fill_in(district, tablet, errand, given, [OUTSIDE, INSIDE])


def test_the_lead_has_the_survey_with_what_the_record_knows(district: District) -> None:
    tablet, errand = sent(district)
    task = tablet.read(f"task:{errand.case}:{errand.team.round}")
    assert (task["purpose"], task["form"]) == ("housing", HOUSING_SURVEY)
    assert task["prefill"]["kind"] == "first"
    assert (task["prefill"]["standard_year"], task["prefill"]["difficulty_line"]) == ("2026", "13.00")
    assert read_housing(district, CLERK, errand.case) is None  # sent for, not surveyed
    publish_open_errands(district)
    assert tablet.read(f"task:{errand.case}:{errand.team.round}") == task


def test_the_sealed_survey_is_the_housing_files(district: District) -> None:
    tablet, errand = sent(district)
    name = pushed(district, tablet, surveyed(district, tablet, errand), [OUTSIDE, INSIDE])
    assert codes(district) == set()
    housing = read_housing(district, CLERK, errand.case)
    assert housing is not None
    found = housing.survey
    assert (found.kind, found.persons, found.guarantee, found.tenure) == ("first", 3, "dibao", "rent")
    assert (found.floor_dm2, found.rent_fen, found.income_fen) == (2_100, 60_000, 62_000)
    assert found.visit == housing.last.facts["visit"]
    assert housing.last.by == f"assessor:{tablet.assessor}"
    assert tablet.receipt(name)["status"] == "accepted"
    assert not errands_for_home(district, errand.case)[-1].is_open
    apply_for_housing(district, CLERK, errand.case, DAY, housing.mode)
    assert decide_housing(district, REVIEWER, errand.case, True, "符合").state is State.SUBSIDISED
    assert verify(district).problems == []


@pytest.mark.parametrize("what", ["visit", "photo"])
def test_verification_finds_what_the_survey_names_and_is_not_there(district: District, what: str) -> None:
    tablet, errand = sent(district)
    pushed(district, tablet, surveyed(district, tablet, errand), [OUTSIDE, INSIDE])
    evidence = district.database("evidence")
    for document in evidence.all(f"{what}:housing:", f"{what}:housing:\ufff0"):
        evidence.delete(document)
    assert {problem.code for problem in verify(district).problems} == {"record.missing"}


def test_a_survey_of_a_day_to_come_is_set_aside(district: District) -> None:
    tablet, errand = sent(district)
    bought = {"affordable": "yes", "affordable_on": "2031-01-01"}
    pushed(district, tablet, surveyed(district, tablet, errand, **bought), [OUTSIDE, INSIDE])
    assert "visit.answers" in codes(district)
    assert read_housing(district, CLERK, errand.case) is None


def test_others_are_sent_instead_and_a_survey_at_the_desk_goes_beside(district: District) -> None:
    tablet, first = sent(district)
    again = send_surveyors(district, CLERK, first.case, sending(district))
    assert again.team.round == first.team.round + 1
    assert next_round(district, district.get_case(first.case)) == again.team.round + 1
    replaced = find_errand(district, first.case, first.team.round)
    assert replaced is not None
    assert replaced.is_replaced
    survey_home(district, CLERK, first.case, survey())
    pushed(district, tablet, surveyed(district, tablet, again), [OUTSIDE, INSIDE])
    housing = read_housing(district, CLERK, first.case)
    assert housing is not None
    assert [bool(each.visit) for each in housing.surveys] == [False, True]
    pushed(district, tablet, surveyed(district, tablet, first), [OUTSIDE, INSIDE])
    assert codes(district) == {"visit.not_their_case"}


def begun(tablet: PaperTablet, errand: Errand, **answers: object) -> None:
    """A survey begun on the tablet and not sealed, with a photo taken."""
    body = {"state": "draft", "case": errand.case, "round": errand.team.round, "answers": answers}
    body |= {"photos": [{"digest": "d" * 64}], "team": [], "saved_at": format_instant(tablet.district.now())}
    tablet.push_document(f"visit:{errand.case}:{errand.team.round}:{tablet.id}", body)


def test_what_was_begun_is_handed_to_the_lead_who_goes_instead(district: District) -> None:
    """Field lesson 1, for an errand: set aside whole, and gone on from."""
    tablet, errand = sent(district)
    begun(tablet, errand, rent="600.00")
    again = send_surveyors(district, CLERK, errand.case, sending(district, lead="a-0218"))
    assert codes(district) == {"errand.over"}
    second = enrolled_tablet(district, "a-0218")
    task = second.read(f"task:{again.case}:{again.team.round}")
    assert (task["draft"]["answers"], task["draft"]["photos"]) == ({"rent": "600.00"}, [])
    assert task["draft"]["assessor"]["id"] == errand.team.lead


def test_what_comes_late_of_the_team_before_is_on_the_new_task_too(district: District) -> None:
    tablet, errand = sent(district)
    again = send_surveyors(district, CLERK, errand.case, sending(district, lead="a-0218"))
    second = enrolled_tablet(district, "a-0218")
    publish_open_errands(district, "a-0218")
    name = f"task:{again.case}:{again.team.round}"
    assert "draft" not in second.read(name)
    begun(tablet, errand, floor_area="21")
    assert reconcile(district).set_aside == 1
    assert second.read(name)["draft"]["answers"] == {"floor_area": "21"}
    publish_open_errands(district)
    assert second.read(name)["draft"]["answers"] == {"floor_area": "21"}


def test_nobody_of_another_community_sends_a_team(district: District) -> None:
    tablet, errand = sent(district)
    assert tablet
    with pytest.raises(Refusal, match=r"person\.may_not"):
        send_surveyors(district, REVIEWER, errand.case, sending(district))

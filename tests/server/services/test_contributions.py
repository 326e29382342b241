"""Colleagues' own records of a visit: taken, laid beside it, decided; nothing of the lead's changes."""

from __future__ import annotations

from typing import Any

import pytest

from server.domain.case import Case
from server.errors import Refusal
from server.records.entries import SetAside
from server.services.committee import record_finding
from server.services.contributions import (
    decide_discrepancy,
    effective_answers,
    find_contribution,
    find_discrepancies,
)
from server.services.district import District
from server.services.recordings import read_contribution
from server.services.verification import verify
from server.services.visits import view_visit
from tests.factories import (
    COMMITTEE,
    OFFICER,
    assigned_case,
    confirm,
    enrolled_tablet,
    picture,
    reconcile,
    unconfirmed_case,
)

COLLEAGUE = "a-0218"


class Visited:
    """A visit that was received and a colleague with a tablet of their own."""

    def __init__(self, district: District) -> None:
        self.district = district
        case, self.visit = unconfirmed_case(district)
        self.number = case.number
        self.colleague = enrolled_tablet(district, COLLEAGUE)

    @property
    def case(self) -> Case:
        return self.district.get_case(self.number)

    def say(self, **answers: Any) -> str:
        return self.colleague.push_contribution(self.colleague.contribute(self.visit, answers))

    def decide(self, path: str, choice: str) -> None:
        [digest] = {each.digest for each in self.case.contributions if path in each.differing}
        words = "又去看了一次。"
        decide_discrepancy(self.district, OFFICER, self.number, digest, path, choice, words)

    def members(self, **changes: Any) -> list[dict[str, Any]]:
        """The visit's members by id alone, the first with what is changed."""
        rows = [{"_id": row["_id"]} for row in self.visit["answers"]["member"]]
        return [rows[0] | changes, *rows[1:]]


@pytest.fixture
def visited(district: District) -> Visited:
    return Visited(district)


def codes(district: District) -> list[str]:
    return [reason["code"] for entry in district.office.every(SetAside) for reason in entry.reasons]


def test_equal_answers_agree_and_open_ones_are_taken(visited: Visited) -> None:
    given = visited.visit["answers"]
    sent = visited.say(living_note=given["living_note"], supporters=given["supporters"], medical="80.00")
    assert reconcile(visited.district).accepted == 1
    [received] = visited.case.contributions
    assert (received.by, received.how, received.taken, received.differing) == (COLLEAGUE, "colleague", 1, ())
    assert effective_answers(visited.district, visited.case)["medical"] == "80.00"
    receipt = visited.colleague.read(f"receipt:{sent}")
    assert (receipt["status"], receipt["visit"]) == ("accepted", sent)


def test_the_leads_seal_stays_and_the_finding_waits_for_the_decision(visited: Visited) -> None:
    before = visited.case.visit
    visited.say(living_note="家里有新空调。")
    reconcile(visited.district)
    confirm(visited.district, visited.visit)
    [found] = find_discrepancies(visited.district, visited.case)
    assert (found.path, found.other, found.choice) == ("living_note", "家里有新空调。", "")
    with pytest.raises(Refusal) as refused:
        record_finding(visited.district, OFFICER, visited.number, eligible=True, members=COMMITTEE)
    assert refused.value.code == "case.undecided"
    visited.decide("living_note", "contribution")
    assert effective_answers(visited.district, visited.case)["living_note"] == "家里有新空调。"
    view = view_visit(visited.district, visited.case)
    assert view.visit.answers["living_note"] == visited.visit["answers"]["living_note"]
    assert visited.case.visit
    assert before
    assert visited.case.visit.digest == before.digest
    record_finding(visited.district, OFFICER, visited.number, eligible=True, members=COMMITTEE)
    assert verify(visited.district).problems == []


def test_a_decision_about_income_changes_the_totals_and_can_be_taken_back(visited: Visited) -> None:
    earner = next(row for row in visited.visit["answers"]["member"] if row.get("income"))
    [income] = earner["income"]
    rows = [{"_id": row["_id"]} for row in visited.visit["answers"]["member"]]
    changed = [
        row | {"income": [income | {"amount": "9900.00"}]} for row in rows if row["_id"] == earner["_id"]
    ]
    visited.say(member=changed)
    reconcile(visited.district)
    before = visited.case.visit
    assert before
    [(digest, path)] = visited.case.undecided
    assert path == f"member[{earner['_id']}].income[{income['_id']}].amount"
    visited.decide(path, "contribution")
    assert visited.case.visit
    assert visited.case.visit.income_total_fen > before.income_total_fen
    visited.decide(path, "visit")
    assert visited.case.visit.income_total_fen == before.income_total_fen
    assert visited.case.undecided == ()
    [loser] = find_discrepancies(visited.district, visited.case)
    assert (loser.contribution.digest, loser.other, loser.choice) == (digest, "9900.00", "visit")


def test_a_person_only_the_colleague_met_is_decided_and_not_taken(visited: Visited) -> None:
    told = ("relation", "sex", "birth", "register", "health", "employment")
    someone = visited.visit["answers"]["member"][1]
    guest = {name: someone[name] for name in told if name in someone}
    visited.say(member=[guest | {"_id": "m9", "name": "周例江"}])
    reconcile(visited.district)
    assert codes(visited.district) == []
    assert [path for _, path in visited.case.undecided] == ["member[m9]"]
    assert visited.case.visit
    assert visited.case.visit.persons == 2
    visited.decide("member[m9]", "contribution")
    assert visited.case.visit
    assert visited.case.visit.persons == 3


def test_one_that_comes_before_its_visit_waits_for_it(district: District) -> None:
    lead, colleague, case = (
        enrolled_tablet(district),
        enrolled_tablet(district, COLLEAGUE),
        assigned_case(district),
    )
    visit = lead.fill_in(case)
    colleague.push_contribution(colleague.contribute(visit, {"living_note": visit["answers"]["living_note"]}))
    assert (reconcile(district).accepted, codes(district)) == (0, [])
    lead.push(lead.seal(visit))
    assert reconcile(district).accepted == 2
    assert len(district.get_case(case.number).contributions) == 1


def test_photos_of_both_are_kept_and_a_repetition_changes_nothing(visited: Visited) -> None:
    photo = picture("from the colleague")
    shot = visited.colleague.contribute(visited.visit, {}, [photo])["contribution"]["photos"][0]["digest"]
    body = visited.colleague.contribute(visited.visit, {"photo_more": [shot]}, [photo])
    visited.colleague.push_contribution(body)
    assert reconcile(visited.district).accepted == 0  # the photo has not come
    visited.colleague.push_photo(photo)
    assert reconcile(visited.district).accepted == 1
    assert visited.case.contributions[0].photos == (shot,)
    acts = len(visited.case.acts)
    visited.colleague.push_contribution(body)
    reconcile(visited.district)
    assert len(visited.case.acts) == acts
    assert find_contribution(visited.district, read_contribution(COLLEAGUE, body)) == visited.case.last
    assert codes(visited.district) == []


def test_a_stranger_to_the_visit_cannot_contribute(visited: Visited) -> None:
    stranger = enrolled_tablet(visited.district, "a-0220")
    stranger.push_contribution(stranger.contribute(visited.visit, {"living_note": "我也在。"}))
    reconcile(visited.district)
    assert codes(visited.district) == ["visit.not_assigned"]


def test_a_contribution_changed_after_its_seal_is_refused(visited: Visited) -> None:
    body = visited.colleague.contribute(visited.visit, {"living_note": "一样。"})
    body["contribution"]["answers"]["living_note"] = "家里有三辆车。"
    visited.colleague.push_contribution(body)
    reconcile(visited.district)
    assert codes(visited.district) == ["visit.bad_seal"]


def test_an_answer_the_form_does_not_allow_is_refused(visited: Visited) -> None:
    visited.say(furnishing="palace")
    reconcile(visited.district)
    assert codes(visited.district) == ["visit.answers"]


def test_one_after_the_committee_is_set_aside(visited: Visited) -> None:
    confirm(visited.district, visited.visit)
    record_finding(visited.district, OFFICER, visited.number, eligible=True, members=COMMITTEE)
    visited.say(living_note="后来想起来的。")
    reconcile(visited.district)
    assert codes(visited.district) == ["contribution.late"]


@pytest.mark.parametrize(
    ("choice", "reason", "code"),
    [("both", "看过了。", "discrepancy.choice"), ("visit", " ", "discrepancy.reason")],
)
def test_a_decision_needs_a_choice_and_a_reason(
    visited: Visited, choice: str, reason: str, code: str
) -> None:
    visited.say(living_note="不一样。")
    reconcile(visited.district)
    [(digest, path)] = visited.case.undecided
    with pytest.raises(Refusal) as refused:
        decide_discrepancy(visited.district, OFFICER, visited.number, digest, path, choice, reason)
    assert refused.value.code == code


def test_two_colleagues_who_fill_the_same_gap_differently_are_told_apart(visited: Visited) -> None:
    visited.say(medical="80.00")
    other = enrolled_tablet(visited.district, "a-0219")
    other.push_contribution(other.contribute(visited.visit, {"medical": "90.00"}))
    assert reconcile(visited.district).accepted == 2
    [found] = find_discrepancies(visited.district, visited.case)
    assert {found.visit, found.other} == {"80.00", "90.00"}
    assert effective_answers(visited.district, visited.case)["medical"] == found.visit
    visited.decide("medical", "contribution")
    assert effective_answers(visited.district, visited.case)["medical"] == found.other

"""What a team before left unfinished is laid beside the visit made instead; it counts only once decided."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest

from server.domain.case import Case
from server.errors import Refusal
from server.records.entries import SetAside
from server.services import drafts
from server.services.assignments import assign_team
from server.services.committee import record_finding
from server.services.contributions import decide_discrepancy, effective_answers, find_discrepancies
from server.services.district import District
from server.services.set_aside_decisions import accept_set_aside
from server.services.set_asides import read_set_aside
from server.services.verification import verify
from server.services.visits import list_set_aside
from tests.factories import (
    COMMITTEE,
    OFFICER,
    TEAM,
    PaperTablet,
    assigned_case,
    confirm,
    enrolled_tablet,
    picture,
    reconcile,
)
from tests.findings import photo_record
from tests.tablets import push_draft

DRAFTED = {"medical": "80.00", "living_note": "没写完。"}


@pytest.fixture
def tablet(district: District) -> PaperTablet:
    return enrolled_tablet(district)


@pytest.fixture
def case(district: District) -> Case:
    return assigned_case(district)


def send_another(district: District, case: Case) -> Case:
    due = district.today() + timedelta(days=3)
    return assign_team(district, OFFICER, case.number, TEAM, "a-0218", due, dict.fromkeys(TEAM, "none"))


def visited_again(district: District, tablet: PaperTablet, case: Case) -> tuple[PaperTablet, dict[str, Any]]:
    """A first visit, another team for a second, and the visit of that team on its way."""
    tablet.push(tablet.seal(tablet.fill_in(case)))
    assert reconcile(district).accepted == 1
    again = send_another(district, district.get_case(case.number))
    second = enrolled_tablet(district, "a-0218")
    return second, second.fill_in(again)


def test_the_draft_of_the_lead_before_is_laid_beside_the_new_visit_and_counts_for_nothing(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    second, visit = visited_again(district, tablet, case)
    push_draft(tablet, case, answers=DRAFTED)
    assert reconcile(district).moved == 0  # the new lead may still go on with it
    second.push(second.seal(visit))
    assert reconcile(district).failed == []
    seen = district.get_case(case.number)
    [draft] = seen.contributions
    assert (draft.how, draft.by, draft.device, draft.taken) == ("draft", "a-0217", tablet.id, 0)
    assert set(draft.undecided) == {"medical", "living_note"}
    assert "medical" not in effective_answers(district, seen)
    assert [document["_id"] for document in tablet.outbox.all()] == []
    medical = next(each for each in find_discrepancies(district, seen) if each.path == "medical")
    assert (medical.visit, medical.other) == (None, "80.00")
    for path in draft.undecided:
        decide_discrepancy(district, OFFICER, case.number, draft.digest, path, "contribution", "问过了。")
    seen = confirm(district, visit)
    assert effective_answers(district, seen)["medical"] == "80.00"
    record_finding(district, OFFICER, case.number, eligible=True, members=COMMITTEE)
    assert verify(district).problems == []


def test_a_draft_that_comes_after_the_new_visit_is_taken_once_however_often_it_is_sent(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    second, visit = visited_again(district, tablet, case)
    second.push(second.seal(visit))
    assert reconcile(district).accepted == 1
    push_draft(tablet, case, answers=DRAFTED)
    done = reconcile(district)
    assert (done.accepted, done.differing, done.failed) == (1, 1, [])
    push_draft(tablet, case, answers=DRAFTED)
    assert reconcile(district).moved == 0
    assert len(district.get_case(case.number).contributions) == 1
    assert [document["_id"] for document in tablet.outbox.all()] == []


@pytest.mark.parametrize("drafted_first", [True, False])
def test_what_the_lead_began_on_another_tablet_is_laid_beside_the_visit_of_the_same_round(
    district: District, tablet: PaperTablet, case: Case, drafted_first: bool
) -> None:
    other = enrolled_tablet(district)
    pushes = [
        lambda: push_draft(other, case, answers=DRAFTED),
        lambda: tablet.push(tablet.seal(tablet.fill_in(case))),
    ]
    for push in pushes if drafted_first else reversed(pushes):
        push()
        assert reconcile(district).failed == []
    [draft] = district.get_case(case.number).contributions
    assert (draft.how, draft.by, draft.device) == ("draft", "a-0217", other.id)
    assert set(draft.undecided) == {"medical", "living_note"}
    assert [document["_id"] for document in tablet.outbox.all()] == []


def test_what_a_colleague_began_beside_the_visit_stays_theirs_to_go_on_with(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    colleague = enrolled_tablet(district, "a-0218")
    name = f"contribution:{case.number}:1:{colleague.id}"
    colleague.push_document(name, {"state": "draft", "answers": DRAFTED, "photos": []})
    tablet.push(tablet.seal(tablet.fill_in(case)))
    assert (reconcile(district).accepted, reconcile(district).moved) == (1, 0)
    assert [document["_id"] for document in colleague.outbox.all()] == [name]


def test_its_photos_that_came_are_kept_and_what_the_form_hides_stays_in_the_snapshot(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    second, visit = visited_again(district, tablet, case)
    second.push(second.seal(visit))
    reconcile(district)
    came, lost = (photo_record(picture(seed), district.now()) for seed in ("came", "lost"))
    tablet.push_photo(picture("came"))
    answers = DRAFTED | {"photo_more": [came["digest"], lost["digest"]], "no_such_question": "x"}
    push_draft(tablet, case, answers=answers, photos=[came, lost])
    assert reconcile(district).differing == 1
    [draft] = district.get_case(case.number).contributions
    assert draft.photos == (hashlib.sha256(picture("came")).hexdigest(),)
    kept = district.evidence.get("contribution", case.number, draft.digest)["draft"]
    assert kept["snapshot"]["answers"] == answers
    assert "no_such_question" not in kept["answers"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"answers": {"furnishing": "palace"}}, "visit.answers"),
        ({"answers": {"member": "nobody"}}, "visit.malformed"),
        ({"answers": DRAFTED, "saved_at": "yesterday"}, "visit.malformed"),
    ],
)
def test_a_draft_that_cannot_be_compared_is_set_aside_whole(
    district: District, tablet: PaperTablet, case: Case, changes: dict[str, Any], code: str
) -> None:
    second, visit = visited_again(district, tablet, case)
    second.push(second.seal(visit))
    reconcile(district)
    push_draft(tablet, case, **changes)
    assert reconcile(district).set_aside == 1
    [entry] = district.office.every(SetAside)
    assert [reason["code"] for reason in entry.reasons] == [code]
    assert district.get_case(case.number).contributions == ()


def test_one_that_comes_after_the_finding_is_set_aside(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    second, visit = visited_again(district, tablet, case)
    second.push(second.seal(visit))
    reconcile(district)
    confirm(district, visit)
    record_finding(district, OFFICER, case.number, eligible=True, members=COMMITTEE)
    push_draft(tablet, case, answers=DRAFTED)
    assert reconcile(district).set_aside == 1
    [entry] = district.office.every(SetAside)
    assert [reason["code"] for reason in entry.reasons] == ["contribution.late"]


def set_aside_draft(district: District, case: Case, monkeypatch: pytest.MonkeyPatch) -> SetAside:
    """What the lead began on another tablet, kept out by a rule that holds no more."""
    other, came = enrolled_tablet(district), photo_record(picture("came"), district.now())
    other.push_photo(picture("came"))
    with monkeypatch.context() as patched:
        patched.setattr(drafts, "check_draft", lambda *_: [Refusal("visit.answers", count=1)])
        push_draft(other, case, answers={"medical": "80.00"}, photos=[came])
        assert reconcile(district).set_aside == 1
    (entry,) = list_set_aside(district, OFFICER)
    return entry


def test_a_draft_that_was_set_aside_is_accepted_beside_the_visit_and_counts_for_nothing(
    district: District, tablet: PaperTablet, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet.push(tablet.seal(tablet.fill_in(case)))
    assert reconcile(district).accepted == 1
    entry = set_aside_draft(district, case, monkeypatch)
    assert read_set_aside(district, OFFICER, entry.id).barrier is None
    accept_set_aside(district, OFFICER, entry.id, "他没写完，可以对照。")
    seen = district.get_case(case.number)
    [draft] = seen.contributions
    assert (draft.how, draft.undecided) == ("draft", ("medical",))
    assert draft.photos == (hashlib.sha256(picture("came")).hexdigest(),)
    assert "medical" not in effective_answers(district, seen)
    told = tablet.receipt(entry.document["_id"])
    assert (told["status"], told["act"]) == ("accepted", seen.last.n)
    assert verify(district).problems == []


def test_a_draft_that_was_set_aside_waits_for_a_visit_to_lie_beside(
    district: District, tablet: PaperTablet, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet.push(tablet.seal(tablet.fill_in(case)))
    assert reconcile(district).accepted == 1
    entry = set_aside_draft(district, case, monkeypatch)
    send_another(district, district.get_case(case.number))
    with pytest.raises(Refusal, match=r"contribution\.no_visit"):
        accept_set_aside(district, OFFICER, entry.id, "收下。")


def test_a_draft_with_answers_the_form_does_not_allow_is_accepted_without_them(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    tablet.push(tablet.seal(tablet.fill_in(case)))
    assert reconcile(district).accepted == 1
    other = enrolled_tablet(district)
    answers = {"medical": "80.00", "furnishing": "palace", "rent": "-5"}
    push_draft(other, case, answers=answers)
    assert reconcile(district).set_aside == 1
    (entry,) = list_set_aside(district, OFFICER)
    assert [reason["code"] for reason in entry.reasons] == ["visit.answers"]
    view = read_set_aside(district, OFFICER, entry.id)
    assert view.barrier is None
    assert ("furnishing", "palace") in {(each["path"], each["got"]) for each in view.invalid}
    accept_set_aside(district, OFFICER, entry.id, "医药费可以对照。")
    seen = district.get_case(case.number)
    assert seen.acts[-2].facts["overridden"] == ["draft.answers"]
    [draft] = seen.contributions
    assert draft.undecided == ("medical",)
    kept = district.evidence.get("contribution", case.number, draft.digest)["draft"]
    assert kept["snapshot"]["answers"] == answers  # nothing of it is lost
    assert "furnishing" not in kept["answers"]
    assert kept["invalid"] == list(view.invalid)
    assert verify(district).problems == []
    push_draft(other, case, answers=answers)
    assert reconcile(district).moved == 0

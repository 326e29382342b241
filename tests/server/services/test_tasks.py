"""What was done before comes back with the task: another tablet's draft, the words of the desk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from server.domain.case import Case
from server.errors import Refusal
from server.records.entries import SetAside
from server.services.approvals import return_case
from server.services.assignments import assign_team
from server.services.device_orders import close_device, remove_device
from server.services.district import District
from server.services.set_aside_decisions import return_set_aside
from server.services.tasks import (
    publish_outstanding,
    publish_task,
    task_id,
    task_payload,
    withdraw_task,
)
from tests.factories import (
    OFFICER,
    REVIEWER,
    TEAM,
    Clock,
    PaperTablet,
    assigned_case,
    enrolled_tablet,
    reconcile,
)
from tests.server.services.story import audited_case
from tests.tablets import push_draft


@pytest.fixture
def tablet(district: District) -> PaperTablet:
    return enrolled_tablet(district)


@pytest.fixture
def case(district: District) -> Case:
    return assigned_case(district)


def task(tablet: PaperTablet, case: Case) -> dict[str, Any]:
    return tablet.read(task_id(case))


def test_a_new_tablet_gets_the_last_draft_back(
    district: District, tablet: PaperTablet, case: Case, clock: Clock
) -> None:
    push_draft(tablet, case, answers={"tenure": "own"})
    clock.move(minutes=5)
    last = push_draft(tablet, case, answers={"tenure": "rent"}, photos=[{"digest": "a" * 64}], team=["x"])
    second = enrolled_tablet(district)
    assert task(second, case)["draft"] == {
        "device": tablet.id,
        "saved_at": last["saved_at"],
        "answers": {"tenure": "rent"},
        "photos": [{"digest": "a" * 64}],
        "team": ["x"],
        "signatures": [],
    }


def test_the_newest_of_several_drafts_comes_back(
    district: District, tablet: PaperTablet, case: Case, clock: Clock
) -> None:
    second = enrolled_tablet(district)
    push_draft(second, case, answers={"tenure": "rent"})
    clock.move(minutes=1)
    push_draft(tablet, case)
    remove_device(district, OFFICER, tablet.id)
    assert task(second, case)["draft"]["device"] == tablet.id


@pytest.mark.parametrize("end", [close_device, remove_device])
def test_a_tablet_that_ends_leaves_its_newest_draft_to_the_other(
    district: District, tablet: PaperTablet, case: Case, end: Any
) -> None:
    second = enrolled_tablet(district)
    push_draft(tablet, case)
    assert "draft" not in task(second, case)
    end(district, OFFICER, tablet.id)
    assert task(second, case)["draft"]["answers"] == {"tenure": "own"}


def test_a_tablet_is_not_given_its_own_draft(district: District, tablet: PaperTablet, case: Case) -> None:
    push_draft(tablet, case)
    publish_task(district, case)
    assert "draft" not in task(tablet, case)


def test_a_draft_of_another_case_or_round_stays_where_it_is(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    push_draft(tablet, assigned_case(district))
    tablet.push_document(f"visit:{case.number}:2:{tablet.id}", {"state": "draft", "answers": {"x": 1}})
    tablet.push_document(f"visit:{case.number}:1:{tablet.id}", {"state": "sealed"})
    second = enrolled_tablet(district)
    assert "draft" not in task(second, case)


def test_a_task_is_written_again_only_when_something_changed(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    tasks = district.database("tasks-a-0217")
    before = tasks.info()["update_seq"]
    publish_task(district, case)
    publish_outstanding(district)
    assert tasks.info()["update_seq"] == before


def test_a_task_from_before_the_envelope_is_sealed_at_the_next_start(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    tasks = district.database("tasks-a-0217")
    stored = tasks.get(task_id(case))
    open_task = {"_id": stored["_id"], "_rev": stored["_rev"], "type": "task", "schema": 1, "signed": "x.y.z"}
    tasks.put(open_task)
    publish_outstanding(district)
    assert task(tablet, case)["head"] == "周例平"


def set_aside(tablet: PaperTablet, case: Case) -> SetAside:
    """A visit the applicant did not sign, sent and set aside."""
    tablet.push(tablet.seal(tablet.fill_in(case, signatures=[])))
    assert reconcile(tablet.district).set_aside == 1
    return max(tablet.district.office.every(SetAside), key=lambda entry: entry.received_at)


def test_a_visit_is_sent_back_with_words_and_sealed_again(
    district: District, tablet: PaperTablet, case: Case, clock: Clock
) -> None:
    entry = set_aside(tablet, case)
    clock.move(minutes=30)
    return_set_aside(district, OFFICER, entry.id, " 请申请人补签。 ")
    assert task(tablet, case)["returned"] == {
        "at": "2026-03-02T01:30:00Z",
        "by": OFFICER.name,
        "words": "请申请人补签。",
    }
    tablet.push(tablet.seal(tablet.fill_in(case)))
    assert reconcile(district).accepted == 1


def test_a_visit_set_aside_again_takes_the_old_words_off(
    district: District, tablet: PaperTablet, case: Case, clock: Clock
) -> None:
    return_set_aside(district, OFFICER, set_aside(tablet, case).id, "请补签。")
    clock.move(hours=1)
    set_aside(tablet, case)
    assert "returned" not in task(tablet, case)


def test_what_the_case_no_longer_waits_for_cannot_be_sent_back(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    entry = set_aside(tablet, case)
    tablet.push(tablet.seal(tablet.fill_in(case)))
    assert reconcile(district).accepted == 1
    with pytest.raises(Refusal, match=r"set_aside\.not_awaited"):
        return_set_aside(district, OFFICER, entry.id, "请补签。")


def test_a_visit_is_sent_back_by_the_street_and_never_without_words(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    entry = set_aside(tablet, case)
    with pytest.raises(Refusal, match=r"set_aside\.words"):
        return_set_aside(district, OFFICER, entry.id, "  ")
    with pytest.raises(Refusal, match=r"person\.may_not"):
        return_set_aside(district, REVIEWER, entry.id, "请补签。")
    assert "returned" not in task(tablet, case)


def test_a_case_the_district_returned_says_why_in_its_next_round(district: District) -> None:
    case = audited_case(district)
    return_case(district, REVIEWER, case.number, "照片看不清")
    due = district.today() + timedelta(days=3)
    again = assign_team(district, OFFICER, case.number, TEAM, "a-0218", due, dict.fromkeys(TEAM, "none"))
    returned = enrolled_tablet(district, "a-0218").read(task_id(again))["returned"]
    assert (returned["by"], returned["words"]) == (REVIEWER.name, "照片看不清")


def test_everybody_of_the_team_gets_the_task_and_is_told_who_leads(district: District, case: Case) -> None:
    lead = {"id": "a-0217", "name": "林试远"}
    found = {who: task(enrolled_tablet(district, who), case) for who in TEAM}
    assert {who: payload["role"] for who, payload in found.items()} == {
        "a-0217": "lead",
        "a-0218": "colleague",
        "a-0219": "colleague",
    }
    assert all(payload["lead"] == lead for payload in found.values())


def test_a_colleague_is_not_given_the_draft_of_the_lead(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    push_draft(tablet, case)
    assert "draft" not in task(enrolled_tablet(district, "a-0218"), case)


def test_nobody_else_is_asked_to_begin_once_the_visit_of_the_lead_is_in(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    colleague = enrolled_tablet(district, "a-0218")
    assert task(colleague, case)["role"] == "colleague"
    tablet.push(tablet.seal(tablet.fill_in(case)))
    assert reconcile(district).accepted == 1
    assert district.database("tasks-a-0218").find(task_id(case)) is None
    assert task(tablet, case)["role"] == "lead"


def test_a_case_given_to_another_team_leaves_every_tablet_of_the_first(district: District) -> None:
    case = audited_case(district)
    return_case(district, REVIEWER, case.number, "照片看不清")
    due = district.today() + timedelta(days=3)
    again = assign_team(district, OFFICER, case.number, TEAM, "a-0218", due, dict.fromkeys(TEAM, "none"))
    former = enrolled_tablet(district)
    assert task(former, again)["role"] == "colleague"
    assert district.database("tasks-a-0217").find(task_id(case)) is None


def test_enrolling_writes_again_only_what_was_begun_or_is_missing(
    district: District, tablet: PaperTablet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A tablet waits meanwhile: two hundred homes nobody began must not be made anew for it."""
    untouched, begun, lost = (assigned_case(district) for _ in range(3))
    push_draft(tablet, begun, answers={"tenure": "own"})
    withdraw_task(district, lost)
    written = []

    def count(district: District, case: Case, *rest: Any) -> dict[str, Any]:
        written.append(case.number)
        return task_payload(district, case, *rest)

    monkeypatch.setattr("server.services.tasks.task_payload", count)
    second = enrolled_tablet(district)
    assert sorted(written) == sorted([begun.number, lost.number])
    assert {task(second, case)["case"] for case in (untouched, begun, lost)} == {
        untouched.number,
        begun.number,
        lost.number,
    }

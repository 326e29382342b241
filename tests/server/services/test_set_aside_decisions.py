"""What was set aside is decided by a person, on the record, and the tablet is told in every case."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from server.domain.case import Case
from server.domain.days import format_instant
from server.domain.permission import PERMISSIONS, RELEASED_BY
from server.domain.stage import Stage
from server.errors import CATALOGUE, Refusal
from server.records.codec import encode_outbox
from server.records.entries import SetAside
from server.records.envelope import new_key
from server.services.assignments import assign_team
from server.services.committee import record_finding
from server.services.credentials import assessor_file
from server.services.device_orders import close_device
from server.services.district import District
from server.services.sentences import Names, act_lines
from server.services.set_aside_decisions import accept_set_aside, close_set_aside, return_set_aside
from server.services.set_asides import read_set_aside
from server.services.tasks import task_id
from server.services.verification import verify
from server.services.visits import list_set_aside, read_visit
from tests.factories import (
    COMMITTEE,
    OFFICER,
    REVIEWER,
    TEAM,
    PaperTablet,
    assigned_case,
    confirm,
    enrolled_tablet,
    reconcile,
)

AUDITOR = type(REVIEWER)("audit", "审计", frozenset({"auditor"}))


@pytest.fixture
def tablet(district: District) -> PaperTablet:
    return enrolled_tablet(district)


@pytest.fixture
def case(district: District) -> Case:
    return assigned_case(district)


def set_aside(tablet: PaperTablet, visit: dict[str, Any]) -> SetAside:
    """What a visit became that a rule kept out."""
    before = {entry.id for entry in tablet.district.office.every(SetAside)}
    tablet.push(tablet.seal(visit))
    assert reconcile(tablet.district).set_aside == 1
    (entry,) = (entry for entry in tablet.district.office.every(SetAside) if entry.id not in before)
    return entry


def of_closing_tablet(tablet: PaperTablet, case: Case) -> SetAside:
    """A sound visit from a tablet whose tasks were withdrawn."""
    visit = tablet.fill_in(case)
    close_device(tablet.district, OFFICER, tablet.id)
    return set_aside(tablet, visit)


def unsigned(tablet: PaperTablet, case: Case) -> SetAside:
    return set_aside(tablet, tablet.fill_in(case, signatures=[]))


def receipt(tablet: PaperTablet, case: Case) -> dict[str, Any]:
    return tablet.receipt(f"visit:{case.number}:1:{tablet.id}")


def state(district: District, entry: SetAside) -> str:
    return district.office.get(SetAside, entry.id).state


def test_the_street_accepts_what_a_closing_tablet_still_sent(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    entry = of_closing_tablet(tablet, case)
    accept_set_aside(district, OFFICER, entry.id, "平板换了，记录没问题。")
    visited = district.get_case(case.number)
    assert (visited.stage, state(district, entry)) == (Stage.VISITED, "accepted")
    accepted, received = visited.acts[-2:]
    assert accepted.facts["overridden"] == ["visit.device_closing"]
    assert (received.kind, received.facts["released"]) == ("visit_received", entry.id)
    told = receipt(tablet, case)
    assert (told["status"], told["act"], told["digest"]) == ("accepted", received.n, entry.digest)
    assert len(told["photos"]) == 2
    assert read_visit(district, OFFICER, case.number).visit.answers
    assert verify(district).problems == []


def test_the_timeline_says_what_was_overridden_and_why(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    accept_set_aside(district, OFFICER, of_closing_tablet(tablet, case).id, "平板换了。")
    line = act_lines(district, district.get_case(case.number), Names(district))[-2]
    assert line.zh == "收下搁置的上传。没有满足的：visit.device_closing。"
    assert (line.who, line.words) == (OFFICER.name, "平板换了。")


def test_what_the_rules_ask_of_a_visit_only_the_district_overrides(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    entry = unsigned(tablet, case)
    with pytest.raises(Refusal, match=r"set_aside\.district_releases"):
        accept_set_aside(district, OFFICER, entry.id, "签字纸在街道。")
    assert state(district, entry) == "open"
    accept_set_aside(district, REVIEWER, entry.id, "签字纸在街道。")
    assert district.get_case(case.number).stage is Stage.VISITED


@pytest.mark.parametrize("spoil", [{"opinion_reason": "改过"}, {"persons": "9"}])
def test_what_was_not_sealed_nobody_releases(
    district: District, tablet: PaperTablet, case: Case, spoil: dict[str, str]
) -> None:
    body = tablet.seal(tablet.fill_in(case))
    body["visit"]["answers"] = dict(body["visit"]["answers"]) | spoil
    tablet.push(body)
    reconcile(district)
    (entry,) = list_set_aside(district, REVIEWER)
    for actor in (OFFICER, REVIEWER):
        with pytest.raises(Refusal, match=r"set_aside\.not_released"):
            accept_set_aside(district, actor, entry.id, "收下。")
    assert district.get_case(case.number).stage is Stage.ASSIGNED
    assert district.get_case(case.number).last.kind == "team_assigned"


def test_a_photo_that_is_not_the_one_sealed_keeps_a_visit_out(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    visit = tablet.fill_in(case)
    tablet.push_photo(b"another", digest=visit["photos"][0]["digest"])
    tablet.push_photo(b"a third", digest=visit["photos"][1]["digest"])
    tablet.push_document(f"visit:{case.number}:1:{tablet.id}", tablet.seal(visit))
    assert reconcile(district).set_aside == 1
    (entry,) = list_set_aside(district, REVIEWER)
    with pytest.raises(Refusal, match=r"set_aside\.not_released"):
        accept_set_aside(district, REVIEWER, entry.id, "收下。")


def test_a_decision_needs_the_post_and_a_reason(district: District, tablet: PaperTablet, case: Case) -> None:
    entry = of_closing_tablet(tablet, case)
    for decide in (accept_set_aside, close_set_aside):
        with pytest.raises(Refusal, match=r"person\.may_not"):
            decide(district, AUDITOR, entry.id, "原因")
        with pytest.raises(Refusal, match=r"set_aside\.reason"):
            decide(district, OFFICER, entry.id, "  ")
    assert state(district, entry) == "open"


def test_closed_it_is_kept_whole_and_the_tablet_is_told_why(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    entry = unsigned(tablet, case)
    close_set_aside(district, REVIEWER, entry.id, "重新入户了。")
    closed = district.office.get(SetAside, entry.id)
    assert (closed.state, closed.document, closed.photos) == ("closed", entry.document, entry.photos)
    assert district.get_case(case.number).last.kind == "set_aside_closed"
    told = receipt(tablet, case)
    assert (told["status"], told["reason"]["code"]) == ("set_aside", "set_aside.told_closed")
    assert "重新入户了。" in told["reason"]["zh"]
    assert told["photos"] == list(entry.photos)
    assert verify(district).problems == []


def test_closed_by_mistake_it_can_still_be_accepted_and_then_no_more(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    entry = of_closing_tablet(tablet, case)
    close_set_aside(district, OFFICER, entry.id, "误点。")
    accept_set_aside(district, OFFICER, entry.id, "刚才点错了。")
    assert state(district, entry) == "accepted"
    for decide in (accept_set_aside, close_set_aside, return_set_aside):
        with pytest.raises(Refusal, match=r"set_aside\.accepted"):
            decide(district, OFFICER, entry.id, "再来")


def test_sent_back_it_is_an_act_and_the_receipt_says_so(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    entry = unsigned(tablet, case)
    return_set_aside(district, OFFICER, entry.id, "请补签。")
    assert district.get_case(case.number).last.kind == "set_aside_returned"
    assert receipt(tablet, case)["reason"]["code"] == "set_aside.told_returned"
    close_set_aside(district, OFFICER, entry.id, "不用补了。")
    assert "returned" not in tablet.read(task_id(case))


def test_a_receipt_about_a_later_seal_is_not_overwritten(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    entry = unsigned(tablet, case)
    return_set_aside(district, OFFICER, entry.id, "请补签。")
    tablet.push(tablet.seal(tablet.fill_in(case)))
    assert reconcile(district).accepted == 1
    close_set_aside(district, OFFICER, entry.id, "补来了。")
    assert receipt(tablet, case)["status"] == "accepted"


def test_what_names_no_case_is_closed_on_the_assessors_file(district: District, tablet: PaperTablet) -> None:
    document = encode_outbox(new_key(), f"visit:x:1:{tablet.id}", {"state": "sealed"})
    tablet.outbox.create(document)
    reconcile(district)
    (entry,) = list_set_aside(district, OFFICER)
    with pytest.raises(Refusal, match=r"set_aside\.unreadable"):
        accept_set_aside(district, OFFICER, entry.id, "收下。")
    close_set_aside(district, OFFICER, entry.id, "打不开，已请评估员再发。")
    last = district.casebook.read(assessor_file("a-0217"))[-1]
    assert (last.kind, last.facts["entry"]) == ("set_aside_closed", entry.id)
    assert tablet.receipt(f"visit:x:1:{tablet.id}")["reason"]["code"] == "set_aside.told_closed"
    assert verify(district).problems == []


def reassigned(district: District, case: Case, lead: str = "a-0218") -> Case:
    """The case with another lead, in its second round."""
    due = district.today() + timedelta(days=3)
    return assign_team(district, OFFICER, case.number, TEAM, lead, due, dict.fromkeys(TEAM, "none"))


def unfinished(district: District, tablet: PaperTablet, case: Case) -> Case:
    """The case visited, with a colleague's signature wanting, so that another team may be sent."""
    tablet.push(tablet.seal(tablet.fill_in(case)))
    assert reconcile(district).accepted == 1
    return district.get_case(case.number)


def test_late_work_of_the_lead_before_is_accepted_and_the_new_lead_is_let_off(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    late = tablet.fill_in(case, started_at=format_instant(district.now() - timedelta(minutes=90)))
    again = reassigned(district, unfinished(district, tablet, case))
    second = enrolled_tablet(district, "a-0218")
    assert second.read(task_id(again))
    entry = set_aside(tablet, late)
    accept_set_aside(district, OFFICER, entry.id, "这次看得全。")
    visited = district.get_case(case.number)
    assert visited.visit is not None
    assert (visited.stage, visited.visit.round, visited.visit.sealed_by) == (Stage.VISITED, 1, "a-0217")
    assert visited.unconfirmed == ("a-0218", "a-0219")
    assert district.database("tasks-a-0218").find(task_id(again)) is None
    assert confirm(district, late).unconfirmed == ()


def test_what_comes_after_the_finding_can_only_be_compared_and_closed(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    visit = tablet.fill_in(case)
    late = tablet.fill_in(case, started_at=format_instant(district.now() - timedelta(minutes=90)))
    tablet.push(tablet.seal(visit))
    reconcile(district)
    confirm(district, visit)
    record_finding(district, OFFICER, case.number, False, COMMITTEE, "人均收入超过标准。")
    entry = set_aside(tablet, late)
    assert read_set_aside(district, OFFICER, entry.id).record is not None
    with pytest.raises(Refusal, match=r"set_aside\.too_late"):
        accept_set_aside(district, REVIEWER, entry.id, "收下。")
    close_set_aside(district, OFFICER, entry.id, "已评议。")
    assert district.get_case(case.number).stage is Stage.INELIGIBLE


def test_accepted_twice_after_a_crash_it_is_in_the_record_once(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    entry = of_closing_tablet(tablet, case)
    accept_set_aside(district, OFFICER, entry.id, "收下。")
    district.office.save(entry)  # as if the office had not been written any more
    accept_set_aside(district, OFFICER, entry.id, "收下。")
    kinds = [act.kind for act in district.get_case(case.number).acts]
    assert (kinds.count("set_aside_accepted"), kinds.count("visit_received")) == (1, 1)


def test_the_map_of_releases_names_real_codes_and_permissions() -> None:
    assert set(RELEASED_BY) <= set(CATALOGUE)
    assert set(RELEASED_BY.values()) <= set(PERMISSIONS)


def test_a_countersignature_that_was_set_aside_is_closed_and_its_tablet_told(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    visit = tablet.fill_in(case)
    tablet.push(tablet.seal(visit))
    assert reconcile(district).accepted == 1
    colleague = enrolled_tablet(district, "a-0218")
    document_id = colleague.push_countersign(colleague.countersign(visit | {"photos": []}))
    assert reconcile(district).set_aside == 1
    (entry,) = list_set_aside(district, OFFICER)
    with pytest.raises(Refusal, match=r"set_aside\.unreadable"):
        accept_set_aside(district, OFFICER, entry.id, "收下。")
    close_set_aside(district, OFFICER, entry.id, "已请她重新签。")
    told = colleague.read("confirmed:" + document_id.removeprefix("countersign:"))
    assert told["reason"]["code"] == "set_aside.told_closed"


def test_while_the_case_is_visited_a_released_visit_is_laid_beside_the_one_it_has(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    unfinished(district, tablet, case)
    second = enrolled_tablet(district, "a-0218")
    also = second.fill_in(case)
    also["answers"] = also["answers"] | {"living_note": "我看到的是另一样。"}
    entry = set_aside(second, also)
    assert read_set_aside(district, OFFICER, entry.id).goes_beside
    accept_set_aside(district, OFFICER, entry.id, "两个人都去了。")
    visited = district.get_case(case.number)
    accepted, received = visited.acts[-2:]
    assert accepted.facts["overridden"] == ["visit.not_lead"]
    assert (received.kind, received.facts["released"]) == ("contribution_received", entry.id)
    [beside] = visited.contributions
    assert (beside.how, beside.by, beside.differing) == ("released", "a-0218", ("living_note",))
    told = second.receipt(f"visit:{case.number}:1:{second.id}")
    assert (told["status"], told["act"], told["digest"]) == ("accepted", received.n, entry.digest)
    assert visited.visit is not None
    assert visited.visit.sealed_by == "a-0217"
    assert verify(district).problems == []


def contribution_of_a_closing_tablet(district: District, visit: dict[str, Any]) -> SetAside:
    """What a colleague recorded, sent after their tablet's tasks were withdrawn."""
    colleague = enrolled_tablet(district, "a-0218")
    body = colleague.contribute(visit, {"medical": "80.00"})
    close_device(district, OFFICER, colleague.id)
    colleague.push_contribution(body)
    assert reconcile(district).set_aside == 1
    (entry,) = list_set_aside(district, OFFICER)
    return entry


def test_a_contribution_that_was_set_aside_is_accepted_beside_the_visit_and_never_as_one(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    visit = tablet.fill_in(case)
    tablet.push(tablet.seal(visit))
    assert reconcile(district).accepted == 1
    entry = contribution_of_a_closing_tablet(district, visit)
    accept_set_aside(district, OFFICER, entry.id, "平板换了。")
    [beside] = district.get_case(case.number).contributions
    assert (beside.how, beside.taken, beside.device) == ("released", 1, entry.device)
    told = PaperTablet(district, "a-0218").read(f"receipt:{entry.document['_id']}")
    assert (told["status"], told["digest"]) == ("accepted", entry.digest)
    assert len(entry.digest) == 64
    again = reassigned(district, district.get_case(case.number))
    district.office.save(replace(entry, decided={}, id="f" * 32))
    with pytest.raises(Refusal, match=r"contribution\.no_visit"):
        accept_set_aside(district, OFFICER, "f" * 32, "收下。")
    assert again.stage is Stage.ASSIGNED


def test_accepted_beside_twice_after_a_crash_it_is_in_the_record_once(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    visit = tablet.fill_in(case)
    tablet.push(tablet.seal(visit))
    assert reconcile(district).accepted == 1
    entry = contribution_of_a_closing_tablet(district, visit)
    accept_set_aside(district, OFFICER, entry.id, "收下。")
    district.office.save(entry)
    accept_set_aside(district, OFFICER, entry.id, "收下。")
    kinds = [act.kind for act in district.get_case(case.number).acts]
    assert (kinds.count("set_aside_accepted"), kinds.count("contribution_received")) == (1, 1)

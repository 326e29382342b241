"""What tablets sent is received or set aside whole; nothing is lost and the tablet is told."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest

from server.domain.case import Case
from server.domain.credential import Standing
from server.domain.stage import Stage
from server.records.codec import decode_outbox
from server.records.entries import SetAside
from server.services.arrivals import VisitArrival
from server.services.credentials import set_standing
from server.services.district import District
from server.services.visits import get_set_aside, list_set_aside
from tests.factories import (
    OFFICER,
    REVIEWER,
    TEAM,
    PaperTablet,
    assigned_case,
    default_photos,
    enrolled_tablet,
    picture,
    reconcile,
)

Change = Callable[[PaperTablet, dict[str, Any]], dict[str, Any]]


@pytest.fixture
def tablet(district: District) -> PaperTablet:
    return enrolled_tablet(district)


@pytest.fixture
def case(district: District) -> Case:
    return assigned_case(district)


def send(tablet: PaperTablet, visit: dict[str, Any], **changes: Any) -> str:
    return tablet.push(tablet.seal(visit) | changes)


def reasons(district: District) -> list[str]:
    """Reconciles and returns the codes of the one upload that was set aside."""
    done = reconcile(district)
    assert (done.accepted, done.set_aside, done.failed) == (0, 1, [])
    (entry,) = district.office.every(SetAside)
    return [reason["code"] for reason in entry.reasons]


def test_a_replayed_sealed_visit_changes_nothing(district: District, tablet: PaperTablet, case: Case) -> None:
    body = tablet.seal(tablet.fill_in(case))
    tablet.push(body)
    assert reconcile(district).accepted == 1
    acts = district.get_case(case.number).acts
    for content in default_photos():
        digest = hashlib.sha256(content).hexdigest()
        tablet.push_document(f"photo:{digest}", {"digest": digest})  # once more, without its bytes
    tablet.push_document(f"visit:{case.number}:1:{tablet.id}", body)
    done = reconcile(district)
    assert (done.moved, done.failed) == (0, [])
    assert district.get_case(case.number).acts == acts
    assert district.office.every(SetAside) == []


def _raise_income(_: PaperTablet, visit: dict[str, Any]) -> dict[str, Any]:
    lowered = {"income_total": "1.00"}
    return visit | {"answers": visit["answers"] | lowered, "totals": visit["totals"] | lowered}


def _leave_question_out(_: PaperTablet, visit: dict[str, Any]) -> dict[str, Any]:
    return visit | {"answers": {name: value for name, value in visit["answers"].items() if name != "tenure"}}


def _unknown_question(_: PaperTablet, visit: dict[str, Any]) -> dict[str, Any]:
    return visit | {"answers": visit["answers"] | {"bribe": "1000"}}


def _answers_of_another_shape(_: PaperTablet, visit: dict[str, Any]) -> dict[str, Any]:
    return visit | {"answers": visit["answers"] | {"member": "nobody"}}


@pytest.mark.parametrize(
    "change", [_raise_income, _leave_question_out, _unknown_question, _answers_of_another_shape]
)
def test_answers_that_do_not_hold_are_refused(
    district: District, tablet: PaperTablet, case: Case, change: Change
) -> None:
    send(tablet, change(tablet, tablet.fill_in(case)))
    assert reasons(district) == ["visit.answers"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"form": "home-visit@9"}, "visit.unknown_form"),
        ({"form": "../../etc/passwd@1"}, "visit.unknown_form"),
        ({"form_digest": "0" * 64}, "visit.form_digest"),
        ({"signatures": []}, "visit.signature_missing"),
        ({"totals": {"income_total": "1.00"}}, "visit.totals"),
        ({"started_at": "2026-03-02T02:00:00Z"}, "visit.times"),
        ({"round": 2}, "visit.not_their_case"),
    ],
)
def test_each_rule_has_its_own_code(
    district: District, tablet: PaperTablet, case: Case, changes: dict[str, Any], code: str
) -> None:
    send(tablet, tablet.fill_in(case, **changes))
    assert code in reasons(district)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"state": "sealed"},
        {"state": "sealed", "visit": [], "seal": "x"},
        {"state": "sealed", "visit": {"case": "x"}, "seal": "x"},
        {"state": "sealed", "visit": {"case": 1, "team": "none"}, "seal": 7},
        {"state": "sealed", "visit": {"n": 2**60}, "seal": ""},
        {"state": "nonsense"},
    ],
)
def test_a_malformed_upload_is_set_aside_whole(
    district: District, tablet: PaperTablet, body: dict[str, Any]
) -> None:
    visit_id = f"visit:SL-2026-0001:1:{tablet.id}"
    tablet.push_document(visit_id, body)
    assert reasons(district) == ["visit.malformed"]
    (entry,) = district.office.every(SetAside)
    assert decode_outbox([tablet.caseload], entry.document) == body


@pytest.mark.parametrize("visit_id", ["visit:", "visit:a", "visit:a:b:c:d:e", "visit:a:\u0661:c"])
def test_an_upload_under_a_strange_name_is_set_aside(
    district: District, tablet: PaperTablet, case: Case, visit_id: str
) -> None:
    body = tablet.seal(tablet.fill_in(case))
    for content in default_photos():
        tablet.push_photo(content)
    tablet.push_document(visit_id, body)
    assert reasons(district) == ["visit.malformed"]


def test_an_upload_of_an_unknown_schema_is_set_aside(district: District, tablet: PaperTablet) -> None:
    tablet.outbox.create({"_id": f"visit:x:1:{tablet.id}", "type": "visit", "schema": 9, "sealed": "…"})
    assert reconcile(district).set_aside == 1


def test_what_is_set_aside_is_kept_with_its_photos_and_the_tablet_is_told(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    visit = tablet.fill_in(case, team=[tablet.member("a-0217"), tablet.member("a-0218")])
    visit_id = send(tablet, visit)
    reconcile(district)
    (entry,) = list_set_aside(district, OFFICER)
    assert entry == get_set_aside(district, OFFICER, entry.id)
    assert decode_outbox([tablet.caseload], entry.document)["visit"] == visit
    for content in default_photos():
        digest = hashlib.sha256(content).hexdigest()
        assert district.evidence.get_photo(case.number, entry.photos[digest]) == content
    told = tablet.receipt(visit_id)
    assert (told["status"], told["act"]) == ("set_aside", None)
    assert told["reason"]["code"] == "visit.too_few_assessors"
    assert told["reason"]["zh"].startswith("至少要 3 位评估员在场，记录里是 2 位。")
    assert [document["_id"] for document in tablet.outbox.all()] == []


def test_late_work_after_a_new_assignment_is_received_and_set_aside(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    """Field lessons 1 and 3: a case given to others never makes what was done vanish."""
    body = tablet.seal(tablet.fill_in(case))
    tablet.push(body)
    reconcile(district)
    second = enrolled_tablet(district, "a-0218")
    again = district.get_case(case.number)
    assert again.stage is Stage.VISITED
    late = second.seal(second.fill_in(again))
    second.push(late)
    codes = reasons(district)
    assert "visit.not_lead" in codes


def test_evidence_of_a_set_aside_upload_never_counts_as_the_cases(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    send(tablet, tablet.fill_in(case, signatures=[]))
    reconcile(district)
    assert district.get_case(case.number).stage is Stage.ASSIGNED
    assert district.get_case(case.number).visit is None


def test_under_the_national_pack_two_assessors_are_enough(district: District, tablet: PaperTablet) -> None:
    district.office.save(type(district.profile)(**{**vars(district.profile), "policy": "cn-2021@1"}))
    pair = TEAM[:2]
    case = assigned_case(district, team=pair)
    send(tablet, tablet.fill_in(case))
    assert reconcile(district).accepted == 1


def test_the_street_of_the_assessor_sees_what_was_set_aside_and_no_other(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    send(tablet, tablet.fill_in(case, signatures=[]))
    reconcile(district)
    elsewhere = type(OFFICER)("x", "x", OFFICER.roles, "elsewhere")
    assert list_set_aside(district, elsewhere) == []
    assert len(list_set_aside(district, REVIEWER)) == 1


def test_a_credential_revoked_while_uploads_are_being_read_counts_from_the_next_one_on(
    district: District, tablet: PaperTablet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the desk remembers of a team is forgotten the moment somebody writes it."""
    for number in range(2):
        photos = [picture(f"{number}{name}") for name in ("door", "room")]
        tablet.push(tablet.seal(tablet.fill_in(assigned_case(district), photos)), photos)
    receive = VisitArrival.accept

    def then_revoked(arrival: VisitArrival) -> None:
        receive(arrival)
        work = (district, REVIEWER, "a-0218", Standing.REVOKED, "不再任职")
        thread = Thread(target=set_standing, args=work)
        thread.start()
        thread.join()

    monkeypatch.setattr(VisitArrival, "accept", then_revoked)
    done = reconcile(district)
    assert (done.accepted, done.set_aside, done.failed) == (1, 1, [])
    (entry,) = district.office.every(SetAside)
    assert [reason["code"] for reason in entry.reasons] == ["visit.bad_badge"]

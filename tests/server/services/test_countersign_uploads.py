"""A countersignature comes by either tablet, before its visit or after, once or twice: it counts once."""

from __future__ import annotations

from typing import Any

import pytest

from server.domain.case import Case
from server.records.entries import SetAside
from server.services.assignments import assign_team
from server.services.district import District
from server.services.reconciliation import build_reconciler
from server.services.tasks import tasks_name
from server.services.verification import verify
from tests.factories import (
    OFFICER,
    TEAM,
    PaperTablet,
    assigned_case,
    confirm,
    enrolled_tablet,
    reconcile,
    unconfirmed_case,
)


@pytest.fixture
def colleague(district: District) -> PaperTablet:
    return enrolled_tablet(district, "a-0218")


def confirmed(district: District, number: str) -> tuple[str, ...]:
    visit = district.get_case(number).visit
    return visit.confirmed if visit else ()


def asked(district: District, assessor: str, number: str) -> bool:
    return district.database(tasks_name(assessor)).find(f"confirm:{number}:1") is not None


def test_a_colleague_is_given_the_visit_to_sign_and_the_question_goes_with_the_answer(
    district: District, colleague: PaperTablet
) -> None:
    case, visit = unconfirmed_case(district)
    assert colleague.read(f"confirm:{case.number}:1")["visit"] == visit
    document_id = colleague.push_countersign(colleague.countersign(visit))
    assert reconcile(district).accepted == 1
    assert confirmed(district, case.number) == ("a-0218",)
    answer = colleague.read(f"confirmed:{document_id.removeprefix('countersign:')}")
    assert answer["reason"] is None
    assert not asked(district, "a-0218", case.number)
    assert asked(district, "a-0219", case.number)
    assert colleague.outbox.find(document_id) is None
    assert verify(district).problems == []


def test_the_leads_tablet_may_carry_a_colleagues_signature_and_both_may_send_it(
    district: District, colleague: PaperTablet
) -> None:
    lead, case = enrolled_tablet(district), assigned_case(district)
    visit = lead.fill_in(case)
    token = colleague.countersign(visit)
    lead.push(lead.seal(visit))
    lead.push_countersign(token)
    colleague.push_countersign(token)
    assert reconcile(district).failed == []
    assert confirmed(district, case.number) == ("a-0218",)
    assert list(lead.outbox.all()) == list(colleague.outbox.all()) == []
    assert district.office.every(SetAside) == []


def test_a_countersignature_that_comes_before_its_visit_waits_for_it(
    district: District, colleague: PaperTablet
) -> None:
    lead, case = enrolled_tablet(district), assigned_case(district)
    visit = lead.fill_in(case)
    colleague.push_countersign(colleague.countersign(visit))
    reconciler = build_reconciler(district)
    assert (reconciler.run_once().waiting, reconciler.run_once().waiting) == (1, 1)
    lead.push(lead.seal(visit))
    done = reconciler.run_once()
    assert (done.accepted, done.waiting) == (2, 0)
    assert confirmed(district, case.number) == ("a-0218",)


def test_one_that_waited_through_a_restart_is_looked_at_again(
    district: District, colleague: PaperTablet
) -> None:
    """Killed after the visit was taken in: nothing new comes into the colleague's outbox any more."""
    lead, case = enrolled_tablet(district), assigned_case(district)
    visit = lead.fill_in(case)
    colleague.push_countersign(colleague.countersign(visit))
    reconcile(district)
    lead.push(lead.seal(visit))
    before = build_reconciler(district)
    before._run_outbox("outbox-a-0217", before.run_once())
    assert reconcile(district).waiting == 0
    assert confirmed(district, case.number) == ("a-0218",)


def signs_for_another(one: PaperTablet, visit: dict[str, Any]) -> str:
    return one.countersign(visit, assessor="a-0219")


def signs_another_visit(one: PaperTablet, visit: dict[str, Any]) -> str:
    return one.countersign(visit | {"sealed_at": "2026-03-02T00:00:00Z"})


def signs_with_an_unknown_key(one: PaperTablet, visit: dict[str, Any]) -> str:
    return PaperTablet(one.district, "a-0218").countersign(visit)


@pytest.mark.parametrize(
    ("forge", "code"),
    [
        (signs_for_another, "countersign.other_device"),
        (signs_another_visit, "countersign.other_visit"),
        (signs_with_an_unknown_key, "countersign.bad_signature"),
    ],
)
def test_a_false_countersignature_is_set_aside_whole_and_the_tablet_is_told(
    district: District, colleague: PaperTablet, forge: Any, code: str
) -> None:
    case, visit = unconfirmed_case(district)
    document_id = colleague.push_countersign(forge(colleague, visit))
    assert reconcile(district).set_aside == 1
    (entry,) = district.office.every(SetAside)
    assert [reason["code"] for reason in entry.reasons] == [code]
    assert colleague.read(f"confirmed:{document_id.removeprefix('countersign:')}")["reason"]["code"] == code
    assert confirmed(district, case.number) == ()


def test_a_countersignature_under_a_colleagues_name_is_set_aside(
    district: District, colleague: PaperTablet
) -> None:
    _, visit = unconfirmed_case(district)
    colleague.push_countersign(colleague.countersign(visit), signer="a-0219")
    assert reconcile(district).set_aside == 1
    (entry,) = district.office.every(SetAside)
    assert entry.reasons[0]["code"] == "countersign.malformed"


def test_another_team_may_be_sent_while_a_colleague_has_not_signed(district: District) -> None:
    case, visit = unconfirmed_case(district)
    again = send_again(district, case)
    assert again.team is not None
    assert again.team.round == 2
    assert not asked(district, "a-0218", case.number)
    late = PaperTablet(district, "a-0218")
    late.enrol()
    late.push_countersign(late.countersign(visit))
    assert reconcile(district).waiting == 0


def test_no_other_team_once_everybody_has_signed(district: District) -> None:
    case, visit = unconfirmed_case(district)
    confirm(district, visit)
    with pytest.raises(Exception, match=r"case\.wrong_step"):
        send_again(district, case)


def send_again(district: District, case: Case) -> Case:
    return assign_team(
        district, OFFICER, case.number, TEAM, "a-0217", district.today(), dict.fromkeys(TEAM, "none")
    )

"""Attacks on the number of people in the home: nobody signs for a colleague (S7-CRED-05, design §4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from joserfc import jws

from server.domain.case import Case
from server.domain.stage import Stage
from server.errors import Refusal
from server.services.committee import record_finding
from server.services.countersignatures import confirm_visit
from server.services.device_orders import remove_device
from server.services.district import District
from tests.factories import (
    COMMITTEE,
    OFFICER,
    PaperTablet,
    enrolled_tablet,
    unconfirmed_case,
)


@pytest.fixture
def received(district: District) -> tuple[Case, dict[str, Any]]:
    return unconfirmed_case(district)


@pytest.fixture
def visit(received: tuple[Case, dict[str, Any]]) -> dict[str, Any]:
    return received[1]


@pytest.fixture
def number(received: tuple[Case, dict[str, Any]]) -> str:
    return received[0].number


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value.code


def test_two_photographed_badges_and_a_pad_do_not_make_a_visit_of_three(
    district: District, number: str
) -> None:
    """The lead scanned two badges and drew two names: the visit is received, and goes no further."""
    case = district.get_case(number)
    assert case.stage is Stage.VISITED
    assert case.unconfirmed == ("a-0218", "a-0219")
    assert refused(lambda: record_finding(district, OFFICER, number, True, COMMITTEE)) == "visit.unconfirmed"


def test_the_committee_is_told_who_is_missing_and_decides_once_all_have_signed(
    district: District, number: str, visit: dict[str, Any]
) -> None:
    confirm_visit(district, enrolled_tablet(district, "a-0218").countersign(visit))
    with pytest.raises(Refusal) as refusal:
        record_finding(district, OFFICER, number, True, COMMITTEE)
    assert refusal.value.facts["who"] == "沈例和"
    confirm_visit(district, enrolled_tablet(district, "a-0219").countersign(visit))
    assert record_finding(district, OFFICER, number, True, COMMITTEE).stage is Stage.ELIGIBLE


def test_the_lead_cannot_enrol_a_second_tablet_and_sign_as_a_colleague(
    district: District, visit: dict[str, Any]
) -> None:
    second = enrolled_tablet(district, "a-0217")
    forged = second.countersign(visit, assessor="a-0218")
    assert refused(lambda: confirm_visit(district, forged)) == "countersign.other_device"
    assert refused(lambda: confirm_visit(district, second.countersign(visit))) == "countersign.own_visit"


def test_one_colleague_cannot_sign_for_the_other(district: District, visit: dict[str, Any]) -> None:
    forged = enrolled_tablet(district, "a-0218").countersign(visit, assessor="a-0219")
    assert refused(lambda: confirm_visit(district, forged)) == "countersign.other_device"


def test_a_countersignature_replayed_for_another_visit_is_refused(
    district: District, visit: dict[str, Any]
) -> None:
    colleague = enrolled_tablet(district, "a-0218")
    other = visit | {"answers": visit["answers"] | {"savings": "1.00"}}
    assert refused(lambda: confirm_visit(district, colleague.countersign(other))) == "countersign.other_visit"


def test_a_countersignature_replayed_in_a_later_round_is_refused(
    district: District, visit: dict[str, Any]
) -> None:
    token = enrolled_tablet(district, "a-0218").countersign(visit, round=2)
    assert refused(lambda: confirm_visit(district, token)) == "countersign.other_visit"


def test_the_same_countersignature_twice_counts_once(
    district: District, number: str, visit: dict[str, Any]
) -> None:
    token = enrolled_tablet(district, "a-0218").countersign(visit)
    confirm_visit(district, token)
    assert refused(lambda: confirm_visit(district, token)) == "countersign.already_signed"
    kinds = [act.kind for act in district.get_case(number).acts]
    assert kinds.count("visit_confirmed") == 1


def test_a_removed_tablet_confirms_nothing(district: District, visit: dict[str, Any]) -> None:
    colleague = enrolled_tablet(district, "a-0218")
    token = colleague.countersign(visit)
    remove_device(district, OFFICER, colleague.id)
    assert refused(lambda: confirm_visit(district, token)) == "countersign.device_removed"


def test_an_unenrolled_tablet_with_a_key_of_its_own_confirms_nothing(
    district: District, visit: dict[str, Any]
) -> None:
    """The header carries a public key that fits the signature: the server trusts only its own list."""
    stranger = PaperTablet(district, "a-0218")
    assert (
        refused(lambda: confirm_visit(district, stranger.countersign(visit))) == "countersign.bad_signature"
    )


def test_a_key_smuggled_in_the_header_does_not_stand_in_for_the_enrolled_one(
    district: District, visit: dict[str, Any]
) -> None:
    known, thief = enrolled_tablet(district, "a-0218"), PaperTablet(district, "a-0218")
    genuine = known.countersign(visit)
    payload = jws.extract_compact(genuine.encode()).payload
    header = {"alg": "ES256", "kid": known.id, "jwk": thief.jwk}
    forged = jws.serialize_compact(header, payload, thief.key, algorithms=["ES256"])
    assert refused(lambda: confirm_visit(district, forged)) == "countersign.bad_signature"


@pytest.mark.parametrize("token", ["", "a.b.c", "eyJhbGciOiJub25lIn0..", "é" * 40])
def test_what_is_no_signature_is_refused(district: District, token: str) -> None:
    assert refused(lambda: confirm_visit(district, token)) == "countersign.bad_signature"

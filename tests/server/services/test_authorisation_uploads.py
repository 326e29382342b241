"""An authorisation signed on a tablet is taken once, and only as it was signed (C-06)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from joserfc import jws
from joserfc.jwk import ECKey

from server.domain.case import Case
from server.domain.days import format_instant
from server.services.district import District
from server.services.info_checks import list_adults, request_check, sign_authorisation
from server.services.tasks import task_id
from server.services.verification import verify
from tests.factories import OFFICER, TEAM, PaperTablet, assigned_case, confirm, enrolled_tablet, reconcile
from tests.server.services.packs import use_pack

INK = {"width": 300, "height": 120, "paths": ["M1 1L2 2"]}


@pytest.fixture
def tablet(district: District) -> PaperTablet:
    return enrolled_tablet(district)


@pytest.fixture
def case(district: District, tablet: PaperTablet) -> Case:
    use_pack(district, "cn-2021@1")
    return assigned_case(district, TEAM[:2])


def signed(tablet: PaperTablet, case: Case, key: ECKey | None = None, **changes: Any) -> dict[str, Any]:
    """What a tablet pushes of one adult; ``changes`` replace what is signed."""
    assert case.team
    payload = {
        "type": "authorisation",
        "case": case.number,
        "round": case.team.round,
        "member": "m1",
        "name": "周例平",
        "assessor": tablet.assessor,
        "signed_at": format_instant(tablet.district.now()),
        "ink": INK,
    }
    text = json.dumps(payload | changes).encode("utf-8")
    header = {"alg": "ES256", "kid": tablet.id}
    return {"token": jws.serialize_compact(header, text, key or tablet.key, algorithms=["ES256"])}


def push(tablet: PaperTablet, case: Case, body: dict[str, Any], member: str = "m1") -> dict[str, Any]:
    """Sends it, lets the reconciler look, and reads what the tablet is told."""
    tablet.push_document(f"authorisation:{case.number}:1:{member}", body)
    reconcile(tablet.district)
    return tablet.read(f"authorised:{case.number}:1:{member}")


def test_the_lead_is_asked_for_every_adults_signature(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    sign_authorisation(district, OFFICER, case.number, "m2")
    asked = tablet.read(task_id(case))["authorisations"]
    assert [each["member"] for each in asked] == ["m1", "m2"]


def test_a_signed_authorisation_is_taken_once_and_the_check_may_begin_before_the_visit(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    assert push(tablet, case, signed(tablet, case))["reason"] is None
    assert push(tablet, case, signed(tablet, case))["reason"] is None  # the answer was lost on the way
    other = signed(tablet, case, member="m2", name="陈示兰")
    assert push(tablet, case, other, "m2")["reason"] is None
    now = district.get_case(case.number)
    assert [act.by for act in now.acts if act.kind == "authorisation_signed"] == ["assessor:a-0217"] * 2
    assert all(adult.signed for adult in list_adults(district, now))
    assert request_check(district, OFFICER, case.number).info_check
    visit = tablet.fill_in(district.get_case(case.number))
    tablet.push(tablet.seal(visit))
    assert reconcile(district).accepted == 1
    confirm(district, visit)
    assert "周例平" not in str(list(district.casebook.documents()))
    assert verify(district).problems == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": "王例海"}, "info.member"),
        ({"member": "m9"}, "authorisation.malformed"),
        ({"assessor": "a-0219"}, "authorisation.not_in_team"),
        ({"assessor": "a-0218"}, "authorisation.device"),
        ({"round": 2}, "authorisation.malformed"),
        ({"ink": {"width": 1, "height": 1, "paths": []}}, "paper.bad_ink"),
        ({"ink": "drawn"}, "authorisation.malformed"),
    ],
)
def test_an_authorisation_that_does_not_hold_is_set_aside_and_the_tablet_is_told_why(
    district: District, tablet: PaperTablet, case: Case, changes: dict[str, Any], code: str
) -> None:
    assert push(tablet, case, signed(tablet, case, **changes))["reason"]["code"] == code
    assert not district.get_case(case.number).authorised


def test_an_authorisation_signed_by_another_key_is_set_aside(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    forged = signed(tablet, case, ECKey.generate_key("P-256", private=True))
    assert push(tablet, case, forged)["reason"]["code"] == "authorisation.bad_signature"
    assert not district.get_case(case.number).authorised

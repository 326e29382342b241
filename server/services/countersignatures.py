"""Colleagues sign a sealed visit, each with the key of their own tablet (design §4, S7-CRED-05)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from server.domain.act import ActDraft
from server.domain.case import Case, check_confirmed
from server.domain.countersign import Countersignature, check_countersignature, parse_countersignature
from server.domain.procedure import check_step
from server.domain.seal import SealedVisit
from server.errors import Refusal
from server.records.entries import Assessor
from server.services.device_signatures import read_signed
from server.services.device_states import standing_of_device
from server.services.devices import find_device
from server.services.district import District
from server.services.uploads import EVIDENCE as VISIT
from server.services.uploads import parse_upload

EVIDENCE: Final = "countersign"


def read_countersignature(district: District, token: str) -> Countersignature:
    """What a compact JWS says, its signature checked against the tablet its ``kid`` names (RFC 7515)."""
    return parse_countersignature(*read_signed(district, token, EVIDENCE))


def confirm_visit(district: District, token: str) -> Case:
    """Enters a countersignature of the case's newest visit into the record; the same one again is refused."""
    given = read_countersignature(district, token)
    with district.casebook.turn:
        case = district.get_case(given.case)
        check_step(case, "visit_confirmed")
        check_given(district, given, sealed_visit(district, case))
        if case.visit and given.assessor in case.visit.confirmed:
            raise Refusal("countersign.already_signed", who=given.assessor)
        digest = district.evidence.put(EVIDENCE, case.number, {"token": token}, salt=district.new_salt())
        facts = {
            "round": given.round,
            "assessor": given.assessor,
            "device": given.device,
            "countersign": digest,
        }
        by = f"assessor:{given.assessor}"
        return district.append_to_case(case, ActDraft("visit_confirmed", by, "assessor", facts))


def check_given(district: District, given: Countersignature, visit: SealedVisit) -> None:
    """Refuses a countersignature that does not hold for this visit, as far as the district knows now."""
    device = find_device(district, given.device)
    if device is None:
        raise Refusal("countersign.bad_signature")
    standing = standing_of_device(district, device)
    check_countersignature(given, visit, device_assessor=device.assessor, device=standing)


def sealed_visit(district: District, case: Case) -> SealedVisit:
    """The visit a case received last, as it was sealed; refuses a case without one."""
    sealed_by, content = _received(district, case)
    return parse_upload(sealed_by, content)[1]


def check_everybody_signed(district: District, case: Case) -> None:
    """The committee waits for whoever has not signed, and is told their names."""
    try:
        check_confirmed(case)
    except Refusal as refusal:
        names = "、".join(list_waiting(district, case))
        raise Refusal(refusal.code, who=names) from refusal


def list_waiting(district: District, case: Case) -> Iterator[str]:
    """Names of the colleagues a visit still waits for."""
    for assessor in case.unconfirmed:
        found = district.office.find(Assessor, assessor)
        yield found.name if found else assessor


def confirm_payload(district: District, case: Case) -> dict[str, Any]:
    """What a colleague's tablet shows before it signs: the visit whole, as it was sealed."""
    visit = _received(district, case)[1]["visit"]
    return {"type": "confirm", "case": case.number, "round": visit["round"], "visit": visit}


def _received(district: District, case: Case) -> tuple[str, dict[str, Any]]:
    """Who sealed the visit a case received last, and its evidence; refuses a case without one."""
    received = next((act for act in reversed(case.acts) if act.kind == "visit_received"), None)
    if received is None or case.visit is None or received.facts["round"] != case.visit.round:
        raise Refusal("countersign.no_visit")
    content = district.evidence.get(VISIT, case.number, case.visit.digest)
    return received.by.removeprefix("assessor:"), content

"""Urgent hardship said on a tablet on its way: found in an outbox, entered, answered (C-23, §11)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from server.domain.act import ActDraft
from server.domain.case import Case
from server.domain.days import parse_instant, shanghai_date
from server.domain.hardship_call import HardshipCall, check_call, find_referral, parse_call
from server.domain.procedure import check_step
from server.errors import Refusal
from server.services.deliveries import Delivery
from server.services.device_signatures import read_signed
from server.services.device_states import standing_of_device
from server.services.devices import find_device
from server.services.district import District
from server.services.hardship import due_at
from sync.reconcile.decisions import Known

PREFIX: Final = "hardship:"
EVIDENCE: Final = "hardship-call"
_NOUN: Final = "hardship_call"


def look_up_hardship(district: District, document_id: str, body: Mapping[str, Any]) -> Known:
    """Everything the decision on a call needs; refuses one that does not hold."""
    call = _read(district, body)
    if document_id != f"{PREFIX}{call.name}":
        raise Refusal(f"{_NOUN}.malformed")  # it stands under another's name
    case = district.get_case(call.case)
    if find_referral(case, _said(call)) is not None:
        return Known(done=True)
    _check(district, case, call)
    return Known()


def take_hardship(district: District, body: Mapping[str, Any]) -> Case:
    """Enters it as the referral the desk's button makes, with what the tablet signed.

    The street's hours run from its arrival, when the street can know of it.
    """
    call = _read(district, body)
    with district.casebook.turn:
        case = district.get_case(call.case)
        _check(district, case, call)
        facts = {
            "words": district.put_text(case.number, "reason", call.words),
            "due_at": due_at(district.policy_of(case.policy).hardship, district.now()),
            "said": _said(call),
            "device": call.device,
            "call": district.evidence.put(
                EVIDENCE, case.number, {"token": body["token"]}, salt=district.new_salt()
            ),
        }
        draft = ActDraft("hardship_referred", f"assessor:{call.assessor}", "assessor", facts)
        return district.append_to_case(case, draft)


def answer_hardship(delivery: Delivery, assessor: str, document_id: str, reason: Any) -> None:
    """Tells the tablet by when the street decides, or ``reason``: why it was set aside."""
    name = document_id.removeprefix(PREFIX)
    told = {"type": "referred", "id": name, "reason": reason}
    if reason is None:
        case = delivery.district.get_case(name.partition(":")[0])
        act = find_referral(case, f"{assessor}:{name}")
        told["due_at"] = act.facts["due_at"] if act else ""
    delivery.put(assessor, f"referred:{name}", told)


def _read(district: District, body: Mapping[str, Any]) -> HardshipCall:
    token = body.get("token")
    if not isinstance(token, str):
        raise Refusal(f"{_NOUN}.malformed")
    return parse_call(*read_signed(district, token, _NOUN))


def _said(call: HardshipCall) -> str:
    """The call's name among all assessors': two who say it in the same second said two things."""
    return f"{call.assessor}:{call.name}"


def _check(district: District, case: Case, call: HardshipCall) -> None:
    device = find_device(district, call.device)
    if device is None:
        raise Refusal(f"{_NOUN}.bad_signature")
    check_call(call, case, owner=device.assessor, device=standing_of_device(district, device))
    if case.hardship is not None and case.hardship.is_open:
        day = shanghai_date(parse_instant(case.hardship.referred_at))
        raise Refusal(f"{_NOUN}.open", day=day.isoformat())
    check_step(case, "hardship_referred")

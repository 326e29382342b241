"""Authorisations signed on a tablet on their way: found in an outbox, entered, answered (C-06)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from server.domain.act import ActDraft
from server.domain.authorisation import Authorisation, check_authorisation, parse_authorisation
from server.domain.case import Case
from server.domain.procedure import check_step
from server.errors import Refusal
from server.services.deliveries import Delivery
from server.services.device_signatures import read_signed
from server.services.device_states import standing_of_device
from server.services.devices import find_device
from server.services.district import District
from server.services.info_checks import list_adults
from server.services.signing import checked_ink, keep_ink
from sync.reconcile.decisions import Known

PREFIX: Final = "authorisation:"
EVIDENCE: Final = "authorisation"


def look_up_authorisation(district: District, document_id: str, body: Mapping[str, Any]) -> Known:
    """Everything the decision on an authorisation needs; refuses one that does not hold."""
    given = _read(district, document_id, body)
    case = district.get_case(given.case)
    if given.member in case.authorised:
        return Known(done=True)
    _check(district, case, given)
    return Known()


def take_authorisation(district: District, body: Mapping[str, Any]) -> Case:
    """Enters it into the record, with the ink and with what the tablet signed."""
    token = str(body["token"])
    given = parse_authorisation(*read_signed(district, token, EVIDENCE))
    with district.casebook.turn:
        case = district.get_case(given.case)
        _check(district, case, given)
        facts = {
            "member": given.member,
            "signature": keep_ink(district, case.number, given.member, given.ink),
            "device": given.device,
            "authorisation": district.evidence.put(
                EVIDENCE, case.number, {"token": token}, salt=district.new_salt()
            ),
        }
        draft = ActDraft("authorisation_signed", f"assessor:{given.assessor}", "assessor", facts)
        return district.append_to_case(case, draft)


def answer_authorisation(delivery: Delivery, assessor: str, document_id: str, reason: Any) -> None:
    """Tells the tablet what became of it; ``reason``: why it was set aside, None where it was taken."""
    name = document_id.removeprefix(PREFIX)
    delivery.put(assessor, f"authorised:{name}", {"type": "authorised", "id": name, "reason": reason})


def _read(district: District, document_id: str, body: Mapping[str, Any]) -> Authorisation:
    """The authorisation of a body; refuses one that stands under another's name."""
    token = body.get("token")
    if not isinstance(token, str):
        raise Refusal("authorisation.malformed")
    given = parse_authorisation(*read_signed(district, token, EVIDENCE))
    if document_id != f"{PREFIX}{given.case}:{given.round}:{given.member}":
        raise Refusal("authorisation.malformed")
    return given


def _check(district: District, case: Case, given: Authorisation) -> None:
    if not district.policy_of(case.policy).info_check.needs_authorisation:
        raise Refusal("info.not_asked")
    check_step(case, "authorisation_signed")
    checked_ink(given.ink)
    device = find_device(district, given.device)
    if device is None:
        raise Refusal("authorisation.bad_signature")
    adults = {adult.member.id: adult.member.name for adult in list_adults(district, case)}
    standing = standing_of_device(district, device)
    check_authorisation(given, case, adults, owner=device.assessor, device=standing)

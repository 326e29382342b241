"""Countersignatures on their way: asked for in a colleague's tasks, found in an outbox, answered (design §4).

A colleague's own tablet pushes what it signed, and so may the lead's, which read it from the colleague's
screen: the signature says whose it is, the outbox says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from server.domain.case import Case
from server.domain.countersign import Countersignature
from server.domain.procedure import check_step
from server.domain.stage import Stage
from server.errors import Refusal
from server.services.countersignatures import (
    check_given,
    confirm_payload,
    read_countersignature,
    sealed_visit,
)
from server.services.deliveries import Delivery
from server.services.district import District
from sync.reconcile.decisions import Known

PREFIX: Final = "countersign:"
_VISIT: Final = "visit"


def ask_colleagues(district: District, case: Case) -> None:
    """Gives every colleague who has not signed the visit to look at and sign; a repetition is a no-op."""
    delivery = Delivery(district)
    put_questions(delivery, case)
    delivery.send()


def put_questions(delivery: Delivery, case: Case) -> None:
    """:func:`ask_colleagues` together with what else is delivered."""
    if case.stage is Stage.VISITED and case.unconfirmed:
        payload = confirm_payload(delivery.district, case)
        for assessor in case.unconfirmed:
            delivery.put(assessor, _task_id(case.number, payload["round"]), payload)


def stop_asking(district: District, case: Case) -> None:
    """Takes the question back from everybody of the team."""
    delivery = Delivery(district)
    if case.visit is not None:
        for assessor in case.visit.assessors:
            delivery.withdraw(assessor, _task_id(case.number, case.visit.round))
    delivery.send()


def look_up_countersign(district: District, document_id: str, body: Mapping[str, Any]) -> Known:
    """Everything the decision on a countersignature needs; refuses one that does not hold.

    One that comes before its visit waits for it.
    """
    given = _read(district, document_id, body)
    case = district.get_case(given.case)
    if case.stage is Stage.ASSIGNED and case.team and case.team.round == given.round:
        return Known(missing=(_VISIT,))
    check_given(district, given, sealed_visit(district, case))
    if case.visit and given.assessor in case.visit.confirmed:
        return Known(done=True)
    check_step(case, "visit_confirmed")
    return Known()


def answer_countersign(delivery: Delivery, assessor: str, document_id: str, reason: Any) -> None:
    """Tells the tablet what became of it, and takes the question back.

    ``reason``: why it was set aside; None where it was taken into the record.
    """
    answer = {"type": "confirmed", "id": document_id.removeprefix(PREFIX), "reason": reason}
    delivery.put(assessor, f"confirmed:{answer['id']}", answer)
    case, number, signer = [*answer["id"].split(":"), "", ""][:3]
    if reason is None:
        delivery.withdraw(signer, f"confirm:{case}:{number}")


def _read(district: District, document_id: str, body: Mapping[str, Any]) -> Countersignature:
    """The countersignature of a body; refuses one that stands under another's name."""
    token = body.get("token")
    if not isinstance(token, str):
        raise Refusal("countersign.malformed")
    given = read_countersignature(district, token)
    if document_id != f"{PREFIX}{given.case}:{given.round}:{given.assessor}":
        raise Refusal("countersign.malformed")
    return given


def _task_id(case: str, number: int) -> str:
    return f"confirm:{case}:{number}"

"""What belongs beside a visit, on its way: found in an outbox, waited for, judged, answered (design §5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from server.domain.case import Case, Stage
from server.domain.days import format_instant
from server.errors import Refusal
from server.services.contributions import (
    check_contribution,
    find_contribution,
    how_of,
    lay_beside_visit,
)
from server.services.district import District
from server.services.outboxes import Photos
from server.services.recordings import ReceivedContribution, read_contribution
from server.services.tasks import receipt_payload
from server.services.uploads import reason_of
from sync.reconcile.decisions import Beside, Known

PREFIX: Final = "contribution:"
_VISIT: Final = "visit"


def parse_body(assessor: str, document_id: str, body: Mapping[str, Any]) -> ReceivedContribution:
    """The contribution of a body; refuses one that stands under another's name."""
    given = read_contribution(assessor, body)
    if document_id != f"{PREFIX}{given.sealed.case}:{given.sealed.round}:{given.sealed.device}":
        raise Refusal("visit.malformed", why=document_id)
    return given


def look_up_contribution(district: District, given: ReceivedContribution, photos: Photos) -> Known:
    """Everything the decision needs; one that comes before its visit waits for it."""
    case, sealed = district.get_case(given.sealed.case), given.sealed
    if find_contribution(district, given) is not None:
        return Known(done=True)
    if case.stage is Stage.ASSIGNED and case.team and case.team.round == sealed.round:
        return Known(missing=(_VISIT,))
    missing = tuple(sorted({photo.digest for photo in sealed.photos} - photos.digests))
    if missing:
        return Known(missing=missing)
    refusals = photos.refusals
    refusals += check_contribution(district, given, photos.digests - photos.swapped, district.now())
    return judge_beside(district, case, given, refusals)


def look_up_second(
    district: District, case: Case, given: ReceivedContribution, refusals: list[Refusal]
) -> Known:
    """A sealed visit that came after another of the same round by the same assessor: a tablet restored twice.

    It breaks no rule but that one was received; so it belongs beside that one. Any other is set aside.
    """
    same = case.visit and (case.visit.round, case.visit.sealed_by) == (given.sealed.round, given.assessor)
    only = [refusal.code for refusal in refusals] == ["visit.already_received"]
    if case.stage is Stage.VISITED and same and only:
        return judge_beside(district, case, given, [])
    return Known(reasons=tuple(reason_of(refusal) for refusal in refusals))


def judge_beside(
    district: District, case: Case, given: ReceivedContribution, refusals: list[Refusal]
) -> Known:
    """Where no rule is broken, how it compares with the visit."""
    try:
        laid = None if refusals else lay_beside_visit(district, case, given)
    except Refusal as refusal:
        return Known(reasons=(reason_of(refusal),))
    if laid is None:
        return Known(reasons=tuple(reason_of(refusal) for refusal in refusals))
    return Known(beside=Beside(how_of(case, given), tuple(laid.differing)))


def receipt_of_contribution(
    district: District, document_id: str, given: ReceivedContribution
) -> dict[str, Any] | None:
    """What the tablet is told once it is in the record; None while it is not."""
    number = find_contribution(district, given)
    if number is None:
        return None
    act = district.get_case(given.sealed.case).acts[number - 1]
    facts = {"received_at": format_instant(act.at), "act": act.n, "reason": None}
    photos = sorted({photo.digest for photo in given.sealed.photos})
    return receipt_payload(document_id, "accepted", given.sealed.digest, photos, **facts)

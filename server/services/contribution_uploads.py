"""What belongs beside a visit, on its way: found in an outbox, waited for, judged, answered (design §5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from server.domain.case import Case
from server.domain.stage import Stage
from server.errors import Refusal
from server.services.contributions import (
    check_contribution,
    how_of,
    lay_beside_visit,
)
from server.services.district import District
from server.services.outboxes import Photos
from server.services.recordings import ReceivedContribution, read_contribution
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


def judge_contribution(district: District, given: ReceivedContribution, photos: Photos) -> Known:
    """What is known of one not yet received; one that comes before its visit waits for it."""
    case, sealed = district.get_case(given.sealed.case), given.sealed
    if case.stage is Stage.ASSIGNED and case.team and case.team.round == sealed.round:
        return Known(missing=(_VISIT,))
    missing = tuple(sorted({photo.digest for photo in sealed.photos} - photos.digests))
    if missing:
        return Known(missing=missing)
    refusals = photos.refusals
    refusals += check_contribution(district, given, photos.digests - photos.swapped, district.now())
    return judge_beside(district, case, given, refusals)


def is_second(district: District, given: ReceivedContribution, refusals: list[Refusal]) -> bool:
    """A sealed visit after another of the same round by the same assessor: a tablet was restored twice.

    It breaks no rule but that one was received; so it belongs beside that one. Any other is set aside.
    """
    if [refusal.code for refusal in refusals] != ["visit.already_received"]:
        return False
    case = district.get_case(given.sealed.case)
    received = case.visit and (case.visit.round, case.visit.sealed_by)
    return case.stage is Stage.VISITED and received == (given.sealed.round, given.assessor)


def judge_beside(
    district: District, case: Case, given: ReceivedContribution, refusals: list[Refusal]
) -> Known:
    """Where no rule is broken, how it compares with the visit."""
    if refusals:
        return Known(reasons=tuple(reason_of(refusal) for refusal in refusals))
    try:
        laid = lay_beside_visit(district, case, given)
    except Refusal as refusal:
        return Known(reasons=(reason_of(refusal),))
    return Known(beside=Beside(how_of(case, given), tuple(laid.differing)))

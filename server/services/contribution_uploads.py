"""Contributions on their way: found in an outbox, waited for, taken into the record, answered (design §5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from server.domain.stage import Stage
from server.errors import Refusal
from server.services.contributions import (
    ReceivedContribution,
    check_contribution,
    read_contribution,
)
from server.services.district import District
from server.services.outboxes import Photos
from server.services.uploads import reason_of
from sync.reconcile.decisions import Known

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
    return Known(reasons=tuple(reason_of(refusal) for refusal in refusals))

"""A colleague's own signature over a sealed visit (design §4, S7-CRED-05, S7-EVAL-07).

A badge is a picture and a drawn name is a drawing: neither proves that its owner was there. Whoever was signs
the digest of the sealed visit with the key of their own tablet. Until then they are *unconfirmed*, and the
committee waits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from server.domain.days import parse_instant
from server.domain.device import DeviceStanding, DeviceState
from server.domain.seal import SealedVisit
from server.errors import Refusal

TYPE: Final = "countersign"


@dataclass(frozen=True)
class Countersignature:
    """What a colleague signed; ``visit`` is the SHA-256 (hex) of the bytes the seal covers."""

    case: str
    round: int
    visit: str
    assessor: str
    signed_at: datetime
    device: str  # whose key signed: the ``kid`` of its JWS, a thumbprint (RFC 7638)


def parse_countersignature(payload: Mapping[str, Any], device: str) -> Countersignature:
    """The countersignature of a JWS payload whose signature by ``device`` holds; refuses anything else."""
    try:
        texts = [payload[name] for name in ("case", "visit", "assessor", "signed_at")]
        number = payload["round"]
        if payload["type"] != TYPE or not all(isinstance(text, str) for text in texts):
            raise TypeError(TYPE)
        if not isinstance(number, int) or isinstance(number, bool):
            raise TypeError("round")
        case, visit, assessor, signed_at = texts
        return Countersignature(case, number, visit, assessor, parse_instant(signed_at), device)
    except (KeyError, TypeError, ValueError, Refusal) as error:
        raise Refusal("countersign.malformed") from error


def check_countersignature(
    given: Countersignature, visit: SealedVisit, *, device_assessor: str, device: DeviceStanding
) -> None:
    """It is over exactly this visit, by somebody of its team other than the lead, with their own tablet.

    ``device_assessor``: whose tablet signed; one that was replaced signed for them until then.
    """
    if (given.case, given.round, given.visit) != (visit.case, visit.round, visit.digest):
        raise Refusal("countersign.other_visit")
    if given.assessor == visit.assessor or given.device == visit.device:
        raise Refusal("countersign.own_visit")
    if given.assessor not in {member.assessor for member in visit.team}:
        raise Refusal("countersign.not_in_team", who=given.assessor)
    if device_assessor != given.assessor:
        raise Refusal("countersign.other_device", who=given.assessor)
    if not signs_at(device, given.signed_at):
        raise Refusal("countersign.device_removed", who=given.assessor)


def signs_at(device: DeviceStanding, at: datetime) -> bool:
    """Whether what a tablet signed at an instant counts, as the tablet stands now."""
    if device.state is DeviceState.REPLACED:
        return at <= device.since
    return device.state is DeviceState.ACTIVE

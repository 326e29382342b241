"""An adult authorises the information check on a tablet (C-06): their ink, signed by the key of the tablet.

It is a document of its own and no part of the visit: it goes up as soon as there is a network, so that the
check can be asked for while the visit goes on, and a visit set aside takes no authorisation with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from server.domain.case import Case
from server.domain.countersign import signs_at
from server.domain.days import parse_instant
from server.domain.device import DeviceStanding
from server.errors import Refusal

TYPE: Final = "authorisation"
_TEXTS: Final = ("case", "member", "name", "assessor", "signed_at")


@dataclass(frozen=True)
class Authorisation:
    """What an adult signed; ``device`` is whose key signed it, a thumbprint (RFC 7638)."""

    case: str
    round: int
    member: str
    name: str
    assessor: str  # who had them sign
    signed_at: datetime
    ink: Mapping[str, Any]
    device: str


def parse_authorisation(payload: Mapping[str, Any], device: str) -> Authorisation:
    """The authorisation of a JWS payload whose signature by ``device`` holds; refuses anything else."""
    try:
        texts = {name: payload[name] for name in _TEXTS}
        number, ink = payload["round"], payload["ink"]
        if payload["type"] != TYPE or not all(isinstance(text, str) for text in texts.values()):
            raise TypeError(TYPE)
        if not isinstance(number, int) or isinstance(number, bool) or not isinstance(ink, Mapping):
            raise TypeError("round")
        signed_at = parse_instant(texts.pop("signed_at"))
        return Authorisation(**texts, round=number, signed_at=signed_at, ink=ink, device=device)
    except (KeyError, TypeError, ValueError, Refusal) as error:
        raise Refusal("authorisation.malformed") from error


def check_authorisation(
    given: Authorisation, case: Case, adults: Mapping[str, str], *, owner: str, device: DeviceStanding
) -> None:
    """By an adult of the household, before somebody of the team of its round, on a tablet of theirs.

    ``adults``: names by member; ``owner``: whose tablet signed it.
    """
    if adults.get(given.member) != given.name:
        raise Refusal("info.member")
    teams = (act.facts for act in case.acts if act.kind == "team_assigned")
    if not any(team["round"] == given.round and given.assessor in team["assessors"] for team in teams):
        raise Refusal("authorisation.not_in_team", who=given.assessor)
    if owner != given.assessor or not signs_at(device, given.signed_at):
        raise Refusal("authorisation.device", who=given.assessor)

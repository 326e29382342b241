"""An assessor says on a tablet what is urgent in a home (C-23, national-rules §11), signed by its key.

It is a document of its own and no part of the visit, so that it goes up before everything else, whether the
visit has begun, is sealed or waits for its photos.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from server.domain.act import Act
from server.domain.case import Case
from server.domain.countersign import signs_at
from server.domain.days import format_instant, parse_instant
from server.domain.device import DeviceStanding
from server.errors import Refusal

TYPE: Final = "hardship"
MOST_WORDS: Final = 2000  # characters
_TEXTS: Final = ("case", "assessor", "words", "said_at")


@dataclass(frozen=True)
class HardshipCall:
    """What was said; ``device`` is whose key signed it, a thumbprint (RFC 7638)."""

    case: str
    round: int
    assessor: str
    words: str
    said_at: datetime
    device: str

    @property
    def name(self) -> str:
        """``<case>:<round>:<said at>``: said once is one call, however often it is sent."""
        stamp = format_instant(self.said_at).replace("-", "").replace(":", "")
        return f"{self.case}:{self.round}:{stamp}"


def parse_call(payload: Mapping[str, Any], device: str) -> HardshipCall:
    """The call of a JWS payload whose signature by ``device`` holds; refuses anything else."""
    try:
        texts, number = {name: payload[name] for name in _TEXTS}, payload["round"]
        if payload["type"] != TYPE or not all(isinstance(text, str) for text in texts.values()):
            raise TypeError(TYPE)
        if not isinstance(number, int) or isinstance(number, bool) or len(texts["words"]) > MOST_WORDS:
            raise TypeError("round")
        said_at = parse_instant(texts.pop("said_at"))
        return HardshipCall(**texts, round=number, said_at=said_at, device=device)
    except (KeyError, TypeError, ValueError, Refusal) as error:
        raise Refusal("hardship_call.malformed") from error


def check_call(call: HardshipCall, case: Case, *, owner: str, device: DeviceStanding) -> None:
    """In words, by somebody of the team of its round, on a tablet of theirs; ``owner``: whose it is."""
    if not call.words.strip():
        raise Refusal("hardship.words")
    teams = (act.facts for act in case.acts if act.kind == "team_assigned")
    if not any(team["round"] == call.round and call.assessor in team["assessors"] for team in teams):
        raise Refusal("hardship_call.not_in_team", who=call.assessor)
    if owner != call.assessor or not signs_at(device, call.said_at):
        raise Refusal("hardship_call.device", who=call.assessor)


def is_before_the_street(case: Case, round_number: int) -> bool:
    """Whether the street knows what a visit of this round saw: one referral is open, or a call of it said so.

    What was decided on before is over: hardship seen again is a hardship of its own (C-23).
    """
    if case.hardship is None or case.hardship.is_open:
        return case.hardship is not None
    said = (act.facts.get("said", "") for act in case.acts if act.kind == "hardship_referred")
    return any(f":{case.number}:{round_number}:" in name for name in said)


def find_referral(case: Case, name: str) -> Act | None:
    """The act by which a call of this name entered the case."""
    referred = (act for act in case.acts if act.kind == "hardship_referred")
    return next((act for act in referred if act.facts.get("said") == name), None)

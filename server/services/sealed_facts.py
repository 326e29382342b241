"""What an act keeps of the sealed visit it rests on: facts that identify nobody (design §2)."""

from __future__ import annotations

from typing import Any

from server.domain.act import ActDraft
from server.domain.days import format_instant
from server.domain.seal import SealedVisit


def sealed_facts(visit: SealedVisit, digest: str) -> dict[str, Any]:
    """``digest`` names the sealed visit in the evidence of the file it was made for."""
    return {
        "visit": digest,
        "round": visit.round,
        "photos": sorted({photo.digest for photo in visit.photos}),
        "assessors": [member.assessor for member in visit.team],
        "device": visit.device,
        "started_at": format_instant(visit.started_at),
        "sealed_at": format_instant(visit.sealed_at),
    }


def sealed_draft(kind: str, visit: SealedVisit, facts: dict[str, Any]) -> ActDraft:
    """The act by which what an assessor sealed enters a file."""
    return ActDraft(kind=kind, by=f"assessor:{visit.assessor}", role="assessor", facts=facts)

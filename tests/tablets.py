"""What a paper tablet says besides sealed visits: who it is, how it is, how far a draft has come."""

from __future__ import annotations

import json
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey

from server.domain.case import Case
from server.domain.days import format_instant
from server.services.devices import Token, challenge, issue_token
from tests.factories import PaperTablet


def prove(tablet: PaperTablet, challenge_text: str, key: ECKey | None = None) -> str:
    """The signature over a challenge with which a tablet shows who it is."""
    payload = json.dumps({"challenge": challenge_text}).encode()
    header = {"alg": "ES256", "kid": tablet.id}
    return jws.serialize_compact(header, payload, key or tablet.key, algorithms=["ES256"])


def ask_token(tablet: PaperTablet, **status: Any) -> Token:
    """Asks for a token, saying how the tablet is."""
    asked = challenge(tablet.district, tablet.id)
    return issue_token(tablet.district, tablet.id, asked, prove(tablet, asked), status or None)


def waiting(visits: int, photos: int) -> dict[str, Any]:
    """The status of a tablet on which so much has not been sent."""
    return {"waiting": {"visits": visits, "photos": photos}}


def push_draft(tablet: PaperTablet, case: Case, **changes: Any) -> dict[str, Any]:
    """Pushes a snapshot of an unfinished visit."""
    assert case.team is not None
    snapshot = {
        "state": "draft",
        "case": case.number,
        "round": case.team.round,
        "answers": {"tenure": "own"},
        "photos": [],
        "team": [],
        "saved_at": format_instant(tablet.district.now()),
    } | changes
    tablet.push_document(f"visit:{case.number}:{case.team.round}:{tablet.id}", snapshot)
    return snapshot

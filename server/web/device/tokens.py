"""Access tokens for the store, against a signature of the tablet (design §4)."""

from __future__ import annotations

from typing import Any

from server.domain.days import format_instant
from server.services import devices
from server.web.current import current_district
from server.web.device.asked import AskedChallenge, AskedProof, AskedToken, read_asked
from server.web.device.blueprint import device
from server.web.limits import limiter

# A street's tablets may share one address and all come back from the field at once.
_OFTEN = "120 per minute"


@device.post("/challenge")
@limiter.limit(_OFTEN)
def challenge() -> dict[str, Any]:
    asked = read_asked(AskedChallenge)
    return {"challenge": devices.challenge(current_district(), asked.device)}


@device.post("/token")
@limiter.limit(_OFTEN)
def token() -> dict[str, Any]:
    asked = read_asked(AskedToken)
    status = asked.status.model_dump() if asked.status else None
    issued = devices.issue_token(current_district(), asked.device, asked.challenge, asked.signature, status)
    return {
        "token": issued.token,
        "expires_at": format_instant(issued.expires_at),
        "now": format_instant(current_district().now()),
        "order": issued.order,
    }


@device.post("/wiped")
@limiter.limit(_OFTEN)
def wiped() -> dict[str, Any]:
    """The last a tablet says before it deletes its key."""
    asked = read_asked(AskedProof)
    devices.confirm_wiped(current_district(), asked.device, asked.challenge, asked.signature)
    return {"ok": True}

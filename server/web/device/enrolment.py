"""A tablet is enrolled with the one-time code shown at the desk (design §4)."""

from __future__ import annotations

from typing import Any

from server.services.devices import enrol_device
from server.web.current import current_district
from server.web.device.asked import AskedEnrolment, read_asked
from server.web.device.blueprint import device
from server.web.limits import limiter


@device.post("/enrol")
@limiter.limit("10 per minute; 60 per hour")
def enrol() -> dict[str, Any]:
    asked = read_asked(AskedEnrolment)
    return enrol_device(current_district(), asked.code, asked.jwk, asked.ecdh, asked.label, asked.replaces)

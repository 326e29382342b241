"""What tablets ask for: enrolment, a challenge, a token, the district's keys and roster. JSON, no cookies."""

from __future__ import annotations

from server.web.device import enrolment, public_lists, tokens
from server.web.device.blueprint import device

__all__ = ["device", "enrolment", "public_lists", "tokens"]

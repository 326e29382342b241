"""Telling other systems that a case was approved or stopped: what is said, how it is signed, when again.

Signed as Standard Webhooks says, so that receivers find a library for it:
https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from server.domain.act import Act
from server.domain.days import format_instant
from server.errors import Refusal

APPROVED, STOPPED, TEST = "approved", "stopped", "test"
EVENTS: Final = (APPROVED, STOPPED)
TOLERANCE: Final = timedelta(minutes=5)
# After so many minutes it is tried again; then it has failed, and a person sends it again.
WAITS: Final = (1, 5, 15, 60, 180, 360, 720)
MOST_TRIES: Final = len(WAITS) + 1
_BEGINNING: Final = "whsec_"
# Answers on every machine of a cloud although it is no private address (Azure's platform resource).
_PLATFORM: Final = frozenset({"168.63.129.16"})
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def payload_of(act: Act) -> bytes:
    """What is told of an act: names nobody; who wants more asks at the desk."""
    data = {"case": act.file, "event": act.kind, "digest": act.digest, "at": format_instant(act.at)}
    return _payload(act.kind, act.at, data)


def trial_payload(now: datetime) -> bytes:
    """What a test says."""
    return _payload(TEST, now, {"event": TEST, "at": format_instant(now)})


def secret_for(root: bytes, hook: str) -> str:
    """The secret of a hook, made anew from the district's each time: the store never holds it."""
    derived = hmac.digest(root, f"hook:{hook}".encode(), hashlib.sha256)
    return f"{_BEGINNING}{base64.b64encode(derived).decode()}"


def sign(secret: str, message: str, at: datetime, body: bytes) -> dict[str, str]:
    """The headers that say what this is, when it was sent, and that it is ours."""
    seconds = str(int(at.timestamp()))
    return {
        "webhook-id": message,
        "webhook-timestamp": seconds,
        "webhook-signature": f"v1,{_signature(secret, message, seconds, body)}",
    }


def check_signed(secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
    """What a receiver does: refuses what is not signed with the secret, or was sent long before ``now``."""
    message, seconds = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    given = [each.partition(",") for each in headers.get("webhook-signature", "").split(" ")]
    wanted = _signature(secret, message, seconds, body)
    matching = [hmac.compare_digest(wanted, text) for version, _, text in given if version == "v1"]
    sent = int(seconds) if seconds.isascii() and seconds.isdecimal() and len(seconds) < 12 else 0
    if not any(matching) or abs(now.timestamp() - sent) > TOLERANCE.total_seconds():
        raise Refusal("hook.signature")


def next_try(tries: int, now: datetime) -> datetime | None:
    """When a delivery is tried again after so many tries; None: never by itself."""
    return now + timedelta(minutes=WAITS[tries - 1]) if tries < MOST_TRIES else None


def check_reachable(address: Address, *, loopback: bool, scheme: str = "https") -> None:
    """Refuses an address inside: this machine, a private network, a link's own, a cloud's (CWE-918).

    ``loopback``: the setting that lets hooks go to this machine. In the clear nothing goes anywhere else.
    """
    real = _inner(address)
    if real.is_loopback:
        if not loopback:
            raise Refusal("hook.inside", address=address)
    elif scheme != "https" or not real.is_global or real.is_multicast or str(real) in _PLATFORM:
        raise Refusal("hook.inside", address=address)


def _inner(address: Address) -> Address:
    """The IPv4 address an IPv6 one carries: mapped, 6to4 or translated (RFC 4291, 3056, 6052)."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def _payload(event: str, at: datetime, data: Mapping[str, Any]) -> bytes:
    content = {"type": f"case.{event}", "timestamp": format_instant(at), "data": data}
    return json.dumps(content, separators=(",", ":")).encode("ascii")


def _signature(secret: str, message: str, seconds: str, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(_BEGINNING))
    signed = f"{message}.{seconds}.".encode() + body
    return base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()

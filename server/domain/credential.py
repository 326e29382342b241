"""An assessor's credential, judged on a day against the dated roster (S7-CRED-01…07, S7-AMB-13).

The signature is checked before: what comes here are the claims of a badge whose signature holds. The tablet
judges by the same table (``static/app/core/badge.mjs``); ``tests/vectors/badges.json`` keeps both alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from server.domain.days import parse_date, parse_instant, shanghai_date
from server.errors import Refusal


class Standing(StrEnum):
    """What a badge is worth on a day."""

    VALID = "valid"
    NOT_YET_VALID = "not-yet-valid"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    UNKNOWN_ISSUER = "unknown-issuer"
    FORGED = "forged"
    MALFORMED = "malformed"


STANDING_WORDS: dict[Standing, tuple[str, str]] = {
    Standing.VALID: ("有效", "valid"),
    Standing.NOT_YET_VALID: ("还没生效", "not yet valid"),
    Standing.EXPIRED: ("已过期", "expired"),
    Standing.SUSPENDED: ("已暂停", "suspended"),
    Standing.REVOKED: ("已吊销", "revoked"),
    Standing.UNKNOWN_ISSUER: ("不是本区发的", "not issued by this district"),
    Standing.FORGED: ("签名不对", "forged"),
    Standing.MALFORMED: ("读不懂", "cannot be read"),
}


@dataclass(frozen=True)
class Claims:
    """What a badge says: the JWS payload ``{"s","n","a","i","f","u","p"}``."""

    serial: str
    name: str
    assessor: str
    issuer: str
    valid_from: date
    valid_until: date
    portrait: str


@dataclass(frozen=True)
class RosterEntry:
    """What the dated roster says of a credential."""

    serial: str
    assessor: str
    name: str
    status: str
    valid_from: date
    valid_until: date


@dataclass(frozen=True)
class Verdict:
    standing: Standing
    roster_old: bool = False

    @property
    def is_valid(self) -> bool:
        return self.standing is Standing.VALID


def parse_claims(payload: Mapping[str, Any]) -> Claims:
    """The claims of a badge's payload; refuses one that is not a badge."""
    try:
        texts = [payload[key] for key in ("s", "n", "a", "i", "f", "u", "p")]
        if not all(isinstance(text, str) and text for text in texts):
            raise Refusal("credential.malformed")
        serial, name, assessor, issuer, valid_from, valid_until, portrait = texts
        return Claims(
            serial, name, assessor, issuer, parse_date(valid_from), parse_date(valid_until), portrait
        )
    except (KeyError, Refusal) as error:
        raise Refusal("credential.malformed") from error


def judge_badge(
    claims: Claims, entry: RosterEntry | None, *, on: date, roster_issued_at: str, stale_days: int
) -> Verdict:
    """The standing of a badge on a day: what the roster says outweighs what the badge says."""
    roster_on = shanghai_date(parse_instant(roster_issued_at))
    if entry is None and claims.valid_from > roster_on:
        # Issued after this roster was made: nothing speaks against it, but the roster cannot vouch for it.
        return Verdict(_within(claims.valid_from, claims.valid_until, on), roster_old=True)
    return Verdict(_standing(claims, entry, on), roster_old=on - roster_on > timedelta(days=stale_days))


def _standing(claims: Claims, entry: RosterEntry | None, on: date) -> Standing:
    if entry is None or entry.assessor != claims.assessor:
        return Standing.REVOKED
    if entry.status in (Standing.REVOKED, Standing.SUSPENDED):
        return Standing(entry.status)
    first, last = max(claims.valid_from, entry.valid_from), min(claims.valid_until, entry.valid_until)
    return _within(first, last, on)


def _within(first: date, last: date, on: date) -> Standing:
    if on < first:
        return Standing.NOT_YET_VALID
    return Standing.EXPIRED if on > last else Standing.VALID

"""An assessor's credential, judged on a day against the dated roster (S7-CRED-01…07, S7-AMB-13).

The signature is checked before: what comes here are the claims of a badge whose signature holds. The tablet
judges by the same table (``static/app/core/badge.mjs``); ``tests/vectors/badges.json`` keeps both alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from server.domain.act import Act
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
    """What the dated roster says of a credential.

    ``status_from`` is the first day a suspension or revocation counts (None: every day), ``status_until`` the
    last day of a suspension (None: until it is lifted).
    """

    serial: str
    assessor: str
    name: str
    status: str
    valid_from: date
    valid_until: date
    status_from: date | None = None
    status_until: date | None = None

    def is_withdrawn(self, on: date) -> bool:
        """Whether it is suspended or revoked on a day; a revocation has no end."""
        if self.status == Standing.VALID or (self.status_from and on < self.status_from):
            return False
        is_over = self.status == Standing.SUSPENDED and self.status_until and on > self.status_until
        return not is_over


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
            serial, name, assessor, issuer, _parse_day(valid_from), _parse_day(valid_until), portrait
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


def standing_on(entry: RosterEntry | None, on: date) -> Standing:
    """What the roster's line is worth on a day; none at all counts as revoked (S7-CRED-04)."""
    if entry is None:
        return Standing.REVOKED
    if entry.is_withdrawn(on):
        return Standing(entry.status)
    return _within(entry.valid_from, entry.valid_until, on)


def fold_credential(acts: Sequence[Act], assessor: str, name: str) -> RosterEntry | None:
    """The credential as an assessor's own acts leave it; None before any was issued."""
    entry: RosterEntry | None = None
    for act in acts:
        entry = _follow(entry, act, assessor, name)
    return entry


def standing_between(
    acts: Sequence[Act], assessor: str, claims: Claims | None, first: datetime, last: datetime
) -> Standing:
    """The standing through a whole interval: a credential that changed within it is not certain (design §4).

    VALID only where it was valid at every moment from ``first`` to ``last``; otherwise the first standing
    that was not. ``claims`` are the badge's own, which may end before the credential does.
    """
    for entry, begins, ends in _periods(acts, assessor, first, last):
        for day in _days_that_count(entry, claims, begins, ends):
            standing = _standing(claims, entry, day) if claims else standing_on(entry, day)
            if standing is not Standing.VALID:
                return standing
    return Standing.VALID


def _periods(
    acts: Sequence[Act], assessor: str, first: datetime, last: datetime
) -> Iterator[tuple[RosterEntry | None, date, date]]:
    """What the credential was, from which day to which, through the interval."""
    begins = min(first, last)
    changes = [act for act in acts if begins < act.at <= last]
    entry = fold_credential([act for act in acts if act.at <= begins], assessor, "")
    for act in changes:
        changed = _follow(entry, act, assessor, "")
        if changed != entry:
            yield entry, shanghai_date(begins), shanghai_date(act.at)
            entry, begins = changed, act.at
    yield entry, shanghai_date(begins), shanghai_date(last)


def _days_that_count(
    entry: RosterEntry | None, claims: Claims | None, first: date, last: date
) -> Iterator[date]:
    """The days of a period on which a standing can begin to differ."""
    turns: list[date | None] = [first, last]
    if entry:
        turns += [entry.valid_from, _day_after(entry.valid_until), entry.status_from]
        turns += [_day_after(entry.status_until) if entry.status_until else None]
    if claims:
        turns += [claims.valid_from, _day_after(claims.valid_until)]
    yield from sorted({day for day in turns if day and first <= day <= last})


def _day_after(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)


def _follow(entry: RosterEntry | None, act: Act, assessor: str, name: str) -> RosterEntry | None:
    facts = act.facts
    if act.kind == "certified":
        first, last = parse_date(facts["valid_from"]), parse_date(facts["valid_until"])
        return RosterEntry(facts["serial"], assessor, name, Standing.VALID.value, first, last)
    if act.kind == "standing_changed" and entry is not None:
        first_day, last_day = (_find_day(facts.get(key)) for key in ("from", "until"))
        return replace(entry, status=facts["status"], status_from=first_day, status_until=last_day)
    return entry


def _parse_day(text: str) -> date:
    """A day in the one spelling badges use."""
    day = parse_date(text)
    if day.isoformat() != text:
        raise Refusal("date.malformed", text=text)
    return day


def _find_day(text: str | None) -> date | None:
    return parse_date(text) if text else None


def _standing(claims: Claims, entry: RosterEntry | None, on: date) -> Standing:
    if entry is None or entry.assessor != claims.assessor:
        return Standing.REVOKED
    if entry.is_withdrawn(on):
        return Standing(entry.status)
    first, last = max(claims.valid_from, entry.valid_from), min(claims.valid_until, entry.valid_until)
    return _within(first, last, on)


def _within(first: date, last: date, on: date) -> Standing:
    if on < first:
        return Standing.NOT_YET_VALID
    return Standing.EXPIRED if on > last else Standing.VALID

"""Who read a file with personal data: an act of the reader, once a day for each file and what was read.

The acts of a person's month (``reads:<user>:<2026-03>``) are a chain of their own, so that reading grows
nobody's file and whoever reads cannot take it off the record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from server.domain.permission import Actor, check_may
from server.errors import Refusal
from server.records.entries import User
from server.records.rows import READS
from server.services.district import District, draft_act

_TRIES: Final = 5
_OVERTAKEN: Final = "case.changed_meanwhile"
PAGE, IDENTITY, COPY, DIGITS, EXPORT, FEED = "page", "identity", "copy", "digits", "export", "feed"
WHAT: Final = (PAGE, IDENTITY, COPY, DIGITS, EXPORT, FEED)


@dataclass(frozen=True)
class Reading:
    """At what instant who read what of which case.

    Of none where a search by digits found none, and where a table of many left the house: ``of`` says which.
    """

    at: datetime
    user: str
    case: str
    what: str
    of: Mapping[str, Any] = field(default_factory=dict)


def note_read(district: District, actor: Actor, case: str, what: str = PAGE) -> None:
    """Puts a read on the record; the second one of a day is not written again."""
    today = district.today()
    key = (today.isoformat(), actor.user_id, case, what)
    if key in district.read_today:
        return
    with district.casebook.turn:
        _append(district, actor, {"case": case, "what": what})
        _forget_other_days(district.read_today, key[0])
        district.read_today.add(key)


def note_export(district: District, actor: Actor, of: Mapping[str, Any]) -> None:
    """Puts a table that leaves the house on the record, every one of them; ``of`` names no person."""
    _append(district, actor, {"case": "", "what": EXPORT, "of": dict(of)})


def note_feed(district: District, actor: Actor, entities: str) -> None:
    """Puts on the record that a spreadsheet read of a feed, once a day for each of its tables."""
    key = (district.today().isoformat(), actor.user_id, entities, FEED)
    if key not in district.read_today:
        _append(district, actor, {"case": "", "what": FEED, "of": {"kind": entities}})
        _forget_other_days(district.read_today, key[0])
        district.read_today.add(key)


def note_digits(district: District, actor: Actor, cases: Sequence[str]) -> None:
    """Puts a search by the end of an identity number on the record: the cases it showed, never the digits.

    Each search counts, also one that found nothing: who tries numbers out is seen.
    """
    _append(district, actor, {"cases": list(cases), "what": DIGITS})


def _append(district: District, actor: Actor, facts: Mapping[str, Any]) -> None:
    """Another process may write down the same person's reads: then this one comes after that one."""
    file = f"{READS}{actor.user_id}:{district.today().isoformat()[:7]}"
    draft = draft_act(actor, "desk.use", "file_read", facts)
    for tries_left in reversed(range(_TRIES)):
        with district.casebook.turn:
            try:
                district.casebook.append(
                    draft, file, district.casebook.last(file), policy=district.policy.key
                )
            except Refusal as refusal:
                if refusal.code != _OVERTAKEN or not tries_left:
                    raise
            else:
                return


def list_reads(district: District, actor: Actor, month: str, case: str = "", user: str = "") -> list[Reading]:
    """What was read in a month (``2026-03``), the newest first, of one case or by one person where asked."""
    check_may(actor, "reading.read")
    _check_month(month)
    users = [user] if user else sorted(each.id for each in district.office.every(User))
    found = [each for reader in users for each in _read(district, reader, month) if case in ("", each.case)]
    return sorted(reversed(found), key=lambda each: each.at, reverse=True)


def _read(district: District, user: str, month: str) -> Iterator[Reading]:
    for act in district.casebook.read(f"{READS}{user}:{month}"):
        facts = act.facts
        cases = facts["cases"] or [""] if "cases" in facts else [facts["case"]]
        for case in cases:
            yield Reading(act.at, user, str(case), str(facts["what"]), facts.get("of", {}))


def _check_month(month: str) -> None:
    try:
        date.fromisoformat(f"{month}-01")
    except ValueError as error:
        raise Refusal("date.malformed", text=month) from error


def _forget_other_days(kept: set[tuple[str, ...]], today: str) -> None:
    for key in [each for each in kept if each[0] != today]:
        kept.discard(key)

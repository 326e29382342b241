"""Who read a file with personal data: an act of the reader, once a day for each file and what was read.

The acts of a person's month (``reads:<user>:<2026-03>``) are a chain of their own, so that reading grows
nobody's file and whoever reads cannot take it off the record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from server.domain.days import shanghai_date
from server.domain.month import month_after, month_of_day
from server.domain.permission import Actor, check_may
from server.errors import Refusal
from server.records.entries import User
from server.records.rows import READS
from server.services.district import District, draft_act

PAGE, IDENTITY, COPY = "page", "identity", "copy"
WHAT: Final = (PAGE, IDENTITY, COPY)
# On the copy a subject is given.
WHAT_WORDS: Final[Mapping[str, str]] = {PAGE: "打开案卷", IDENTITY: "看全身份证号", COPY: "做查阅复制件"}


@dataclass(frozen=True)
class Reading:
    """One act: at what instant who read what of which case."""

    at: datetime
    user: str
    case: str
    what: str


def note_read(district: District, actor: Actor, case: str, what: str = PAGE) -> None:
    """Puts a read on the record; the second one of a day is not written again."""
    today = district.today()
    key = (today.isoformat(), actor.user_id, case, what)
    if key in district.read_today:
        return
    file = f"{READS}{actor.user_id}:{today.isoformat()[:7]}"
    with district.casebook.turn:
        draft = draft_act(actor, "desk.use", "file_read", {"case": case, "what": what})
        district.casebook.append(draft, file, district.casebook.last(file), policy=district.policy.key)
        _forget_other_days(district.read_today, key[0])
        district.read_today.add(key)


def list_reads(district: District, actor: Actor, month: str, case: str = "", user: str = "") -> list[Reading]:
    """What was read in a month (``2026-03``), the newest first, of one case or by one person where asked."""
    check_may(actor, "reading.read")
    _check_month(month)
    users = [user] if user else sorted(each.id for each in district.office.every(User))
    found = [each for reader in users for each in _read(district, reader, month) if case in ("", each.case)]
    return sorted(reversed(found), key=lambda each: each.at, reverse=True)


@dataclass(frozen=True)
class PostRead:
    """That somebody of a post read something of a case on a day."""

    on: date
    role: str
    what: str


def posts_that_read(district: District, case: str, since: date) -> list[PostRead]:
    """Who read a case, by post and day, the oldest first: a subject is told the posts and not the persons."""
    users = [each.id for each in district.office.every(User)]
    chains = (f"{READS}{user}:{month}" for month in _months(since, district.today()) for user in users)
    found = {
        PostRead(shanghai_date(act.at), act.role, str(act.facts["what"]))
        for chain in chains
        for act in district.casebook.read(chain)
        if act.facts["case"] == case
    }
    return sorted(found, key=lambda each: (each.on, each.role, each.what))


def _months(first: date, last: date) -> Iterator[str]:
    month = month_of_day(first)
    while month <= month_of_day(last):
        yield month
        month = month_after(month)


def _read(district: District, user: str, month: str) -> Iterator[Reading]:
    for act in district.casebook.read(f"{READS}{user}:{month}"):
        yield Reading(act.at, user, str(act.facts["case"]), str(act.facts["what"]))


def _check_month(month: str) -> None:
    try:
        date.fromisoformat(f"{month}-01")
    except ValueError as error:
        raise Refusal("date.malformed", text=month) from error


def _forget_other_days(kept: set[tuple[str, ...]], today: str) -> None:
    for key in [each for each in kept if each[0] != today]:
        kept.discard(key)

"""The heads of the days: made after midnight, listed in public, printed short on every paper (design §4)."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from threading import Event
from typing import Any, Final

from server.domain.act import Act
from server.domain.days import shanghai_date
from server.domain.head import PUBLIC, Line, end_of, grow, lines_of, next_head
from server.domain.merkle import Tree
from server.errors import Refusal
from server.records.evidence import STATEMENT
from server.records.heads import Published
from server.services.district import District
from server.services.mailing import put_mail, send_mail
from sync.couch import Conflict, CouchError

# An act clocked before midnight is in the store by now.
GRACE: Final = timedelta(minutes=5)
_DAY: Final = timedelta(days=1)
_IDLE_SECONDS: Final = 20.0
_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True)
class Proof:
    """Where the words of a notice stand in the head of the day it was posted.

    ``state``: ``proved``; ``waiting`` for tonight's head; ``missing`` from a head that is published;
    ``earlier`` than notices were put into the log.
    """

    state: str
    day: date
    content: Mapping[str, Any]


def publish_due(district: District) -> list[Published]:
    """Makes the head of each day that is over and has none, the first act's day being the first.

    A server that was off makes one for every day it missed, all when it is on again. The day is closed
    first: from then on no act is dated into it.
    """
    until = shanghai_date(district.now() - GRACE) - _DAY
    newest = district.heads.newest()
    if newest and newest.head.date >= until:
        return []
    district.casebook.close_until(end_of(until))
    news = district.heads.news(until)
    day = newest.head.date + _DAY if newest else min(news.by_day, default=until + _DAY)
    made: list[Published] = []
    while day <= until:
        newest = _publish(district, newest, day, news.by_day.get(day, []))
        made.append(newest)
        day += _DAY
    district.heads.remember(news.since)
    return made


def newest_printed(district: District) -> tuple[date, str] | None:
    """The day and short form of the newest head, as papers print it; None before the first."""
    newest = district.heads.newest()
    return (newest.head.date, newest.head.short) if newest else None


def get_head(district: District, day: date) -> Published:
    """The head of a day; refuses a day that has none."""
    found = district.heads.find(day)
    if found is None:
        raise Refusal("log.unknown_day", day=day.isoformat())
    return found


def prove_notice(district: District, number: str, notice: str) -> Proof:
    """The words of a notice with the proof that the head of its day counts them.

    The words carry a salt of their own and nothing beside what the notice shows: the file they come from is
    not named (PR-05).
    """
    act = _posting(district, number, notice)
    day = shanghai_date(act.at)
    if not act.facts.get(PUBLIC):
        return Proof("earlier", day, {})
    try:
        published = district.heads.find(day)
        if published is None:
            return Proof("waiting", day, {})
        words = district.evidence.get(STATEMENT, number, act.facts[STATEMENT])
        place = _find_place(district, published, str(act.facts[PUBLIC]))
    except Refusal:  # a damaged head or damaged words prove nothing; the notice is shown all the same
        return Proof("missing", day, {})
    content = {"statement": words, "head": published.signed} | place
    return Proof("proved" if place else "missing", day, content)


def run_beside(district: District, stop: Event) -> None:
    """Makes heads and sends mail until ``stop``, in a thread of its own: a slow mail server delays nobody."""
    while not stop.is_set():
        try:
            publish_due(district)
            put_mail(district)
            send_mail(district)
        except Conflict:
            _log.warning("the log: somebody else made this head; going on from it")
        except (CouchError, Refusal):
            _log.exception("the log: no head or mail this time; tried again shortly")
        stop.wait(_IDLE_SECONDS)


def _publish(district: District, before: Published | None, day: date, acts: list[Act]) -> Published:
    lines = lines_of(acts)
    tree = _grow(before, lines)
    earlier = before.head if before else None
    head = next_head(earlier, day, tree, acts, district.now())
    return district.heads.publish(district.keys.log, head, tree, earlier.size if earlier else 0, lines)


def _grow(before: Published | None, lines: list[Line]) -> Tree:
    """The tree of a day; refuses peaks that cannot be those of the day before."""
    if before is None:
        return grow(None, [], lines)
    try:
        return grow(before.head, [bytes.fromhex(peak) for peak in before.peaks], lines)
    except ValueError as error:
        raise Refusal("record.damaged", document=f"head:{before.head.date.isoformat()}") from error


def _posting(district: District, number: str, notice: str) -> Act:
    """The act by which a notice was posted."""
    for act in district.get_case(number).acts:
        if act.kind == "notice_posted" and act.facts["notice"] == notice:
            return act
    raise Refusal("notice.unknown")


def _find_place(district: District, published: Published, digest: str) -> dict[str, Any]:
    """The leaf's index and path in the tree of a day; empty where the day does not count it."""
    lines = district.heads.lines(published.head.date)
    digests = [line.digest for line in lines]
    if digest not in digests:
        return {}
    tree = _grow(district.heads.find(published.head.date - _DAY), lines)
    index = tree.size - len(lines) + digests.index(digest)
    return {"index": index, "path": [node.hex() for node in tree.inclusion(index)]}

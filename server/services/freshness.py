"""How far behind the record is: each outbox, and the reconciler itself. Nothing waits for any of it.

CouchDB keeps no time of arrival, so ages count from the first pass that saw something unsettled. The office
keeps that instant, so that a restart makes nothing look younger than it is.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from server.domain.days import format_instant, parse_instant
from server.domain.permission import Actor, check_may
from server.records.entries import Unsettled
from server.services.district import District
from server.services.passes import Passes
from server.services.tasks import outbox_name
from sync.reconcile.loop import CHECKPOINT, OUTBOX, Pass, Reconciler


@dataclass(frozen=True)
class OutboxLag:
    """An outbox with something unsettled; ``seconds`` since that was first seen."""

    assessor: str
    waiting: int
    unread: bool  # changes the reconciler has not looked at
    failed: bool
    seconds: int


@dataclass(frozen=True)
class Freshness:
    """``pass_seconds`` is how long ago the last pass ended; None where none has."""

    outboxes: int
    pass_seconds: int | None
    behind: tuple[OutboxLag, ...]

    @property
    def waiting(self) -> int:
        return sum(lag.waiting for lag in self.behind)

    @property
    def oldest_seconds(self) -> int:
        return max((lag.seconds for lag in self.behind), default=0)


_ONE: Final = "outboxes"
_PASS_AT_LEAST: Final = timedelta(minutes=5)
_TOLD_EVERY: Final = timedelta(minutes=1)  # the office is not written to at every pass
_METRICS: Final = (
    ("ruhu_outboxes", "Outboxes of the district."),
    ("ruhu_outboxes_behind", "Outboxes with something unsettled."),
    ("ruhu_outboxes_failed", "Outboxes the last pass could not read."),
    ("ruhu_uploads_waiting", "Uploads that wait for photos or for another upload."),
    ("ruhu_oldest_unsettled_seconds", "Age of the oldest upload not yet settled, since it was first seen."),
    ("ruhu_reconciler_pass_age_seconds", "Since the reconciler's last pass ended; -1 where none has."),
)


def get_freshness(district: District, actor: Actor) -> Freshness:
    """How far behind each outbox is, the oldest first."""
    check_may(actor, "freshness.read")
    return measure(district)


def measure(district: District, *, at_a_glance: bool = False) -> Freshness:
    """:func:`get_freshness` for a caller that has checked who asks.

    While the reconciler of whichever process passes, its last pass says what is behind; where none does, each
    outbox is asked whether something came. ``at_a_glance`` never asks them: a district has thousands.
    """
    start, now, passes = district.database_name(OUTBOX), district.now(), district.passes
    since, ended = _remembered(district)
    ended = max(filter(None, (passes.ended_at, ended)), default=None)
    assessors = [name.removeprefix(start) for name in district.couch.names() if name.startswith(start)]
    known: Collection[str] = assessors
    if at_a_glance or _is_recent(ended, now):
        known = {*since, *passes.waiting, *passes.failed}
    lags = [_lag(district, passes, name, since.get(name, now)) for name in assessors if name in known]
    behind = [lag for lag in lags if lag.waiting or lag.unread or lag.failed]
    return Freshness(
        outboxes=len(assessors),
        pass_seconds=_seconds(ended, now) if ended else None,
        behind=tuple(sorted(behind, key=lambda lag: (-lag.seconds, lag.assessor))),
    )


def is_passing(district: District) -> bool:
    """Whether the reconciler beside this server has ended a pass in the last minutes."""
    return _is_recent(district.passes.ended_at, district.now())


def format_metrics(freshness: Freshness) -> str:
    """Prometheus text exposition format 0.0.4; sums only, so that it names nobody."""
    values = (
        freshness.outboxes,
        len(freshness.behind),
        sum(lag.failed for lag in freshness.behind),
        freshness.waiting,
        freshness.oldest_seconds,
        -1 if freshness.pass_seconds is None else freshness.pass_seconds,
    )
    lines = []
    for (name, words), value in zip(_METRICS, values, strict=True):
        lines += [f"# HELP {name} {words}", f"# TYPE {name} gauge", f"{name} {value}"]
    return "\n".join(lines) + "\n"


def note_pass(district: District, reconciler: Reconciler, done: Pass) -> None:
    """Remembers what a pass that just ended left unsettled, and now and then that it ended."""
    start, now = district.database_name(OUTBOX), district.now()
    failed = [name.removeprefix(start) for name in done.failed]
    since, ended = _remembered(district)
    is_told = ended is not None and now - ended < _TOLD_EVERY
    if district.passes.note(reconciler.waiting, failed, now, since) or not is_told:
        told = {name: format_instant(at) for name, at in district.passes.since.items()}
        district.office.save(Unsettled(_ONE, told, format_instant(now)))


def count_behind(district: District, actor: Actor) -> int:
    """How many outboxes the last pass left something in; one entry says it, no outbox is read."""
    check_may(actor, "freshness.read")
    return len(_remembered(district)[0])


def _remembered(district: District) -> tuple[dict[str, datetime], datetime | None]:
    """Since when each outbox is behind, and when a pass ended: as the last pass of whichever process said."""
    entry = district.office.find(Unsettled, _ONE)
    if entry is None:
        return {}, None
    since = {name: parse_instant(at) for name, at in entry.since.items()}
    return since, parse_instant(entry.passed_at) if entry.passed_at else None


def _is_recent(ended: datetime | None, now: datetime) -> bool:
    return ended is not None and now - ended < _PASS_AT_LEAST


def _lag(district: District, passes: Passes, assessor: str, since: datetime) -> OutboxLag:
    outbox = district.database(outbox_name(assessor))
    kept = outbox.local(CHECKPOINT) or {"since": 0, "waiting": []}
    return OutboxLag(
        assessor=assessor,
        waiting=len(kept["waiting"]),
        unread=bool(outbox.changes(kept["since"], limit=1)[0]),
        failed=assessor in passes.failed,
        seconds=_seconds(since, district.now()),
    )


def _seconds(since: datetime, now: datetime) -> int:
    return max(0, int((now - since).total_seconds()))

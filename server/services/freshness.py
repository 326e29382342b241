"""How far behind the record is: each outbox, and the reconciler itself. Nothing waits for any of it.

CouchDB keeps no time of arrival, so ages count from the first pass that saw something unsettled; after a
restart they begin anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from server.domain.permission import Actor, check_may
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


def measure(district: District) -> Freshness:
    """:func:`get_freshness` for a caller that has checked who asks."""
    start, now, passes = district.database_name(OUTBOX), district.now(), district.passes
    assessors = [name.removeprefix(start) for name in district.couch.names() if name.startswith(start)]
    lags = [_lag(district, passes, assessor, now) for assessor in assessors]
    behind = [lag for lag in lags if lag.waiting or lag.unread or lag.failed]
    return Freshness(
        outboxes=len(assessors),
        pass_seconds=_seconds(passes.ended_at, now) if passes.ended_at else None,
        behind=tuple(sorted(behind, key=lambda lag: (-lag.seconds, lag.assessor))),
    )


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
    """Remembers what a pass that just ended left unsettled."""
    start = district.database_name(OUTBOX)
    failed = [name.removeprefix(start) for name in done.failed]
    district.passes.note(reconciler.waiting, failed, district.now())


def _lag(district: District, passes: Passes, assessor: str, now: datetime) -> OutboxLag:
    outbox = district.database(outbox_name(assessor))
    read = (outbox.local(CHECKPOINT) or {}).get("since", 0)
    return OutboxLag(
        assessor=assessor,
        waiting=passes.waiting.get(assessor, 0),
        unread=bool(outbox.changes(read, limit=1)[0]),
        failed=assessor in passes.failed,
        seconds=_seconds(passes.since.get(assessor, now), now),
    )


def _seconds(since: datetime, now: datetime) -> int:
    return max(0, int((now - since).total_seconds()))

"""What the index keeps of public-benefit activities, and of who came (S7-EMP-08)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from server.domain.activity import Activity
from server.domain.case import Case
from server.records.table import Row, Table

if TYPE_CHECKING:
    from server.records.index import Index


class ActivityRow(Row, frozen=True):
    file: str
    street: str
    community: str
    day: str
    hours: int
    words: str  # from evidence
    called_off: bool


class AttendanceRow(Row, frozen=True):
    """How one member stood to one activity."""

    file: str  # the case's number
    member: str
    activity: str
    how: str  # attended | excused | absent
    hours: int  # of who came and did not stay for all of it; -1: as long as the activity took
    reason: str  # digest of why they were excused


ACTIVITIES: Final = Table("activities", ActivityRow, key=("file",), indexes=(("street", "community", "day"),))
ATTENDANCE: Final = Table(
    "attendance", AttendanceRow, key=("file", "member", "activity"), indexes=(("activity",),)
)
_OF_HOUSEHOLD: Final = """
SELECT a.member, b.file, b.day, b.words, a.how,
  CASE WHEN a.how != 'attended' THEN 0 WHEN a.hours < 0 THEN b.hours ELSE a.hours END, a.reason
FROM attendance a JOIN activities b ON b.file = a.activity WHERE a.file = ? ORDER BY b.day, b.file
"""


def activity_row(activity: Activity, words: str) -> ActivityRow:
    """``words`` say what is done, and where; none once they are erased."""
    return ActivityRow(
        file=activity.id,
        street=activity.street,
        community=activity.community,
        day=activity.on.isoformat(),
        hours=activity.hours,
        words=words,
        called_off=bool(activity.called_off),
    )


def attendance_rows(case: Case) -> Iterator[AttendanceRow]:
    for member, record in case.jobs.items():
        for activity, stood in (record.attendance or {}).items():
            hours = -1 if stood.hours is None else stood.hours
            yield AttendanceRow(case.number, member, activity, stood.how, hours, stood.reason)


def list_activities(
    index: Index, street: str = "", community: str = "", *, limit: int = -1, offset: int = 0
) -> list[ActivityRow]:
    """Activities, newest first."""
    return index.rows(
        ACTIVITIES,
        "WHERE (?1 = '' OR street = ?1) AND (?2 = '' OR community = ?2)"
        " ORDER BY day DESC, file DESC LIMIT ?3 OFFSET ?4",
        (street, community, limit, offset),
    )


def attendance_of(index: Index, activity: str) -> dict[tuple[str, str], AttendanceRow]:
    """How each stood to an activity, by case and member."""
    rows = index.rows(ATTENDANCE, "WHERE activity = ?", (activity,))
    return {(row.file, row.member): row for row in rows}


@dataclass(frozen=True)
class Attended:
    """What one member was at, or was not; ``hours`` are 0 unless they came."""

    member: str
    activity: str
    day: str
    words: str
    how: str
    hours: int
    reason: str  # digest


def attendance_in(index: Index, number: str) -> list[Attended]:
    """What the members of one household were recorded for, the oldest first."""
    return [Attended(*row) for row in index.query(_OF_HOUSEHOLD, (number,))]


def count_attendance(index: Index, street: str = "", community: str = "") -> dict[str, dict[str, int]]:
    """How many stood how to each activity."""
    rows = index.query(
        "SELECT a.activity, a.how, count(*) FROM attendance a JOIN activities b ON b.file = a.activity"
        " WHERE (?1 = '' OR b.street = ?1) AND (?2 = '' OR b.community = ?2) GROUP BY 1, 2",
        (street, community),
    )
    found: dict[str, dict[str, int]] = {}
    for activity, how, count in rows:
        found.setdefault(activity, {})[how] = count
    return found

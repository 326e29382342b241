"""What the index keeps of public-benefit activities, and of who came (S7-EMP-08)."""

from __future__ import annotations

from collections.abc import Iterator
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


class AttendanceRow(Row, frozen=True):
    """How one member stood to one activity."""

    file: str  # the case's number
    member: str
    activity: str
    how: str  # attended | excused | absent


ACTIVITIES: Final = Table("activities", ActivityRow, key=("file",), indexes=(("street", "community", "day"),))
ATTENDANCE: Final = Table(
    "attendance", AttendanceRow, key=("file", "member", "activity"), indexes=(("activity",),)
)


def activity_row(activity: Activity, words: str) -> ActivityRow:
    """``words`` say what is done, and where; none once they are erased."""
    return ActivityRow(
        activity.id, activity.street, activity.community, activity.on.isoformat(), activity.hours, words
    )


def attendance_rows(case: Case) -> Iterator[AttendanceRow]:
    for member, record in case.jobs.items():
        for activity, how in (record.attendance or {}).items():
            yield AttendanceRow(case.number, member, activity, how)


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


def attendance_of(index: Index, activity: str) -> dict[tuple[str, str], str]:
    """How each stood to an activity, by case and member."""
    rows = index.rows(ATTENDANCE, "WHERE activity = ?", (activity,))
    return {(row.file, row.member): row.how for row in rows}


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

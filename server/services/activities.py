"""Public-benefit activities: organised by a community, and who came, where the pack has them (S7-EMP-08)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from server.domain.activity import MOST_HOURS, OPENING, SERIES_WIDTH, Activity, fold_activity, series_of
from server.domain.employment import ATTENDED
from server.domain.page import Page, span_of
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.procedure import allowed_under
from server.domain.retention import check_kept
from server.errors import Refusal
from server.records.activity_rows import ActivityRow, attendance_of, count_attendance, list_activities
from server.records.employment_rows import SeekerRow, seekers_of
from server.services.district import District, draft_act

PAGE: Final = 20


@dataclass(frozen=True)
class ActivityList(Page[ActivityRow]):
    """A page of activities with how many stood how to each."""

    counts: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class AttendanceView:
    """An activity, whom it concerns, and how each stood to it so far."""

    activity: Activity
    words: str
    people: Sequence[SeekerRow]
    how: Mapping[tuple[str, str], str]


def organise_activity(
    district: District, actor: Actor, community: str, on: date, hours: int, words: str
) -> Activity:
    """A community sets an activity for a day; refuses where the pack in use has none."""
    check_may(actor, "activity.record")
    area = district.area(community)
    check_in_area(actor, area.parent, community)
    if not district.policy.public_service.enabled:
        raise Refusal("activity.not_asked")
    if not words.strip():
        raise Refusal("activity.words")
    if not 1 <= hours <= MOST_HOURS:
        raise Refusal("activity.hours")
    with district.casebook.turn:
        file = district.casebook.next_file(series_of(community, on.year), SERIES_WIDTH)
        facts = {
            "street": area.parent,
            "community": community,
            "on": on.isoformat(),
            "hours": hours,
            "words": district.put_text(file, "activity", words),
        }
        draft = draft_act(actor, "activity.record", OPENING, facts)
        act = district.casebook.append(draft, file, None, policy=district.policy.key)
    return fold_activity([act])


def list_for(district: District, actor: Actor, page: int = 1) -> ActivityList:
    """The activities of the person's area, newest first."""
    check_may(actor, "employment.read")
    index, street, community = district.index, actor.street, actor.community
    span = span_of(len(list_activities(index, street, community)), page, PAGE)
    rows = list_activities(index, street, community, limit=span.size, offset=span.offset)
    return ActivityList(rows, span, count_attendance(index, street, community))


def view_attendance(district: District, actor: Actor, file: str) -> AttendanceView:
    """Everybody of the community who seeks work, and whoever was recorded before."""
    activity = _get(district, actor, file, "employment.read")
    check_kept(district.casebook.read(file))
    how = attendance_of(district.index, file)
    people = seekers_of(district.index, street=activity.street, community=activity.community)
    people = [row for row in people if row.service or how.get((row.file, row.member))]
    words = district.get_text(file, "activity", activity.words)
    return AttendanceView(activity, words, people, how)


def record_attendance(
    district: District, actor: Actor, file: str, found: Mapping[tuple[str, str], str]
) -> int:
    """Who came, by case and member: an act for each that is new or corrected; how many were written."""
    activity = _get(district, actor, file, "activity.record")
    if activity.on > district.today():
        raise Refusal("activity.not_held_yet")
    view = view_attendance(district, actor, file)
    known = {(row.file, row.member) for row in view.people} | set(view.how)
    if any(key not in known or how not in ATTENDED for key, how in found.items()):
        raise Refusal("job.member")
    changed = {key: how for key, how in found.items() if view.how.get(key) != how}
    for (number, member), how in changed.items():
        facts = {"member": member, "activity": file, "how": how}
        with district.casebook.turn:
            case = district.get_case(number)
            if "activity_attended" not in allowed_under(case, district.policy_of(case.policy)):
                raise Refusal("activity.not_asked")
            draft = draft_act(actor, "activity.record", "activity_attended", facts)
            district.append_to_case(case, draft)
    return len(changed)


def _get(district: District, actor: Actor, file: str, permission: str) -> Activity:
    activity = fold_activity(district.casebook.read(file))
    check_may(actor, permission)
    check_in_area(actor, activity.street, activity.community)
    return activity

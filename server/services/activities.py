"""Public-benefit activities: organised by a community, and who came, where the pack has them (S7-EMP-08)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from server.domain.activity import (
    CALLED_OFF,
    CORRECTED,
    MOST_HOURS,
    OPENING,
    SERIES_WIDTH,
    Activity,
    fold_activity,
    series_of,
)
from server.domain.employment import ATTENDED
from server.domain.page import Page, span_of
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.procedure import allowed_under, check_step
from server.domain.retention import check_kept
from server.errors import Refusal
from server.records.activity_rows import (
    ActivityRow,
    AttendanceRow,
    Attended,
    attendance_in,
    attendance_of,
    count_attendance,
    list_activities,
)
from server.records.employment_rows import SeekerRow, seekers_in, seekers_of
from server.services.district import District, draft_act

PAGE: Final = 20
CAME, EXCUSED = ATTENDED[:2]
Person = tuple[str, str]  # a case's number and a member of it


@dataclass(frozen=True)
class ActivityList(Page[ActivityRow]):
    """A page of activities with how many stood how to each."""

    counts: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Stood:
    """How one person stood to an activity; ``hours`` of who came, ``reason`` of who was excused."""

    how: str
    hours: int = 0  # 0: all of it
    reason: str = ""


@dataclass(frozen=True)
class AttendanceView:
    """An activity, whom it concerns, and how each stood to it so far."""

    activity: Activity
    words: str
    called_off: str  # why; empty where it is held
    people: Sequence[SeekerRow]
    stood: Mapping[Person, Stood]


def organise_activity(
    district: District, actor: Actor, community: str, on: date, hours: int, words: str
) -> Activity:
    """A community sets an activity for a day; refuses where the pack in use has none."""
    check_may(actor, "activity.record")
    area = district.area(community)
    check_in_area(actor, area.parent, community)
    if not district.policy.public_service.enabled:
        raise Refusal("activity.not_asked")
    _check_plan(hours, words)
    with district.casebook.turn:
        file = district.casebook.next_file(series_of(community, on.year), SERIES_WIDTH)
        facts = {"street": area.parent, "community": community, **_plan(district, file, on, hours, words)}
        draft = draft_act(actor, "activity.record", OPENING, facts)
        act = district.casebook.append(draft, file, None, policy=district.policy.key)
    return fold_activity([act])


def correct_activity(
    district: District, actor: Actor, file: str, on: date, hours: int, words: str
) -> Activity:
    """Another day, length or place; refused where it no longer fits what was written down of people."""
    with district.casebook.turn:
        activity = _get_held(district, actor, file)
        _check_plan(hours, words)
        stood = attendance_of(district.index, file).values()
        if stood and on > district.today():
            raise Refusal("activity.held")
        if any(row.hours > hours for row in stood):
            raise Refusal("activity.hours_fewer", most=max(row.hours for row in stood))
        facts = _plan(district, file, on, hours, words)
        return _append(district, actor, activity, CORRECTED, facts)


def call_off_activity(district: District, actor: Actor, file: str, reason: str) -> Activity:
    """It is not held, with a reason; refused once somebody is written down as having come."""
    with district.casebook.turn:
        activity = _get_held(district, actor, file)
        if not reason.strip():
            raise Refusal("activity.reason")
        if any(row.how == CAME for row in attendance_of(district.index, file).values()):
            raise Refusal("activity.held")
        facts = {"reason": district.put_text(file, "activity", reason)}
        return _append(district, actor, activity, CALLED_OFF, facts)


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
    stood = attendance_of(district.index, file)
    return AttendanceView(
        activity=activity,
        words=district.get_text(file, "activity", activity.words),
        called_off=district.get_text(file, "activity", activity.called_off) if activity.called_off else "",
        people=_people(district, activity, stood),
        stood={person: _read(district, row) for person, row in stood.items()},
    )


def list_attended(district: District, number: str) -> list[Attended]:
    """What the members of a household were written down for, with why they were excused in words."""
    found = attendance_in(district.index, number)
    return [replace(each, reason=_reason(district, number, each.reason)) for each in found]


def record_attendance(district: District, actor: Actor, file: str, found: Mapping[Person, Stood]) -> int:
    """Who came, by case and member: an act for each that is new or corrected; how many were written.

    Everything is looked at before anything is written.
    """
    activity = _get_held(district, actor, file)
    if activity.on > district.today():
        raise Refusal("activity.not_held_yet")
    view = view_attendance(district, actor, file)
    names = {(row.file, row.member): row.name or row.member for row in view.people}
    if any(person not in names or stood.how not in ATTENDED for person, stood in found.items()):
        raise Refusal("job.member")
    asked = {person: _plain(activity, stood) for person, stood in found.items()}
    changed = {person: stood for person, stood in asked.items() if view.stood.get(person) != stood}
    for person, stood in changed.items():
        _check_stood(activity, stood, names[person], "/".join(person))
        _check_asked(district, person[0])
    for (number, member), stood in changed.items():
        facts = {"member": member, "activity": file, **_facts(district, number, stood)}
        with district.casebook.turn:
            draft = draft_act(actor, "activity.record", "activity_attended", facts)
            district.append_to_case(district.get_case(number), draft)
    return len(changed)


def _people(
    district: District, activity: Activity, stood: Mapping[Person, AttendanceRow]
) -> Sequence[SeekerRow]:
    """Who seeks work under a pack with activities; and who was written down, whatever they do by now."""
    seeking = seekers_of(district.index, street=activity.street, community=activity.community)
    rows = {(row.file, row.member): row for row in seeking if row.service or (row.file, row.member) in stood}
    for number in dict.fromkeys(number for number, _ in stood):
        known = {(row.file, row.member): row for row in seekers_in(district.index, number)}
        rows |= {person: row for person, row in known.items() if person in stood}
    return [rows[person] for person in sorted(rows)]


def _read(district: District, row: AttendanceRow) -> Stood:
    return Stood(row.how, max(row.hours, 0), _reason(district, row.file, row.reason))


def _reason(district: District, number: str, digest: str) -> str:
    try:
        return district.get_text(number, "reason", digest) if digest else ""
    except Refusal:
        return ""


def _plain(activity: Activity, stood: Stood) -> Stood:
    """Without what does not belong to how they stood: hours of all of it, a reason of who came."""
    hours = stood.hours if stood.how == CAME and stood.hours != activity.hours else 0
    return Stood(stood.how, hours, stood.reason.strip() if stood.how == EXCUSED else "")


def _check_asked(district: District, number: str) -> None:
    """The household is in receipt under a pack with activities."""
    case = district.get_case(number)
    check_step(case, "activity_attended")
    if "activity_attended" not in allowed_under(case, district.policy_of(case.policy)):
        raise Refusal("activity.not_asked")


def _check_stood(activity: Activity, stood: Stood, name: str, at: str) -> None:
    if stood.how == EXCUSED and not stood.reason:
        raise Refusal("activity.excuse", name=name, at=at)
    if stood.how == CAME and not 0 <= stood.hours <= activity.hours:
        raise Refusal("activity.hours_stayed", name=name, most=activity.hours, at=at)


def _facts(district: District, number: str, stood: Stood) -> dict[str, Any]:
    """Hours where they are not those of the activity, which may still be put right."""
    facts: dict[str, Any] = {"how": stood.how}
    if stood.hours:
        facts["hours"] = stood.hours
    if stood.how == EXCUSED:
        facts["words"] = district.put_text(number, "reason", stood.reason)
    return facts


def _check_plan(hours: int, words: str) -> None:
    if not words.strip():
        raise Refusal("activity.words")
    if not 1 <= hours <= MOST_HOURS:
        raise Refusal("activity.hours")


def _plan(district: District, file: str, on: date, hours: int, words: str) -> dict[str, Any]:
    return {
        "on": on.isoformat(),
        "hours": hours,
        "words": district.put_text(file, "activity", words),
    }


def _append(
    district: District, actor: Actor, activity: Activity, kind: str, facts: dict[str, Any]
) -> Activity:
    acts = district.casebook.read(activity.id)
    draft = draft_act(actor, "activity.record", kind, facts)
    act = district.casebook.append(draft, activity.id, acts[-1], policy=acts[0].policy)
    return fold_activity([*acts, act])


def _get_held(district: District, actor: Actor, file: str) -> Activity:
    """An activity that is, or was, to be held; refuses one that was called off or is erased."""
    activity = _get(district, actor, file, "activity.record")
    check_kept(district.casebook.read(file))
    if activity.called_off:
        raise Refusal("activity.called_off")
    return activity


def _get(district: District, actor: Actor, file: str, permission: str) -> Activity:
    activity = fold_activity(district.casebook.read(file))
    check_may(actor, permission)
    check_in_area(actor, activity.street, activity.community)
    return activity

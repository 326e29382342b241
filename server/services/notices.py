"""Public notices (S7-NOTICE): posted by the street, read by anybody while they hang."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from server.domain.act import digest_of
from server.domain.case import Case
from server.domain.days import parse_date
from server.domain.head import PUBLIC
from server.domain.household import parse_household
from server.domain.notice import (
    NoticePeriod,
    is_provisional,
    mask_name,
    needs_meeting,
    notice_period,
    notice_statement,
)
from server.domain.page import Page, span_of
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.policy import Policy
from server.domain.procedure import check_step
from server.errors import Refusal
from server.records.entries import Area
from server.records.evidence import STATEMENT
from server.records.index import NoticeRow
from server.records.notice_rows import NoticeFilter, count_notices, notices_matching
from server.services.district import District, draft_act

POSTED: Final = "posted"
REMOVED: Final = "removed"
PAGE: Final = 50  # notices on a page of the list
WHICH: Final = (POSTED, REMOVED)  # the photos that prove a notice


@dataclass(frozen=True)
class PostedNotice:
    """What a notice shows; a field the pack does not publish is None (PR-02, PR-05)."""

    id: str
    number: int
    year: int
    street: Area
    community: Area
    period: NoticePeriod
    head: str | None
    persons: int | None
    amount_fen: int | None
    policy: Policy
    days_left: int
    case: str  # for the desk and the printed paper, never shown on the board
    place: str  # the building, for the printed paper
    posted_last_day: date  # what hangs in the stairwell says
    provisional: bool  # the last day hangs on holidays that are not published yet
    stopped_on: date | None  # when an objection took it down before its time
    missing: tuple[str, ...]  # the photos it lacks (S7-AMB-22)


def post_notice(district: District, actor: Actor, number: str, place: str) -> PostedNotice:
    """Posts the notice of an eligible household; the day of posting is not counted (S7-NOTICE-01)."""
    case = district.get_case(number)
    check_may(actor, "notice.post")
    check_in_area(actor, case.street, case.community)
    check_step(case, "notice_posted")
    if not place.strip():
        raise Refusal("notice.place")
    today = district.today()
    policy, calendar, objected = district.policy_of(case.policy), district.calendar(), bool(case.objections)
    period = notice_period(today, policy.notice, calendar, again=objected)
    place_digest = district.put_text(number, "place", place)
    with district.casebook.turn:
        running = district.index.last_notice_number(case.street, today.year) + 1
        notice_id = f"{district.area(case.street).code}-{today.year}-{running}"
        facts = {
            "notice": notice_id,
            "number": running,
            "place": place_digest,
            "posted_on": period.posted_on.isoformat(),
            "first_day": period.first_day.isoformat(),
            "last_day": period.last_day.isoformat(),
            "provisional": is_provisional(period, policy.notice, calendar),
            "meeting": needs_meeting(policy.meeting.mode, objected=objected),
            **_state_publicly(district, case, notice_id, period),
        }
        district.append_to_case(case, draft_act(actor, "notice.post", "notice_posted", facts))
    return _show(district, find_row(district, notice_id))


def list_posted(district: District) -> list[PostedNotice]:
    """The notices that hang today: nothing after its period (PR-05, S7-NOTICE-02)."""
    rows = district.index.notices(running_on=district.today().isoformat())
    return [_show(district, row) for row in rows]


def get_notice(district: District, notice_id: str) -> PostedNotice:
    """A notice that hangs today; refuses one that is unknown or over, in the same words.

    One that was stopped still hangs in some stairwell: its page says so, and shows nothing of the family.
    """
    row = find_row(district, notice_id)
    if not row.posted_on <= district.today().isoformat() <= row.last_day:
        raise Refusal("notice.unknown")
    notice = _show(district, row)
    return replace(notice, head=None, persons=None, amount_fen=None) if notice.stopped_on else notice


@dataclass(frozen=True)
class NoticePage(Page[PostedNotice]):
    """A page of notices, newest first; ``running`` and ``unproved`` are how many in all."""

    running: int
    unproved: int


def list_notices(district: District, actor: Actor, page: int = 1, *, unproved: bool = False) -> NoticePage:
    """The notices of the person's area, running or over; with ``unproved`` those that lack a photo."""
    check_may(actor, "notice.read")
    every = _of_area(district, actor)
    lacking = replace(every, unproved=True)
    wanted = lacking if unproved else every
    index, total = district.index, count_notices(district.index, wanted)
    span = span_of(total, page, PAGE)
    rows = notices_matching(index, wanted, limit=span.size, offset=span.offset)
    return NoticePage(
        rows=tuple(_show(district, row) for row in rows),
        span=span,
        running=count_notices(index, every, running=True),
        unproved=total if unproved else count_notices(index, lacking),
    )


def count_unproved(district: District, actor: Actor) -> int:
    """How many notices of the person's area lack a photo (S7-AMB-22)."""
    check_may(actor, "notice.read")
    return count_notices(district.index, replace(_of_area(district, actor), unproved=True))


def _of_area(district: District, actor: Actor) -> NoticeFilter:
    proving = tuple(key for key, policy in district.policies.items() if policy.notice.proof_photos)
    return NoticeFilter(district.today().isoformat(), actor.street, actor.community, proving)


def get_notice_for_desk(district: District, actor: Actor, notice_id: str) -> PostedNotice:
    """A notice whether or not it still hangs, for the desk and the printed paper."""
    row = find_row(district, notice_id)
    check_may(actor, "notice.read")
    check_in_area(actor, row.street, row.community)
    return _show(district, row)


def missing_proofs(row: NoticeRow, policy: Policy, today: date) -> tuple[str, ...]:
    """The photos a notice lacks today: of its posting at once, of its removal once it is over (S7-AMB-22)."""
    if not policy.notice.proof_photos:
        return ()
    over = bool(row.stopped_on) or today.isoformat() > row.last_day
    wanted = WHICH if over else (POSTED,)
    return tuple(which for which in wanted if which not in row.proofs)


def _state_publicly(district: District, case: Case, notice_id: str, period: NoticePeriod) -> dict[str, str]:
    """Keeps the notice's words as evidence; their digest, salted, is a line of its own in the log."""
    household = parse_household(district.evidence.get("declared", case.number, case.declared))
    policy = district.policy_of(case.policy)
    known: dict[str, tuple[str, str | int]] = {
        "head": ("head", _shown_name(household.head.name, policy)),
        "persons": ("persons", case.visit.persons if case.visit else case.persons),
        "amount": ("amount_fen", case.finding.amount_fen if case.finding else 0),
    }
    shown = dict(known[field] for field in policy.notice.fields)
    words = notice_statement(notice_id, period, shown, district.new_salt())
    kept = district.evidence.put(STATEMENT, case.number, words, salt=district.new_salt())
    return {STATEMENT: kept, PUBLIC: digest_of(words)}


def find_row(district: District, notice_id: str) -> NoticeRow:
    row = district.index.find_notice(notice_id)
    if row is None:
        raise Refusal("notice.unknown")
    return row


def _show(district: District, row: NoticeRow) -> PostedNotice:
    policy = district.policy_of(row.policy)
    fields = policy.notice.fields
    period = NoticePeriod(parse_date(row.posted_on), parse_date(row.first_day), parse_date(row.last_day))
    return PostedNotice(
        id=row.id,
        number=row.number,
        year=row.year,
        street=district.area(row.street),
        community=district.area(row.community),
        period=period,
        head=_shown_name(row.head, policy) if "head" in fields else None,
        persons=row.persons if "persons" in fields else None,
        amount_fen=row.amount_fen if "amount" in fields else None,
        policy=policy,
        days_left=period.days_left(district.today()),
        case=row.case,
        place=row.place,
        posted_last_day=parse_date(row.posted_last_day),
        provisional=row.provisional,
        stopped_on=parse_date(row.stopped_on) if row.stopped_on else None,
        missing=missing_proofs(row, policy, district.today()),
    )


def _shown_name(name: str, policy: Policy) -> str:
    return mask_name(name) if policy.notice.mask_name else name

"""The clocks of a case: what must be done by when, what is late, what stands still and why (S7-AMB-26).

A clock begins with an act and ends with another; how many days, and of which kind, is the pack's. The day a
clock begins is not counted, and one that would end on a day off ends on the next worked day (Civil Code
arts 201 and 203). A deadline in a year whose holidays are not published is provisional (design §6).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from server.domain.case import Case
from server.domain.clock_spans import Span, find_spans
from server.domain.days import Calendar
from server.domain.policy import Policy

State = Literal["running", "due", "late", "stopped", "done"]
OPEN: Final = ("running", "due", "late", "stopped")


@dataclass(frozen=True)
class Clock:
    """One deadline; ``why`` says what it stands still for, or why it is longer than usual."""

    kind: str
    rule: str
    started_on: date
    due_on: date
    state: State
    why: str = ""
    provisional: bool = False
    done_on: date | None = None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def was_late(self) -> bool:
        """Whether what it waited for was done after its day."""
        return self.done_on is not None and self.done_on > self.due_on


CLOCK_WORDS: Final[dict[str, tuple[str, str]]] = {
    "acceptance": ("街道受理", "acceptance by the street"),
    "materials": ("申请人补齐材料", "the applicant's missing papers"),
    "start_survey": ("开始调查", "start of the survey"),
    "info_check": ("信息核对", "information check"),
    "info_recheck": ("信息重新核对", "second information check"),
    "visit": ("入户", "home visit"),
    "finding": ("调查", "survey"),
    "committee": ("评审委员会评议", "finding of the committee"),
    "notice": ("公示", "notice"),
    "meeting": ("开议事会", "meeting"),
    "objection": ("答复异议", "answer to an objection"),
    "audit": ("街道审核", "audit by the street"),
    "originals": ("带原件核对", "originals to the district"),
    "district": ("区里审批", "decision of the district"),
    "refusal_letter": ("送达不予批准通知", "delivery of the refusal"),
    "hardship": ("急难救助", "temporary relief"),
    "hardship_papers": ("急难救助补手续", "papers of the temporary relief"),
    "job_form": ("发下一张就业情况反馈表", "the next employment feedback form"),
    "job_exit": ("就业渐退期满，要复核", "review at the end of a gradual exit"),
    "total": ("全程", "the whole procedure"),
    "review": ("复核", "review"),
}
WHY_WORDS: Final[dict[str, tuple[str, str]]] = {
    "": ("", ""),
    "materials": ("等申请人补齐材料", "waits for the applicant's missing papers"),
    "objection": ("有异议，重新调查", "objected to, investigated again"),
    "not_received": ("通知还没送到，收到那天起算", "not yet received; it runs from receipt"),
    "special": ("有异议或者要综合调查，可以延长", "longer: objected to, or investigated further"),
    "extended": ("写明理由延过期", "extended with a reason"),
}


def clocks(case: Case, policy: Policy, calendar: Calendar, today: date) -> list[Clock]:
    """Every clock that has begun, the open ones first, each by its day."""
    found = [_clock(span, calendar, today) for span in find_spans(case, policy, calendar)]
    begun = [clock for clock in found if clock.started_on <= today]
    return sorted(begun, key=_by_day)


def open_clocks(case: Case, policy: Policy, calendar: Calendar) -> list[Clock]:
    """The clocks that are not done, whatever day it is, and those that will begin by themselves."""
    spans = (span for span in find_spans(case, policy, calendar) if span.done_on is None)
    found = (_clock(span, calendar, date.max) for span in spans)
    return sorted((clock for clock in found if clock.is_open), key=_by_day)


def _by_day(clock: Clock) -> tuple[bool, date, str]:
    return not clock.is_open, clock.due_on, clock.kind


def _clock(span: Span, calendar: Calendar, today: date) -> Clock:
    years = range(span.started_on.year, span.due_on.year + 1)
    return Clock(
        kind=span.kind,
        rule=span.rule,
        started_on=span.started_on,
        due_on=span.due_on,
        state=_state(span, today),
        why=span.stopped or span.why,
        provisional=not span.fixed and any(calendar.is_provisional(date(year, 1, 1)) for year in years),
        done_on=span.done_on,
    )


def _state(span: Span, today: date) -> State:
    if span.done_on is not None:
        return "done"
    if span.stopped:
        return "stopped"
    if today > span.due_on:
        return "done" if span.kind == "notice" else "late"  # that a notice runs out is what is wanted of it
    return "due" if today == span.due_on else "running"

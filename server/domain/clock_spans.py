"""Where each clock of a case begins, when it is due, and what ended or stopped it: a line a clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final

from server.domain.act import Act
from server.domain.case import Case
from server.domain.days import Calendar, parse_date, parse_instant, shanghai_date
from server.domain.employment import exit_ends_on, next_period, period_ends_on
from server.domain.material import list_missing
from server.domain.month import first_day_of, last_day_of
from server.domain.periodic_review import open_review
from server.domain.policy import Policy
from server.domain.policy_reader import Clock as Timer
from server.domain.review_plan import plan_of
from server.domain.stage import Stage

_ON_NOTICE: Final = (Stage.NOTICED, Stage.NOTICED_ONLY)
_DECIDED: Final = ("approved", "refused")


@dataclass(frozen=True)
class Span:
    """One clock before anybody asks what day it is; ``fixed``: a day somebody set, not one counted."""

    kind: str
    rule: str
    started_on: date
    due_on: date
    done_on: date | None = None
    stopped: str = ""
    why: str = ""
    fixed: bool = False


@dataclass(frozen=True)
class Timed:
    """A clock of the pack's ``timers``: the acts it begins with, and those it ends with."""

    timer: str
    begins: tuple[str, ...]
    ends: tuple[str, ...]


TIMED: Final = (
    Timed("acceptance", ("applied", "forwarded", "not_handled", "materials_brought"), ("accepted",)),
    Timed("start_survey", ("accepted",), ("team_assigned", "info_check_requested")),
    Timed("finding", ("team_assigned",), ("visit_received",)),
    Timed("committee", ("visit_received",), ("committee_found", "team_assigned")),
    Timed("audit", ("file_completed",), ("audited",)),
    Timed("district", ("audited",), (*_DECIDED, "returned")),
    Timed("refusal_letter", ("refused",), ("passed_on",)),
)


def count_days(started_on: date, timer: Timer, calendar: Calendar) -> date:
    """The last day of a period: its first is not counted, and it never ends on a day off."""
    if timer.kind == "working":
        return calendar.add_working_days(started_on, timer.days)
    return calendar.next_working_day(started_on + timedelta(days=timer.days))


def find_spans(case: Case, policy: Policy, calendar: Calendar) -> Iterator[Span]:
    """Every clock of a case, in the order of the procedure."""
    reckoning = Reckoning(case, policy, calendar)
    for timed in TIMED:
        yield from reckoning.timed(timed)
    for own in (
        reckoning.materials,
        reckoning.info_checks,
        reckoning.visit,
        reckoning.notice,
        reckoning.after_notice,
        reckoning.objections,
        reckoning.originals,
        reckoning.hardship,
        reckoning.total,
        reckoning.job_forms,
        reckoning.job_exits,
        reckoning.reviews,
    ):
        yield from own()


@dataclass(frozen=True)
class Reckoning:
    """Reads the clocks off one case, under its pack and the holidays that are known."""

    case: Case
    policy: Policy
    calendar: Calendar

    def timed(self, timed: Timed) -> Iterator[Span]:
        """A clock the pack may turn off (S7-AMB-26)."""
        timer: Timer | None = getattr(self.policy.timers, timed.timer)
        began = self._last(timed.begins, self._begins)
        if timer is None or began is None:
            return
        stopped = "materials" if timed.timer == "acceptance" and self._waits_for_materials() else ""
        yield self._span(timed.timer, shanghai_date(began.at), timer, self._done(began, timed.ends), stopped)

    def materials(self) -> Iterator[Span]:
        """What was asked for once, by the day it was asked for (C-07)."""
        asked = self._last(("materials_asked",))
        if asked is None or not asked.facts.get("due_on"):
            return
        completed = self._completing()
        done = shanghai_date(completed.at) if completed else self._done(asked, ("forwarded", "accepted"))
        due_on = parse_date(asked.facts["due_on"])
        yield Span("materials", "C-07", shanghai_date(asked.at), due_on, done, fixed=True)

    def info_checks(self) -> Iterator[Span]:
        """The results, and the second look the applicant asked for (C-13, C-14), in working days."""
        rules = self.policy.info_check
        if not rules.enabled:
            return
        for kind, act, days in (
            ("info_check", "info_check_requested", rules.days),
            ("info_recheck", "info_check_objected", rules.recheck_days),
        ):
            began = self._last((act,))
            if began and days:
                rule = self.policy.rules["info_check.days"]
                started = shanghai_date(began.at)
                due_on = self.calendar.add_working_days(started, days)
                yield Span(kind, rule, started, due_on, self._done(began, ("info_check_recorded",)))

    def visit(self) -> Iterator[Span]:
        """The day the street gave the team (S7-EVAL-01)."""
        began = self._last(("team_assigned",))
        if began is not None:
            due_on = parse_date(began.facts["due_on"])
            done = self._done(began, ("visit_received",))
            yield Span("visit", "S7-EVAL-01", shanghai_date(began.at), due_on, done, fixed=True)

    def notice(self) -> Iterator[Span]:
        """The notice hangs its days; an objection stops it (S7-NOTICE-02, S7-AMB-06)."""
        case = self.case
        if case.notice is None:
            return
        period = case.notice.period
        done, stopped = (None if case.stage in _ON_NOTICE else period.last_day), ""
        if case.stage in (Stage.OBJECTED, Stage.ASSIGNED) and case.objections and case.resolution is None:
            done, stopped = None, "objection"
        yield Span("notice", "S7-NOTICE-02", period.posted_on, period.last_day, done, stopped)

    def after_notice(self) -> Iterator[Span]:
        """The meeting, or the audit where none is needed, from the day the notice has run out."""
        case, timers = self.case, self.policy.timers
        if case.notice is None:
            return
        started = case.notice.period.last_day
        kind = "audit" if self._was_noticed_only() else "meeting"
        timer = timers.audit if kind == "audit" else timers.meeting
        if timer is None or case.stage in (Stage.OBJECTED, Stage.ASSIGNED):
            return
        part = case.audit if kind == "audit" else case.resolution  # both are gone once another team went
        ended = self._last(("audited",) if kind == "audit" else ("resolved",)) if part else None
        yield self._span(kind, started, timer, shanghai_date(ended.at) if ended else self._closed())

    def objections(self) -> Iterator[Span]:
        """Whoever gave a name has an answer (S7-AMB-06)."""
        days, rule = self.policy.objection.answer_days, self.policy.rules["objection.answer_days"]
        for objection in self.case.objections:
            if objection.named:
                started = shanghai_date(parse_instant(objection.filed_at))
                due_on = self.calendar.add_working_days(started, days)
                yield Span("objection", rule, started, due_on, self._answered(objection.id))

    def originals(self) -> Iterator[Span]:
        """The originals, from the day the call was received; a miss is overdue, nothing more (S7-AMB-08)."""
        call, audited = self.case.originals, self._last(("audited",))
        if call is None or audited is None:
            return
        done = self._done(audited, ("originals_checked", "returned", *_DECIDED))
        stopped = "" if call.received_on else "not_received"
        why = "extended" if call.extended else ""
        started = call.received_on or call.called_on
        yield Span("originals", "S7-AUDIT-05", started, call.due_on, done, stopped, why)

    def hardship(self) -> Iterator[Span]:
        """Temporary relief is decided within hours; what was given at once has its papers later (§11).

        Whether the desk referred the family or the assessors' seal did, it is the case's one hardship.
        """
        hardship = self.case.hardship
        if hardship is None:
            return
        rules, rule = self.policy.hardship, self.policy.rules["hardship.decision_hours"]
        referred = parse_instant(hardship.referred_at)
        hours = timedelta(hours=rules.decision_hours)
        due_at = parse_instant(hardship.due_at) if hardship.due_at else referred + hours
        decided = _day_of(hardship.decided_at)
        yield Span("hardship", rule, shanghai_date(referred), shanghai_date(due_at), decided, fixed=True)
        if decided and hardship.outcome == "granted":
            due_on = self.calendar.add_working_days(decided, rules.papers_working_days)
            yield Span("hardship_papers", rule, decided, due_on, _day_of(hardship.completed_at))

    def total(self) -> Iterator[Span]:
        """From acceptance to the decision; longer where there was an objection (C-19)."""
        began, timers = self._last(("accepted",)), self.policy.timers
        is_special = bool(self.case.objections or self.case.investigations)
        special = timers.total_special if is_special else None
        delegated = timers.total_delegated if self.policy.approval.level == "street" else None
        timer = special or delegated or timers.total
        if began is None or timer is None:
            return
        done = self._done(began, (*_DECIDED, "paper_delivered"))
        span = self._span("total", shanghai_date(began.at), timer, done)
        yield Span(span.kind, span.rule, span.started_on, span.due_on, done, why="special" if special else "")

    def job_forms(self) -> Iterator[Span]:
        """From one feedback form to the next, by the end of the period after it (S7-EMP-03)."""
        per_year = self.policy.employment.feedback_forms
        for record in self.case.jobs.values() if per_year and self._is_receiving() else ():
            if record.forms and record.status in ("", "seeking"):
                newest = record.forms[-1]
                due_on = period_ends_on(*next_period(newest.year, newest.period, per_year), per_year)
                yield Span("job_form", "S7-EMP-03", parse_date(newest.issued_on), due_on, fixed=True)

    def job_exits(self) -> Iterator[Span]:
        """When a gradual exit is over, what the household receives is looked at again (C-27)."""
        rule = self.policy.rules["employment.exit_months"]
        for record in self.case.jobs.values() if self._is_receiving() else ():
            receipt, plan = self.case.receipt, record.exit
            if plan and receipt:
                since, due_on = parse_date(f"{plan.since}-01"), exit_ends_on(plan)
                done = due_on if receipt.now.since > plan.until else self._reviewed_from(plan.until)
                yield Span("job_exit", rule, since, due_on, done, fixed=True)

    def _reviewed_from(self, month: str) -> date | None:
        """The end of the first review that was closed in a month or after it, whatever came of it."""
        closed = (each.closed_on for each in self.case.reviews)
        return next((day for day in closed if day and day >= first_day_of(month)), None)

    def _is_receiving(self) -> bool:
        return self.case.receipt is not None and self.case.receipt.is_open

    def reviews(self) -> Iterator[Span]:
        """Every review by its day, and the next that is planned for a month (S7-REV-02, D-31)."""
        rule = self.policy.rules["review.classes"]
        for review in self.case.reviews:
            yield Span("review", rule, review.opened_on, review.due_on, review.closed_on, fixed=True)
        plan = plan_of(self.case, self.policy) if self.case.stage is Stage.IN_RECEIPT else None
        if plan is not None and plan.due_month and open_review(self.case) is None:
            first, last = first_day_of(plan.due_month), last_day_of(plan.due_month)
            yield Span("review", rule, first, last, fixed=True)

    def _span(self, kind: str, started: date, timer: Timer, done: date | None, stopped: str = "") -> Span:
        due_on = count_days(started, timer, self.calendar)
        return Span(kind, self.policy.rules[f"timers.{kind}"], started, due_on, done, stopped)

    @cached_property
    def _kinds(self) -> frozenset[str]:
        """Of what kinds the acts are: most clocks of a case never began."""
        return frozenset(act.kind for act in self.case.acts)

    def _last(self, kinds: Sequence[str], counts: Callable[[Act], bool] = lambda _act: True) -> Act | None:
        if self._kinds.isdisjoint(kinds):
            return None
        acts = (act for act in reversed(self.case.acts) if act.kind in kinds and counts(act))
        return next(acts, None)

    def _after(self, began: Act, kinds: Sequence[str]) -> Act | None:
        acts = (act for act in self.case.acts[began.n :] if act.kind in kinds and _ends(act))
        return next(acts, None)

    def _when(self, began: Act, kinds: Sequence[str]) -> date | None:
        ended = self._after(began, kinds)
        return shanghai_date(ended.at) if ended else None

    def _done(self, began: Act, kinds: Sequence[str]) -> date | None:
        """The day it was done, or the case was closed without it."""
        return self._when(began, kinds) or self._closed()

    def _closed(self) -> date | None:
        closed = self.case.stage in (Stage.ENDED, Stage.IN_RECEIPT, Stage.STOPPED)
        return shanghai_date(self.case.last.at) if closed else None

    def _answered(self, objection: str) -> date | None:
        acts = (act for act in self.case.acts if act.kind == "objection_answered")
        return next((shanghai_date(act.at) for act in acts if act.facts["objection"] == objection), None)

    def _waits_for_materials(self) -> bool:
        return bool(self.case.materials.asked) and bool(list_missing((), self.case.materials))

    def _completing(self) -> Act | None:
        """What brought the last of the papers that were asked for; a part of them starts no clock (C-07)."""
        asked = {*self.case.materials.asked}
        came = (act for act in self.case.acts if act.kind == "materials_brought" and asked & _settled(act))
        last = max(came, key=lambda act: act.n, default=None)
        return None if self._waits_for_materials() else last

    def _begins(self, act: Act) -> bool:
        """An audit not passed starts nothing at the district; others sent instead begin nothing anew."""
        if act.kind == "materials_brought":
            return act == self._completing()
        if act.kind == "team_assigned":
            return "reason" not in act.facts
        return act.kind != "audited" or bool(act.facts["passed"])

    def _was_noticed_only(self) -> bool:
        posted = self._last(("notice_posted",))
        return posted is not None and not posted.facts.get("meeting", True)


def _day_of(instant: str) -> date | None:
    """The day of an instant that may not have come yet."""
    return shanghai_date(parse_instant(instant)) if instant else None


def _settled(act: Act) -> set[str]:
    return {*act.facts["given"], *act.facts.get("waived", ())}


def _ends(act: Act) -> bool:
    """Papers are delivered once the family has them; originals are seen once none is missing."""
    if act.kind == "originals_checked":
        return "missing" not in act.facts["documents"].values()
    return act.kind != "passed_on" or act.facts["leg"] == "family"

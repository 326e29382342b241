"""What is recorded of a member who can work and has none: standing, offers, training, exit (S7-EMP).

A member is named by their id in acts; the names stay in evidence. Only a review changes a benefit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from server.domain.benefit_household import Reduction
from server.domain.case import Case
from server.domain.days import parse_date
from server.domain.employment import (
    ANSWERS,
    MEASURES,
    STATUSES,
    JobRecord,
    Training,
    calls_for_review,
    exit_ends_on,
    unjustified_refusals,
)
from server.domain.job_exit import ExitMonth, NewJob, plan_exit
from server.domain.month import month_after
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.policy import Policy
from server.domain.procedure import allowed_under, check_step
from server.domain.share_reduction import share_before, standing_reductions, still_refuses
from server.errors import Refusal
from server.records.employment_rows import SeekerRow, seekers_in
from server.services.benefits import household_of_case
from server.services.district import District, draft_act
from server.services.households_now import household_now

REFUSED: Final = "refused"
_MOST_DAYS: Final = 365


@dataclass(frozen=True)
class OfferMade:
    """A post or training as it is recorded; ``justified`` is None where nobody judged the refusal."""

    on: date
    measure: str
    answer: str
    justified: bool | None = None
    words: str = ""  # what it was
    reason: str = ""  # of a refusal: why, in the person's own words


@dataclass(frozen=True)
class Answer:
    """What came of an offer; of a refusal whether there was good reason, and the person's own words."""

    answer: str
    justified: bool | None = None
    reason: str = ""


@dataclass(frozen=True)
class TrainingGiven:
    on: date  # its first day
    days: int
    finished: bool
    words: str  # what was taught, and by whom
    going: bool = False  # it is not over; ``days`` are those it takes


@dataclass(frozen=True)
class MemberView:
    """A member with everything recorded of them; ``share_fen`` is the most a review may take off (C-28)."""

    row: SeekerRow
    record: JobRecord
    status: str
    refusals: int
    calls_for_review: bool
    share_fen: int
    reduction: Reduction | None  # what a review took off it
    reduction_over: bool  # the ground of it went, and the next review ends it
    exit_running: bool  # a gradual exit is in its months, or they are still to come


@dataclass(frozen=True)
class JobsView:
    """The members of a household this concerns, and what may be recorded under its pack."""

    case: Case
    policy: Policy
    members: Sequence[MemberView]
    acts: frozenset[str]

    def find(self, member: str) -> MemberView:
        found = next((view for view in self.members if view.row.member == member), None)
        if found is None:
            raise Refusal("job.member")
        return found


def view_jobs(district: District, actor: Actor, number: str) -> JobsView:
    """The employment page of a household."""
    case = get_case_in_area(district, actor, number, "employment.read")
    policy, today = district.policy_of(case.policy), district.today()
    rows = seekers_in(district.index, number)
    members = [_member_view(case, policy, row, today) for row in rows]
    return JobsView(case, policy, members, frozenset(allowed_under(case, policy)))


def set_status(
    district: District, actor: Actor, number: str, member: str, status: str, reason: str = ""
) -> Case:
    """How a member stands, where no visit says it or it has changed since (S7-EMP-01)."""
    case = get_case_in_area(district, actor, number, "job.record")
    check_step(case, "job_status_set")
    check_member(district, case, member)
    if status not in STATUSES:
        raise Refusal("job.status")
    if status in ("unable", "excused") and not reason.strip():
        raise Refusal("job.reason")
    facts = {"member": member, "status": status, "reason": _text(district, number, reason)}
    return district.append_to_case(case, draft_act(actor, "job.record", "job_status_set", facts))


def record_offer(
    district: District,
    actor: Actor,
    number: str,
    member: str,
    offer: OfferMade,
) -> Case:
    """A post or training offered between two forms, and what came of it (S7-EMP-05, S2-JOB).

    A refusal is judged, with the person's own words, before it can count (C-28).
    """
    case = get_case_in_area(district, actor, number, "job.record")
    check_step(case, "job_offered")
    check_member(district, case, member)
    _check_past(district, offer.on)
    _check_offer(offer)
    facts = {
        "member": member,
        "on": offer.on.isoformat(),
        "measure": offer.measure,
        "answer": offer.answer,
        "justified": offer.answer == REFUSED and bool(offer.justified),
        "words": _text(district, number, offer.words),
        "reason": _text(district, number, offer.reason) if offer.answer == REFUSED else "",
    }
    return district.append_to_case(case, draft_act(actor, "job.record", "job_offered", facts))


def answer_offer(
    district: District, actor: Actor, number: str, member: str, offer_id: str, given: Answer
) -> Case:
    """What came of an offer that was not decided; one that was written down wrongly is put right (S7-EMP-06).

    What was recorded before stays on the record; refusals count by what stands now (C-28).
    """
    case = get_case_in_area(district, actor, number, "job.record")
    check_step(case, "job_answered")
    check_member(district, case, member)
    if all(each.id != offer_id for each in case.jobs.get(member, JobRecord()).offers):
        raise Refusal("job.offer")
    _check_answer(given)
    refused = given.answer == REFUSED
    facts = {
        "member": member,
        "offer": offer_id,
        "answer": given.answer,
        "justified": refused and bool(given.justified),
        "reason": _text(district, number, given.reason) if refused else "",
    }
    return district.append_to_case(case, draft_act(actor, "job.record", "job_answered", facts))


def record_training(
    district: District,
    actor: Actor,
    number: str,
    member: str,
    training: TrainingGiven,
) -> Case:
    """A training somebody is or was in, from its first day, and whether it was finished (S7-EMP-05)."""
    case = get_case_in_area(district, actor, number, "job.record")
    check_step(case, "training_given")
    check_member(district, case, member)
    facts = {"member": member, **_training_facts(district, number, training)}
    return district.append_to_case(case, draft_act(actor, "job.record", "training_given", facts))


def put_training_right(
    district: District, actor: Actor, number: str, member: str, n: int, training: TrainingGiven
) -> Case:
    """A training that went on is over, or was written down wrongly; ``n`` is the act that recorded it."""
    case = get_case_in_area(district, actor, number, "job.record")
    check_step(case, "training_put_right")
    check_member(district, case, member)
    find_training(case, member, n)
    facts = {"member": member, "training": n, **_training_facts(district, number, training)}
    return district.append_to_case(case, draft_act(actor, "job.record", "training_put_right", facts))


def find_training(case: Case, member: str, n: int) -> Training:
    """The training an act recorded; refuses one nobody did."""
    trainings = case.jobs.get(member, JobRecord()).trainings
    found = next((each for each in trainings if each.n == n), None)
    if found is None:
        raise Refusal("job.training")
    return found


def preview_exit(
    district: District, actor: Actor, number: str, job: NewJob, months: int
) -> Sequence[ExitMonth]:
    """What a gradual exit would pay month by month, each with its steps; nothing is written (C-27)."""
    case = get_case_in_area(district, actor, number, "job.issue")
    return _plan(district, case, job, months)


def begin_exit(district: District, actor: Actor, number: str, job: NewJob, months: int) -> Case:
    """Begins a gradual exit with the month after the work began; a review follows its last month (C-27)."""
    case = get_case_in_area(district, actor, number, "job.issue")
    check_step(case, "exit_begun")
    running = case.jobs.get(job.member, JobRecord()).exit
    if running and district.today() <= exit_ends_on(running):
        raise Refusal("job.exit_running", until=running.until)
    plan = _plan(district, case, job, months)
    facts = {
        "member": job.member,
        "started_on": job.started_on.isoformat(),
        "wage_fen": job.wage_fen,
        "cost_fen": job.cost_fen,
        "since": plan[0].month,
        "until": plan[-2].month,
        "amounts_fen": [month.amount_fen for month in plan],
    }
    return district.append_to_case(case, draft_act(actor, "job.issue", "exit_begun", facts))


def end_exit(district: District, actor: Actor, number: str, member: str, status: str, reason: str) -> Case:
    """Ends a gradual exit before its time: the work is lost, or its wages are others (C-27)."""
    case = get_case_in_area(district, actor, number, "job.issue")
    check_step(case, "exit_ended")
    check_member(district, case, member)
    if case.jobs.get(member, JobRecord()).exit is None:
        raise Refusal("job.no_exit_running")
    if status not in STATUSES:
        raise Refusal("job.status")
    if not reason.strip():
        raise Refusal("job.reason")
    facts = {"member": member, "status": status, "reason": _text(district, number, reason)}
    return district.append_to_case(case, draft_act(actor, "job.issue", "exit_ended", facts))


def suggest_review(district: District, actor: Actor, number: str, member: str, reason: str) -> Case:
    """Suggests a review of a member's own share at the pack's refusals; changes nothing (C-28)."""
    case = get_case_in_area(district, actor, number, "job.issue")
    check_step(case, "job_review_suggested")
    check_member(district, case, member)
    if not reason.strip():
        raise Refusal("job.reason")
    rules, record = district.policy_of(case.policy).employment, case.jobs.get(member, JobRecord())
    count = unjustified_refusals(record, rules, district.today())
    if not calls_for_review(record, rules, district.today()):
        raise Refusal("job.too_few_refusals", most=rules.refusals, count=count)
    facts = {
        "member": member,
        "refusals": count,
        "share_fen": _share(case),
        "reason": _text(district, number, reason),
    }
    return district.append_to_case(case, draft_act(actor, "job.issue", "job_review_suggested", facts))


def get_case_in_area(district: District, actor: Actor, number: str, permission: str) -> Case:
    """A case of the actor's area, for somebody whose post does this."""
    case = district.get_case(number)
    check_may(actor, permission)
    check_in_area(actor, case.street, case.community)
    return case


def check_member(district: District, case: Case, member: str) -> SeekerRow:
    """The member an act is about; refuses an id the household does not have."""
    found = next((row for row in seekers_in(district.index, case.number) if row.member == member), None)
    if found is None:
        raise Refusal("job.member")
    return found


def _check_offer(offer: OfferMade) -> None:
    if offer.measure not in MEASURES:
        raise Refusal("job.choice", field="哪一种", field_en="the kind")
    _check_answer(Answer(offer.answer, offer.justified, offer.reason))


def _check_answer(given: Answer) -> None:
    if given.answer not in ANSWERS:
        raise Refusal("job.choice", field="结果", field_en="what came of it")
    if given.answer == REFUSED and given.justified is None:
        raise Refusal("job.choice", field="有没有正当理由", field_en="whether there is good reason")
    if given.answer == REFUSED and not given.reason.strip():
        raise Refusal("job.reason")


def _training_facts(district: District, number: str, training: TrainingGiven) -> dict[str, Any]:
    _check_past(district, training.on)
    if not 1 <= training.days <= _MOST_DAYS:
        raise Refusal("job.days")
    if not training.words.strip():
        raise Refusal("job.reason")
    return {
        "on": training.on.isoformat(),
        "days": training.days,
        "finished": training.finished and not training.going,
        "going": training.going,
        "words": _text(district, number, training.words),
    }


def _member_view(case: Case, policy: Policy, row: SeekerRow, today: date) -> MemberView:
    record, rules = case.jobs.get(row.member, JobRecord()), policy.employment
    reduction = standing_reductions(case).get(row.member)
    return MemberView(
        row=row,
        record=record,
        status=row.status,
        refusals=unjustified_refusals(record, rules, today),
        calls_for_review=calls_for_review(record, rules, today),
        share_fen=_share(case),
        reduction=reduction,
        reduction_over=reduction is not None and not still_refuses(record, rules),
        exit_running=record.exit is not None and today <= exit_ends_on(record.exit),
    )


def _share(case: Case) -> int:
    receipt = case.receipt
    if receipt is None:
        return 0
    return share_before(receipt.now.amount_fen, receipt.now.persons, standing_reductions(case))


def _plan(district: District, case: Case, job: NewJob, months: int) -> Sequence[ExitMonth]:
    policy, household = district.policy_of(case.policy), household_of_case(district, case)
    if not policy.employment.exit_months:
        raise Refusal("job.no_exit")
    if household is None:
        raise Refusal("job.no_visit")
    _check_past(district, job.started_on)
    if case.reviews:
        household = household_now(district, case)
    return plan_exit(policy, household, job, month_after(job.started_on.isoformat()[:7]), months)


def _check_past(district: District, on: date) -> None:
    if on > district.today():
        raise Refusal("job.future")


def parse_past_day(district: District, text: str) -> date:
    """A day that has come, from a form."""
    day = parse_date(text)
    _check_past(district, day)
    return day


def _text(district: District, number: str, words: str) -> str:
    return district.put_text(number, "reason", words) if words.strip() else ""

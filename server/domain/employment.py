"""Employment linkage: of each member able to work and without it, the forms, offers and what came of them.

A member is named by the id the household declared or the visit gave, never by name (design §2). The periods
of a year are halves where the pack asks for two feedback forms (S7-EMP-03, D-24). Nothing here changes a
benefit: refusals are counted and a review is suggested (C-28), a gradual exit is a plan (C-27).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from server.domain.activity import Attendance
from server.domain.days import add_months, parse_date
from server.domain.money import divide_fen
from server.domain.policy import EmploymentRules

if TYPE_CHECKING:
    from server.domain.case import Case

STATUSES: Final = ("seeking", "working", "unable", "excused")
OTHER: Final = "other"  # able to work, and employed or a student
UNKNOWN: Final = "unknown"  # nobody has visited since the household was taken over
OUTCOMES: Final = ("employed", "casual", "own", "training", "seeking", "stopped", "lost")
TOOK_POST: Final = ("employed", "casual", "own")
# S2-JOB: by the market, work for the neighbourhood, public-benefit work, work at home, a base, one's own.
MEASURES: Final = ("market", "neighbourhood", "public", "home", "base", "own", "training")
ANSWERS: Final = ("accepted", "waiting", "refused", "not_taken")
ATTENDED: Final = ("attended", "excused", "absent")
MOST_SCANS: Final = 6  # both sides of two copies, and one taken again
_MONTHS: Final = 12
_JOBLESS: Final = ("registered", "unemployed")  # of a visit's question about employment (W-11)
WORKING_AGE: Final = range(16, 60)


@dataclass(frozen=True)
class JobForm:
    """One 《就业情况反馈表》 of a member (DOC-14); days as text, empty where not yet."""

    year: int
    period: int  # from 1: halves where there are two a year
    issued_on: str
    returned_on: str = ""
    outcome: str = ""
    offers: int = 0
    refused: int = 0  # without good reason
    content: str = ""  # digest of what it says
    months: int | None = None  # from the loss of work to work found (S1-VAR-01)
    visit: str = ""  # digest of the form sealed on a tablet; empty: entered at the desk
    scans: tuple[str, ...] = ()  # digests of pictures of the paper that came back
    centre_copy: bool = False  # the other copy stayed with the employment centre (S7-EMP-07)


@dataclass(frozen=True)
class Offer:
    """A post or training that was offered; ``justified`` is whether a refusal had good reason.

    What was offered and why it was refused are words, which lie in evidence under digests: those of an offer
    by itself as ``what`` and ``reason``, those of a feedback form on ``line`` of its ``form``, from 0.
    """

    on: str
    measure: str
    answer: str
    justified: bool = False
    what: str = ""
    reason: str = ""  # of a refusal; empty where it was recorded before the two were kept apart
    form: str = ""
    line: int = 0
    n: int = 0  # the act that recorded it
    again: bool = False  # its answer was recorded again: ``reason`` is a text, on a form as well

    @property
    def id(self) -> str:
        """What it is answered by within its member: the act and the line of the form, ``12-0``."""
        return f"{self.n}-{self.line}"

    @property
    def counts_as_refusal(self) -> bool:
        return self.answer == "refused" and not self.justified


@dataclass(frozen=True)
class Training:
    """A training from its first day; ``going`` until it is put right as finished or not."""

    on: str
    days: int
    finished: bool
    going: bool = False
    words: str = ""  # digest of what was taught, and by whom
    n: int = 0  # the act that recorded it


@dataclass(frozen=True)
class Exit:
    """A gradual exit: the new wages do not count in the months ``since`` to ``until`` (C-27)."""

    since: str
    until: str
    wage_fen: int


@dataclass(frozen=True)
class JobRecord:
    """Everything recorded of one member, in the order it happened."""

    status: str = ""  # empty: as the visit found it
    forms: tuple[JobForm, ...] = ()
    offers: tuple[Offer, ...] = ()
    trainings: tuple[Training, ...] = ()
    attendance: Mapping[str, Attendance] | None = None  # by the number of the activity
    exit: Exit | None = None
    suggested_on: str = ""  # when a review was suggested for refusals
    suggested_why: str = ""  # digest of the reason, with what the person said
    rests_on: tuple[Offer, ...] = ()  # the refusals it was suggested for

    def form(self, year: int, period: int) -> JobForm | None:
        return next((form for form in self.forms if (form.year, form.period) == (year, period)), None)


def form_id(member: str, year: int, period: int) -> str:
    """``m2-2026-1``: what a form is asked for by within its case."""
    return f"{member}-{year}-{period}"


def job_form_ids(case: Case) -> list[str]:
    """Every feedback form of a case, by member and in the order of issue."""
    return [
        form_id(member, form.year, form.period)
        for member, record in case.jobs.items()
        for form in record.forms
    ]


def parse_form_id(text: str) -> tuple[str, int, int]:
    """The inverse of :func:`form_id`; ValueError where it is none."""
    member, year, period = text.rsplit("-", 2)
    return member, int(year), int(period)


def period_of(day: date, per_year: int) -> int:
    """Which of the year's periods a day is in, from 1."""
    return (day.month - 1) * per_year // _MONTHS + 1


def period_ends_on(year: int, period: int, per_year: int) -> date:
    """The last day of a period of a year."""
    month = -(-_MONTHS * period // per_year)
    return date(year, month, monthrange(year, month)[1])


def next_period(year: int, period: int, per_year: int) -> tuple[int, int]:
    return (year, period + 1) if period < per_year else (year + 1, 1)


def found_status(employment: str, able: bool) -> str:
    """What a visit found of a member (S7-EMP-01); empty for those who cannot work, whom this leaves alone."""
    if not able:
        return ""
    return "seeking" if employment in _JOBLESS else OTHER


def refusals_in_a_row(record: JobRecord, since: str = "") -> tuple[Offer, ...]:
    """Refusals without good reason one after another, the newest run from a day on, the oldest first (C-28).

    By their days, whenever they were entered: a post taken up ends the run of the refusals before it.

    An offer taken up ends the run; one refused with good reason, not decided or not taken on neither adds to
    it nor ends it.
    """
    run = list[Offer]()
    for offer in sorted(reversed(record.offers), key=attrgetter("on"), reverse=True):
        if offer.answer == "accepted" or offer.on < since:
            break
        if offer.counts_as_refusal:
            run.append(offer)
    return tuple(reversed(run))


def counted_refusals(record: JobRecord, rules: EmploymentRules, today: date) -> tuple[Offer, ...]:
    """The run that counts today: within the pack's months, where it has any (C-28)."""
    months = rules.refusals_within_months
    return refusals_in_a_row(record, add_months(today, -months).isoformat() if months else "")


def unjustified_refusals(record: JobRecord, rules: EmploymentRules, today: date) -> int:
    """How many refusals count today (C-28)."""
    return len(counted_refusals(record, rules, today))


def calls_for_review(record: JobRecord, rules: EmploymentRules, today: date) -> bool:
    """Whether the pack's number of refusals is reached; a person decides what follows (C-28)."""
    return bool(rules.refusals) and unjustified_refusals(record, rules, today) >= rules.refusals


def share_of_member(amount_fen: int, persons: int) -> int:
    """A member's own share of the household's amount: the most that may be reduced, in fen a month (C-28)."""
    return divide_fen(amount_fen, max(1, persons))


def status_of(record: JobRecord, found: str) -> str:
    """How a member stands: what was recorded last, else what the visit found."""
    return record.status or found


def exit_ends_on(plan: Exit) -> date:
    """The last day on which the new wages do not count."""
    first = parse_date(f"{plan.until}-01")
    return date(first.year, first.month, monthrange(first.year, first.month)[1])

"""The periodic review of a household in receipt: keep, adjust or stop (S7-REV-01…15, D-31).

A review is opened for an occasion, recorded by the community with its preliminary opinion (S7-DUTY-C6), told
to the family, looked at in the home where the family objects (S7-REV-15), and goes the way of audit and
approval (S7-AMB-23). ``waits_for`` says which act comes next. Amounts are fen a month, months ``2026-03``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from server.domain.act import Act
from server.domain.case_parts import Team, team_of
from server.domain.changed import changed
from server.domain.days import parse_date, shanghai_date
from server.domain.receipt import change, stop
from server.domain.share_reduction import Reductions, read_reductions
from server.domain.stage import Stage
from server.errors import Refusal

if TYPE_CHECKING:
    from server.domain.case import Case

OCCASIONS: Final = ("periodic", "change", "death", "spot", "campaign", "inquiry", "work", "expiry")
EXPIRY: Final = "expiry"  # an item the amount rests on ended (D-29)
OPINIONS: Final = ("keep", "adjust", "stop")
KEEP, ADJUST, STOP = OPINIONS
REFUSALS: Final = "refusals"  # the reason of whoever refused work: a share is reduced (C-28)
# Why an amount changes or ends; the codes of ``Receipt.stop_reason`` and those of a change.
STOP_REASONS: Final = (
    *("died", "moved", "income", "property", "voluntary", "employed", "refusals", "fraud", "other"),
)
ADJUST_REASONS: Final = (
    *("income", "born", "joined", "died", "left", "employed", "property", "refusals", "resumed", "other"),
)
CHANGES: Final = ("died", "born", "joined", "left", "moved", "income", "employed", "property", "other")
LEVELS: Final = ("community", "street", "district")  # S7-REV-10; the district's part is logged (S7-REV-12)
PLACES: Final = ("community", "home", "street")  # gathered in the community is the usual (S7-REV-14)
WAYS: Final = ("originals", "oral", "home_visit", "neighbours", "information")  # S7-REV-07
DESK, HOME = "desk", "home"
_CLOSED: Final = ("没有要办的", "nothing")
STEP_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "review_recorded": ("社区复核", "the community's review"),
    "review_told": ("告诉家里", "telling the family"),
    "review_team_assigned": ("派人入户复核", "sending a team to the home"),
    "review_team_called_off": ("不派人去了", "calling the team off"),
    "review_visited": ("入户复核", "the home review"),
    "review_audited": ("街道审核", "the street's audit"),
    "review_decided": ("局负责人审批", "the decision of the bureau"),
    "review_notified": ("送达通知书", "delivery of the letter"),
}


@dataclass(frozen=True)
class Recorded:
    """What the community found and proposes; the household as it is now lies in evidence."""

    opinion: str
    reason: str  # a code; empty for keep
    household: str  # digest
    persons: int
    income_per_capita_fen: int
    before_fen: int  # what was received when it was recorded
    amount_fen: int  # what is proposed
    klass: str  # the class from then on; empty where it stays
    source: str  # desk | home
    levels: tuple[str, ...]
    month: str
    by: str
    reduced: Reductions = field(default_factory=dict)  # whose share is reduced (C-28)


@dataclass(frozen=True)
class Audited:
    """Two people of the street confirm the opinion, as they audit an application (S7-AUDIT-02)."""

    auditor: str
    responsible: str


@dataclass(frozen=True)
class PeriodicReview:
    """One review, in the order the case had them from 1."""

    n: int
    occasion: str
    month: str  # the review month it is for; that of its opening where it is not planned
    opened_on: date
    due_on: date
    opened_by: str
    recorded: Recorded | None = None
    told_on: date | None = None
    objected: bool = False
    needs_home: bool = False  # the family objected and nobody was in the home yet (S7-REV-15)
    asks_home: bool = False  # what the family was told leads to the home, whoever is sent
    home_again: str = ""  # digest of why what was seen in the home is not enough; until it is seen anew
    team: Team | None = None
    visit: str = ""  # digest of the sealed home review
    audited: Audited | None = None
    returned: str = ""  # digest of the reason, while it is recorded anew
    outcome: str = ""
    after_fen: int = 0
    since: str = ""  # the first month of what was decided; of a stop the last that is paid
    closed_on: date | None = None
    closed_n: int = 0  # the number of the act that closed it
    notified_on: date | None = None  # the family has the letter

    @property
    def waits_for(self) -> str:
        """The act that comes next; empty where nothing is left to do."""
        if self.closed_on is not None:
            told = self.outcome == KEEP or self.notified_on is not None
            return "" if told else "review_notified"
        return self._opinion_waits_for()

    def _opinion_waits_for(self) -> str:
        """What comes next until it is closed."""
        if self.team is not None and not self.visit:
            return "review_visited"
        if self.home_again:
            return "review_team_assigned"
        if self.recorded is None or (self.visit and self.recorded.source != HOME):
            return "review_recorded"
        if self.told_on is None:
            return "review_told"
        if self.needs_home:
            return "review_team_assigned"
        return "review_decided" if self.audited else "review_audited"

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


def open_review(case: Case) -> PeriodicReview | None:
    """The review of a case that is not closed; there is never more than one."""
    return next((each for each in case.reviews if each.is_open), None)


def last_review(case: Case) -> PeriodicReview | None:
    """The open review, else the newest."""
    return open_review(case) or (case.reviews[-1] if case.reviews else None)


def get_open(case: Case) -> PeriodicReview:
    found = open_review(case)
    if found is None:
        raise Refusal("periodic_review.none")
    return found


def check_waits_for(case: Case, act: str) -> PeriodicReview:
    """The review that waits for exactly this act; refuses any other, naming what comes next."""
    review = last_review(case)
    if review is None:
        raise Refusal("periodic_review.none")
    if review.waits_for != act:
        raise Refusal("periodic_review.order", step=STEP_WORDS.get(review.waits_for, _CLOSED)[0])
    return review


def awaits_home(case: Case) -> bool:
    """Whether a team was sent for a home review that has not come in."""
    review = open_review(case)
    return review is not None and review.waits_for == "review_visited"


def barred_reviewing(case: Case) -> set[str]:
    """The acts of reviews that may not follow now, whatever the stage allows."""
    review, barred = last_review(case), set(REVIEW_ACTS)
    if review is not None and review.waits_for:
        barred.discard(review.waits_for)
    if review is None or not review.is_open:
        return barred - {"review_opened"}
    if review.waits_for == "review_decided":
        barred.discard("review_returned")
    if review.recorded is not None and review.waits_for in ("review_told", "review_team_assigned"):
        barred.discard("review_recorded")  # a slip is put right before the street sees it
    if review.team is None or review.waits_for == "review_visited":
        barred.discard("review_team_assigned")  # without an objection too, or others instead
    if review.waits_for == "review_visited":
        barred.discard("review_team_called_off")
    return barred


def _open(case: Case, act: Act) -> Case:
    facts = act.facts
    review = PeriodicReview(
        n=len(case.reviews) + 1,
        occasion=facts["occasion"],
        month=facts["month"],
        opened_on=shanghai_date(act.at),
        due_on=parse_date(facts["due_on"]),
        opened_by=act.by,
    )
    return changed(case, reviews=(*case.reviews, review))


def _record(case: Case, act: Act) -> Case:
    facts = act.facts
    recorded = Recorded(
        opinion=facts["opinion"],
        reason=facts["reason_code"],
        household=facts["household"],
        persons=facts["persons"],
        income_per_capita_fen=facts["income_per_capita_fen"],
        before_fen=facts["before_fen"],
        amount_fen=facts["amount_fen"],
        klass=facts["class"],
        source=facts["source"],
        levels=tuple(facts["levels"]),
        month=shanghai_date(act.at).isoformat()[:7],
        by=act.by,
        reduced=read_reductions(facts.get("reduced", ())),
    )
    fresh = {"told_on": None, "objected": False, "needs_home": False, "asks_home": False, "returned": ""}
    return _changed(case, recorded=recorded, **fresh)


def _tell(case: Case, act: Act) -> Case:
    facts = act.facts
    told = {"told_on": parse_date(facts["told_on"]), "objected": facts["objected"]}
    return _changed(case, **told, needs_home=facts["needs_home"], asks_home=facts["needs_home"])


def _send_team(case: Case, act: Act) -> Case:
    team = team_of(act.facts, act.facts["round"])
    earlier = (*case.earlier_teams, case.team) if case.team else case.earlier_teams
    case = changed(case, team=team, earlier_teams=earlier)
    return _changed(case, team=team, visit="", needs_home=False, audited=None)


def _call_off(case: Case, _act: Act) -> Case:
    """Nobody goes; where the family's objection leads to the home, others are to be sent (S7-REV-15)."""
    return _changed(case, team=None, needs_home=get_open(case).asks_home)


def _receive(case: Case, act: Act) -> Case:
    return _changed(case, visit=act.facts["visit"], home_again="")


def _audit(case: Case, act: Act) -> Case:
    """Kept: the street's confirmation closes the review; else it goes on to the bureau (S7-AMB-23)."""
    facts, review = act.facts, get_open(case)
    if not facts["passed"]:
        return _sent_back(case, facts)
    case = _changed(case, audited=Audited(facts["auditor"], facts["responsible"]))
    if review.recorded is None or review.recorded.opinion != KEEP:
        return case
    if review.recorded.klass and case.receipt is not None:
        month = shanghai_date(act.at).isoformat()[:7]
        case = changed(case, receipt=change(case.receipt, act, month, klass=review.recorded.klass))
    return _closed(case, act, KEEP, after_fen=review.recorded.before_fen)


def _decide(case: Case, act: Act) -> Case:
    """The bureau's head decides; what is received changes from the month that is named (S7-AMB-23)."""
    facts = act.facts
    if case.receipt is None:
        raise Refusal("receipt.none")
    if facts["outcome"] == STOP:
        receipt = stop(case.receipt, act, facts["until"], facts["reason_code"])
        stopped = changed(case, stage=Stage.STOPPED, receipt=receipt)
        return _closed(stopped, act, STOP, since=facts["until"])
    receipt = change(
        case.receipt,
        act,
        facts["since"],
        persons=facts["persons"],
        amount_fen=facts["amount_fen"],
        klass=facts["class"],
    )
    case = changed(case, receipt=receipt)
    return _closed(case, act, ADJUST, since=facts["since"], after_fen=facts["amount_fen"])


def _return(case: Case, act: Act) -> Case:
    return _sent_back(case, act.facts)


def _notify(case: Case, act: Act) -> Case:
    review = case.reviews[-1]
    notified = changed(review, notified_on=parse_date(act.facts["on"]))
    return changed(case, reviews=(*case.reviews[:-1], notified))


def _stop(case: Case, act: Act) -> Case:
    """A stop outside a review, of whoever died, moved or asked for it.

    It ends a review that is open; else it stands as one, so that the family has its letter (C-26).
    """
    if case.receipt is None:
        raise Refusal("receipt.none")
    facts = act.facts
    receipt = stop(case.receipt, act, facts["until"], facts["reason"])
    if open_review(case) is None:
        day = shanghai_date(act.at)
        occasion = "death" if facts["reason"] == "died" else "change"
        month = day.isoformat()[:7]
        review = PeriodicReview(len(case.reviews) + 1, occasion, month, day, day, act.by)
        case = changed(case, reviews=(*case.reviews, review))
    stopped = changed(case, stage=Stage.STOPPED, receipt=receipt)
    return _closed(stopped, act, STOP, since=facts["until"])


def _sent_back(case: Case, facts: Mapping[str, Any]) -> Case:
    """The community records it anew; what the home showed stays, to be recorded from.

    Where the home is to be seen again a team goes first, and what was seen counts no more (S7-REV-15).
    """
    fresh = {"recorded": None, "told_on": None, "objected": False, "audited": None}
    case = _changed(case, **fresh, returned=facts["reason"])
    return _changed(case, team=None, visit="", home_again=facts["reason"]) if facts.get("home") else case


def _closed(case: Case, act: Act, outcome: str, *, since: str = "", after_fen: int = 0) -> Case:
    closed_on = shanghai_date(act.at)
    return _changed(
        case, outcome=outcome, closed_on=closed_on, closed_n=act.n, since=since, after_fen=after_fen
    )


def _changed(case: Case, **parts: Any) -> Case:
    review = get_open(case)
    place = review.n - 1
    review = changed(review, **parts)
    return changed(case, reviews=(*case.reviews[:place], review, *case.reviews[place + 1 :]))


REVIEW_FOLDS: Final[Mapping[str, Callable[[Case, Act], Case]]] = {
    "review_opened": _open,
    "review_recorded": _record,
    "review_told": _tell,
    "review_team_assigned": _send_team,
    "review_team_called_off": _call_off,
    "review_visited": _receive,
    "review_audited": _audit,
    "review_decided": _decide,
    "review_returned": _return,
    "review_notified": _notify,
}
REVIEW_ACTS: Final[Sequence[str]] = tuple(REVIEW_FOLDS)
STOP_FOLDS: Final[Mapping[str, Callable[[Case, Act], Case]]] = {"stopped": _stop}

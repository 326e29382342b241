"""A decision complained of before the forum of the pack (S7-DUTY-D5, D-20, S7-AMB-25).

The office keeps the register; it does not decide. What the forum decides changes no case by itself: whoever
carries it out acts in the case and says so here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from server.domain.act import Act
from server.domain.case import Case
from server.domain.days import parse_date, shanghai_date
from server.errors import Refusal

SERIES: Final = "reconsideration-"
OPENING: Final = "reconsideration_received"
PAPER: Final = "reconsideration_paper"
DECIDED: Final = "reconsideration_decided"
FOLLOWED: Final = "reconsideration_followed"
DECISIONS: Final = ("approved", "refused", "review_decided", "stopped")  # what may be complained of
UPHELD, CHANGED, AGAIN, WITHDRAWN = "upheld", "changed", "again", "withdrawn"
OUTCOMES: Final = (UPHELD, CHANGED, AGAIN, WITHDRAWN)
TO_REPLY, TO_DECIDE, TO_FOLLOW, CLOSED = "to_reply", "to_decide", "to_follow", "closed"
STATES: Final = (TO_REPLY, TO_DECIDE, TO_FOLLOW, CLOSED)


@dataclass(frozen=True)
class Paper:
    """A paper received or sent, in words; ``words`` is a digest."""

    on: date
    words: str
    is_reply: bool


@dataclass(frozen=True)
class Reconsideration:
    """The fold of one case before the forum; ``words`` are digests."""

    id: str
    case: str
    act: int
    kind: str
    applied_on: date
    is_late: bool
    reply_due: date
    decision_due: date
    words: str
    policy: str
    acts: tuple[Act, ...]
    papers: tuple[Paper, ...] = ()
    outcome: str = ""
    decided_on: date | None = None
    decision: str = ""
    followed: str = ""

    @property
    def last(self) -> Act:
        return self.acts[-1]

    @property
    def state(self) -> str:
        """to_reply | to_decide | to_follow | closed."""
        if self.outcome:
            return TO_FOLLOW if self.outcome in (CHANGED, AGAIN) and not self.followed else CLOSED
        return TO_DECIDE if any(paper.is_reply for paper in self.papers) else TO_REPLY

    @property
    def due_on(self) -> date | None:
        """What is waited for next; None where nothing has a day."""
        return {TO_REPLY: self.reply_due, TO_DECIDE: self.decision_due}.get(self.state)


def decisions_of(case: Case) -> list[Act]:
    """What a household may complain of, the newest first."""
    return [act for act in reversed(case.acts) if act.kind in DECISIONS]


def is_late(decision: Act, applied_on: date, days: int) -> bool:
    """Whether more days than the pack's went by since the decision; a note for the forum, no bar."""
    return applied_on > shanghai_date(decision.at) + timedelta(days)


def check_dates(decision: Act, applied_on: date, reply_due: date, decision_due: date, today: date) -> None:
    if not shanghai_date(decision.at) <= applied_on <= today:
        raise Refusal("reconsideration.applied_on")
    if not applied_on <= reply_due <= decision_due:
        raise Refusal("reconsideration.due")


def check_state(found: Reconsideration, *states: str) -> None:
    if found.state not in states:
        raise Refusal("reconsideration.step")


def fold_reconsideration(acts: Sequence[Act]) -> Reconsideration:
    """The case before the forum its chain adds up to."""
    if not acts or acts[0].kind != OPENING:
        raise Refusal("reconsideration.unknown", id=acts[0].file if acts else "?")
    first, facts = acts[0], acts[0].facts
    found = Reconsideration(
        id=first.file,
        case=facts["case"],
        act=facts["act"],
        kind=facts["decision"],
        applied_on=parse_date(facts["applied_on"]),
        is_late=facts["late"],
        reply_due=parse_date(facts["reply_due"]),
        decision_due=parse_date(facts["decision_due"]),
        words=facts["words"],
        policy=first.policy,
        acts=(first,),
    )
    for act in acts[1:]:
        found = replace(_FOLDS[act.kind](found, act), acts=(*found.acts, act))
    return found


def _add_paper(found: Reconsideration, act: Act) -> Reconsideration:
    paper = Paper(shanghai_date(act.at), act.facts["words"], act.facts["reply"])
    return replace(found, papers=(*found.papers, paper))


def _decide(found: Reconsideration, act: Act) -> Reconsideration:
    facts = act.facts
    decided_on = parse_date(facts["decided_on"])
    return replace(found, outcome=facts["outcome"], decided_on=decided_on, decision=facts["words"])


def _stay(found: Reconsideration, _act: Act) -> Reconsideration:
    """What was erased lay in evidence; the days and how it ended stay."""
    return found


def _follow(found: Reconsideration, act: Act) -> Reconsideration:
    return replace(found, followed=act.facts["words"])


_FOLDS: Final[Mapping[str, Callable[[Reconsideration, Act], Reconsideration]]] = {
    PAPER: _add_paper,
    DECIDED: _decide,
    FOLLOWED: _follow,
    "erased": _stay,
}

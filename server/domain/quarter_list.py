"""The quarterly public list of everybody in receipt in a community (S7-QPUB, D-21, DOC-12, DOC-13).

Generated from the record and nothing else: the act names the digest of what was generated, and what hangs
cannot differ from it. ``list:<community>:<quarter>`` is its file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from server.domain.act import Act
from server.domain.days import parse_date, shanghai_date
from server.domain.policy import QuarterListRules
from server.domain.quarter import Quarter, parse_quarter
from server.errors import Refusal

_MONTHS: Final = 3
OBJECTION: Final = "objection"
REPORT: Final = "report"
SAID: Final = (OBJECTION, REPORT)


@dataclass(frozen=True)
class ListWindow:
    """The days of a quarter on which the list hangs, both counted (S7-QPUB-01)."""

    first_day: date
    last_day: date

    @property
    def month(self) -> str:
        """The month whose receipt the list shows."""
        return self.first_day.isoformat()[:7]

    def covers(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True)
class Inspection:
    """What the street or the district saw of the posting (S7-QPUB-05); ``words`` are evidence."""

    by: str
    on: date
    in_order: bool
    words: str


@dataclass(frozen=True)
class Heard:
    """What somebody said of the list: an objection, or a report of somebody on it; ``words`` are evidence."""

    kind: str
    on: date
    by: str
    words: str


@dataclass(frozen=True)
class ListProof:
    """A photo of the list as it hung or of the board without it (S7-AMB-22)."""

    which: str
    photo: str
    taken_at: str


@dataclass(frozen=True)
class QuarterList:
    """A list folded from its acts."""

    community: str
    street: str
    quarter: Quarter
    window: ListWindow
    policy: str
    table: str  # evidence, by digest
    generated_on: date
    households: int
    persons: int
    amount_fen: int
    added: int
    removed: int
    posted_on: date | None = None
    removed_on: date | None = None
    proofs: tuple[ListProof, ...] = ()
    inspections: tuple[Inspection, ...] = ()
    heard: tuple[Heard, ...] = ()
    acts: tuple[Act, ...] = field(default=(), repr=False)

    @property
    def file(self) -> str:
        return list_file(self.community, self.quarter)

    def hangs_on(self, day: date) -> bool:
        """Whether anybody may read it: posted, not taken down, within its days (PR-05)."""
        return bool(self.posted_on) and self.removed_on is None and self.window.covers(day)


def list_file(community: str, quarter: Quarter) -> str:
    return f"list:{community}:{quarter}"


def window_of(quarter: Quarter, rules: QuarterListRules) -> ListWindow | None:
    """The window of a quarter; None where the pack posts no list in it (S7-QPUB-01)."""
    first = (quarter.number - 1) * _MONTHS + 1
    month = next((month for month in range(first, first + _MONTHS) if month in rules.months), None)
    if not rules.enabled or month is None:
        return None
    return ListWindow(date(quarter.year, month, rules.first_day), date(quarter.year, month, rules.last_day))


def check_generating(listed: QuarterList | None, window: ListWindow, today: date) -> None:
    """From the first of its month until it is posted (S7-QPUB-04)."""
    opens_on = window.first_day.replace(day=1)
    if today < opens_on:
        raise Refusal("list.too_early", day=opens_on.isoformat())
    _check_not_over(window, today)
    if listed is not None and listed.posted_on:
        raise Refusal("list.posted_already")


def check_posting(listed: QuarterList, today: date) -> None:
    """On the days of the window and once (S7-QPUB-01)."""
    if listed.posted_on:
        raise Refusal("list.posted_already")
    if today < listed.window.first_day:
        raise Refusal("list.too_early", day=listed.window.first_day.isoformat())
    _check_not_over(listed.window, today)


def check_removing(listed: QuarterList, today: date) -> None:
    """Once it has hung its days, and once."""
    if not listed.posted_on:
        raise Refusal("list.not_posted")
    if listed.removed_on:
        raise Refusal("list.removed_already")
    if today <= listed.window.last_day:
        raise Refusal("list.still_hanging", day=listed.window.last_day.isoformat())


def _check_not_over(window: ListWindow, today: date) -> None:
    if today > window.last_day:
        raise Refusal("list.window_over", day=window.last_day.isoformat())


def fold_list(acts: Sequence[Act]) -> QuarterList:
    """The list its acts lead to."""
    listed = _begin(acts[0])
    for act in acts[1:]:
        listed = _FOLDS[act.kind](listed, act)
    return replace(listed, acts=tuple(acts))


def _begin(act: Act) -> QuarterList:
    facts = act.facts
    return QuarterList(
        community=facts["community"],
        street=facts["street"],
        quarter=parse_quarter(facts["quarter"]),
        window=ListWindow(parse_date(facts["first_day"]), parse_date(facts["last_day"])),
        policy=act.policy,
        generated_on=shanghai_date(act.at),
        **{name: facts[name] for name in _FIGURES},
    )


_FIGURES: Final = ("table", "households", "persons", "amount_fen", "added", "removed")


def _generate(listed: QuarterList, act: Act) -> QuarterList:
    figures: dict[str, Any] = {name: act.facts[name] for name in _FIGURES}
    return replace(listed, generated_on=shanghai_date(act.at), **figures)


def _post(listed: QuarterList, act: Act) -> QuarterList:
    return replace(listed, posted_on=shanghai_date(act.at))


def _prove(listed: QuarterList, act: Act) -> QuarterList:
    facts = act.facts
    proof = ListProof(facts["which"], facts["photo"], facts["taken_at"])
    return replace(listed, proofs=(*listed.proofs, proof))


def _inspect(listed: QuarterList, act: Act) -> QuarterList:
    seen = Inspection(act.by, shanghai_date(act.at), act.facts["in_order"], act.facts["words"])
    return replace(listed, inspections=(*listed.inspections, seen))


def _remove(listed: QuarterList, act: Act) -> QuarterList:
    return replace(listed, removed_on=shanghai_date(act.at))


def _hear(listed: QuarterList, act: Act) -> QuarterList:
    heard = Heard(act.facts["kind"], shanghai_date(act.at), act.by, act.facts["words"])
    return replace(listed, heard=(*listed.heard, heard))


def _stay(listed: QuarterList, _act: Act) -> QuarterList:
    """What was erased lay in evidence; when the list hung and what it added up to stays."""
    return listed


_FOLDS: Final[Mapping[str, Callable[[QuarterList, Act], QuarterList]]] = {
    "list_generated": _generate,
    "list_posted": _post,
    "list_proved": _prove,
    "list_inspected": _inspect,
    "list_removed": _remove,
    "list_heard": _hear,
    "erased": _stay,
}

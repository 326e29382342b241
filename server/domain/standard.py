"""A new standard, confirmed once and then applied to one household after another (S1-ADJ-08).

The confirmation is a file of its own, ``standard:<month>:<n>``: what was confirmed, with the totals and the
digest of the list. Each household's part is an act of its own case, so that it can be gone on with after an
interruption and never counts twice. Amounts are fen a month.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from server.domain.act import Act
from server.domain.receipt import change
from server.errors import Refusal

if TYPE_CHECKING:
    from server.domain.case import Case

CONFIRMED: Final = "standard_confirmed"
SERIES: Final = "standard:"


@dataclass(frozen=True)
class Standard:
    """What a household's amount is worked out by since a new standard was applied to it."""

    id: str  # of the confirmation
    fen: int | None  # a person a month; None: the pack's own


@dataclass(frozen=True)
class Confirmed:
    """A new standard as the bureau's head confirmed it, with the totals before and after."""

    id: str
    since: str  # the first month it counts for
    pack: str  # empty: each household's own
    fen: int | None
    households: int
    persons: int
    before_fen: int
    after_fen: int
    rows: str  # digest of the list of households with their amounts
    notice: str  # digest of what the families are told
    by: str
    at: datetime
    area: str = ""  # urban | rural: whose standard ``fen`` is; empty where it was everybody's
    taken: int = 0  # households of it whose file gave something else than they received
    reason: str = ""  # digest of why those were moved along
    basis: str = ""  # digest of who approved it and where it is published; empty before it was asked for
    finished_at: datetime | None = None
    applied: int = 0
    left_out: int = 0  # whose amount had changed by then, or who stopped


def is_startling(before_fen: int, after_fen: int) -> bool:
    """Whether the sum of all households would be more than doubled or halved: a digit has slipped."""
    return after_fen > 2 * before_fen or 2 * after_fen < before_fen


def since_of(file: str) -> str:
    """The first month of a confirmation by its id; empty where it is the id of something else."""
    return file.removeprefix(SERIES).partition(":")[0] if file.startswith(SERIES) else ""


def fold_standard(acts: Sequence[Act]) -> Confirmed:
    """The confirmation its acts add up to."""
    if not acts or acts[0].kind != CONFIRMED:
        raise Refusal("standard.unknown", id=acts[0].file if acts else "?")
    first, facts = acts[0], acts[0].facts
    found = Confirmed(
        id=first.file,
        since=facts["since"],
        pack=facts["pack"],
        fen=facts["standard_fen"],
        households=facts["households"],
        persons=facts["persons"],
        before_fen=facts["before_fen"],
        after_fen=facts["after_fen"],
        rows=facts["rows"],
        notice=facts["notice"],
        by=first.by,
        at=first.at,
        area=facts.get("area", ""),
        taken=facts.get("taken", 0),
        reason=facts.get("reason", ""),
        basis=facts.get("basis", ""),
    )
    for act in acts[1:]:
        if act.kind != "standard_finished":
            raise Refusal("standard.unknown", id=first.file)
        counts = {"applied": act.facts["applied"], "left_out": act.facts["left_out"]}
        found = replace(found, finished_at=act.at, **counts)
    return found


def _apply(case: Case, act: Act) -> Case:
    """One household's amount from the month on; its pack is the new one where there is one."""
    facts = act.facts
    if case.receipt is None:
        raise Refusal("receipt.none")
    receipt = change(case.receipt, act, facts["since"], amount_fen=facts["amount_fen"])
    standard = Standard(facts["standard"], facts["standard_fen"])
    return replace(case, receipt=receipt, standard=standard, policy=facts["pack"] or case.policy)


STANDARD_FOLDS: Final[Mapping[str, Callable[[Case, Act], Case]]] = {"standard_applied": _apply}

"""Goods handed out to households in receipt: rice, oil, quilts, gifts of a festival (S7-DUTY-S3, S7-DUTY-S6).

A hand-out is a file of its own. Who is on its list and how much each receives stands in evidence, named by
its digest; a household collects once, and signs. Amounts are whole units of what an item is counted in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, Final

from server.domain.act import Act
from server.domain.days import parse_date, shanghai_date
from server.errors import Refusal

SERIES: Final = "goods-"
OPENING: Final = "goods_listed"
LINES: Final = "goods-lines"  # the kind of evidence the lines are
WORDS: Final = "goods-words"
COLLECTED: Final = "goods_collected"
TAKEN_BACK: Final = "goods_taken_back"
SHEET_KEPT: Final = "goods_sheet_kept"
ENDED: Final = "goods_ended"
CALLED_OFF: Final = "goods_called_off"
OPEN, CLOSED, OFF = "open", "closed", "called_off"
SELF, PROXY = "self", "proxy"
HOW: Final = (SELF, PROXY)
MOST_SHEETS: Final = 50
MOST_ITEMS: Final = 4  # as many as the sheet has room for
_MOST_UNITS: Final = 9_999
_LONGEST: Final = 20


@dataclass(frozen=True)
class Item:
    """One thing, counted in ``unit``: so many for a household, and so many more for each person of it."""

    name: str
    unit: str
    household: int
    person: int

    def amount(self, persons: int) -> int:
        return self.household + self.person * persons


@dataclass(frozen=True)
class Line:
    """What one household receives: an amount for each item, in their order."""

    case: str
    community: str
    head: str
    persons: int
    amounts: tuple[int, ...]


@dataclass(frozen=True)
class Receipt:
    """A household collected; ``signature`` is the digest of ink, empty on paper; ``words`` who came."""

    on: date
    how: str
    signature: str
    words: str
    by: str


@dataclass(frozen=True)
class Sheet:
    """A page of the signed sheet, photographed; ``photo`` is its digest, ``taken_at`` an instant."""

    community: str
    photo: str
    taken_at: str
    by: str


@dataclass(frozen=True)
class Handout:
    """The fold of a hand-out's acts; ``words`` and ``ending`` are digests."""

    id: str
    street: str
    on: date
    items: tuple[Item, ...]
    words: str
    lines: str
    count: int
    totals: tuple[int, ...]
    by: str
    policy: str
    collected: Mapping[str, Receipt] = field(default_factory=dict)
    sheets: tuple[Sheet, ...] = ()
    state: str = OPEN
    ending: str = ""
    acts: tuple[Act, ...] = ()

    @property
    def left(self) -> int:
        """Households that have not collected."""
        return self.count - len(self.collected)


def total_of(lines: Sequence[Line], items: Sequence[Item]) -> tuple[int, ...]:
    """How much of each item there has to be."""
    return tuple(sum(line.amounts[place] for line in lines) for place in range(len(items)))


def left_over(handout: Handout, lines: Sequence[Line]) -> tuple[int, ...]:
    """How much of each item was not collected."""
    return total_of([line for line in lines if line.case not in handout.collected], handout.items)


def format_amounts(items: Sequence[Item], amounts: Sequence[int]) -> str:
    """``大米 10 公斤；食用油 1 桶``: what is nothing is not said."""
    each = zip(items, amounts, strict=True)
    return "；".join(f"{item.name} {amount} {item.unit}" for item, amount in each if amount)


def check_items(items: Sequence[Item]) -> None:
    """Something is handed out, each thing once and with its unit, and to everybody at least one of it."""
    if not 1 <= len(items) <= MOST_ITEMS or len({item.name for item in items}) < len(items):
        raise Refusal("goods.items", most=MOST_ITEMS)
    for item in items:
        if not 0 < len(item.name) <= _LONGEST or not 0 < len(item.unit) <= _LONGEST:
            raise Refusal("goods.item", most=_LONGEST)
        amounts = (item.household, item.person)
        if min(amounts) < 0 or max(amounts) > _MOST_UNITS or not any(amounts):
            raise Refusal("goods.amount", name=item.name)


def check_open(handout: Handout) -> None:
    if handout.state != OPEN:
        raise Refusal("goods.ended")


def check_collecting(handout: Handout, lines: Sequence[Line], cases: Sequence[str], how: str) -> None:
    """Households of the list, each once and never again."""
    check_open(handout)
    if how not in HOW:
        raise Refusal("goods.how")
    if not cases:
        raise Refusal("goods.nobody_named")
    unknown = sorted(set(cases) - {line.case for line in lines})
    if unknown:
        raise Refusal("goods.not_listed", number=unknown[0])
    again = sorted(set(cases) & set(handout.collected)) or sorted({c for c in cases if cases.count(c) > 1})
    if again:
        raise Refusal("goods.collected", number=again[0])


def format_line(line: Line) -> dict[str, Any]:
    return asdict(line)


def parse_line(data: Mapping[str, Any]) -> Line:
    return Line(**{**data, "amounts": tuple(data["amounts"])})


def fold_handout(acts: Sequence[Act]) -> Handout:
    """The hand-out its acts add up to."""
    if not acts or acts[0].kind != OPENING:
        raise Refusal("goods.unknown")
    first, facts = acts[0], acts[0].facts
    handout = Handout(
        id=first.file,
        street=facts["street"],
        on=parse_date(facts["on"]),
        items=tuple(Item(**item) for item in facts["items"]),
        words=facts["words"],
        lines=facts["lines"],
        count=facts["count"],
        totals=tuple(facts["totals"]),
        by=first.by,
        policy=first.policy,
        acts=(first,),
    )
    for act in acts[1:]:
        handout = replace(_FOLDS[act.kind](handout, act), acts=(*handout.acts, act))
    return handout


def _collect(handout: Handout, act: Act) -> Handout:
    facts = act.facts
    receipt = Receipt(shanghai_date(act.at), facts["how"], facts["signature"], facts["words"], act.by)
    return replace(handout, collected={**handout.collected, **dict.fromkeys(facts["cases"], receipt)})


def _take_back(handout: Handout, act: Act) -> Handout:
    """It was written down by mistake: the household has not collected."""
    kept = {case: each for case, each in handout.collected.items() if case != act.facts["case"]}
    return replace(handout, collected=kept)


def _keep_sheet(handout: Handout, act: Act) -> Handout:
    facts = act.facts
    sheet = Sheet(facts["community"], facts["photo"], facts["taken_at"], act.by)
    return replace(handout, sheets=(*handout.sheets, sheet))


def _end(handout: Handout, act: Act) -> Handout:
    return replace(handout, state=CLOSED, ending=act.facts["words"])


def _stay(handout: Handout, _act: Act) -> Handout:
    """What was erased lay in evidence; how many households collected how much stays."""
    return handout


def _call_off(handout: Handout, act: Act) -> Handout:
    return replace(handout, state=OFF, ending=act.facts["words"])


_FOLDS: Final[Mapping[str, Callable[[Handout, Act], Handout]]] = {
    COLLECTED: _collect,
    TAKEN_BACK: _take_back,
    SHEET_KEPT: _keep_sheet,
    ENDED: _end,
    CALLED_OFF: _call_off,
    "erased": _stay,
}

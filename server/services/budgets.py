"""The year's budget: proposed, confirmed by a second person, amended, beside the rolls (S7-DUTY-D2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from server.domain.act import ActDraft
from server.domain.budget import (
    AMENDED,
    CONFIRMED,
    DISTRICT,
    OPENING,
    RETURNED,
    SERIES,
    SHORT,
    TIGHT,
    Budget,
    Proposal,
    Standing,
    budget_id,
    check_amending,
    check_amount,
    check_answer,
    fold_budget,
    months_of,
    place_owed,
    stand,
)
from server.domain.payroll import PROPOSED, SIGNED, Payroll
from server.domain.permission import Actor, check_may, may, may_in_area
from server.errors import Refusal
from server.records.budget_rows import next_roll, owed_until, paid_by_month, to_pay_again, unsent_by_month
from server.records.entries import Area
from server.services.district import District, draft_act

WORDS: Final = "budget-words"


@dataclass(frozen=True)
class BudgetView:
    """An area's year; ``streets_fen`` is what the streets were given. ``budget`` may be None.

    ``carried_fen`` is what is still owed after the roll of December, of which this year has no more rolls.
    """

    area: str
    year: int
    budget: Budget | None
    standing: Standing
    streets_fen: int = 0
    carried_fen: int = 0


@dataclass(frozen=True)
class _Flow:
    """What a street's rolls of a year paid by month, and will; ``carried_fen`` is left to a later year's."""

    paid: Mapping[str, int]
    committed: Sequence[Mapping[str, int]]
    carried_fen: int


def propose_budget(
    district: District, actor: Actor, year: int, area: str, amount_fen: int, words: str
) -> Budget:
    """Asks for the year's amount of the district or a street, and says what it rests on."""
    check_may(actor, "budget.propose")
    _check_area(district, actor, area)
    if not district.today().year - 1 <= year <= district.today().year + 1:
        raise Refusal("budget.year")
    file = budget_id(year, area)
    with district.casebook.turn:
        if district.casebook.last(file) is not None:
            raise Refusal("budget.proposed", year=year)
        check_amount(amount_fen, _standing(district, year, area, 0).paid_fen)
        facts = {"year": year, "area": area, **_asked(district, file, amount_fen, words)}
        draft = draft_act(actor, "budget.propose", OPENING, facts)
        return fold_budget([district.casebook.append(draft, file, None, policy=district.policy.key)])


def amend_budget(
    district: District, actor: Actor, year: int, area: str, amount_fen: int, words: str
) -> Budget:
    """Asks for another amount, and says why; the one confirmed stands meanwhile."""
    with district.casebook.turn:
        budget = get_budget(district, actor, year, area)
        check_may(actor, "budget.propose")
        check_amending(budget)
        check_amount(amount_fen, _standing(district, year, area, 0).paid_fen)
        facts = _asked(district, budget.id, amount_fen, words)
        return _append(district, budget, draft_act(actor, "budget.propose", AMENDED, facts))


def confirm_budget(district: District, actor: Actor, year: int, area: str, amount_fen: int) -> Budget:
    """A second person confirms the amount their page showed; never whoever asked for it."""
    with district.casebook.turn:
        budget = get_budget(district, actor, year, area)
        check_may(actor, "budget.confirm")
        check_answer(budget, actor.user_id, amount_fen)
        check_amount(amount_fen, _standing(district, year, area, 0).paid_fen)
        facts = {"amount_fen": amount_fen}
        return _append(district, budget, draft_act(actor, "budget.confirm", CONFIRMED, facts))


def return_budget(
    district: District, actor: Actor, year: int, area: str, amount_fen: int, reason: str
) -> Budget:
    """The second person sends the amount back and says why; what was confirmed before stands."""
    with district.casebook.turn:
        budget = get_budget(district, actor, year, area)
        check_may(actor, "budget.confirm")
        check_answer(budget, actor.user_id, amount_fen)
        facts = {"amount_fen": amount_fen, "reason": _put(district, budget.id, reason)}
        return _append(district, budget, draft_act(actor, "budget.confirm", RETURNED, facts))


def get_budget(district: District, actor: Actor, year: int, area: str) -> Budget:
    """The budget folded from its acts; refuses an unknown one, and one of another street."""
    check_may(actor, "budget.read")
    budget = fold_budget(district.casebook.read(budget_id(year, area)))
    _check_area(district, actor, area)
    return budget


def view_budget(district: District, actor: Actor, year: int, area: str) -> BudgetView:
    """A budget beside what the rolls paid and will pay; an area nobody proposed one for has none."""
    check_may(actor, "budget.read")
    _check_area(district, actor, area)
    return _view(area, year, _budgets_of(district, year), _flows_of(district, year, area))


def _view(area: str, year: int, known: Mapping[str, Budget], flows: Sequence[_Flow]) -> BudgetView:
    budget = known.get(area)
    standing = _stand(budget.amount_fen if budget else 0, year, flows)
    given = sum(each.amount_fen for place, each in known.items() if place != DISTRICT)
    carried = sum(flow.carried_fen for flow in flows)
    return BudgetView(area, year, budget, standing, given if area == DISTRICT else 0, carried)


def _budgets_of(district: District, year: int) -> dict[str, Budget]:
    """Every budget of a year, by its area."""
    found = map(fold_budget, district.casebook.read_series(budget_id(year, "")))
    return {budget.area: budget for budget in found}


def list_budgets(district: District, actor: Actor, year: int) -> list[BudgetView]:
    """The areas this person reads, the district first."""
    check_may(actor, "budget.read")
    known, areas = _budgets_of(district, year), areas_of(district, actor)
    flows = {area: _flow_of(district, area, year) for area in areas if area != DISTRICT}
    return [
        _view(area, year, known, list(flows.values()) if area == DISTRICT else [flows[area]])
        for area in areas
    ]


def areas_of(district: District, actor: Actor) -> list[str]:
    """Whose budgets are this person's to read: the district's for those who work in all of it."""
    streets = [street.id for street in _streets(district) if may_in_area(actor, street.id, "")]
    return [*([] if actor.street else [DISTRICT]), *streets]


def count_budgets(district: District, actor: Actor) -> int:
    """Amounts that wait for this person's confirmation."""
    if not may(actor, "budget.confirm"):
        return 0
    budgets = [fold_budget(acts) for acts in district.casebook.read_series(SERIES)]
    pending = [(budget, budget.pending) for budget in budgets]
    return sum(
        asked is not None and asked.by != actor.user_id and actor.street in ("", budget.area)
        for budget, asked in pending
    )


def shortage(district: District, payroll: Payroll) -> Standing | None:
    """How the street's budget stands, where it hardly lasts and the roll is not with the bank yet."""
    acts = district.casebook.read(budget_id(int(payroll.month[:4]), payroll.street))
    if not acts or payroll.state not in (PROPOSED, SIGNED):
        return None
    budget = fold_budget(acts)
    standing = _standing(district, budget.year, budget.area, budget.amount_fen)
    return standing if standing.state in (SHORT, TIGHT) else None


def read_proposals(district: District, budget: Budget) -> list[tuple[Proposal, str, str]]:
    """Every amount asked for, the newest first, with its ground and why it was sent back."""

    def read(digest: str) -> str:
        return district.get_text(budget.id, WORDS, digest) if digest else ""

    return [(each, read(each.words), read(each.answer)) for each in reversed(budget.proposals)]


def _standing(district: District, year: int, area: str, amount_fen: int) -> Standing:
    return _stand(amount_fen, year, _flows_of(district, year, area))


def _stand(amount_fen: int, year: int, flows: Sequence[_Flow]) -> Standing:
    paid = Counter[str]()
    for flow in flows:
        paid.update(flow.paid)
    return stand(amount_fen, year, paid, [each for flow in flows for each in flow.committed])


def _flows_of(district: District, year: int, area: str) -> list[_Flow]:
    streets = [street.id for street in _streets(district)] if area == DISTRICT else [area]
    return [_flow_of(district, street, year) for street in streets]


def _flow_of(district: District, street: str, year: int) -> _Flow:
    """What no roll pays yet is placed in the rolls until December; without any, a later year pays it."""
    index, last = district.index, months_of(year)[-1]
    following = next_roll(index, street, district.today().isoformat()[:7])
    owed = owed_until(index, street, last, following)
    paid, unsent = paid_by_month(index, street, year), unsent_by_month(index, street, year)
    if following > last:
        return _Flow(paid, (unsent,), sum(owed.values()))
    placed = place_owed(owed, year, following)
    if following >= months_of(year)[0]:
        placed[following] = placed.get(following, 0) + to_pay_again(index, street)
    return _Flow(paid, (unsent, placed), 0)


def _streets(district: District) -> Sequence[Area]:
    found = (area for area in district.office.every(Area) if area.kind == "street")
    return sorted(found, key=lambda area: area.id)


def _check_area(district: District, actor: Actor, area: str) -> None:
    """Refuses an area that is none, and one that is not the person's."""
    if area != DISTRICT and district.area(area).kind != "street":
        raise Refusal("area.unknown", id=area)
    if actor.street and actor.street != area:
        raise Refusal("person.other_area")


def _asked(district: District, file: str, amount_fen: int, words: str) -> dict[str, object]:
    return {"amount_fen": amount_fen, "words": _put(district, file, words)}


def _put(district: District, file: str, words: str) -> str:
    if not words.strip():
        raise Refusal("budget.words")
    return district.put_text(file, WORDS, words)


def _append(district: District, budget: Budget, draft: ActDraft) -> Budget:
    act = district.casebook.append(draft, budget.id, budget.acts[-1], policy=budget.policy)
    return fold_budget([*budget.acts, act])

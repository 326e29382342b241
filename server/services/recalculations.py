"""What another standard would mean for every household in receipt, before anybody confirms it (S1-ADJ-08)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from server.domain.benefit import work_out_benefit
from server.domain.benefit_household import Area, BenefitHousehold
from server.domain.benefit_standard import with_standard
from server.domain.case import Case
from server.domain.expiry import basis_of
from server.domain.in_force import counted_on
from server.domain.money import format_yuan
from server.domain.permission import Actor, check_may
from server.domain.policy import Policy
from server.domain.sheet import format_csv
from server.domain.stage import Stage
from server.errors import Refusal
from server.records.expiry_rows import expiries_in
from server.records.index import CaseFilter
from server.services.benefits import area_of
from server.services.district import District
from server.services.households_now import benefit_as_recorded, household_now

_PAGE: Final = 500
_IN_RECEIPT: Final = (Stage.APPROVED.value, Stage.IN_RECEIPT.value)
_HEADS: Final = (
    *("案号 case", "社区 community", "人口 persons"),
    *("现在 now", "之后 then", "增减 change", "备注 note"),
)


@dataclass(frozen=True)
class Recalculated:
    """One household: what it receives, and what it would; ``why`` it is left out of the totals.

    ``recorded_fen`` is what its file gives, where that is not what it receives: it is left out then, until a
    review found out why, unless it was ``taken`` along. ``then_fen`` is 0 where it cannot be worked out.
    """

    number: str
    community: str
    persons: int
    now_fen: int
    then_fen: int
    why: Refusal | None = None
    recorded_fen: int | None = None
    may_review: bool = True  # no review begins under a pack that ended

    @property
    def differs(self) -> bool:
        return self.recorded_fen is not None

    @property
    def taken(self) -> bool:
        return self.differs and self.why is None

    @property
    def change_fen(self) -> int:
        return self.then_fen - self.now_fen

    @property
    def would_end(self) -> bool:
        return self.why is None and self.now_fen > 0 and self.then_fen == 0


@dataclass(frozen=True)
class Proposal:
    """Every household under another standard or pack, and the totals; nothing of it is in the record."""

    rows: tuple[Recalculated, ...]

    @property
    def worked_out(self) -> tuple[Recalculated, ...]:
        return tuple(row for row in self.rows if row.why is None)

    @property
    def persons(self) -> int:
        return sum(row.persons for row in self.worked_out)

    @property
    def now_fen(self) -> int:
        return sum(row.now_fen for row in self.worked_out)

    @property
    def then_fen(self) -> int:
        return sum(row.then_fen for row in self.worked_out)

    @property
    def change_fen(self) -> int:
        return self.then_fen - self.now_fen

    @property
    def more(self) -> int:
        return sum(row.change_fen > 0 for row in self.worked_out)

    @property
    def less(self) -> int:
        return sum(row.change_fen < 0 for row in self.worked_out)

    @property
    def ending(self) -> int:
        return sum(row.would_end for row in self.rows)

    @property
    def differing(self) -> tuple[Recalculated, ...]:
        """Who receives something else than the file gives, taken along or not."""
        return tuple(row for row in self.rows if row.differs)

    @property
    def taken(self) -> int:
        return sum(row.taken for row in self.rows)

    @property
    def not_worked_out(self) -> int:
        return len(self.rows) - len(self.worked_out)


def propose_standard(
    district: District,
    actor: Actor,
    standard_fen: int | None,
    pack: str = "",
    area: Area = "urban",
    taken: Collection[str] = (),
) -> Proposal:
    """Works every approved household out again today: under ``pack`` or the one each keeps, at a standard.

    A standard is that of one area: households measured by the other one stay as they are (S4-01, S4-02).
    ``taken`` are those that count although they receive something else than their file gives. Reads the
    record and writes nothing.
    """
    check_may(actor, "policy.plan")
    chosen = district.policy_of(pack) if pack else None
    return Proposal(tuple(_rows(district, standard_fen, chosen, area, taken)))


def restandardise(policy: Policy, household: BenefitHousehold, standard_fen: int) -> Policy:
    """The pack with another standard; one amount cannot stand for a table by size (S1-COEF-04)."""
    if policy.benefit.mode == "table" and household.area == "urban":
        raise Refusal("standard.by_size", id=policy.key)
    return with_standard(policy, len(household.members), standard_fen, household.area)


def proposal_csv(proposal: Proposal, named: Callable[[str], str]) -> bytes:
    """The rows for a spreadsheet, amounts in yuan; ``named`` is what people call a community."""
    return format_csv(_HEADS, [_line(row, named(row.community)) for row in proposal.rows])


def _line(row: Recalculated, community: str) -> tuple[object, ...]:
    amounts = (row.now_fen, row.then_fen, row.change_fen) if row.why is None else (row.now_fen,)
    cells = [Decimal(fen).scaleb(-2) for fen in amounts]  # numbers: a decrease is no formula
    blank = [""] * (3 - len(amounts))
    return (row.number, community, row.persons, *cells, *blank, row.why.sentence() if row.why else "")


def _rows(
    district: District, standard_fen: int | None, chosen: Policy | None, area: Area, taken: Collection[str]
) -> Iterator[Recalculated]:
    for number in _approved(district):
        case = district.get_case(number)
        policy = chosen or district.policy_of(case.policy)
        if standard_fen is None or area_of(case, policy) == area:
            yield _recalculated(district, case, policy, standard_fen, number in taken)


def _approved(district: District) -> Iterator[str]:
    """The numbers of the households in receipt."""
    wanted, offset = CaseFilter(stages=_IN_RECEIPT), 0
    while rows := district.index.cases(wanted, limit=_PAGE, offset=offset):
        yield from (row.number for row in rows)
        offset += len(rows)


def _recalculated(
    district: District, case: Case, policy: Policy, standard_fen: int | None, taken: bool
) -> Recalculated:
    now = case.receipt.now.amount_fen if case.receipt else 0
    persons = case.receipt.now.persons if case.receipt else case.persons
    try:
        recorded = benefit_as_recorded(district, case).amount_fen
        household = household_now(district, case, policy)
        if standard_fen is not None:
            policy = restandardise(policy, household, standard_fen)
        then = work_out_benefit(policy, household, district.today()).amount_fen
    except Refusal as refusal:
        return Recalculated(case.number, case.community, persons, now, 0, refusal)
    if recorded == now:
        return Recalculated(case.number, case.community, persons, now, then)
    why = None if taken else _why_it_differs(district, case, now, recorded)
    in_force = district.policy_of(case.policy).covers(district.today())
    return Recalculated(case.number, case.community, persons, now, then, why, recorded, in_force)


def _why_it_differs(district: District, case: Case, now_fen: int, recorded_fen: int) -> Refusal:
    """What is paid does not follow from what the file says, and a review has to find out before it changes.

    Of a household taken over from another system the file may not know every income: worked out again it
    would be given what was never decided. One whose exemption ended would lose what nobody looked at.
    """
    day = counted_on(district.policy_of(case.policy), district.today()).isoformat()
    if any(row.until < day for row in expiries_in(district.index, case.number)):
        code = "standard.differs_expiry"
    else:
        code = "standard.differs" if basis_of(case) else "standard.differs_taken_over"
    return Refusal(code, now=format_yuan(now_fen), recorded=format_yuan(recorded_fen))

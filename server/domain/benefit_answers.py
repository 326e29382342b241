"""The household of a benefit out of the answers of a home visit, whichever version of the form it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from server.domain.benefit_household import (
    INCOME_CLASSES,
    Assets,
    BenefitHousehold,
    Deduction,
    Income,
    IncomeClass,
    Member,
    Reduction,
)
from server.domain.days import parse_date
from server.domain.money import parse_yuan
from server.domain.policy_benefit import PropertyKind
from server.errors import Refusal

_OWNED: Final = ("own", "reform", "affordable", "built")
_VEHICLES: Final = ("motorbike", "tricycle", "car", "van", "mobility")
_WORKING_AGE: Final = range(16, 60)
# The worst grade at which a disability of a kind leaves no ability to work (P-26 art. 5).
_UNABLE_GRADES: Final = {"intellectual": 3, "mental": 3, "limb": 2, "sight": 1}
_SEVERE_GRADE: Final = 2


EXEMPT, DEDUCT = "exempt", "deduct"  # lists of a pack's items


@dataclass(frozen=True)
class Claim:
    """Money of a member that goes by an item of the pack: an income left out, or a cost taken off (D-29)."""

    kind: str  # EXEMPT or DEDUCT
    code: str
    fen: int


def read_benefit_household(answers: Mapping[str, Any]) -> BenefitHousehold:
    """Members, what each earns and spends, and what the household owns; refuses a visit without members."""
    members = tuple(_member(row) for row in answers.get("member") or ())
    if not members:
        raise Refusal("household.empty")
    return BenefitHousehold(members, assets=_assets(answers))


def read_claims(answers: Mapping[str, Any]) -> Iterator[Claim]:
    """Everything in the household that is claimed under an item of the pack, fen a month."""
    for row in answers.get("member") or ():
        for income in map(_exempt, row.get("exempt") or ()):
            yield Claim(EXEMPT, income.exempt, income.monthly_fen)
        for cost in map(_deduction, row.get("deducted") or ()):
            yield Claim(DEDUCT, cost.code, cost.monthly_fen)


def is_able_to_work(row: Mapping[str, Any]) -> bool:
    """Of working age, not found unable, and not disabled to a degree that leaves no ability (P-26 art. 5)."""
    grade = _whole(row.get("disability_grade"))
    worst = _UNABLE_GRADES.get(str(row.get("disability_kind")), 0)
    too_disabled = bool(grade) and grade <= worst
    age = _whole(row.get("age"))
    of_age = row.get("age") in (None, "") or age in _WORKING_AGE
    return of_age and row.get("employment") != "unable" and not too_disabled


def _member(row: Mapping[str, Any]) -> Member:
    return Member(
        id=str(row.get("_id")),
        name=str(row.get("name") or ""),
        able_to_work=is_able_to_work(row),
        severe=_is_severe(row),
        classes=tuple(_classes(row)),
        income=(*map(_income, row.get("income") or ()), *map(_exempt, row.get("exempt") or ())),
        deduct=tuple(map(_deduction, row.get("deducted") or ())),
        reduction=_reduction(row.get("reduction")),
    )


def _reduction(given: Mapping[str, Any] | None) -> Reduction | None:
    """What a review took off this member's share; no form of a visit asks for it (C-28)."""
    return Reduction(bool(given["whole"]), int(given["fen"])) if given else None


def _income(row: Mapping[str, Any]) -> Income:
    kind = row.get("kind")
    class_ = cast(IncomeClass, kind) if kind in INCOME_CLASSES else "other"
    since = row.get("since")
    return Income(class_, _fen(row.get("amount")), since=parse_date(str(since)) if since else None)


def _exempt(row: Mapping[str, Any]) -> Income:
    return Income("transfer", _fen(row.get("exempt_amount")), exempt=str(row.get("exempt_kind") or "other"))


def _deduction(row: Mapping[str, Any]) -> Deduction:
    return Deduction(str(row.get("deducted_kind") or ""), _fen(row.get("deducted_amount")))


def _classes(row: Mapping[str, Any]) -> Iterator[str]:
    """What classified additions look at: age, disability, illness, and what the form calls special."""
    age = _whole(row.get("age"))
    if row.get("age") not in (None, ""):
        if age >= 70:
            yield "elderly"
        if age < 18:
            yield "minor"
    if _is_severe(row):
        yield "severe"
    yield from (str(special) for special in _chosen(row.get("special")))


def _is_severe(row: Mapping[str, Any]) -> bool:
    grade = _whole(row.get("disability_grade"))
    return "severe" in _chosen(row.get("health")) or 0 < grade <= _SEVERE_GRADE


def _assets(answers: Mapping[str, Any]) -> Assets | None:
    """What they own; None where the visit did not ask."""
    worth = answers.get("assets_total") or answers.get("savings")
    if worth in (None, ""):
        return None
    homes = len(answers.get("home") or ()) + (answers.get("tenure") in _OWNED)
    vehicles = _chosen(answers.get("vehicles") or answers.get("vehicle"))
    kinds = tuple(cast(PropertyKind, kind) for kind in vehicles if kind in _VEHICLES)
    return Assets(_fen(worth), homes, kinds)


def _chosen(answer: Any) -> Sequence[str]:
    """The codes chosen, of one or of several."""
    if isinstance(answer, list | tuple):
        return [str(code) for code in answer if not isinstance(code, Mapping)]
    return [str(answer)] if answer else []


def _fen(value: Any) -> int:
    return parse_yuan(str(value)) if value not in (None, "") else 0


def _whole(value: Any) -> int:
    return int(float(str(value))) if value not in (None, "") else 0

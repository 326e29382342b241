"""What a family declared, laid beside what was found in the home (S7-EVAL-05)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from server.domain.household import Household
from server.domain.money import divide_fen, format_yuan, parse_yuan

INCOME_WORDS: Final[dict[str, tuple[str, str]]] = {
    "wages": ("工资", "wages"),
    "business": ("经营收入", "business"),
    "property": ("财产收入", "property"),
    "pension": ("养老金", "pension"),
    "maintenance": ("赡养、抚养费", "maintenance"),
    "transfer": ("转移收入", "transfers"),
    "other": ("其他收入", "other"),
}


@dataclass(frozen=True)
class ComparedRow:
    """One thing declared beside what was found in the home (ui.md: declared / observed)."""

    path: str
    label_zh: str
    label_en: str
    declared: str
    observed: str

    @property
    def differs(self) -> bool:
        return self.declared != self.observed


@dataclass(frozen=True)
class WorkedLine:
    """One step of the arithmetic; ``sign`` is what is done with the amount."""

    sign: str
    label_zh: str
    label_en: str
    amount: str


_STEPS: Final = (
    ("", "income_gross", "全家每月进的钱", "Money coming in a month"),
    ("−", "income_exempt", "不计入的", "Not counted"),
    ("−", "income_deducted", "扣减的", "Deducted"),
    ("=", "income_total", "计入的全家月收入", "Household income counted"),
    ("÷ {persons} =", "income_per_capita", "计入的人均月收入", "Income counted a head"),
)


def compare(household: Household, answers: Mapping[str, Any]) -> tuple[ComparedRow, ...]:
    """What was declared beside what was found, income by income, then in all (S7-EVAL-05)."""
    return (*_compared_incomes(household, answers), *_compared_totals(household, answers))


def _compared_incomes(household: Household, answers: Mapping[str, Any]) -> Iterator[ComparedRow]:
    observed = {row.path: row for row in _observed_incomes(answers)}
    for member in household.members:
        for income in member.incomes:
            path = f"member[{member.id}].income[{income.id}].amount"
            found = observed.pop(path, None)
            yield ComparedRow(
                path,
                *_labels(member.name, income.source, income.kind),
                declared=format_yuan(income.amount_fen),
                observed=found.observed if found else "",
            )
    yield from observed.values()


def _observed_incomes(answers: Mapping[str, Any]) -> Iterator[ComparedRow]:
    for member in answers.get("member") or ():
        for income in member.get("income") or ():
            path = f"member[{member.get('_id')}].income[{income.get('_id')}].amount"
            labels = _labels(str(member.get("name") or ""), income.get("source"), income.get("kind"))
            yield ComparedRow(path, *labels, declared="", observed=amount_text(income.get("amount")))


def _labels(name: str, source: Any, kind: Any) -> tuple[str, str]:
    """Whose income it is and what it is called, in both languages."""
    zh, en = INCOME_WORDS.get(str(kind), (str(kind or ""), str(kind or "")))
    return f"{name}，{source or zh}", f"{name}, {source or en}"


def _compared_totals(household: Household, answers: Mapping[str, Any]) -> Iterator[ComparedRow]:
    persons = whole_number(answers.get("persons"))
    yield ComparedRow("persons", "家庭人口", "Persons", str(len(household.members)), str(persons))
    observed = asked_income_fen(answers)
    total, per_head = "", ""
    if observed is not None:
        total, per_head = format_yuan(observed), format_yuan(divide_fen(observed, max(1, persons)))
    declared = format_yuan(household.income_fen)
    yield ComparedRow("income_total", "全家月收入", "Household income a month", declared, total)
    declared = format_yuan(household.per_capita_fen)
    yield ComparedRow("income_per_capita", "人均月收入", "Income a head a month", declared, per_head)


def work_income_out(answers: Mapping[str, Any]) -> tuple[WorkedLine, ...]:
    """From what comes in to what counts a head, one line a step; nothing for a form that has no such steps.

    Gross, less what rules leave out, less what they deduct, is what counts (P-20 arts 12, 13; D-29).
    """
    if "income_gross" not in answers:
        return ()
    return tuple(
        WorkedLine(sign.format(persons=answers.get("persons")), zh, en, amount_text(answers.get(name)))
        for sign, name, zh, en in _STEPS
    )


def asked_income_fen(answers: Mapping[str, Any]) -> int | None:
    """What was found of the kinds a family declares: before deductions, without what is not counted."""
    if "income_gross" not in answers:
        return _fen(answers, "income_total")
    return (_fen(answers, "income_gross") or 0) - (_fen(answers, "income_exempt") or 0)


def _fen(answers: Mapping[str, Any], name: str) -> int | None:
    value = answers.get(name)
    return parse_yuan(str(value)) if value not in (None, "") else None


def amount_text(value: Any) -> str:
    """An amount as people read it, empty where nothing was answered."""
    return format_yuan(parse_yuan(str(value))) if value not in (None, "") else ""


def whole_number(value: Any) -> int:
    return int(str(value or "0"))

"""Who is due for review when: per class, from the months of the pack (S7-REV-02…05, S7-AMB-15, D-19)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from server.domain.benefit_household import BenefitHousehold
from server.domain.days import shanghai_date
from server.domain.month import month_of_day
from server.domain.policy import Policy, ReviewRules

if TYPE_CHECKING:
    from server.domain.case import Case

_CLASSED: Final = ("approved", "taken_over", "class_set", "review_audited", "review_decided")


@dataclass(frozen=True)
class Plan:
    """The next review of a household in receipt; without a class nobody can say when it is due."""

    klass: str
    due_month: str  # empty without a class
    last_month: str  # of the last periodic review that was closed

    def is_overdue(self, on: date) -> bool:
        return bool(self.due_month) and self.due_month < month_of_day(on)


@dataclass(frozen=True)
class Suggestion:
    """The class a household seems to belong to, and why, in words (S7-AMB-14)."""

    klass: str
    zh: str
    en: str


def months_of_class(rules: ReviewRules, klass: str) -> Sequence[int]:
    """The review months of a class, 1 to 12; none for a class the pack has not."""
    return next((sorted(each.months) for each in rules.classes if each.code == klass), ())


def first_month_after(months: Sequence[int], month: str) -> str:
    """The first review month that starts after ``month`` (S7-AMB-15); empty where there are none."""
    if not months:
        return ""
    year, number = int(month[:4]), int(month[5:])
    later = [each for each in months if each > number]
    return f"{year:04d}-{min(later):02d}" if later else f"{year + 1:04d}-{min(months):02d}"


def plan_of(case: Case, policy: Policy) -> Plan | None:
    """When a household is due next; None while it receives nothing.

    The first review is in the first month of the class that starts after the approval; another class plans
    anew, but what has come due stays due; a review that was closed is followed by the first month after both
    its own and the one it was done in (S7-AMB-15).
    """
    if case.receipt is None or not case.receipt.is_open:
        return None
    klass, due, last = "", "", ""
    for month, new_class, closed in _events(case):
        if new_class and (new_class != klass or not due):
            klass = new_class
            if not due or due > month:
                due = first_month_after(months_of_class(policy.review, klass), month)
        if closed:
            last = max(last, closed)
            due = first_month_after(months_of_class(policy.review, klass), closed)
    return Plan(klass, due, last)


def suggest_class(household: BenefitHousehold, rules: ReviewRules) -> Suggestion:
    """As the pack's texts have it: able to work, C; nobody able, A; else B (S7-AMB-14, C-25)."""
    codes = [each.code for each in rules.classes]
    able = sum(member.able_to_work for member in household.members)
    earns = any(item.monthly_fen for member in household.members for item in member.income if not item.exempt)
    if able:
        zh, en = f"有 {able} 人有劳动能力", f"{able} able to work"
        return Suggestion(codes[-1], zh, en)
    if any(member.severe for member in household.members) or not earns:
        return Suggestion(codes[0], "没有人有劳动能力，收入来源固定", "nobody able to work, income fixed")
    middle = codes[1] if len(codes) > 2 else codes[0]
    return Suggestion(middle, "没有人有劳动能力，收入相对稳定", "nobody able to work, income rather stable")


def _events(case: Case) -> Iterator[tuple[str, str, str]]:
    """In order: the month, the class it set, and the month of the periodic review it closed."""
    closing = {each.closed_n: each for each in case.reviews if not each.is_open}
    for act in case.acts:
        klass = str(act.facts.get("class") or "") if act.kind in _CLASSED else ""
        review = closing.get(act.n)
        recorded = review.recorded if review else None
        klass = klass or (recorded.klass if recorded else "")
        done = ""
        if review is not None and review.occasion == "periodic":
            done = max(review.month, recorded.month if recorded else "")
        if klass or done:
            yield month_of_day(shanghai_date(act.at)), klass, done

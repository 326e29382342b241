"""What of a household's income counts: by class, less what is exempt, disregarded or deducted (D-29, S1-INC).

Every step is what it takes from the benefit or gives back to it, so that the steps add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from server.domain.benefit_household import Deduction, Income, Member
from server.domain.benefit_step import Step, percent_text, ratio_text, yuan
from server.domain.days import add_months
from server.domain.policy import Policy
from server.domain.policy_benefit import Disregard, IncomeItem
from server.errors import Refusal

CLASS_WORDS: Final = {
    "wages": ("工资", "wages"),
    "business": ("经营收入", "business income"),
    "property": ("财产收入", "income from property"),
    "pension": ("养老金", "pension"),
    "maintenance": ("赡养抚养费", "maintenance"),
    "transfer": ("转移收入", "transfers"),
    "other": ("其他收入", "other income"),
}

# What the home visit asks after (lists exempt_kind and deducted_kind), for packs without such an item.
_ITEM_WORDS: Final = {
    "service": ("优待抚恤金", "service pensions"),
    "family_plan": ("计生奖扶", "family-planning awards"),
    "scholarship": ("奖学金", "scholarship"),
    "courage": ("见义勇为奖", "award for courage"),
    "relief": ("社会救助款", "social assistance"),
    "basic_pension": ("基础养老金", "central basic pension"),
    "old_age": ("高龄津贴", "old-age allowance"),
    "nursing": ("残疾人补贴", "disability allowances"),
    "student_aid": ("助学金", "student aid"),
    "other": ("别的规定不计入的收入", "income left out by another rule"),
    "disability": ("残疾的支出", "costs of a disability"),
    "illness": ("重病的支出", "costs of serious illness"),
    "work": ("就业成本", "costs of working"),
}
_WAGES: Final = "S1-CALC-02：所得工资收入的100%从“低保”救助额中进行抵扣"  # article 1's own words


def income_steps(
    policy: Policy, members: Sequence[Member], standard_fen: int, on: date
) -> tuple[list[Step], int]:
    """A step for every income and cost of the members; and what counts of it, minus the sum of them."""
    steps: list[Step] = []
    disregards = policy.income.disregard.applies
    for member in members:
        for income in member.income:
            steps.append(_income_step(policy, member, income, on))
        if disregards and (wages := _wages_of(member)):
            steps += _disregard_steps(policy, member, wages, standard_fen, on)
        for deduction in member.deduct:
            steps.append(_deduction_step(policy, member, deduction, on))
    income_fen = -sum([step.amount_fen for step in steps])
    if income_fen < 0:
        zh, en = "扣减比收入多，收入按零计。", "More is deducted than comes in; income counts as zero."
        steps.append(Step("D-29", policy.sources["income.deduct"], zh, en, income_fen))
        income_fen = 0
    return steps, income_fen


def _income_step(policy: Policy, member: Member, income: Income, on: date) -> Step:
    """What comes in is taken off in full (S1-CALC-01; of wages S1-CALC-02), unless the pack leaves it out."""
    if income.exempt:
        return _exempt_step(policy, member, income, on)
    rule, source = "S1-CALC-01", policy.sources["amount.mode"]
    if income.class_ == "wages":
        rule, source = "S1-CALC-02", _WAGES
    who, amount = member.label, yuan(income.monthly_fen)
    class_zh, class_en = CLASS_WORDS[income.class_]
    zh = f"{who}：{class_zh} {amount} 元，计入收入。"
    return Step(rule, source, zh, f"{who}: {class_en}, {amount} yuan, count as income.", -income.monthly_fen)


def _exempt_step(policy: Policy, member: Member, income: Income, on: date) -> Step:
    """An exemption stops applying by itself on the day after its last, and says so."""
    item = find_item(policy.income.exempt, income.exempt, on)
    who, amount = member.label, yuan(income.monthly_fen)
    if item is None:
        named = _item_words(income.exempt)
        zh = f"{who}：{named[0]} {amount} 元，本政策没有规定不计入，计入收入。"
        en = f"{who}: {named[1]}, {amount} yuan; the pack does not leave it out, so it counts as income."
        return Step("D-29", policy.sources["income.exempt"], zh, en, -income.monthly_fen, unknown=True)
    title = item.title
    if why := _not_now(item, on):
        zh = f"{who}：{title.zh} {amount} 元，{why[0]}，计入收入。"
        en = f"{who}: {title.en}, {amount} yuan; {why[1]}, so it counts as income."
        return Step("D-29", item.source, zh, en, -income.monthly_fen)
    zh = f"{who}：{title.zh} {amount} 元，不计入收入。"
    return Step("D-29", item.source, zh, f"{who}: {title.en}, {amount} yuan, do not count as income.")


def _item_words(code: str) -> tuple[str, str]:
    return _ITEM_WORDS.get(code, (code or "没有写明哪一种", code or "no kind given"))


def _deduction_step(policy: Policy, member: Member, deduction: Deduction, on: date) -> Step:
    item = find_item(policy.income.deduct, deduction.code, on)
    who, amount = member.label, yuan(deduction.monthly_fen)
    if item is None:
        named = _item_words(deduction.code)
        zh = f"{who}：{named[0]} {amount} 元，本政策没有规定扣减，不扣。"
        en = f"{who}: {named[1]}, {amount} yuan; the pack does not deduct it."
        return Step("D-29", policy.sources["income.deduct"], zh, en, unknown=True)
    title = item.title
    if why := _not_now(item, on):
        zh, en = (
            f"{who}：{title.zh} {amount} 元，{why[0]}，不扣。",
            f"{who}: {title.en}, {amount} yuan; {why[1]}.",
        )
        return Step("D-29", item.source, zh, en)
    zh, en = f"{who}：{title.zh} {amount} 元，扣减。", f"{who}: {title.en}, {amount} yuan, are deducted."
    return Step("D-29", item.source, zh, en, deduction.monthly_fen)


def _wages_of(member: Member) -> list[Income]:
    return [income for income in member.income if income.class_ == "wages" and not income.exempt]


def _disregard_steps(
    policy: Policy, member: Member, wages: Sequence[Income], standard_fen: int, on: date
) -> Iterator[Step]:
    """Some of the wages does not count, so that work pays (S1-INC-01); it ends after the pack's months."""
    rule, key = policy.income.disregard, "income.disregard"
    fresh = [income for income in wages if _is_fresh(rule, income, on)] if rule.months else wages
    if len(fresh) < len(wages):
        zh = f"{member.label}：工作满 {rule.months} 个月或者没有写明从哪天起，工资全部计入。"
        en = f"{member.label}: the work is {rule.months} months old or its first day unknown; all counts."
        yield Step(policy.rules[key], policy.sources[key], zh, en)
    if fen := _disregarded_fen(rule, sum([income.monthly_fen for income in fresh]), standard_fen):
        who, how, amount = member.label, _how(rule), yuan(fen)
        zh = f"{who}：工资中 {amount} 元不计入（{how[0]}）。"
        en = f"{who}: {amount} yuan of the wages do not count ({how[1]})."
        yield Step(policy.rules[key], policy.sources[key], zh, en, fen)


def _is_fresh(rule: Disregard, income: Income, on: date) -> bool:
    return income.since is not None and on < add_months(income.since, rule.months)


def _disregarded_fen(rule: Disregard, wages_fen: int, standard_fen: int) -> int:
    """The fixed amount, then the share of the rest, whole fen; at most the cap and never above the wages."""
    fixed = min(wages_fen, rule.fixed_fen)
    fen = fixed + (wages_fen - fixed) * rule.share[0] // rule.share[1]
    part, whole = rule.cap_standards
    return min(fen, standard_fen * part // whole) if part else fen


@lru_cache(maxsize=64)
def _how(rule: Disregard) -> tuple[str, str]:
    """The rule in words of both languages."""
    fixed, share, cap = yuan(rule.fixed_fen), percent_text(rule.share), ratio_text(rule.cap_standards)
    parts = (
        (rule.fixed_fen, f"每月 {fixed} 元", f"{fixed} yuan a month"),
        (rule.share[0], f"其余的 {share}", f"{share} of the rest"),
        (rule.cap_standards[0], f"最多为标准的 {cap} 倍", f"at most {cap} of the standard"),
    )
    said = [(zh, en) for there, zh, en in parts if there]
    return "，".join(zh for zh, _ in said), ", ".join(en for _, en in said)


def find_item(items: Iterable[IncomeItem], code: str, on: date) -> IncomeItem | None:
    """The item of a code in force on a day; failing that, the one of another time."""
    found = None
    for item in items:
        if item.code == code:
            found = item
            if not _not_now(item, on):
                break
    return found


def is_in_force(item: IncomeItem, on: date) -> bool:
    """Whether a day lies within the item's first and last one."""
    return _not_now(item, on) is None


def _not_now(item: IncomeItem, on: date) -> tuple[str, str] | None:
    """Why an item does not apply on a day, in both languages; None where it does."""
    if item.until is not None and on > item.until:
        return f"这条规定到 {item.until} 为止", f"the rule ended on {item.until}"
    if item.since is not None and on < item.since:
        return f"规定从 {item.since} 起", f"the rule begins on {item.since}"
    return None


def check_codes(policy: Policy, members: Sequence[Member]) -> None:
    """Refuses, by its key, an exemption or a cost the pack has no item of: most likely it is misspelt."""
    for place, member in enumerate(members):
        for n, income in enumerate(member.income):
            if income.exempt:
                key = f"household.members[{place}].income[{n}].exempt"
                _check_code(key, income.exempt, policy.income.exempt)
        for n, deduction in enumerate(member.deduct):
            key = f"household.members[{place}].deduct[{n}].code"
            _check_code(key, deduction.code, policy.income.deduct)


def _check_code(key: str, code: str, items: Sequence[IncomeItem]) -> None:
    known = sorted({item.code for item in items})
    if code not in known:
        said = ", ".join(known) or "—"
        raise Refusal("benefit.invalid", key=key, why=f"政策里没有 {code} / not in the pack: {said}")

"""The standard of one person in a household: by a table, by coefficients, or flat (S1-TIER, S1-COEF)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from server.domain.benefit_household import Member
from server.domain.benefit_step import Step, ratio_text, yuan
from server.domain.money import divide_fen
from server.domain.policy import Policy
from server.domain.policy_benefit import SizeCoefficient, SizeStandard
from server.errors import Refusal

Row = TypeVar("Row", SizeStandard, SizeCoefficient)


def standard_step(policy: Policy, members: Sequence[Member], area: str) -> tuple[int, Step]:
    """The standard of one person a month in fen, and the step that says why."""
    size = len(members)
    if area == "rural":
        return _rural(policy)
    if policy.benefit.mode == "table":
        fen, key = _row("benefit.table", policy, policy.benefit.table, size).fen, "benefit.table"
    elif policy.benefit.mode == "coefficient":
        return _by_coefficient(policy, members)
    else:
        fen, key = policy.benefit.standard_fen, "benefit.standard_fen"
    return _unable(policy, members, fen, _said(policy.rules[key], policy.sources[key], size, fen))


def with_standard(policy: Policy, size: int, standard_fen: int, area: str = "urban") -> Policy:
    """The pack as it would be with another standard for a household of ``size`` (what if)."""
    benefit = policy.benefit
    if area == "rural":
        return replace(policy, benefit=replace(benefit, rural_standard_fen=standard_fen))
    if benefit.mode != "table":
        return replace(policy, benefit=replace(benefit, standard_fen=standard_fen))
    row = _row("benefit.table", policy, benefit.table, size)
    table = tuple(replace(each, fen=standard_fen) if each is row else each for each in benefit.table)
    return replace(policy, benefit=replace(benefit, table=table))


def _by_coefficient(policy: Policy, members: Sequence[Member]) -> tuple[int, Step]:
    """Q × the coefficient of this size ÷ that of one person, rounded half up to a fen (S1-COEF-01, -03)."""
    benefit, key, size = policy.benefit, "benefit.coefficients", len(members)
    one = benefit.coefficients[0].coefficient
    here = _row(key, policy, benefit.coefficients, size).coefficient
    fen = divide_fen(benefit.standard_fen * here[0] * one[1], here[1] * one[0])
    if size == 1:
        return _unable(policy, members, fen, _said(policy.rules[key], policy.sources[key], size, fen))
    working = f"{yuan(benefit.standard_fen)} × {ratio_text(here)} ÷ {ratio_text(one)} = {yuan(fen)}"
    zh = f"{size} 人户，每人每月标准按系数：{working} 元，四舍五入到分。"
    en = f"A household of {size}: the standard a person by coefficient is {working} yuan, half up to a fen."
    return fen, Step(policy.rules[key], policy.sources[key], zh, en)


def _unable(policy: Policy, members: Sequence[Member], fen: int, said: Step) -> tuple[int, Step]:
    """Who lives alone and cannot work has so much more (S1-COEF-02: +20 %)."""
    part, whole = policy.benefit.unable_single
    if len(members) > 1 or members[0].able_to_work or part == whole:
        return fen, said
    more, key = divide_fen(fen * part, whole), "benefit.unable_single"
    working = f"{yuan(fen)} × {ratio_text((part, whole))} = {yuan(more)}"
    zh = f"一人户，户主没有劳动能力，每月标准：{working} 元。"
    en = f"One person who cannot work: the standard a month, {working} yuan."
    return more, Step(policy.rules[key], policy.sources[key], zh, en)


def _rural(policy: Policy) -> tuple[int, Step]:
    key, fen = "benefit.rural_standard_fen", policy.benefit.rural_standard_fen
    if fen is None:
        raise Refusal("policy.not_given", id=policy.key, key=key, why="没有农村标准 / no rural standard")
    zh, en = f"农村每人每月标准 {yuan(fen)} 元。", f"The rural standard is {yuan(fen)} yuan a person a month."
    return fen, Step(policy.rules[key], policy.sources[key], zh, en)


@lru_cache(maxsize=256)
def _said(rule: str, source: str, size: int, fen: int) -> Step:
    """The same words for every household of a size."""
    zh = f"{size} 人户，每人每月标准 {yuan(fen)} 元。"
    people = "one" if size == 1 else str(size)
    en = f"A household of {people}: the standard is {yuan(fen)} yuan a person a month."
    return Step(rule, source, zh, en)


def _row(key: str, policy: Policy, rows: Sequence[Row], size: int) -> Row:
    """The row of a size; what the pack's source does not give is refused, never guessed."""
    if size <= len(rows):
        return rows[size - 1]
    if rows and rows[-1].and_above:
        return rows[-1]
    raise Refusal("policy.not_given", id=policy.key, key=key, why=f"{size} 人户 / households of {size}")

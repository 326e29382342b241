"""Whether a household owns more than the pack allows (D-28, P-20 art. 14)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from server.domain.benefit_household import Assets, Member
from server.domain.benefit_step import Step, yuan
from server.domain.policy import Policy
from server.domain.policy_benefit import PropertyRules
from server.errors import Refusal

Fault = tuple[str, str, str]


def property_faults(
    policy: Policy, members: Sequence[Member], assets: Assets | None, standard_fen: int
) -> list[Step]:
    """A step for everything the household owns beyond the limits; none where the pack does not look.

    Refuses a household nobody has asked, where the pack looks at property.
    """
    rules = policy.property
    if rules.mode == "none" and not rules.homes_most and not rules.vehicle_excludes:
        return []
    if assets is None:
        why = "政策包要查财产 / the pack looks at property"
        raise Refusal("benefit.invalid", key="household.assets", why=why)
    faults = _faults(rules, members, assets, standard_fen)
    return [Step("D-28", policy.sources[key], zh, en) for key, zh, en in faults]


def _faults(
    rules: PropertyRules, members: Sequence[Member], assets: Assets, standard_fen: int
) -> Iterator[Fault]:
    if rules.mode != "none":
        limit = _limit_fen(rules, members, standard_fen)
        if assets.financial_fen > limit:
            zh = f"存款和财产 {yuan(assets.financial_fen)} 元，超过限额 {yuan(limit)} 元。"
            en = f"Savings and property, {yuan(assets.financial_fen)} yuan: the limit is {yuan(limit)}."
            yield "property.limit", zh, en
    if rules.homes_most and assets.homes > rules.homes_most:
        zh = f"住房 {assets.homes} 套，超过 {rules.homes_most} 套。"
        en = f"Homes: {assets.homes}, more than the {rules.homes_most} allowed."
        yield "property.homes_most", zh, en
    counted = [vehicle for vehicle in assets.vehicles if vehicle not in rules.exempt]
    if rules.vehicle_excludes and counted:
        zh, en = "有机动车，不在不计的范围里。", "There is a motor vehicle that is not exempt."
        yield "property.vehicle_excludes", zh, en


def _limit_fen(rules: PropertyRules, members: Sequence[Member], standard_fen: int) -> int:
    """What the household may have: so many months or years of the standard, or so many fen, a person."""
    severe = any(member.severe for member in members)
    limit = rules.severe_limit if severe and rules.severe_limit else rules.limit
    each = {"months_of_standard": standard_fen, "years_of_standard": 12 * standard_fen, "absolute_fen": 1}
    return len(members) * limit * each[rules.mode]

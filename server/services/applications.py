"""Applications: registered, forwarded or declined by the community, accepted by the street (S7-PRE, ACC)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from server.domain.case import Case
from server.domain.household import format_household, parse_household
from server.domain.in_force import check_pack
from server.domain.material import check_codes, check_complete
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.policy import Policy
from server.domain.procedure import check_step
from server.domain.receipt import RESIDENCES
from server.domain.stage import Stage
from server.errors import Refusal
from server.records.entries import Area
from server.services.areas import get_open_area
from server.services.consultations import check_unused, link_consultation
from server.services.district import District, draft_act

COMMUNITY: Final = "community"
STREET: Final = "street"
# By what the pack calls where a family may apply (D-01).
_PLACES: Final = {
    COMMUNITY: ("社区", "the community"),
    STREET: ("街道", "the street"),
    "online": ("网上", "the web site"),
}


def register_application(
    district: District,
    actor: Actor,
    household: Mapping[str, Any],
    *,
    community: str = "",
    materials: Sequence[str] = (),
    waived: Sequence[str] = (),
    consultation: str = "",
    residence: str = "urban",
) -> Case:
    """Registers every family that applies (S7-APPLY-01, S7-DUTY-C1), under the pack in force.

    ``household`` is plain data as :func:`parse_household` reads it; members and incomes without an ``id`` are
    given one. ``community`` is the clerk's own where it is not said; an officer of the street names it, and
    the family then applied at the street (S7-PRE-04). ``materials`` names what was handed in, ``waived`` what
    this family does not need, ``consultation`` the one it follows from. ``residence`` is how its members are
    registered, urban or rural (S4-04); a pack may take urban ones alone.
    """
    area = get_open_area(district, community or actor.community, COMMUNITY)
    check_may(actor, "case.register")
    check_in_area(actor, area.parent, area.id)
    policy, channel = district.policy, COMMUNITY if actor.community else STREET
    _check_takes(district, policy, channel)
    check_residence(policy, residence)
    check_codes(policy.apply.materials, materials, waived)
    declared = parse_household(with_ids(household))
    facts: dict[str, Any] = {
        **_where_from(area, channel, consultation),
        "residence": residence,
        "persons": len(declared.members),
        "reviewed": policy.pre_review.enabled,
        "materials": list(materials),
        "waived": list(waived),
    }
    series = f"{district.area(area.parent).code}-{district.today().year}-"
    with district.casebook.turn:
        if consultation:
            check_unused(district, consultation)
        number = district.casebook.next_file(series)
        facts["declared"] = district.evidence.put(
            "declared", number, format_household(declared), salt=district.new_salt()
        )
        draft = draft_act(actor, "case.register", "applied", facts)
        district.casebook.append(draft, number, None, policy=policy.key)
        if consultation:
            link_consultation(district, actor, consultation, number)
    return district.get_case(number)


def _where_from(area: Area, channel: str, consultation: str) -> dict[str, Any]:
    """The community and its street, at whose counter, and the consultation it follows from, if any."""
    facts = {"community": area.id, "street": area.parent, "channel": channel}
    return facts | {"consultation": consultation} if consultation else facts


def forward_application(district: District, actor: Actor, number: str) -> Case:
    """Thought eligible, a complete application is signed and sent to the street (S7-PRE-01, S7-PRE-02)."""
    case = _get_to_do(district, actor, number, "case.forward", "forwarded")
    check_complete(_checklist(district, case), case.materials)
    return district.append_to_case(case, draft_act(actor, "case.forward", "forwarded"))


def decline_application(district: District, actor: Actor, number: str, reason: str, *, told: bool) -> Case:
    """Thought ineligible, it is not handled, with the reason; the street stays open (S7-PRE-03, S7-PRE-04).

    Only a complete set is reviewed at all (S7-PRE-01); what is declined the street accepts all the same.
    """
    case = _get_to_do(district, actor, number, "case.forward", "not_handled")
    check_complete(_checklist(district, case), case.materials)
    if not reason.strip():
        raise Refusal("application.decline_reason")
    if not told:
        raise Refusal("application.told")
    facts = {"reason": district.put_text(number, "reason", reason), "told": True}
    return district.append_to_case(case, draft_act(actor, "case.forward", "not_handled", facts))


def accept_application(district: District, actor: Actor, number: str) -> Case:
    """The street must accept what was forwarded and what was not handled alike (S7-ACC-01), once complete."""
    case = _get_to_do(district, actor, number, "case.accept", "accepted")
    check_complete(_checklist(district, case), case.materials)
    way = "forwarded" if case.stage is Stage.FORWARDED else "direct"
    return district.append_to_case(case, draft_act(actor, "case.accept", "accepted", {"way": way}))


def withdraw_application(district: District, actor: Actor, number: str, reason: str) -> Case:
    """The applicant withdraws; what was recorded stays on record."""
    case = _get_to_do(district, actor, number, "case.withdraw", "withdrawn")
    if not reason.strip():
        raise Refusal("withdrawal.reason")
    facts = {"reason": district.put_text(number, "reason", reason)}
    return district.append_to_case(case, draft_act(actor, "case.withdraw", "withdrawn", facts))


def with_ids(household: Mapping[str, Any]) -> dict[str, Any]:
    """The household with a stable ``id`` for each member and income, by which answers are compared."""
    members = []
    for number, member in enumerate(household.get("members", ()), start=1):
        incomes = [
            {"id": f"i{place}"} | dict(income)
            for place, income in enumerate(member.get("incomes", ()), start=1)
        ]
        members.append({"id": f"m{number}"} | dict(member) | {"incomes": incomes})
    return dict(household) | {"members": members}


def _check_takes(district: District, policy: Policy, channel: str) -> None:
    """A new application goes by rules in force, where they let families apply (D-01)."""
    check_pack(policy, "applied", district.today())
    if channel not in policy.apply.channels:
        places = [_PLACES[each] for each in policy.apply.channels]
        zh, en = "、".join(zh for zh, _ in places), ", ".join(en for _, en in places)
        raise Refusal("application.channel", zh=zh, en=en)


def check_residence(policy: Policy, residence: str) -> None:
    """Refuses what is neither urban nor rural, and rural households where the pack is for urban ones."""
    if residence not in RESIDENCES:
        raise Refusal("application.residence")
    if residence == "rural" and policy.eligibility.registration == "urban":
        raise Refusal("application.urban_only", title=policy.title)


def _checklist(district: District, case: Case) -> Sequence[str]:
    return district.policy_of(case.policy).apply.materials


def _get_to_do(district: District, actor: Actor, number: str, permission: str, act: str) -> Case:
    case = district.get_case(number)
    check_may(actor, permission)
    check_in_area(actor, case.street, case.community)
    check_step(case, act)
    return case

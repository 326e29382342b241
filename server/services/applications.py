"""Applications: registered and forwarded by the community, accepted by the street (S7-APPLY, PRE, ACC)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from server.domain.case import Case
from server.domain.household import format_household, parse_household
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.procedure import check_step
from server.errors import Refusal
from server.records.entries import Area
from server.services.district import District, draft_act


def register_application(
    district: District,
    actor: Actor,
    household: Mapping[str, Any],
    *,
    community: str = "",
    materials: Sequence[str] = (),
) -> Case:
    """Registers every family that applies (S7-APPLY-01, S7-DUTY-C1).

    ``household`` is plain data as :func:`parse_household` reads it; members and incomes without an ``id`` are
    given one. ``community`` is the clerk's own where it is not said; ``materials`` names what was handed in.
    """
    area = _find_community(district, community or actor.community)
    check_may(actor, "case.register")
    check_in_area(actor, area.parent, area.id)
    declared = parse_household(with_ids(household))
    facts: dict[str, Any] = {
        "persons": len(declared.members),
        "community": area.id,
        "street": area.parent,
        "materials": list(materials),
    }
    series = f"{district.area(area.parent).code}-{district.today().year}-"
    policy = district.policy.key
    with district.casebook.turn:
        number = district.casebook.next_file(series)
        facts["declared"] = district.evidence.put(
            "declared", number, format_household(declared), salt=district.new_salt()
        )
        draft = draft_act(actor, "case.register", "applied", facts)
        district.casebook.append(draft, number, None, policy=policy)
    return district.get_case(number)


def forward_application(district: District, actor: Actor, number: str) -> Case:
    """Thought eligible, the application is signed and sent to the street (S7-PRE-02)."""
    return _take_step(district, actor, number, "case.forward", "forwarded")


def accept_application(district: District, actor: Actor, number: str) -> Case:
    """The street must accept what the community forwarded (S7-ACC-01)."""
    return _take_step(district, actor, number, "case.accept", "accepted")


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


def _take_step(district: District, actor: Actor, number: str, permission: str, act: str) -> Case:
    case = district.get_case(number)
    check_may(actor, permission)
    check_in_area(actor, case.street, case.community)
    check_step(case, act)
    return district.append_to_case(case, draft_act(actor, permission, act))


def _find_community(district: District, community: str) -> Area:
    area = district.office.find(Area, community) if community else None
    if area is None or area.kind != "community":
        raise Refusal("area.unknown", id=community)
    return area

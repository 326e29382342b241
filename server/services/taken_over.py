"""Households of the system before, taken into the record as they stand (S7-DUTY-S7).

The household goes to evidence like one that was declared, with where it comes from; the act says since when
it receives how much, in which class. Nothing is claimed of how the old system decided.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from server.domain.act import ActDraft
from server.domain.area import COMMUNITY
from server.domain.case import Case
from server.domain.household import Household, format_household, parse_household
from server.domain.in_force import check_pack
from server.domain.permission import Actor, check_may
from server.domain.receipt import CLASSES, RESIDENCES
from server.errors import Refusal
from server.records.takeover_rows import find_recipient, find_taken_over
from server.services.applications import with_ids
from server.services.areas import get_open_area
from server.services.district import District, draft_act

_MONTH: Final = re.compile(r"[12]\d{3}-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Takeover:
    """What the system before says of a household; ``household`` is plain data, money is fen a month."""

    household: Mapping[str, Any]
    community: str
    residence: str
    klass: str
    amount_fen: int
    since: str  # the first month of this amount
    source: str
    origin: str = ""  # the number the household had there; nobody is taken over twice under it


def take_over(district: District, actor: Actor, takeover: Takeover) -> Case:
    """Takes one household over under the next number of its street; refuses what cannot be."""
    check_may(actor, "case.take_over")
    area = get_open_area(district, takeover.community, COMMUNITY)
    check_pack(district.policy, "taken_over", district.today())
    household = check_takeover(takeover, district.today().isoformat()[:7])
    series = f"{district.area(area.parent).code}-{district.today().year}-"
    with district.casebook.turn:
        check_untaken(district, takeover, household)
        number = district.casebook.next_file(series)
        declared = district.evidence.put(
            "declared", number, format_household(household), salt=district.new_salt()
        )
        source = district.evidence.put("source", number, _source(takeover), salt=district.new_salt())
        draft = draft_takeover(actor, takeover, area.parent, len(household.members), declared, source)
        district.casebook.append(draft, number, None, policy=district.policy.key)
    return district.get_case(number)


def check_takeover(takeover: Takeover, this_month: str) -> Household:
    """The household, where everything said of it can be."""
    if not _MONTH.fullmatch(takeover.since) or takeover.since > this_month:
        raise Refusal("taken_over.since", text=takeover.since)
    if takeover.amount_fen <= 0:
        raise Refusal("taken_over.amount", number=takeover.amount_fen)
    if takeover.klass not in CLASSES:
        raise Refusal("taken_over.class")
    if takeover.residence not in RESIDENCES:
        raise Refusal("application.residence")
    if not takeover.source.strip():
        raise Refusal("taken_over.source")
    return parse_household(with_ids(takeover.household))


def check_untaken(district: District, takeover: Takeover, household: Household) -> None:
    """Refuses a household, or a member of one, that the record has in receipt already."""
    number = find_taken_over(district.index, takeover.origin)
    if number:
        raise Refusal("taken_over.origin_known", origin=takeover.origin, number=number)
    for member in household.members:
        number = find_recipient(district.index, member.identity_number)
        if number:
            raise Refusal("taken_over.identity_known", name=member.name, number=number)


def is_taken_over(district: District, number: str, takeover: Takeover, household: Household) -> bool:
    """Whether a case says of a household what its taking over would say now."""
    opened = district.get_case(number).acts[0]
    facts = draft_facts(takeover, opened.facts["street"], len(household.members))
    declared = district.evidence.get("declared", number, opened.facts["declared"])
    return declared == format_household(household) and facts.items() <= opened.facts.items()


def _source(takeover: Takeover) -> dict[str, str]:
    text = {"text": takeover.source.strip()}
    return text | {"origin": takeover.origin} if takeover.origin else text


def draft_facts(takeover: Takeover, street: str, persons: int) -> dict[str, object]:
    """What the act says by itself; the rest is in evidence."""
    return {
        "community": takeover.community,
        "street": street,
        "residence": takeover.residence,
        "persons": persons,
        "class": takeover.klass,
        "amount_fen": takeover.amount_fen,
        "since": takeover.since,
    }


def draft_takeover(
    actor: Actor, takeover: Takeover, street: str, persons: int, declared: str, source: str
) -> ActDraft:
    """The act; ``declared`` and ``source`` are digests of evidence."""
    facts = draft_facts(takeover, street, persons) | {"declared": declared, "source": source}
    return draft_act(actor, "case.take_over", "taken_over", facts)

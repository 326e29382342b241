"""What makes a community one to look at more often, said with a date and a source (S7-SPOT-03)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from server.domain.burden import burden_file, check_burden
from server.domain.permission import Actor, check_in_area, check_may, may_in_area
from server.errors import Refusal
from server.records.burden_rows import BurdenRow, burdens
from server.records.entries import Area
from server.services.district import District, draft_act


@dataclass(frozen=True)
class BurdenView:
    """A community as the page shows it; ``said`` is None where nothing was said of it."""

    community: Area
    said: BurdenRow | None
    source: str


def communities(district: District, street: str = "") -> list[Area]:
    """The communities of the district, or of one street, in the order of their ids."""
    areas = (area for area in district.office.every(Area) if area.kind == "community")
    return sorted((area for area in areas if street in ("", area.parent)), key=lambda area: area.id)


def list_burdens(district: District, actor: Actor) -> list[BurdenView]:
    """Every community of the person's area, with what was said of it last."""
    check_may(actor, "draw.read")
    said = burdens(district.index)
    mine = (area for area in communities(district) if may_in_area(actor, area.parent, area.id))
    return [_view(district, area, said.get(area.id)) for area in mine]


def record_burden(
    district: District, actor: Actor, community: str, *, weak: bool, difficult: bool, since: date, source: str
) -> None:
    """Says that staffing is weak or the work difficult, or no longer so; counts in draws to come."""
    area = district.area(community)
    if area.kind != "community":
        raise Refusal("burden.community")
    check_may(actor, "burden.record")
    check_in_area(actor, area.parent, community)
    check_burden(since, source, district.today())
    file = burden_file(community)
    with district.casebook.turn:
        facts = {
            "community": community,
            "street": area.parent,
            "weak": weak,
            "difficult": difficult,
            "since": since.isoformat(),
            "source": district.put_text(file, "source", source),
        }
        acts = district.casebook.read(file)
        draft = draft_act(actor, "burden.record", "burden_recorded", facts)
        district.casebook.append(draft, file, acts[-1] if acts else None, policy=district.policy.key)


def _view(district: District, area: Area, said: BurdenRow | None) -> BurdenView:
    source = district.get_text(said.file, "source", said.source) if said else ""
    return BurdenView(area, said, source)

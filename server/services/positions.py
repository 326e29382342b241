"""Where a family's home lies, entered at the desk, so that photos taken far from it are told (design §5)."""

from __future__ import annotations

from collections.abc import Mapping

from server.domain.case import Case
from server.domain.days import format_instant
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.position import is_in_china, parse_position
from server.errors import Refusal
from server.records.entries import HomePosition
from server.services.district import District
from server.services.flags import raise_far


def find_home(district: District, case: Case) -> HomePosition | None:
    """The position of the address, for a caller that has checked who asks."""
    return district.office.find(HomePosition, case.number)


def set_home(district: District, actor: Actor, number: str, named: Mapping[str, str]) -> HomePosition:
    """Keeps where the address lies, in the coordinate system it was read in, and looks at the photos anew.

    A mistake is put right by entering it again; what was flagged by then stays, for a person to put away.
    """
    case = district.get_case(number)
    check_may(actor, "position.set")
    check_in_area(actor, case.street, case.community)
    position = parse_position(named)
    if position is None or not is_in_china(position):
        raise Refusal("position.nowhere")
    kept = {key: named[key].strip() for key in ("lat", "lon", "system", "accuracy_m") if named.get(key)}
    entry = HomePosition(number, kept, by=actor.user_id, at=format_instant(district.now()))
    district.office.save(entry)
    raise_far(district, case)
    return entry

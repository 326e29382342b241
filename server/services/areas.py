"""The district's streets and communities, and its own names: every change by the administrator is an act.

A street or a community is never taken away: cases, rolls and acts name it for ever. One that is closed keeps
what runs there; nothing new begins. Its id and code stay, since numbers were given out under them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Final

from server.domain.act import Act
from server.domain.area import COMMUNITY, STREET, check_area_id, check_code, check_kind
from server.domain.permission import Actor, check_may
from server.errors import Refusal
from server.records.entries import Area, Profile
from server.services.district import District, draft_act

PROFILE_FILE: Final = "district"


@dataclass(frozen=True)
class AreaDetails:
    """What of a street or a community may change."""

    name_zh: str
    name_en: str = ""
    phone: str = ""
    place: str = ""


@dataclass(frozen=True)
class Names:
    """What of the district itself may change: its name, the office that issues badges, its telephone."""

    name_zh: str
    name_en: str
    issuer: str
    phone: str = ""


@dataclass(frozen=True)
class Street:
    """A street with its communities, those that are closed last."""

    area: Area
    communities: Sequence[Area]


def area_file(area_id: str) -> str:
    return f"area:{area_id}"


def list_streets(district: District, actor: Actor) -> list[Street]:
    """Every street with its communities, those that are closed last."""
    check_may(actor, "area.read")
    areas = sorted(district.office.every(Area), key=lambda area: (bool(area.closed_on), area.id))
    return [
        Street(street, [area for area in areas if area.parent == street.id])
        for street in areas
        if street.kind == STREET
    ]


def open_areas(district: District, kind: str, parent: str = "") -> list[Area]:
    """Where something new may begin."""
    areas = (area for area in district.office.every(Area) if area.kind == kind and not area.closed_on)
    return [area for area in areas if parent in ("", area.parent)]


def get_area(district: District, area_id: str) -> Area:
    area = district.office.find(Area, area_id) if area_id else None
    if area is None:
        raise Refusal("area.unknown", id=area_id)
    return area


def get_open_area(district: District, area_id: str, kind: str) -> Area:
    """A street or a community in which something new begins; refuses one that is closed."""
    area = get_area(district, area_id)
    if area.kind != kind:
        raise Refusal("area.unknown", id=area_id)
    if area.closed_on:
        raise Refusal("area.closed", name=area.name_zh)
    return area


def get_named_area(district: District, text: str, kind: str) -> Area:
    """The same by its id, or by a name that one open area alone has: what people write in a table."""
    named = [area.id for area in open_areas(district, kind) if text in (area.name_zh, area.name_en)]
    if len(named) > 1:
        raise Refusal("area.ambiguous", name=text)
    return get_open_area(district, named[0] if named else text, kind)


def read_area_acts(district: District, actor: Actor, area_id: str) -> Sequence[Act]:
    """What was done to a street or a community, oldest first."""
    check_may(actor, "area.read")
    return district.casebook.read(area_file(area_id))


def add_area(district: District, actor: Actor, area: Area) -> Area:
    """Adds a street, or a community of one; refuses an id or a code that is taken."""
    check_may(actor, "area.manage")
    with district.casebook.turn:
        area = check_new_area(area, district.office.every(Area))
        _append(district, actor, area_file(area.id), "area_added", _facts(area))
        district.office.create(area)
    return area


def check_new_area(area: Area, others: Sequence[Area]) -> Area:
    """The area as it is kept, where it can stand beside the others."""
    check_kind(area.kind)
    check_area_id(area.id)
    check_code(area.kind, area.code)
    for other in others:
        if other.id == area.id:
            raise Refusal("area.taken", id=area.id)
        if other.code == area.code:
            raise Refusal("area.code_taken", code=area.code)
    check_parent(area, others)
    return _with_details(area, AreaDetails(area.name_zh, area.name_en, area.phone, area.place))


def check_parent(area: Area, others: Sequence[Area]) -> None:
    """A community belongs to a street that is open, a street to nothing."""
    if area.kind == STREET and not area.parent:
        return
    open_streets = {other.id for other in others if other.kind == STREET and not other.closed_on}
    if area.kind == STREET or area.parent not in open_streets:
        raise Refusal("area.parent")


def change_area(district: District, actor: Actor, area_id: str, details: AreaDetails) -> Area:
    """Another name, telephone or place to come to; whatever names the area shows it at once."""
    check_may(actor, "area.manage")
    area = get_area(district, area_id)
    changed = _with_details(area, details)
    if changed == area:
        return area
    with district.casebook.turn:
        facts = {key: value for key, value in _facts(changed).items() if value != _facts(area)[key]}
        _append(district, actor, area_file(area_id), "area_changed", facts)
        return district.office.change(Area, area_id, lambda now: _with_details(now, details))


def close_area(district: District, actor: Actor, area_id: str) -> None:
    """Nothing new begins there any more; a street is closed after its communities."""
    check_may(actor, "area.manage")
    area = get_area(district, area_id)
    left = open_areas(district, COMMUNITY, area_id) if area.kind == STREET else []
    if left:
        raise Refusal("area.open_below", name=area.name_zh, count=len(left))
    _set_closed(district, actor, area, "area_closed", district.today().isoformat())


def reopen_area(district: District, actor: Actor, area_id: str) -> None:
    check_may(actor, "area.manage")
    area = get_area(district, area_id)
    if area.kind == COMMUNITY:
        check_parent(area, district.office.every(Area))
    _set_closed(district, actor, area, "area_reopened", "")


def change_names(district: District, actor: Actor, names: Names) -> Profile:
    """The district's own names, as every paper and badge made from now on has them."""
    check_may(actor, "area.manage")
    kept = Names(*(text.strip() for text in asdict(names).values()))
    if not (kept.name_zh and kept.name_en and kept.issuer):
        raise Refusal("profile.unnamed")
    profile = district.profile
    changed = replace(profile, **asdict(kept))
    if changed == profile:
        return profile
    with district.casebook.turn:
        facts = {key: value for key, value in asdict(kept).items() if value != getattr(profile, key)}
        _append(district, actor, PROFILE_FILE, "profile_changed", facts)
        district.office.save(changed)
    return changed


def _set_closed(district: District, actor: Actor, area: Area, kind: str, closed_on: str) -> None:
    if bool(area.closed_on) == bool(closed_on):
        return
    with district.casebook.turn:
        _append(district, actor, area_file(area.id), kind, {})
        district.office.change(Area, area.id, lambda now: replace(now, closed_on=closed_on))


def _with_details(area: Area, details: AreaDetails) -> Area:
    """An area nobody named in English goes by its Chinese name there as well."""
    name_zh, name_en, phone, place = (text.strip() for text in asdict(details).values())
    if not name_zh:
        raise Refusal("area.unnamed")
    return replace(area, name_zh=name_zh, name_en=name_en or name_zh, phone=phone, place=place)


def _facts(area: Area) -> dict[str, str]:
    return {
        "kind": area.kind,
        "name_zh": area.name_zh,
        "name_en": area.name_en,
        "code": area.code,
        "parent": area.parent,
        "phone": area.phone,
        "place": area.place,
    }


def _append(district: District, actor: Actor, file: str, kind: str, facts: dict[str, str]) -> None:
    acts = district.casebook.read(file)
    draft = draft_act(actor, "area.manage", kind, facts)
    district.casebook.append(draft, file, acts[-1] if acts else None, policy=district.policy.key)

"""The feed of cases, visits and statistics: what its reader may see, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from server.domain.feed import ENTITY_SETS, EntitySet
from server.domain.feed_expression import Expression
from server.domain.feed_query import FeedQuery, format_token
from server.domain.month import month_after, month_before
from server.domain.permission import Actor, check_may, may
from server.errors import Refusal
from server.records.entries import Area
from server.records.feed_rows import Bounds, count_entities, find_entity, read_entities
from server.services.district import District
from server.services.reads import note_feed

PAGE: Final = 2000
_YEARS: Final = 3  # of statistics: this one and the two before


@dataclass(frozen=True)
class FeedPage:
    """Entities of one page, how many there are on all of them where that was asked, and where to go on."""

    entities: Sequence[Mapping[str, Any]]
    count: int | None = None
    token: str = ""
    left: int | None = None  # of ``$top``, for the next page


def list_entity_sets(actor: Actor) -> list[EntitySet]:
    """The tables a person may read."""
    return [each for each in ENTITY_SETS.values() if may(actor, each.permission)]


def read_feed(
    district: District, actor: Actor, entities: EntitySet, query: FeedQuery, page: int = PAGE
) -> FeedPage:
    """One page of a table, of the reader's own area, and on the record as read."""
    _check(district, actor, entities)
    bounds = _bounds(district, actor)
    wanted = page if query.top is None else min(page, query.top)
    found = read_entities(district.index, entities, bounds, query, wanted + 1)
    shown = found[:wanted]
    total = count_entities(district.index, entities, bounds, query.condition) if query.counted else None
    left = None if query.top is None else query.top - len(shown)
    if len(found) <= wanted or left == 0:
        return FeedPage(shown, total)
    return FeedPage(shown, total, format_token(query, entities, len(shown), shown[-1]), left)


def count_feed(district: District, actor: Actor, entities: EntitySet, condition: Expression | None) -> int:
    _check(district, actor, entities)
    return count_entities(district.index, entities, _bounds(district, actor), condition)


def get_entity(
    district: District, actor: Actor, entities: EntitySet, key: Sequence[str | int]
) -> Mapping[str, Any]:
    """One entity by its key; another area's is not told from none."""
    _check(district, actor, entities)
    found = find_entity(district.index, entities, _bounds(district, actor), key)
    if found is None:
        raise Refusal("feed.resource", path=entities.name)
    return found


def _check(district: District, actor: Actor, entities: EntitySet) -> None:
    check_may(actor, "feed.use")
    check_may(actor, entities.permission)
    note_feed(district, actor, entities.name)


def _bounds(district: District, actor: Actor) -> Bounds:
    areas = {area.id: area.name_zh for area in district.office.every(Area)}
    today = district.today()
    month, last = f"{today.year - _YEARS + 1}-01", today.isoformat()[:7]
    months = {}
    while month <= last:
        months[month] = month_before(month)
        month = month_after(month)
    return Bounds(actor.street, actor.community, areas, months)

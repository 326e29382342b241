"""Which community's quarterly list is still to be posted, proved or taken down (S7-QPUB-01)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from server.domain.permission import Actor, check_may, may, may_in_area
from server.domain.quarter import Quarter, quarter_of
from server.domain.quarter_list import ListWindow, window_of
from server.records.entries import Area
from server.records.list_rows import ListRow, lists_hanging, lists_of
from server.services.burdens import communities
from server.services.district import District
from server.services.notices import POSTED, REMOVED

WAITING: Final = ("due", "unproved", "to_remove")


@dataclass(frozen=True)
class ListStanding:
    """Where the list of one community stands; ``row`` is None where nothing was generated.

    ``state``: early (its month has not come), due, unproved, hanging, to_remove, done, missed.
    """

    community: Area
    row: ListRow | None
    state: str


def list_standings(district: District, actor: Actor, quarter: Quarter) -> list[ListStanding]:
    """Every community of the person's area in a quarter; none where the pack posts no list in it."""
    check_may(actor, "list.read")
    window = window_of(quarter, district.policy.quarter_list)
    if window is None:
        return []
    rows = lists_of(district.index, str(quarter))
    mine = (area for area in communities(district) if may_in_area(actor, area.parent, area.id))
    return [
        ListStanding(area, rows.get(area.id), _state(district, window, rows.get(area.id))) for area in mine
    ]


def count_lists(district: District, actor: Actor) -> int:
    """How many lists of this quarter wait for a hand of this person."""
    if not may(actor, "list.make"):
        return 0
    standings = list_standings(district, actor, quarter_of(district.today()))
    return sum(standing.state in WAITING for standing in standings)


def hanging_lists(district: District) -> list[ListRow]:
    """The lists anybody may read today."""
    return lists_hanging(district.index, district.today().isoformat())


def _state(district: District, window: ListWindow, row: ListRow | None) -> str:
    today = district.today()
    if row is None or not row.posted_on:
        if today > window.last_day:
            return "missed"
        return "due" if today >= window.first_day.replace(day=1) else "early"
    return _state_of_posted(district, row)


def _state_of_posted(district: District, row: ListRow) -> str:
    proofs, wants_photos = row.proofs.split(), district.policy.notice.proof_photos
    if wants_photos and POSTED not in proofs:
        return "unproved"
    if row.removed_on:
        return "unproved" if wants_photos and REMOVED not in proofs else "done"
    return "hanging" if district.today().isoformat() <= row.last_day else "to_remove"

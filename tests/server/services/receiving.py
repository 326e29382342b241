"""Communities with households in receipt, for tests of draws and lists."""

from __future__ import annotations

from server.records.entries import Area
from server.services.district import District
from server.services.heads import publish_due
from tests.factories import STREET_ID
from tests.server.services.story import approved_case, move


def more_communities(district: District, count: int) -> list[str]:
    """As many more communities of the street, without a household."""
    ids = [f"c-{number:02d}" for number in range(1, count + 1)]
    for number, community in enumerate(ids, start=1):
        name = f"第{number}社区"
        district.office.save(
            Area(community, "community", name, f"Community {number}", f"SL{number}", STREET_ID)
        )
    return ids


def receiving_case(district: District) -> str:
    """A household in receipt; the clock stands in the first month that is paid."""
    number = approved_case(district).number
    receipt = district.get_case(number).receipt
    assert receipt is not None
    while district.today().isoformat()[:7] < receipt.now.since:
        move(district, days=1)
    return number


def next_day(district: District) -> None:
    """The day after, with the head of the day before published."""
    move(district, days=1)
    publish_due(district)

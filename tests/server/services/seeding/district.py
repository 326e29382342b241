"""A small synthetic district, seeded once for all the tests that only read it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from server.opening import open_for_command
from server.services.district import District
from server.services.seeding import first_instant, seed
from server.services.seeding.clock import Clock
from server.settings import Settings

END = datetime(2026, 4, 15, 8, 30, tzinfo=UTC)  # a Wednesday, half past four in China
HOUSEHOLDS = 72


@contextmanager
def seeded_district(folder: Path) -> Iterator[District]:
    """Two months of a district of 72 households, told up to a day in April."""
    folder.mkdir(exist_ok=True)
    clock = Clock(first_instant(END))
    with open_for_command(Settings(data=folder, demo=True), clock=clock) as district:
        seed(district, clock, END, households=HOUSEHOLDS)
        yield district

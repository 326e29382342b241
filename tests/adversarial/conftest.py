"""One furnished district a test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.services.district import District
from tests.factories import Clock, make_district
from tests.server.services.seeding.district import seeded_district


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def district(tmp_path: Path, clock: Clock) -> Iterator[District]:
    with make_district(tmp_path, clock) as made:
        yield made


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    """A synthetic district, seeded once: for tests that read it."""
    with seeded_district(tmp_path_factory.mktemp("seeded") / "data") as district:
        yield district

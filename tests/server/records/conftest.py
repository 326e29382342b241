"""An empty district a test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.services.district import District
from tests.factories import Clock, make_empty_district


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def district(tmp_path: Path, clock: Clock) -> Iterator[District]:
    with make_empty_district(tmp_path, clock) as made:
        yield made

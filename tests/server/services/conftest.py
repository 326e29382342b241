"""One furnished district a test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.services.district import District
from tests.conftest import Furnished
from tests.factories import Clock, make_empty_district


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def district(tmp_path: Path, clock: Clock, furnished: Furnished) -> Iterator[District]:
    furnished.copy_to(tmp_path)
    with make_empty_district(tmp_path, clock) as made:
        furnished.throw_on(made.rng)
        yield made

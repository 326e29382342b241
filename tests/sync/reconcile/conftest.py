"""One furnished district a test, with a tablet and a case that waits for its visit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.domain.case import Case
from server.services.district import District
from tests.conftest import Furnished
from tests.factories import Clock, PaperTablet, assigned_case, enrolled_tablet, make_empty_district


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def district(tmp_path: Path, clock: Clock, furnished: Furnished) -> Iterator[District]:
    furnished.copy_to(tmp_path)
    with make_empty_district(tmp_path, clock) as made:
        furnished.throw_on(made.rng)
        yield made


@pytest.fixture
def tablet(district: District) -> PaperTablet:
    return enrolled_tablet(district)


@pytest.fixture
def case(district: District) -> Case:
    return assigned_case(district)

"""One furnished district a test, with a tablet and a case that waits for its visit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.domain.case import Case
from server.services.district import District
from tests.factories import Clock, PaperTablet, assigned_case, enrolled_tablet, make_district


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def district(tmp_path: Path, clock: Clock) -> Iterator[District]:
    with make_district(tmp_path, clock) as made:
        yield made


@pytest.fixture
def tablet(district: District) -> PaperTablet:
    return enrolled_tablet(district)


@pytest.fixture
def case(district: District) -> Case:
    return assigned_case(district)

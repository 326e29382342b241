"""What is told once for all the tests of a process, and copied or read."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from server.records.entries import User
from server.services.district import District
from server.serving import keep_loaded
from tests.factories import furnish, make_empty_district
from tests.server.services.seeding.district import seeded_district
from tests.server.web.browsing import light_hash


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end, as in the server: the collector looks at what is new."""
    keep_loaded()


@dataclass(frozen=True)
class Furnished:
    """A closed data folder as ``furnish`` leaves it, and where the district's dice stood then."""

    folder: Path
    dice: tuple[Any, ...]

    def copy_to(self, folder: Path) -> None:
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)

    def throw_on(self, rng: random.Random) -> None:
        """No salt of what was copied comes a second time."""
        rng.setstate(self.dice)


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Furnished:
    """Furnished once; a test writes into a copy of it, which has keys like it and nothing else in common."""
    folder = tmp_path_factory.mktemp("furnished") / "data"
    with make_empty_district(folder) as district:
        furnish(district)
        return Furnished(folder, district.rng.getstate())


@pytest.fixture(scope="session")
def with_passwords(tmp_path_factory: pytest.TempPathFactory, furnished: Furnished) -> Furnished:
    """The furnished folder in which everybody has the password, given once and copied with the rest."""
    folder = tmp_path_factory.mktemp("with-passwords") / "data"
    furnished.copy_to(folder)
    with make_empty_district(folder) as district:
        for user in district.office.every(User):
            district.office.save(replace(user, password=light_hash()))
        return Furnished(folder, furnished.dice)


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    """A synthetic district, seeded once: for tests that read it."""
    with seeded_district(tmp_path_factory.mktemp("seeded") / "data") as district:
        yield district

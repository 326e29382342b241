"""The whole application on a furnished data folder, where everybody has the same password."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from server.app import create_app
from server.records.entries import User
from server.services.district import District
from server.settings import Settings
from server.web.current import current_district
from server.web.limits import limiter
from tests.factories import Clock, furnish
from tests.server.web.browsing import light_hash


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(tmp_path: Path, clock: Clock) -> Iterator[Flask]:
    made = create_app(Settings(data=tmp_path / "data", reconciler=False), clock)
    with made.app_context():
        district = current_district()
        furnish(district)
        for user in district.office.every(User):
            district.office.save(replace(user, password=light_hash()))
    limiter.reset()
    yield made
    limiter.reset()
    district.close()


@pytest.fixture
def district(app: Flask) -> District:
    with app.app_context():
        return current_district()

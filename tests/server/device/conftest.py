"""The whole application on a furnished data folder, and a plain client as a tablet has it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.app import create_app
from server.services.district import District
from server.settings import Settings
from server.web.current import current_district
from server.web.limits import limiter
from tests.factories import Clock, furnish


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(tmp_path: Path, clock: Clock) -> Iterator[Flask]:
    made = create_app(Settings(data=tmp_path / "data", reconciler=False), clock)
    with made.app_context():
        furnish(current_district())
    limiter.reset()
    yield made
    limiter.reset()


@pytest.fixture
def district(app: Flask) -> District:
    with app.app_context():
        return current_district()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client(use_cookies=False)

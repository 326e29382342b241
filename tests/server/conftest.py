"""The whole application on a furnished data folder, where everybody has the same password."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from server.app import create_app
from server.services.district import District
from server.settings import Settings
from server.web.current import current_district
from server.web.limits import limiter
from tests.conftest import Furnished
from tests.factories import Clock


class Compiled(BytecodeCache):
    """Templates compiled once a process, whichever application asks (Jinja keeps a digest of each)."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(tmp_path: Path, clock: Clock, with_passwords: Furnished) -> Iterator[Flask]:
    with_passwords.copy_to(tmp_path / "data")
    made = create_app(Settings(data=tmp_path / "data", reconciler=False), clock)
    made.jinja_env.bytecode_cache = COMPILED
    with made.app_context():
        district = current_district()
    limiter.reset()
    yield made
    limiter.reset()
    district.close()


@pytest.fixture
def district(app: Flask) -> District:
    with app.app_context():
        return current_district()

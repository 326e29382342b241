"""A seeded district for journeys: seeded once by the command, copied for each story."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright

from server.services.seeding import Account, list_accounts
from tests.journeys.browser import CHROMIUM, QUIET
from tests.journeys.field import Field, in_the_field
from tests.journeys.network import Network, free_port
from tests.journeys.ruhu import run


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """How ``browser`` is started, once for all the tests of a process: each opens a context of its own."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": QUIET}


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a synthetic district, as ``make demo`` makes it."""
    folder = tmp_path_factory.mktemp("seeded") / "data"
    seeded = run("seed", "--data", str(folder))
    assert seeded.returncode == 0, seeded.stderr
    return folder


@pytest.fixture
def data(seeded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(seeded, tmp_path / "data"))


@pytest.fixture
def network() -> Iterator[Network]:
    """The tablet's way to a server that will listen on ``network.server_port``."""
    with Network(free_port()) as network:
        yield network


@pytest.fixture
def field(playwright: Playwright, tmp_path: Path, network: Network) -> Iterator[Field]:
    """An assessor with two homes to visit; the tablet is not enrolled yet."""
    with in_the_field(playwright, tmp_path, network) as field:
        yield field


@pytest.fixture(scope="session")
def accounts() -> dict[str, Account]:
    """Who can sign in, by user name."""
    return {account.user: account for account in list_accounts()}

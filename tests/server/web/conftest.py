"""People who can sign in to the application."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.server.web.browsing import Person


@pytest.fixture
def person(app: Flask) -> Callable[..., Person]:
    """Somebody at a browser: ``person("gao")`` is signed in, ``person()`` is a resident."""
    return lambda user_id="", lang="zh": Person(app.test_client(), user_id, lang)

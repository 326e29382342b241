"""Conventions about pages look at the same application the pages' own tests use."""

from __future__ import annotations

from tests.server.conftest import app, clock, district
from tests.server.web.conftest import person

__all__ = ["app", "clock", "district", "person"]

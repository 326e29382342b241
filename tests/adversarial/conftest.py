"""Attacks meet the same furnished district as the services' own tests."""

from __future__ import annotations

from tests.server.services.conftest import clock, district

__all__ = ["clock", "district"]

"""The OData feed, under ``/odata``; registered by being imported here."""

from __future__ import annotations

from server.web.feed import resources
from server.web.feed.blueprint import feed

__all__ = ["feed", "resources"]

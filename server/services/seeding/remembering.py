"""Published versions read once: they never change, and a seeding asks for one form two thousand times."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from server.records.versions import Versions
from server.services.district import District


class RememberedVersions(Versions):
    """Versions that are checked against their digest at the first reading, then given from memory."""

    def __init__(self, versions: Versions) -> None:
        self._versions = versions
        self._read: dict[tuple[str, str], dict[str, Any]] = {}

    def publish(self, kind: str, key: str, content: Any) -> str:
        return self._versions.publish(kind, key, content)

    def get(self, kind: str, key: str) -> dict[str, Any]:
        if (kind, key) not in self._read:
            self._read[kind, key] = self._versions.get(kind, key)
        return self._read[kind, key]


def remember_versions(district: District) -> District:
    return replace(district, versions=RememberedVersions(district.versions))

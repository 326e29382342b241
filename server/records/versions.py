"""Published versions of policy packs and forms, kept in the casebook beside the acts made under them.

A version is never edited, only superseded: publishing the same version with other content is refused.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from server.domain.act import digest_of
from server.domain.policy import Policy, parse_policy
from server.errors import Refusal
from sync.couch import Conflict, Database, NotFound

SCHEMA: Final = 1


def read_packs(folder: Path) -> dict[str, dict[str, Any]]:
    """The policy packs of a folder ``<id>/<version>.toml`` as plain data, by key ``<id>@<version>``."""
    packs = (tomllib.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*/*.toml")))
    return {f"{pack['id']}@{pack['version']}": pack for pack in packs}


def parse_packs(packs: Mapping[str, Mapping[str, Any]]) -> dict[str, Policy]:
    """The policies the packs hold; refuses a pack with a value that is missing, unsourced or impossible."""
    return {key: parse_policy(pack) for key, pack in packs.items()}


class Versions:
    """The ``policy:`` and ``form:`` documents of the casebook."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._checked: dict[str, dict[str, Any]] = {}  # content whose digest held: it is never edited

    def publish(self, kind: str, key: str, content: Mapping[str, Any]) -> str:
        """Keeps a version and returns its digest; refuses other content under a version already published."""
        document = {"type": kind, "schema": SCHEMA, "version": key, "content": _plain(dict(content))}
        digest = digest_of(document)
        try:
            self._database.create({"_id": f"{kind}:{key}"} | document | {"digest": digest})
        except Conflict:
            if self._document(kind, key)["digest"] != digest:
                raise Refusal("record.version_edited", document=f"{kind}:{key}") from None
        return digest

    def get(self, kind: str, key: str) -> dict[str, Any]:
        """The content of a published version; refuses when it is missing or was changed.

        It is read once in the life of the process; verification reads it again.
        """
        name = f"{kind}:{key}"
        if name not in self._checked:
            document = self._document(kind, key)
            if digest_of(document) != document.get("digest"):
                raise Refusal("record.damaged", document=name)
            self._checked[name] = document["content"]
        return dict(self._checked[name])

    def _document(self, kind: str, key: str) -> dict[str, Any]:
        try:
            return self._database.get(f"{kind}:{key}")
        except NotFound as error:
            raise Refusal("record.missing", document=f"{kind}:{key}") from error


def _plain(value: Any) -> Any:
    """TOML's dates as text, everything else as it is."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value

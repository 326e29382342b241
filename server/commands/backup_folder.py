"""What a backup's folder holds beside its store: what it is a backup of, and the keys."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from server.domain.days import parse_instant
from server.errors import Refusal
from server.records.keys import write_private
from sync.couch import Couch, CouchError
from sync.embedded.errors import StoreDamaged

MANIFEST: Final = "backup.json"
KEYS: Final = "keys"
_SCHEMA: Final = 1


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself; ``district`` is the thumbprint of the key that signs the log (RFC 7638).

    ``verified_at`` is when it was last restored, compared and verified whole; empty where it was not.
    """

    district: str
    prefix: str
    made_at: str
    keep_days: int
    keys: bool
    databases: tuple[str, ...]
    verified_at: str = ""

    @property
    def keep_until(self) -> datetime:
        """Until when it is kept: what was erased since must not outlive it."""
        return parse_instant(self.made_at) + timedelta(days=self.keep_days)


def list_names(couch: Couch, prefix: str) -> list[str]:
    """The district's databases, the casebook first: whatever an act names is written before the act."""
    names = [name for name in couch.names() if name.startswith(prefix) and not name.startswith("_")]
    return sorted(names, key=lambda name: (name != f"{prefix}casebook", name))


def copy_keys(source: Path, target: Path) -> None:
    """Copies the key files, readable by their owner alone from the first byte."""
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    for file in sorted(source.iterdir()):
        write_private(target / file.name, file.read_text("utf-8"))


def find_manifest(folder: Path) -> Manifest | None:
    """What the backup in ``folder`` says of itself; None where there is none."""
    try:
        content = json.loads((folder / MANIFEST).read_text("utf-8"))
        names = tuple(str(name) for name in content.pop("databases"))
        if content.pop("schema") != _SCHEMA:
            raise Refusal("run.backup_newer", folder=folder)
        return Manifest(**content, databases=names)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise Refusal("run.backup_unreadable", folder=folder) from error


def read_manifest(folder: Path) -> Manifest:
    """The same, refused where there is no backup."""
    manifest = find_manifest(folder)
    if manifest is None:
        raise Refusal("run.no_backup", folder=folder)
    return manifest


def write_manifest(folder: Path, manifest: Manifest) -> None:
    draft = folder / f"{MANIFEST}.new"
    content = {"schema": _SCHEMA, **asdict(manifest)}
    draft.write_text(json.dumps(content, ensure_ascii=False, indent=1), "utf-8")
    draft.rename(folder / MANIFEST)


@contextmanager
def said_in_words(damaged: str) -> Iterator[None]:
    """What a store refuses on the way is a sentence; a run cut short goes on at the next one.

    ``damaged``: the refusal of what cannot be read, which the same command again would not get past.
    """
    try:
        yield
    except CouchError as error:
        code = damaged if error.error == StoreDamaged.error else "run.replication"
        raise Refusal(code, why=error.reason.rstrip(".")) from error

"""The office database: everything mutable (design §3), one document an entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, fields
from typing import Any, Final, TypeVar, cast

from server.errors import Refusal
from server.records.entries import Entry
from server.records.memory import Memory
from server.records.standing import Standing
from sync.couch import Conflict, Database, NotFound

SCHEMA: Final = 1
_END: Final = "\ufff0"
_TRIES: Final = 8

AnyEntry = TypeVar("AnyEntry", bound=Entry)


class Office:
    """Typed entries over the office database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._memory: Memory[Any] = Memory()
        self.standing = Standing(database, self._by_id)

    def remembering(self) -> AbstractContextManager[None]:
        """While this is open, this thread reads each entry once, until one of its kind is written."""
        return self._memory.open()

    def find(self, kind: type[AnyEntry], entry_id: str) -> AnyEntry | None:
        standing = self.standing.find(kind)
        if standing is not None:
            return cast("AnyEntry | None", standing.get(entry_id))
        found = self._memory.recall(kind.type, entry_id, lambda: self._find(kind, entry_id))
        return cast("AnyEntry | None", found)

    def get(self, kind: type[AnyEntry], entry_id: str) -> AnyEntry:
        """The entry; refuses when there is none."""
        entry = self.find(kind, entry_id)
        if entry is None:
            raise Refusal("record.missing", document=f"{kind.type}:{entry_id}")
        return entry

    def every(self, kind: type[AnyEntry], start: str = "") -> list[AnyEntry]:
        """Every entry of a kind whose id begins with ``start``, by id."""
        standing = self.standing.find(kind)
        if standing is not None:
            return [entry for entry_id, entry in standing.items() if entry_id.startswith(start)]
        found = self._memory.recall(kind.type, f"{start}*", lambda: self._every(kind, start))
        return list(cast("tuple[AnyEntry, ...]", found))

    def create(self, entry: Entry) -> None:
        """Writes a new entry; refuses when the id is taken."""
        try:
            with self._writing(entry.type):
                self._database.create(_format(entry))
        except Conflict as error:
            raise Refusal("case.changed_meanwhile") from error

    def save(self, entry: Entry) -> None:
        """Writes the entry, in place of the one of the same id if there is one."""
        for _ in range(_TRIES):
            stored = self._database.find(f"{entry.type}:{entry.id}") or {}
            kept = {key: value for key, value in stored.items() if key in ("_rev", "_attachments")}
            try:
                with self._writing(entry.type):
                    self._database.put(_format(entry) | kept)
            except Conflict:
                continue
            return
        raise Refusal("case.changed_meanwhile")

    def change(
        self, kind: type[AnyEntry], entry_id: str, changed: Callable[[AnyEntry], AnyEntry]
    ) -> AnyEntry:
        """Replaces an entry by ``changed(entry)``, on its newest state; nobody's write in between is lost."""
        for _ in range(_TRIES):
            stored = self._database.find(f"{kind.type}:{entry_id}")
            if stored is None:
                raise Refusal("record.missing", document=f"{kind.type}:{entry_id}")
            entry = changed(_parse(kind, stored))
            kept = {key: value for key, value in stored.items() if key in ("_rev", "_attachments")}
            try:
                with self._writing(entry.type):
                    self._database.put(_format(entry) | kept)
            except Conflict:
                continue
            return entry
        raise Refusal("case.changed_meanwhile")

    def delete(self, entry: Entry) -> None:
        document = self._database.find(f"{entry.type}:{entry.id}")
        if document is not None:
            with self._writing(entry.type):
                self._database.delete(document)

    def compact(self) -> None:
        """Gives back the room of what was written over or deleted: its words are gone for good then."""
        self._database.compact()

    def put_attachment(self, entry: Entry, name: str, content: bytes, content_type: str) -> None:
        """Keeps bytes with an entry that is stored already (a portrait)."""
        document = self._database.get(f"{entry.type}:{entry.id}")
        self._database.put_attachment(document, name, content, content_type)

    def get_attachment(self, entry: Entry, name: str) -> bytes:
        try:
            return self._database.get_attachment(f"{entry.type}:{entry.id}", name)
        except NotFound as error:
            raise Refusal("record.missing", document=f"{entry.type}:{entry.id}/{name}") from error

    def _find(self, kind: type[AnyEntry], entry_id: str) -> AnyEntry | None:
        document = self._database.find(f"{kind.type}:{entry_id}")
        return None if document is None else _parse(kind, document)

    def _every(self, kind: type[AnyEntry], start: str) -> tuple[AnyEntry, ...]:
        documents = self._database.all(f"{kind.type}:{start}", f"{kind.type}:{start}{_END}")
        return tuple(_parse(kind, document) for document in documents)

    def _by_id(self, kind: type[Entry]) -> Mapping[str, Entry]:
        return {entry.id: entry for entry in self._every(kind, "")}

    @contextmanager
    def _writing(self, kind: str) -> Iterator[None]:
        """Nothing that was known of a kind is known after a write, also where its answer was lost."""
        try:
            yield
        finally:
            self._memory.forget(kind)
            self.standing.note_written(kind)


def _format(entry: Entry) -> dict[str, Any]:
    content = {key: _as_json(value) for key, value in asdict(entry).items()}
    return {"_id": f"{entry.type}:{entry.id}", "type": entry.type, "schema": SCHEMA} | content


def _parse(kind: type[AnyEntry], document: dict[str, Any]) -> AnyEntry:
    """The entry a document holds; fields it lacks take their defaults."""
    if document.get("type") != kind.type or document.get("schema") != SCHEMA:
        raise Refusal("record.unknown_schema", document=document.get("_id", "?"))
    known = {item.name for item in fields(kind)}
    values = {key: _as_field(value) for key, value in document.items() if key in known}
    try:
        return kind(**values)
    except TypeError as error:
        raise Refusal("record.damaged", document=document.get("_id", "?")) from error


def _as_json(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _as_field(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value

"""The published heads in the casebook: one document ``head:<date>`` a day, written once, with its leaves.

A document holds the signed content (JWS), the peaks the next day's tree grows from, the proof that the tree
of the day before is how this one began, and the leaves as an attachment, all in one write.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from server.domain.act import Act, parse_act
from server.domain.days import parse_date, shanghai_date
from server.domain.head import Head, Line, end_of, format_head, parse_head
from server.domain.merkle import Tree
from server.errors import Refusal
from server.records.damage import naming_damage
from server.records.keys import sign, verified_payload
from sync.couch import Database, NotFound

SCHEMA: Final = 1
SIGNED_TYPE: Final = "ruhu-head+jws"
_FIRST: Final = "head:"
_LAST: Final = "head:\ufff0"
_LEAVES: Final = "leaves.json"
_CHECKPOINT: Final = "heads"
_PAGE: Final = 1000


@dataclass(frozen=True)
class Published:
    """A head as it is stored; ``consistency`` proves the tree of the day before. Hashes are in hex."""

    head: Head
    signed: str
    peaks: tuple[str, ...]
    consistency: tuple[str, ...]


@dataclass(frozen=True)
class News:
    """Acts by the day they are dated, and the sequence up to which all of them are of closed days."""

    by_day: Mapping[date, list[Act]]
    since: str | int


class Heads:
    """The ``head:`` documents of the casebook. Reading one does not check its signature."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def publish(self, key: ECKey, head: Head, tree: Tree, before: int, lines: Sequence[Line]) -> Published:
        """Signs a head and keeps it with the leaves of its day; a day has one, the first (``Conflict``)."""
        document = {
            "_id": f"{_FIRST}{head.date.isoformat()}",
            "type": "head",
            "schema": SCHEMA,
            "signed": sign(key, format_head(head), SIGNED_TYPE),
            "peaks": [peak.hex() for peak in tree.peaks()],
            "consistency": [node.hex() for node in tree.consistency(before)],
        }
        leaves = json.dumps([[line.digest, line.act] for line in lines]).encode("ascii")
        self._database.create_with_attachment(document, _LEAVES, leaves, "application/json")
        return parse_published(document)

    def newest(self) -> Published | None:
        return next(iter(self.newest_first(1)), None)

    def find(self, day: date) -> Published | None:
        document = self._database.find(f"{_FIRST}{day.isoformat()}")
        return None if document is None else parse_published(document)

    def newest_first(self, limit: int, before: date | None = None) -> list[Published]:
        """The latest heads, those of days before ``before``."""
        start = f"{_FIRST}{before.isoformat()}" if before else _LAST
        rows = self._database.all(start, _FIRST, limit=limit + 1, descending=True)
        found = [parse_published(document) for document in rows if document["_id"] != start]
        return found[:limit]

    def lines(self, day: date) -> list[Line]:
        """The leaves of a day in their order; refuses when they are gone, damaged or no leaves."""
        name = f"{_FIRST}{day.isoformat()}"
        try:
            with naming_damage(name):
                rows = json.loads(self._database.get_attachment(name, _LEAVES))
            return [Line(bytes.fromhex(digest).hex(), str(act)) for digest, act in rows]
        except NotFound as error:
            raise Refusal("record.missing", document=name) from error
        except (TypeError, ValueError) as error:
            raise Refusal("record.damaged", document=name) from error

    def news(self, until: date) -> News:
        """The acts told of since the last call of :meth:`remember`; some of earlier days may come again."""
        since: str | int = (self._database.local(_CHECKPOINT) or {}).get("since", 0)
        by_day: dict[date, list[Act]] = defaultdict(list)
        reached, all_closed = since, True
        while True:
            rows, since = self._database.changes(since, limit=_PAGE, include_docs=True)
            for act in _acts(rows):
                day = shanghai_date(act.at)
                by_day[day].append(act)
                all_closed = all_closed and day <= until
            reached = since if all_closed else reached
            if len(rows) < _PAGE:
                return News(by_day, reached)

    def remember(self, since: str | int) -> None:
        """Keeps where :meth:`news` goes on from. Lost, everything is read once more."""
        kept = self._database.local(_CHECKPOINT) or {"_id": _CHECKPOINT}
        self._database.put_local(kept | {"since": since})


def read_signed(signed: str) -> Head:
    """What a signed head says, unchecked; refuses what is no head."""
    try:
        return parse_head(jws.extract_compact(signed.encode("ascii")).payload)
    except (JoseError, ValueError) as error:
        raise Refusal("log.unreadable") from error


def is_signed(signed: str, keys: Sequence[ECKey]) -> bool:
    """Whether one of the district's log keys signed this as a head, and as nothing else (RFC 7515)."""
    return verified_payload(signed, keys, SIGNED_TYPE) is not None


def parse_published(document: Mapping[str, Any]) -> Published:
    """The head of a document; refuses one whose content is of another day."""
    try:
        head = read_signed(str(document["signed"]))
        lists = (
            tuple(bytes.fromhex(text).hex() for text in document[key]) for key in ("peaks", "consistency")
        )
        if document["_id"] != f"{_FIRST}{head.date.isoformat()}" or document["schema"] != SCHEMA:
            raise Refusal("record.damaged", document=document["_id"])
        return Published(head, str(document["signed"]), *lists)
    except (KeyError, TypeError, ValueError, Refusal) as error:
        raise Refusal("record.damaged", document=document.get("_id", "?")) from error


def closed_until(casebook: Database) -> datetime:
    """The end of the newest day that has a head; long ago where there is none."""
    newest = casebook.all(_LAST, _FIRST, limit=1, descending=True, include_docs=False)
    ends = [end_of(parse_date(document["_id"].removeprefix(_FIRST))) for document in newest]
    return ends[0] if ends else datetime.min.replace(tzinfo=UTC)


def _acts(rows: Sequence[Mapping[str, Any]]) -> Iterator[Act]:
    """The acts among changes; what is no act any more is verification's business."""
    for row in rows:
        if row["id"].startswith("act:") and not row.get("deleted"):
            try:
                act = parse_act(row["doc"])
                bytes.fromhex(act.digest)
            except (Refusal, ValueError):
                continue
            yield act

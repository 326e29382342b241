"""The index made from nothing: the casebook read from end to end, a part at a time (``records.index``).

A part is a run of whole files in the order of their ids. Its acts are read in one request, and what their
rows show of evidence in one for each kind, so a part needs neither the other parts nor the order they are
done in, and several processes can share the work. Nothing is taken on trust that :meth:`Casebook.read` would
check: the store may be a CouchDB that others write to, and a chain that does not hold belongs on no list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final

from server.domain.act import SCHEMA, Act, check_chain, check_document
from server.domain.payroll import LINES
from server.errors import Refusal
from server.records.arranged import Arranged, arrange
from server.records.damage import DAMAGED, naming_damage
from server.records.index import Index
from server.records.rows import READS, Sources, fold_acts
from sync.couch import CouchError, Database

PART: Final = 4000  # acts read in one request
_LAST: Final = "\ufff0"
_ACT: Final = "act:"
# The facts that name evidence rows show something of, and the kind it is.
_SHOWN: Final[Mapping[str, str]] = {
    "declared": "declared",
    "place": "place",
    "visit": "visit",
    "contribution": "contribution",
    "lines": LINES,
    "reason": "reason",
    "words": "reason",
}


@dataclass(frozen=True)
class Part:
    """What a run of files adds up to."""

    folded: Arranged
    acts: int
    following: str  # where the next part begins; empty where none follows


Parts = Callable[[Database, Sources], Iterator[Part]]
Report = Callable[[int, int], None]  # told how many acts of how many are folded


def fill_index(
    index: Index,
    casebook: Database,
    sources: Sources,
    parts: Parts | None = None,
    report: Report | None = None,
) -> None:
    """Makes an index from nothing; what is appended meanwhile is caught up with afterwards."""
    known = casebook.info()
    index.clear()
    done = 0
    for part in (parts or parts_of)(casebook, sources):
        index.fill(part.folded)
        done += part.acts
        if report:
            report(done, int(known["doc_count"]))
    index.note_filled(known["update_seq"])


def parts_of(casebook: Database, sources: Sources) -> Iterator[Part]:
    """Every part, one after another, in this process."""
    holding_still = with_calendar(sources)
    for start, end in list_series(casebook):
        following = start
        while following:
            part = fold_part(casebook, holding_still, following, end)
            following = part.following
            yield part


def with_calendar(sources: Sources) -> Sources:
    """The calendar is read once: who publishes holidays folds the cases they concern again."""
    calendar = sources.calendar()
    return replace(sources, calendar=lambda: calendar)


def list_series(casebook: Database) -> Iterator[tuple[str, str]]:
    """The ranges of ids, each the files of a series such as ``SL-2026-``, that parts are cut from."""
    start = _ACT
    while True:
        first = next(casebook.all(start, f"{_ACT}{_LAST}", limit=1, include_docs=False), None)
        if first is None:
            return
        series = _series_of(str(first["_id"]))
        yield str(first["_id"]), f"{series}{_LAST}"
        start = f"{series}{_LAST}"


def fold_part(casebook: Database, sources: Sources, start: str, end: str) -> Part:
    """The first files of a range of ids; one longer than a part is read whole all the same."""
    documents = _scan(casebook, start, end, PART)
    following = ""
    if len(documents) == PART:
        last = f"{_ACT}{documents[-1]['file']}:"
        if documents[0]["file"] == documents[-1]["file"]:
            documents += _scan(casebook, f"{documents[-1]['_id']} ", f"{last}{_LAST}")
            following = f"{last}{_LAST}"
        else:
            documents = [one for one in documents if one["file"] != documents[-1]["file"]]
            following = last
    with sources.evidence.remembering():
        sources.evidence.foresee(_shown(documents))
        files = groupby(documents, key=lambda one: str(one["file"]))
        folded = arrange((file, _fold(sources, file, chain)) for file, chain in files)
    return Part(folded, len(documents), following)


def _scan(casebook: Database, start: str, end: str, limit: int | None = None) -> list[dict[str, Any]]:
    """The acts of a range; each by itself where the store will not give one out."""
    try:
        return casebook.scan(start, end, limit)
    except CouchError as error:
        if error.error != DAMAGED:
            raise
    rows = casebook.all(start, end, limit=limit, include_docs=False)
    return [_read_alone(casebook, str(row["_id"])) for row in rows]


def _read_alone(casebook: Database, document_id: str) -> dict[str, Any]:
    """An act as stored; of one that is damaged its name alone, which no chain takes for an act."""
    try:
        with naming_damage(document_id):
            return casebook.get(document_id)
    except Refusal:
        file = document_id.removeprefix(_ACT).rpartition(":")[0]
        return {"_id": document_id, "type": "act", "schema": SCHEMA, "file": file, "facts": {}}


def _fold(sources: Sources, file: str, documents: Iterable[Mapping[str, Any]]) -> Sequence[Any] | str:
    if file.startswith(READS):
        return ()
    try:
        return list(fold_acts(_chain(documents), sources))
    except Refusal as refusal:
        return refusal.code


def _chain(documents: Iterable[Mapping[str, Any]]) -> list[Act]:
    acts = [check_document(document) for document in documents]
    check_chain(acts)
    return acts


def _shown(documents: Sequence[Mapping[str, Any]]) -> dict[str, set[str]]:
    """The names of evidence rows show something of, by its kind."""
    wanted: dict[str, set[str]] = {}
    for document in documents:
        for fact, kind in _SHOWN.items():
            if digest := document["facts"].get(fact):
                wanted.setdefault(kind, set()).add(f"{kind}:{document['file']}:{digest}")
    return wanted


def _series_of(document_id: str) -> str:
    """``act:SL-2026-`` of ``act:SL-2026-0012:000003``; the whole file where its name has no number."""
    file = document_id.rpartition(":")[0]
    return file.rstrip("0123456789")

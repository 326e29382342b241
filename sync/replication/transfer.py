"""Takes missing revisions from one side to the other: together, or one by one where attachments are large."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from sync.couch import CouchError, Document, NotFound, Unavailable
from sync.replication.peer import BULK_BYTES, Peer, Refused, refused
from sync.replication.related import SourceError, content_length, format_related

# Attachments of one document up to this many bytes travel inside its JSON.
INLINE_BYTES = 32_768
_ABORTS = frozenset({401})

Revs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Copied:
    """Documents read at the source; of those, the ones that could not be taken over."""

    read: int
    refused: tuple[Refused, ...] = ()


def copy(source: Peer, target: Peer, revs: Revs, abandoned: Callable[[], bool] = lambda: False) -> Copied:
    """Read these revisions and store them; CouchError where it cannot go on at all.

    ``abandoned``: asked before each large document; once it says yes, AbandonedError is raised.
    """
    documents = _distinct(source.read(revs))
    small = [one for one in documents if _travels_inline(one)]
    large = [one for one in documents if one.get("_attachments") and not _travels_inline(one)]
    plain = [one for one in documents if not one.get("_attachments")]
    problems = target.write(plain)
    for part in _parts(small):
        problems += target.write(_distinct(source.read(part, attachments=True)))
    for document in large:
        if abandoned():
            raise AbandonedError
        problems += _stream(source, target, document)
    return Copied(len(documents), tuple(problems))


class AbandonedError(Exception):
    """Asked to stop before everything was copied."""


def _travels_inline(document: Document) -> bool:
    stubs = document.get("_attachments") or {}
    return bool(stubs) and content_length(stubs) <= INLINE_BYTES


def _parts(documents: Sequence[Document]) -> Iterator[Revs]:
    """Those whose attachments fit one request together."""
    size = BULK_BYTES // (2 * INLINE_BYTES)
    for first in range(0, len(documents), size):
        yield [(one["_id"], one["_rev"]) for one in documents[first : first + size]]


def _stream(source: Peer, target: Peer, document: Document) -> list[Refused]:
    doc_id, rev = document["_id"], document["_rev"]
    content_type, stream = format_related(document, lambda name: source.open_attachment(doc_id, rev, name))
    try:
        with closing(stream):
            target.write_related(document, content_type, stream)
    except SourceError as error:
        return _unread(source, document, error)
    except CouchError as error:
        if stream.problem is not None:
            return _unread(source, document, stream.problem)
        if error.status in _ABORTS or error.status >= 500:
            raise
        return [refused(document, error)]
    return []


def _unread(source: Peer, document: Document, error: SourceError) -> list[Refused]:
    """A revision that is no leaf any more comes with a later change; else its attachment is damaged."""
    cause = error.__cause__
    if isinstance(cause, (Unavailable, OSError)):
        raise Unavailable(503, "unavailable", str(cause)) from error
    if isinstance(cause, NotFound):
        now = source.read([(document["_id"], document["_rev"])])
        if not any(one["_rev"] == document["_rev"] for one in now):
            return []
    return [Refused(document["_id"], document["_rev"], "source_unreadable", error.reason)]


def _distinct(documents: Sequence[Document]) -> list[Document]:
    return list({(one["_id"], one["_rev"]): one for one in documents}.values())

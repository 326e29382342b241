"""Takes named leaf revisions over, where the source cannot be asked for its changes: it is damaged."""

from __future__ import annotations

from collections.abc import Mapping

from sync.couch import Database
from sync.replication.checkpoint import Counts
from sync.replication.peer import Peer, Refused
from sync.replication.replicating import Progress, Report
from sync.replication.transfer import copy


def take(
    source: Database, target: Database, leaves: Mapping[str, tuple[str, ...]], *, report: Report
) -> Progress:
    """These revisions, by document, into a target that has none of them; the ones refused are named."""
    mine, theirs = Peer(source), Peer(target)
    wanted = [(doc_id, rev) for doc_id, revs in leaves.items() for rev in revs]
    done = read = 0
    refused: list[Refused] = []
    while done < len(wanted):
        part = wanted[done : done + mine.page]
        copied = copy(mine, theirs, part)
        done, read, refused = done + len(part), read + copied.read, [*refused, *copied.refused]
        counts = Counts(done, done, read, read - len(refused), len(refused))
        report(Progress(counts, tuple(refused), len(wanted) - done))
    return Progress(Counts(done, done, read, read - len(refused), len(refused)), tuple(refused), 0)

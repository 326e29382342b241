"""Moves one database of a district to another server, with what governs it, and proves both the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sync.couch import Couch, Database, NotFound
from sync.replication.comparing import Comparison, compare
from sync.replication.replicating import Progress, Report, replicate
from sync.replication.taking import take
from sync.rule_installation import install_write_rule
from sync.write_rules import DESIGN_ID, rule_for


@dataclass(frozen=True, slots=True)
class Moved:
    """A database after its move: what was copied, and what comparing both sides found (None: not yet)."""

    name: str
    progress: Progress
    comparison: Comparison | None

    @property
    def ok(self) -> bool:
        """Everything is over there, and proven the same."""
        if self.comparison is None or self.progress.stopped:
            return False
        return not (self.comparison.differences or self.progress.counts.doc_write_failures)


def bring(
    source: Couch,
    target: Couch,
    name: str,
    *,
    prefix: str = "",
    rules: bool,
    report: Report = lambda _: None,
) -> Progress:
    """Copies a database with what governs it. ``rules``: the target keeps write rules as design documents.

    Who may open the database, its write rule and how many revisions it keeps go ahead of its documents, so
    that the target is never more open than the source.
    """
    mine, theirs = source.at(name), _prepare(source, target, name, prefix, rules)
    return replicate(mine, theirs, report=report)


def move(
    source: Couch,
    target: Couch,
    name: str,
    *,
    prefix: str = "",
    rules: bool,
    report: Report = lambda _: None,
    compared: Callable[[int, int], None] = lambda _done, _all: None,
) -> Moved:
    """:func:`bring`, then the proof that both sides hold the same."""
    progress = bring(source, target, name, prefix=prefix, rules=rules, report=report)
    if progress.stopped:
        return Moved(name, progress, None)
    leaving_out = {DESIGN_ID} if rules and rule_for(name, prefix) else set()
    compared_with = compare(source.at(name), target.at(name), leaving_out=leaving_out, report=compared)
    return Moved(name, progress, compared_with)


def bring_sound(
    source: Couch,
    target: Couch,
    name: str,
    sound: Mapping[str, tuple[str, ...]],
    *,
    prefix: str = "",
    rules: bool,
    report: Report = lambda _: None,
) -> Moved:
    """:func:`move` of the leaf revisions that are ``sound`` alone, out of a database that is damaged."""
    mine, theirs = source.at(name), _prepare(source, target, name, prefix, rules)
    progress = take(mine, theirs, sound, report=report)
    leaving_out = {DESIGN_ID} if rules and rule_for(name, prefix) else set()
    return Moved(name, progress, compare(mine, theirs, leaving_out=leaving_out, sound=sound))


def _prepare(source: Couch, target: Couch, name: str, prefix: str, rules: bool) -> Database:
    """The database at the target, with what governs it."""
    mine, theirs = source.at(name), target.database(name)
    theirs.set_security(mine.security())
    if rules:
        install_write_rule(theirs, prefix)
    _keep_as_many_revisions(mine, theirs)
    return theirs


def _keep_as_many_revisions(source: Database, target: Database) -> None:
    """A server that offers no ``_revs_limit`` keeps its own."""
    try:
        limit = source.revs_limit()
        if target.revs_limit() != limit:
            target.set_revs_limit(limit)
    except NotFound:
        return

"""Every published head against the chains, and against what is in somebody else's hands (``ruhu verify``).

The chains say whether the record fits together; the heads, whether it is still the one that was published.
Who holds the log key can make a fitting record anew, heads and all. That is found by what left the house: a
short form on paper, the auditor's mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from joserfc.jwk import ECKey

from server.domain.act import FIRST_PREVIOUS
from server.domain.days import format_instant, parse_instant, shanghai_date
from server.domain.head import PUBLIC, Line, end_of, grow
from server.errors import Refusal
from server.records.heads import Heads, Published, is_signed, parse_published
from server.records.key_chain import Link

_DAY: Final = timedelta(days=1)
_SECOND: Final = timedelta(seconds=1)

Finding = tuple[str, Refusal]  # the document, and what does not hold


@dataclass(frozen=True)
class Seen:
    """An act as it is stored now, whether or not it holds; ``day`` is None where it cannot be read."""

    id: str
    digest: str
    public: str
    day: date | None

    @property
    def file(self) -> str:
        return file_of(self.id)


def see(document: Mapping[str, Any]) -> Seen:
    """What the log has to say about a stored act."""
    facts = document.get("facts")
    public = facts.get(PUBLIC) if isinstance(facts, dict) else None
    try:
        day = shanghai_date(parse_instant(str(document.get("at"))))
    except Refusal:
        day = None
    return Seen(document["_id"], str(document.get("digest")), str(public or ""), day)


def file_of(act_id: str) -> str:
    return act_id.removeprefix("act:").rpartition(":")[0]


@dataclass
class LogCheck:
    """Goes through the heads in the order of days; ``published`` are those that could be read."""

    heads: Heads
    links: Sequence[Link]  # the log keys, each with the instant it began to sign
    acts: Mapping[str, Seen]
    published: list[Published] = field(default_factory=list)
    _lost: dict[str, date] = field(default_factory=dict)
    _rewritten: dict[str, date] = field(default_factory=dict)
    _by_day: dict[date, list[Seen]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for act in self.acts.values():
            if act.day:
                self._by_day.setdefault(act.day, []).append(act)

    def check(self, documents: Iterable[Mapping[str, Any]]) -> Iterator[Finding]:
        """Everything that does not hold, the heads first, then the acts they count."""
        for document in documents:
            try:
                published = parse_published(document)
            except Refusal as refusal:
                yield document["_id"], refusal
                continue
            yield from self._check_head(document, published)
            self.published.append(published)
        yield from self._name_first("log.rewritten", self._rewritten)
        yield from self._name_lost()
        yield from self._unlisted_before_the_log()

    def _check_head(self, document: Mapping[str, Any], published: Published) -> Iterator[Finding]:
        name, head, day = document["_id"], published.head, published.head.date.isoformat()
        before = self.published[-1].head if self.published else None
        if not is_signed(published.signed, self._keys_at(head.made_at)):
            yield name, Refusal("log.forged", day=day)
        if document.get("_conflicts"):
            yield name, Refusal("log.two_heads", day=day)
        if before and head.date != before.date + _DAY:
            missing = (before.date + _DAY).isoformat()
            yield f"head:{missing}", Refusal("log.missing", day=missing)
        elif head.previous != (before.digest if before else FIRST_PREVIOUS):
            yield name, Refusal("log.broken", day=day)
        if head.made_at < max(end_of(head.date), before.made_at if before else head.made_at):
            yield name, Refusal("log.backdated", day=day, made_at=format_instant(head.made_at))
        yield from self._check_leaves(name, published)

    @property
    def keys(self) -> list[ECKey]:
        """Every key that may have signed a head."""
        return [link.key for link in self.links]

    def _keys_at(self, made_at: datetime) -> list[ECKey]:
        """The key that signed then (heads are dated by the second): one that was followed signs no more."""
        until = [*(parse_instant(link.since) for link in self.links[1:]), made_at]
        return [
            link.key
            for link, end in zip(self.links, until, strict=True)
            if made_at <= end and (not link.since or parse_instant(link.since) < made_at + _SECOND)
        ]

    def _check_leaves(self, name: str, published: Published) -> Iterator[Finding]:
        """The leaves give the root that was signed, and the acts are still those the leaves were made of."""
        day = published.head.date
        kept = self._kept_lines(day)
        now = self.lines_now(day)
        held = next((lines for lines in (kept, now) if self._gives(published, lines)), None)
        if held is None:
            yield name, Refusal("log.root", day=day.isoformat())
            return
        if held is not kept:
            yield name, Refusal("record.damaged", document=name)
        self._compare(day, held)
        listed = {line.act for line in held}
        added = {line.act: day for line in now if line.act not in listed}
        yield from self._name_first("log.unlisted", added)

    def _gives(self, published: Published, lines: Sequence[Line] | None) -> bool:
        """Whether leaves, put behind those of the day before, are the tree that was signed."""
        if lines is None:
            return False
        before = self.published[-1] if self.published else None
        earlier, head = before.head if before else None, published.head
        try:
            tree = grow(earlier, _raw(before.peaks if before else ()), lines)
        except ValueError:
            return False
        acts = (earlier.acts if earlier else 0) + len({line.act for line in lines})
        proof = tree.consistency(earlier.size if earlier else 0)
        return (
            (tree.size, tree.root().hex(), acts) == (head.size, head.root, head.acts)
            and tree.peaks() == _raw(published.peaks)
            and proof == _raw(published.consistency)
        )

    def _kept_lines(self, day: date) -> list[Line] | None:
        try:
            return self.heads.lines(day)
        except Refusal:
            return None

    def lines_now(self, day: date) -> list[Line]:
        """The leaves the acts of a day would give today."""
        lines = [line for act in self._by_day.get(day, ()) for line in _lines(act)]
        return sorted(lines, key=lambda line: line.digest)

    def _compare(self, day: date, lines: Sequence[Line]) -> None:
        for line in lines:
            act = self.acts.get(line.act)
            if act is None:
                self._lost[line.act] = day
            elif line.digest not in (act.digest, act.public):
                self._rewritten[line.act] = day

    def _name_first(self, code: str, acts: Mapping[str, date]) -> Iterator[Finding]:
        """The first act of each file: what follows it differs because it does."""
        for act in first_of_each_file(acts):
            yield act, Refusal(code, day=acts[act].isoformat(), document=act)

    def _name_lost(self) -> Iterator[Finding]:
        left = {act.file for act in self.acts.values()}
        for act in first_of_each_file(self._lost):
            file, day = file_of(act), self._lost[act].isoformat()
            if file in left:
                yield act, Refusal("log.cut", day=day, document=act)
            else:
                yield f"act:{file}", Refusal("log.file_removed", day=day, document=file)

    def _unlisted_before_the_log(self) -> Iterator[Finding]:
        """The first act's day has the first head; an act dated before it was written later."""
        if self.published:
            first = self.published[0].head.date
            early = {act.id: act.day for act in self.acts.values() if act.day and act.day < first}
            yield from self._name_first("log.unlisted", early)


def first_of_each_file(acts: Iterable[str]) -> list[str]:
    """Of each file the act with the lowest number."""
    first: dict[str, str] = {}
    for act in sorted(acts):
        first.setdefault(file_of(act), act)
    return list(first.values())


def _lines(act: Seen) -> Iterator[Line]:
    for digest in filter(None, (act.digest, act.public)):
        try:
            yield Line(bytes.fromhex(digest).hex(), act.id)
        except ValueError:
            continue


def _raw(hashes: Sequence[str]) -> list[bytes]:
    return [bytes.fromhex(text) for text in hashes]

"""The casebook: append-only, one gapless chain of acts a file (design §2).

One process appends, one act after another. An act is written under the next number of its file; when that
number is taken, somebody else was first and the append is refused, so nobody decides on stale facts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from threading import RLock
from typing import Any, Final, TypeVar, cast

from server.domain.act import FIRST_PREVIOUS, Act, ActDraft, check_chain, check_document, format_act, next_act
from server.errors import Refusal
from server.records.damage import naming_damage
from server.records.heads import closed_until
from server.records.memory import Memory
from sync.couch import CouchError, Database, refusal_in

_END: Final = "\ufff0"

Folded = TypeVar("Folded")


@dataclass(frozen=True)
class Following:
    """An act to be: after ``based_on``, the last one of its file that its author has seen."""

    draft: ActDraft
    file: str
    based_on: Act | None
    policy: str


class Casebook:
    """The casebook database and its one appender.

    ``clock`` gives aware UTC instants, ``new_salt`` 128 random bits in hex. ``checks`` may refuse an act to
    be, at its instant; ``on_append`` functions are called with the acts of a write once they are durable
    (the index folds them at once). Whoever must read, decide and append as one step (numbers that run on)
    holds ``turn`` meanwhile.
    """

    def __init__(
        self, database: Database, *, clock: Callable[[], datetime], new_salt: Callable[[], str]
    ) -> None:
        self.database = database
        self.checks: list[Callable[[Following, datetime], None]] = []
        self.on_append: list[Callable[[Sequence[Act]], None]] = []
        self.turn: Final = RLock()
        self._clock = clock
        self._new_salt = new_salt
        self._tails: dict[str, int] = {}
        self._memory: Memory[tuple[Act, ...]] = Memory()
        self._folds: Memory[object] = Memory()
        self._closed_until: datetime | None = None

    def append(self, draft: ActDraft, file: str, based_on: Act | None, *, policy: str) -> Act:
        """Appends ``draft`` after ``based_on``, the last act its author has seen (None for a new file)."""
        (appended,) = self.append_all([Following(draft, file, based_on, policy)])
        if isinstance(appended, Refusal):
            raise appended
        return appended

    def append_all(self, following: Sequence[Following]) -> list[Act | Refusal]:
        """:meth:`append` to several files in one write; each is taken or refused by itself."""
        with self.turn:
            acts = [self._next(one) for one in following]
            rows = self._write([act for act in acts if isinstance(act, Act)])
            noted = [self._note(act, rows[act.id]) if isinstance(act, Act) else act for act in acts]
            appended = [act for act in noted if isinstance(act, Act)]
            for listener in self.on_append if appended else ():
                listener(appended)
            return noted

    def close_until(self, instant: datetime) -> None:
        """From now on no act is dated before ``instant``: the heads of the days before it are made."""
        with self.turn:
            self._closed_until = max(instant, self._find_closed())

    def next_file(self, series: str, width: int = 4) -> str:
        """The next file id of a series such as ``SL-2026-``; hold ``turn`` until its first act is in."""
        return f"{series}{self._last_number(series) + 1:0{width}d}"

    def read(self, file: str) -> list[Act]:
        """The acts of a file in order; every digest and every link of the chain is checked."""
        return list(self._memory.recall(file, "", lambda: self._read(file)))

    def read_to_break(self, file: str) -> tuple[list[Act], Refusal | None, list[int]]:
        """The acts before the first that does not hold, what is wrong with that one, the numbers stored.

        Each act is read by itself, so that one whose bytes changed hides none before it.
        """
        stored = self.database.all(f"act:{file}:", f"act:{file}:{_END}", include_docs=False)
        ids = [str(document["_id"]) for document in stored]
        tails = (one.rpartition(":")[2] for one in ids)
        numbers = [int(tail) if tail.isascii() and tail.isdecimal() else 0 for tail in tails]
        acts: list[Act] = []
        for one in ids:
            try:
                with naming_damage(one):
                    acts.append(check_document(self.database.get(one)))
                check_chain(acts)
            except Refusal as refusal:
                return [act for act in acts if act.id != one], refusal, numbers
        return acts, None, numbers

    def foresee(self, files: Collection[str]) -> None:
        """Reads chains that will be asked for while this is remembering, in one request.

        One that does not hold is left for :meth:`read` to refuse.
        """
        bounds = [(f"act:{file}:", f"act:{file}:{_END}") for file in files]
        with self.turn, suppress(CouchError):  # else what is appended meanwhile would be forgotten
            for file, documents in zip(files, self.database.ranges(bounds), strict=True):
                with suppress(Refusal):
                    self._memory.recall(file, "", partial(_checked, documents))

    def last(self, file: str) -> Act | None:
        """The newest act of a file, checked by itself; None where the file is not begun."""
        newest = self.database.all(f"act:{file}:{_END}", f"act:{file}:", limit=1, descending=True)
        return next((check_document(document) for document in newest), None)

    def fold(self, file: str, fold: Callable[[str, Sequence[Act]], Folded]) -> Folded:
        """What the acts of a file add up to; ``fold`` is the same for a file whoever asks."""
        folded = self._folds.recall(file, "", lambda: fold(file, self.read(file)))
        return cast("Folded", folded)

    @contextmanager
    def remembering(self) -> Iterator[None]:
        """While this is open, this thread reads each chain once and follows what is appended."""
        with self._memory.open(), self._folds.open():
            yield

    def read_series(self, series: str) -> list[list[Act]]:
        """Every file whose id begins with ``series``, each as :meth:`read` gives it, the oldest first."""
        documents = self.database.all(f"act:{series}", f"act:{series}{_END}")
        return [self.read(file) for file in dict.fromkeys(document["file"] for document in documents)]

    def file_documents(self, file: str) -> Iterator[dict[str, Any]]:
        """The documents of a file as stored, unchecked."""
        return self.database.all(f"act:{file}:", f"act:{file}:{_END}")

    def documents(self) -> Iterator[dict[str, Any]]:
        """Every act as stored, unchecked, the acts of one file together."""
        return self.database.all("act:", f"act:{_END}")

    def _next(self, one: Following) -> Act | Refusal:
        based_on = one.based_on
        if self._tails.get(one.file, 0) > (based_on.n if based_on else 0):
            return Refusal("case.changed_meanwhile")
        now, salt = self._now(based_on), self._new_salt()
        try:
            for check in self.checks:
                check(one, now)
        except Refusal as refusal:
            return refusal
        return next_act(one.draft, based_on, file=one.file, at=now, policy=one.policy, salt=salt)

    def _write(self, acts: Sequence[Act]) -> dict[str, dict[str, Any]]:
        """What the database answers for each act, by its id."""
        rows = self.database.bulk([format_act(act) for act in acts]) if acts else []
        return {str(row["id"]): row for row in rows}

    def _note(self, act: Act, row: Mapping[str, Any]) -> Act | Refusal:
        """What is known follows what was written; somebody else's act in this place is read again."""
        if row.get("error") == "conflict":
            self._memory.forget(act.file)
            self._folds.forget(act.file)
            return Refusal("case.changed_meanwhile")
        if "error" in row:
            raise refusal_in(row)
        self._tails[act.file] = act.n
        self._memory.change(act.file, lambda acts: _followed(acts, act))
        self._folds.forget(act.file)
        return act

    def _read(self, file: str) -> tuple[Act, ...]:
        try:
            with naming_damage(f"act:{file}"):
                return _checked(self.file_documents(file))
        except Refusal:
            raise self.read_to_break(file)[1] or Refusal("case.changed_meanwhile") from None

    def _last_number(self, series: str) -> int:
        """The number of the newest file of a series, zero when there is none.

        Ids are in the order of their text: behind ``9999`` there may be ``10000`` and more, before it.
        """
        newest = self.database.all(f"act:{series}{_END}", f"act:{series}", limit=1, descending=True)
        last = max((int(document["file"].removeprefix(series)) for document in newest), default=0)
        while _is_end_of_width(last):
            longer = self._last_between(series, last, 10 * last + 9)
            if longer == last:
                break
            last = longer
        return last

    def _last_between(self, series: str, known: int, most: int) -> int:
        """The largest number up to ``most`` that is taken, of numbers that run on from ``known``."""
        while known < most:
            middle = (known + most + 1) // 2
            known, most = (middle, most) if self._is_begun(f"{series}{middle}") else (known, middle - 1)
        return known

    def _is_begun(self, file: str) -> bool:
        acts = self.database.all(f"act:{file}:", f"act:{file}:{_END}", limit=1, include_docs=False)
        return next(acts, None) is not None

    def _now(self, based_on: Act | None) -> datetime:
        """The clock, but never before the act this one follows nor in a day whose head is made.

        A chain does not run backwards, and a day that was published takes nothing more, even when the
        machine's clock is set back.
        """
        now = max(self._clock(), self._find_closed())
        return max(now, based_on.at) if based_on else now

    def _find_closed(self) -> datetime:
        """The end of the newest day that has a head, asked once: other processes close only days gone by."""
        if self._closed_until is None:
            self._closed_until = closed_until(self.database)
        return self._closed_until


def _checked(documents: Iterable[Mapping[str, Any]]) -> tuple[Act, ...]:
    """The acts of a file, each as it was written and each following from the one before."""
    acts = tuple(check_document(document) for document in documents)
    check_chain(acts)
    return acts


def _is_end_of_width(number: int) -> bool:
    """Whether the next number is a digit longer: 9, 99, 999 …"""
    return number > 0 and set(str(number)) == {"9"}


def _followed(acts: tuple[Act, ...], act: Act) -> tuple[Act, ...] | None:
    """A chain with the act behind it that was just appended; None where it was not read to its end."""
    previous = acts[-1].digest if acts else FIRST_PREVIOUS
    return (*acts, act) if act.previous == previous else None

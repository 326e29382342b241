"""A district of any size (``ruhu seed --cases``): a town told through the services, and twins of it.

Figures at scale are taken on it. A year of a town is told act by act; what was told is then told of each twin
by other words (:mod:`server.services.seeding.copies`) and written in big batches, by a process beside the one
that tells. Some two thousand households of three streets are enough for chance to have its say.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from math import ceil
from multiprocessing import get_context
from typing import Final

from server.domain.payroll import OPENING as PAYROLL
from server.services.household_classes import set_class
from server.services.seeding.clock import Clock
from server.services.seeding.copies import Document, Original, pattern_of
from server.services.seeding.dice import Dice
from server.services.seeding.gathered import GatheredCouch
from server.services.seeding.pingba import (
    FIRST,
    Household,
    Year,
    begin_year,
    fold_what_is_asked,
    open_gathered,
    place_households,
)
from server.services.seeding.pingba_plan import MONTHS, RURAL, URBAN, Planned
from server.services.seeding.twins import Twin, found_twins
from server.settings import Settings
from sync.couch import Couch

ALL_TOLD: Final = 2500  # cases that are told; more are told of twins
_FOLLOWED: Final = "2021-01"  # those who apply in December would receive from January
_RECEIVED_FROM: Final = (*MONTHS[1:], _FOLLOWED)
_STOPPED: Final = 0.05
_PERSONS: Final = (1, 1, 2, 2, 3, 3, 4, 5)
_AT_ONCE: Final = 50  # files told and written together
_AHEAD: Final = 4  # batches told before they are written


@dataclass
class LargeYear(Year):
    """A year of applications in every month; of December's some are still on their way."""

    def tell(self) -> None:
        with self.district.remembering():
            for month in MONTHS:
                self.tell_month(month)

    def steps(self) -> Sequence[tuple[int, Callable[[Household], object]]]:
        return (*super().steps(), (24, self._classify))

    def _classify(self, one: Household) -> None:
        officer, klass = self.town.actor(one.planned.street), self.dice.choice("ABC")
        set_class(self.district, officer, one.number, klass, "按家庭情况分类。")


@dataclass(frozen=True)
class Large:
    """What was told, and the twins it is told of."""

    gathered: GatheredCouch
    originals: Sequence[Original]
    twins: Sequence[Twin]
    stages: Mapping[str, int]  # how many cases stand at each, the twins' too

    def write_to(self, couch: Couch, prefix: str, done: Callable[[int, int], None]) -> None:
        """Writes everything; ``done`` is told how many files of how many are written."""
        self.gathered.write_to(couch)
        casebook, evidence = (couch.database(f"{prefix}{name}") for name in ("casebook", "evidence"))
        for count, (acts, kept) in enumerate(self._batches(), start=1):
            evidence.put_all(kept)
            casebook.put_all(acts)
            done(min(count * _AT_ONCE, self.files), self.files)

    @property
    def files(self) -> int:
        return len(self.originals) * len(self.twins)

    def _batches(self) -> Iterator[tuple[list[Document], list[Document]]]:
        """Acts and evidence of every twin's files, told by a process beside this one, never far ahead."""
        parts = iter(range(0, self.files, _AT_ONCE))
        with ProcessPoolExecutor(1, get_context("fork"), _inherit, (self,)) as beside:
            told = deque(beside.submit(_tell, part) for part in islice(parts, _AHEAD))
            while told:
                yield told.popleft().result()
                told.extend(beside.submit(_tell, part) for part in islice(parts, 1))

    def tell(self, first: int) -> tuple[list[Document], list[Document]]:
        """The files from ``first`` on, so many as are written together."""
        acts: list[Document] = []
        evidence: list[Document] = []
        for place in range(first, min(first + _AT_ONCE, self.files)):
            twin, original = divmod(place, len(self.originals))
            file_acts, file_evidence = self.originals[original].tell(self.twins[twin])
            acts += file_acts
            evidence += file_evidence
        return acts, evidence


def gather_large(settings: Settings, cases: int) -> Large:
    """A district of at least so many cases: told in memory, with the keys of the data folder."""
    twins_wanted = max(1, ceil(cases / ALL_TOLD) - 1)
    couch, clock = GatheredCouch(), Clock(FIRST)
    with open_gathered(settings, couch, clock) as district:
        year = begin_year(LargeYear, district, clock)
        twins = found_twins(district, year.town, twins_wanted, year.dice)
        year.households += place_households(list(_plan(ceil(cases / (twins_wanted + 1)), year.dice)))
        _leave_unfinished(year)
        fold_what_is_asked(district)
        year.tell()
        stages = Counter(str(district.get_case(one.number).stage.value) for one in year.households)
    originals = list(_originals(couch, settings.prefix, twins[0].words))
    counts = {stage: count * (len(twins) + 1) for stage, count in stages.items()}
    return Large(couch, originals, twins, counts)


def _plan(count: int, dice: Dice) -> Iterator[Planned]:
    """Households by turns in each street; each lacks two thirds of the standard."""
    printed = {street: each for each in (URBAN, RURAL) for street in each.streets}
    streets = list(printed)
    for place in range(count):
        street, since = streets[place % len(streets)], dice.choice(_RECEIVED_FROM)
        standard, persons = printed[street], dice.choice(_PERSONS)
        stops = since != _FOLLOWED and dice.happens(_STOPPED)
        yield Planned(
            standard.residence,
            street,
            persons,
            since=since,
            until=dice.choice(MONTHS[MONTHS.index(since) :]) if stops else "",
            amount_fen=standard.standard_fen * persons * 2 // 3,
        )


def _leave_unfinished(year: LargeYear) -> None:
    """Every second of those who apply in December is still on its way when the year ends."""
    for one in [one for one in year.households if one.planned.since == _FOLLOWED][::2]:
        one.steps = year.dice.randint(1, len(year.steps()) - 1)


def _originals(couch: GatheredCouch, prefix: str, words: Mapping[str, str]) -> Iterator[Original]:
    """Every household and every payment roll of the town, in order."""
    acts, evidence = (_by_file(couch, f"{prefix}{name}") for name in ("casebook", "evidence"))
    shared = pattern_of(words)
    for file in sorted(acts):
        if acts[file][0]["kind"] in ("applied", PAYROLL):
            yield Original(acts[file], evidence[file], shared)


def _by_file(couch: GatheredCouch, database: str) -> defaultdict[str, list[Document]]:
    files: defaultdict[str, list[Document]] = defaultdict(list)
    for document in couch.database(database).all():
        if "file" in document:
            files[document["file"]].append(document)
    return files


_inherited: list[Large] = []  # by the process that tells, from the one that began it


def _inherit(large: Large) -> None:
    _inherited[:] = [large]


def _tell(first: int) -> tuple[list[Document], list[Document]]:
    return _inherited[0].tell(first)

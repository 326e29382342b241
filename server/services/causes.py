"""Why the households of an area are poor and what they need, by year and community (article 2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from server.domain.cause import (
    AIDS,
    ARTICLE_CAUSES,
    CAUSES,
    GROUPS,
    NEEDS,
    SANWU,
    Share,
    as_article,
    by_group,
    distribution,
    permille,
)
from server.domain.permission import Actor, check_may
from server.records.cause_rows import (
    CauseFilter,
    count_persons,
    households_by_place,
    list_households,
    years_asked,
)
from server.services.district import District


@dataclass(frozen=True)
class PlaceLine:
    """A community, or a year, with its households by the article's six causes."""

    place: str
    asked: int
    counts: Mapping[str, int]

    def permille(self, code: str) -> int | None:
        return permille(self.counts.get(code, 0), self.asked)


@dataclass(frozen=True)
class Distribution:
    """What the newest visit of each household in a year says; ``asked`` is how many households."""

    year: int
    years: Sequence[int]
    asked: int
    causes: Sequence[Share]  # the article's six
    details: Sequence[Share]  # all nine of the form
    groups: Sequence[Share]
    needs: Sequence[Share]
    aids: Sequence[Share]
    sanwu: int  # persons (S2-SANWU)
    communities: Sequence[PlaceLine]
    by_year: Sequence[PlaceLine]


def find_distribution(
    district: District, actor: Actor, year: int = 0, community: str = "", *, receiving: bool = False
) -> Distribution:
    """The distribution of a year in the person's area; the newest year with visits where none is asked."""
    check_may(actor, "cause.read")
    years = years_asked(district.index)
    year = year if year in years else next(iter(years), district.today().year)
    wanted = CauseFilter(year, actor.street, actor.community or community, receiving)
    causes = list_households(district.index, wanted, "cause")
    asked = len(causes)
    return Distribution(
        year=year,
        years=years,
        asked=asked,
        causes=distribution(as_article(causes.values()), ARTICLE_CAUSES, asked),
        details=distribution(_count(causes.values()), CAUSES, asked),
        groups=distribution(by_group(causes.values()), tuple(GROUPS), asked),
        needs=distribution(_count(list_households(district.index, wanted, "need").values()), NEEDS, asked),
        aids=distribution(_count(list_households(district.index, wanted, "aid").values()), AIDS, asked),
        sanwu=count_persons(district.index, wanted, SANWU),
        communities=_places(households_by_place(district.index, wanted)),
        by_year=[_year_line(district, replace(wanted, year=each)) for each in years],
    )


def _places(found: Mapping[str, Sequence[frozenset[str]]]) -> Sequence[PlaceLine]:
    return [PlaceLine(place, len(households), as_article(households)) for place, households in found.items()]


def _year_line(district: District, wanted: CauseFilter) -> PlaceLine:
    households = list_households(district.index, wanted, "cause").values()
    return PlaceLine(str(wanted.year), len(households), as_article(households))


def _count(households: Iterable[frozenset[str]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for codes in households:
        counts.update(codes)
    return counts

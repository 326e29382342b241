"""Why the households of an area are poor and what they need, by year and community (article 2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from server.domain.cause import (
    AID,
    AIDS,
    ARTICLE_CAUSES,
    CAUSES,
    GROUPS,
    NEED,
    NEEDS,
    SANWU,
    Share,
    as_article,
    by_cause,
    by_group,
    distribution,
    permille,
)
from server.domain.permission import Actor, check_may
from server.records.cause_rows import (
    CauseFilter,
    count_codes,
    count_households,
    count_persons,
    count_years,
    years_asked,
)
from server.services.district import District

Named = Counter[frozenset[str]]  # how many households named these causes together


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
    places = count_households(district.index, wanted)
    households = Named()
    for named in places.values():
        households.update(named)
    asked = households.total()
    return Distribution(
        year=year,
        years=years,
        asked=asked,
        causes=distribution(as_article(households), ARTICLE_CAUSES, asked),
        details=distribution(by_cause(households), CAUSES, asked),
        groups=distribution(by_group(households), tuple(GROUPS), asked),
        needs=distribution(count_codes(district.index, wanted, NEED), NEEDS, asked),
        aids=distribution(count_codes(district.index, wanted, AID), AIDS, asked),
        sanwu=count_persons(district.index, wanted, SANWU),
        communities=_lines(places),
        by_year=_lines(_every_year(count_years(district.index, wanted), years)),
    )


def _every_year(found: Mapping[int, Named], years: Sequence[int]) -> Mapping[int, Named]:
    """A line for each year somebody was asked in, though nobody of this area was."""
    return {year: found.get(year, Counter()) for year in years}


def _lines(found: Mapping[str, Named] | Mapping[int, Named]) -> Sequence[PlaceLine]:
    return [PlaceLine(str(place), named.total(), as_article(named)) for place, named in found.items()]

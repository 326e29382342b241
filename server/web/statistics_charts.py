"""The charts of the statistics: their words, and the same months as the table beneath them (S4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask_babel import gettext

from server.domain.annual import Annual
from server.domain.receipt import RESIDENCES
from server.web.column_chart import ColumnChart, draw_columns
from server.web.words import RESIDENCES as RESIDENCE_WORDS
from server.web.words import month

_FEN: Final = 100
_YEAR: Final = 12


@dataclass(frozen=True)
class PlaceChart:
    """A chart of months or weeks; ``description`` says in words what somebody who sees it reads off it."""

    id: str
    title: str
    description: str
    keys: tuple[str, ...]
    places: tuple[str, ...]
    below: tuple[str, ...]  # what stands below the axis at each place
    chart: ColumnChart


def month_charts(annual: Annual) -> list[PlaceChart]:
    """Households in receipt, added and cancelled, and money, by month."""
    lines = annual.months
    homes = tuple(str(RESIDENCE_WORDS[home]) for home in RESIDENCES)
    months = [line.month for line in lines]
    stock = [[line.movements[home].stock.households for line in lines] for home in RESIDENCES]
    moved = [
        [line.all.added.households for line in lines],
        [line.all.cancelled.households for line in lines],
    ]
    paid = [[line.paid[home].benefit_fen // _FEN for line in lines] for home in RESIDENCES]
    moves = (gettext("新增"), gettext("取消"))
    return [
        month_chart("stock", gettext("每月在保（户）"), homes, months, stock),
        month_chart("moved", gettext("每月新增和取消（户）"), moves, months, moved, stacked=False),
        month_chart("paid", gettext("每月发放保障金（元，角分不画）"), homes, months, paid),
    ]


def month_chart(
    id_: str,
    title: str,
    keys: Sequence[str],
    months: Sequence[str],
    series: Sequence[Sequence[int]],
    *,
    stacked: bool = True,
) -> PlaceChart:
    """Months of one year are named by their number, those of several with the year."""
    one_year = months[0][:4] == months[-1][:4]
    below = [str(int(each[5:])) if one_year else each[2:] for each in months]
    drawn = draw_columns(series, stacked=stacked, labels=_YEAR if one_year else _YEAR // 2)
    return _chart(id_, title, keys, [month(each) for each in months], below, series, drawn)


def week_chart(id_: str, title: str, key: str, mondays: Sequence[date], counts: Sequence[int]) -> PlaceChart:
    """One column a week, named by its Monday."""
    places = [monday.isoformat() for monday in mondays]
    below = [f"{monday.month}-{monday.day}" for monday in mondays]
    drawn = draw_columns([counts], stacked=True, labels=_YEAR // 2)
    return _chart(id_, title, (key,), places, below, [counts], drawn)


def _chart(
    id_: str,
    title: str,
    keys: Sequence[str],
    places: Sequence[str],
    below: Sequence[str],
    series: Sequence[Sequence[int]],
    drawn: ColumnChart,
) -> PlaceChart:
    said = (_extremes(key, places, values) for key, values in zip(keys, series, strict=True))
    return PlaceChart(id_, title, " ".join(said), tuple(keys), tuple(places), tuple(below), drawn)


def _extremes(key: str, places: Sequence[str], values: Sequence[int]) -> str:
    most, least = max(values), min(values)
    words = gettext(
        "%(key)s：最多 %(most)s（%(most_in)s），最少 %(least)s（%(least_in)s）。",
        key=key,
        most=f"{most:,}",
        most_in=places[values.index(most)],
        least=f"{least:,}",
        least_in=places[values.index(least)],
    )
    return str(words)

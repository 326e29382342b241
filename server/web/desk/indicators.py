"""Indicators for setting a standard: the years, a chart of A, the figures of article 1 (S1-ADJ, S1-IND)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flask import Response, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from server.domain.days import parse_date
from server.domain.indicator import AMOUNTS, METHODS, Figure, Kind, Method
from server.domain.money import parse_yuan
from server.domain.sheet import format_csv
from server.errors import Refusal
from server.services.indicators import (
    Indicators,
    enter_figure,
    indicator_lines,
    method_words,
    read_indicators,
    source_figures,
)
from server.services.sentences import Names
from server.web.answers import saved_file, see
from server.web.chart import Chart, draw_lines
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.form import Form, posted_form
from server.web.guard import permit

KINDS: Final = {
    Kind.STANDARD: lazy_gettext("低保标准"),
    Kind.WAGE: lazy_gettext("职工平均工资"),
    Kind.GDP: lazy_gettext("人均地区生产总值"),
    Kind.PRICES: lazy_gettext("居民消费价格指数"),
    Kind.POPULATION: lazy_gettext("城市总人口"),
    Kind.RECIPIENTS: lazy_gettext("低保受益人数"),
    Kind.POOR: lazy_gettext("城市绝对贫困人口"),
}
UNITS: Final = {
    Kind.STANDARD: lazy_gettext("元/人·月"),
    Kind.WAGE: lazy_gettext("元/年"),
    Kind.GDP: lazy_gettext("元/年"),
    Kind.PRICES: lazy_gettext("上年=100"),
    Kind.POPULATION: lazy_gettext("人"),
    Kind.RECIPIENTS: lazy_gettext("人"),
    Kind.POOR: lazy_gettext("人"),
}
_LEAST, _MOST = 15, 27  # percent, the band of A (S1-ADJ-02)


@desk.get("/indicators")
@permit("indicator.read")
def show_indicators() -> ResponseReturnValue:
    return _page(Form({"kind": Kind.STANDARD.value}))


@desk.post("/indicators")
@permit("indicator.enter")
def enter_indicator() -> ResponseReturnValue:
    """Enters one figure; what is wrong is said beside its field and nothing typed is lost."""
    form = posted_form()
    figure = _read(form)
    if not form.errors:
        try:
            enter_figure(
                current_district(), current_actor(), figure, form.text("source"), form.text("set_by")
            )
        except Refusal as refusal:
            form.refuse_with(_FIELDS.get(refusal.code, ""), refusal)
        else:
            flash(gettext("记下了，连出处一起。"))
            return see(url_for("desk.show_indicators"))
    return _page(form), 422


@desk.get("/indicators.csv")
@permit("indicator.read")
def indicators_csv() -> Response:
    heads, lines = indicator_lines(read_indicators(current_district(), current_actor()))
    return saved_file(format_csv(heads, lines), "indicators.csv")


_FIELDS: Final = {
    "indicator.year": "year",
    "indicator.value": "value",
    "indicator.source": "source",
    "indicator.since": "since",
    "indicator.method": "method",
}


def _page(form: Form) -> str:
    district = current_district()
    found = read_indicators(district, current_actor())
    return render_template(
        "indicators/page.html",
        found=found,
        chart=_chart(found),
        source=source_figures(),
        source_chart=_source_chart(),
        kinds=KINDS,
        units=UNITS,
        amounts=AMOUNTS,
        methods=METHODS,
        method_words=method_words,
        names=Names(district),
        form=form,
        here="reference",
    )


def _chart(found: Indicators) -> Chart | None:
    """A by year in hundredths of a percent with both ends of its band; nothing for fewer than two years."""
    known = [(row.year, row.a_value) for row in found.rows if row.a_value is not None]
    return _band_chart([(year, round(share * 10_000)) for year, share in known])


def _source_chart() -> Chart | None:
    values = source_figures().of("S1-ADJ-03").values
    return _band_chart([(int(year), value) for year, value in values.items()])


def _band_chart(points: list[tuple[int, int]]) -> Chart | None:
    if len(points) < 2:
        return None
    first = points[0][0]
    places = [year - first for year, _ in points]
    band = [[100 * edge] * len(points) for edge in (_LEAST, _MOST)]
    return draw_lines(places, [[value for _, value in points], *band])


def _read(form: Form) -> Figure:
    kind = Kind(form.text("kind")) if form.text("kind") in list(Kind) else Kind.STANDARD
    is_standard = kind is Kind.STANDARD
    method = form.text("method")
    return Figure(
        kind=kind,
        year=form.read("year", _whole, 0),
        value=form.read("value", _parse_of(kind), 0),
        source="",
        since=form.read("since", parse_date, None) if is_standard and form.text("since") else None,
        method=Method(method) if is_standard and method in list(Method) else None,
    )


def _parse_of(kind: Kind) -> Callable[[str], int]:
    if kind in AMOUNTS:
        return parse_yuan
    return _index if kind is Kind.PRICES else _whole


def _index(text: str) -> int:
    """``102.3`` as 1023: tenths of a percent of the year before."""
    whole, _, tenths = text.partition(".")
    if not (whole.isascii() and whole.isdigit() and len(tenths) <= 1 and (tenths or "0").isdigit()):
        raise Refusal("indicator.value")
    return int(whole[:6]) * 10 + int(tenths or "0")


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise Refusal("indicator.whole")
    return int(text[:15])

"""The housing standards of a year at the desk: entered with their source, shown as ratios (S8-ELIG-02…03)."""

from __future__ import annotations

from typing import Final

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.housing_lines import Band, HousingLines, format_area, parse_area
from server.domain.money import parse_yuan
from server.errors import Refusal
from server.services.housing_lines import list_lines, publish_lines
from server.services.sentences import Names
from server.web.answers import see
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.form import Form, posted_form
from server.web.guard import permit
from server.web.housing_words import GUARANTEES

_BANDS: Final = 4


@desk.get("/housing/lines")
@permit("housing.read")
def show_lines() -> ResponseReturnValue:
    fresh = {"year": str(current_district().today().year)}
    return _page(Form(fresh | {f"percent-{n}": "100" for n in range(_BANDS)}))


@desk.post("/housing/lines")
@permit("housing.lines")
def publish_housing_lines() -> ResponseReturnValue:
    """Enters a year's standards; one wrong value is said and none is lost."""
    form = posted_form()
    lines = _read(form)
    if not form.errors:
        try:
            publish_lines(current_district(), current_actor(), lines, form.text("source"))
        except Refusal as refusal:
            form.refuse_with("source" if refusal.code == "indicator.source" else "", refusal)
        else:
            flash(gettext("%(year)d 年的标准录好了。", year=lines.year))
            return see(url_for("desk.show_lines"))
    return _page(form), 422


def _page(form: Form) -> str:
    district = current_district()
    return render_template(
        "housing/lines.html",
        published=list_lines(district, current_actor()),
        form=form,
        bands=range(_BANDS),
        guarantees=GUARANTEES,
        metres=format_area,
        names=Names(district),
        here="upkeep",
    )


def _read(form: Form) -> HousingLines:
    return HousingLines(
        year=form.read("year", _whole, 0),
        income_fen=form.read("income", parse_yuan, 0),
        income_base_fen=_money(form, "income_base"),
        difficulty_dm2=form.read("difficulty", parse_area, 0),
        difficulty_base_dm2=_area(form, "difficulty_base"),
        guaranteed_dm2=form.read("guaranteed", _areas, ()),
        bands=tuple(_band(form, n) for n in range(_BANDS) if form.text(f"per_m2-{n}")),
        market_fen=_money(form, "market"),
        dibao_whole=form.text("dibao_whole") == "yes",
        rent_cap=form.text("rent_cap") == "yes",
    )


def _band(form: Form, n: int) -> Band:
    guarantee = form.text(f"guarantee-{n}")
    return Band(
        guarantee=guarantee if guarantee in GUARANTEES else "",
        income_to_fen=_money(form, f"income_to-{n}"),
        per_m2_fen=form.read(f"per_m2-{n}", parse_yuan, 0),
        percent=form.read(f"percent-{n}", _whole, 0),
    )


def _money(form: Form, name: str) -> int:
    return form.read(name, parse_yuan, 0) if form.text(name) else 0


def _area(form: Form, name: str) -> int:
    return form.read(name, parse_area, 0) if form.text(name) else 0


def _areas(text: str) -> tuple[int, ...]:
    """``20 30 45 60``: the areas of one, two, three … persons; any comma or space between them."""
    return tuple(parse_area(part) for part in text.replace("，", " ").replace(",", " ").split())


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise Refusal("indicator.whole")
    return int(text[:6])

"""Where a family's home lies: entered with the coordinate system of the map it was read from."""

from __future__ import annotations

from typing import Final

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.position import System
from server.domain.sheet import format_csv
from server.services.position_files import POSITION_IMPORT, list_addresses
from server.services.positions import find_home, set_home
from server.web.answers import saved_file
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_case
from server.web.desk.blueprint import desk
from server.web.desk.import_files import Trial, import_on_page
from server.web.form import Form
from server.web.guard import permit
from server.web.words import COORDINATES

_FIELDS: Final = ("lat", "lon", "accuracy_m", "system")


@desk.route("/cases/<case:number>/position", methods=["GET", "POST"])
@permit("position.set")
def place_home(number: str) -> ResponseReturnValue:
    district = current_district()
    entry = find_home(district, district.get_case(number))
    return act_on_case(
        number,
        "cases/position.html",
        lambda form: _place(form, number),
        gettext("记下了。离住址远的照片会排进提醒。"),
        fresh=entry.position if entry else {"system": System.GCJ02.value},
        systems=COORDINATES.items(),
    )


def _place(form: Form, number: str) -> None:
    named = {name: form.text(name) for name in _FIELDS}
    if not named["system"]:
        form.refuse("system", gettext("选是哪种坐标，差几百米。"))
    if not form.errors:
        set_home(current_district(), current_actor(), number, named)


@desk.route("/positions", methods=["GET", "POST"])
@permit("position.set")
def show_positions() -> ResponseReturnValue:
    """The homes that have no position yet, and the file that brings them: tried first, then imported."""
    return import_on_page(POSITION_IMPORT, _page, url_for("desk.show_positions"))


@desk.get("/positions/addresses.csv")
@permit("position.set")
def export_addresses() -> Response:
    """The homes whose position is not kept; latitude, longitude and system are to be filled in."""
    rows = list_addresses(current_district(), current_actor())
    today = current_district().today().isoformat()
    return saved_file(format_csv(POSITION_IMPORT.headings, rows), f"addresses-{today}.csv")


def _page(form: Form, trial: Trial | None) -> str:
    return render_template(
        "registers/positions.html",
        form=form,
        trial=trial,
        kind=POSITION_IMPORT,
        lacking=len(list_addresses(current_district(), current_actor())),
        here="worklist",
    )

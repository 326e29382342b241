"""Where a family's home lies: entered with the coordinate system of the map it was read from."""

from __future__ import annotations

from typing import Final

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.position import System
from server.services.positions import find_home, set_home
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_case
from server.web.desk.blueprint import desk
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

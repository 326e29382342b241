"""Where a family's home lies: entered with the coordinate system of the map it was read from."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Final

from flask import Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from server.domain.position import System
from server.domain.sheet import format_csv
from server.errors import Refusal
from server.services import position_files
from server.services.info_results import DryRun
from server.services.positions import find_home, set_home
from server.web.answers import saved_file, see
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_case
from server.web.desk.blueprint import desk
from server.web.form import Form, posted_form
from server.web.guard import permit
from server.web.words import COORDINATES

_FIELDS: Final = ("lat", "lon", "accuracy_m", "system")
Rows = Sequence[Mapping[str, str]]


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


@desk.get("/positions")
@permit("position.set")
def show_positions() -> ResponseReturnValue:
    return _page(Form())


@desk.get("/positions/addresses.csv")
@permit("position.set")
def export_addresses() -> Response:
    """The homes whose position is not kept; latitude, longitude and system are to be filled in."""
    rows = position_files.list_addresses(current_district(), current_actor())
    today = current_district().today().isoformat()
    return saved_file(format_csv(position_files.COLUMNS, rows), f"addresses-{today}.csv")


@desk.post("/positions")
@permit("position.set")
def take_positions() -> ResponseReturnValue:
    """A file is tried first and shown row by row; the same rows are kept only when all of them hold."""
    form, district, actor = posted_form(), current_district(), current_actor()
    try:
        rows = _sent_rows(form)
        if form.text("do") != "import":
            return _page(form, position_files.try_positions(district, actor, rows), rows)
        run = position_files.import_positions(district, actor, rows)
    except Refusal as refusal:
        form.refuse_with("file", refusal)
        return _page(form), refusal.status
    flash(ngettext("导入了 %(num)d 处位置。", "导入了 %(num)d 处位置。", run.new))
    return see(url_for("desk.show_positions"))


def _page(form: Form, run: DryRun | None = None, rows: Rows = ()) -> str:
    return render_template(
        "registers/positions.html",
        form=form,
        run=run,
        kept=json.dumps(list(rows), ensure_ascii=False),
        lacking=len(position_files.list_addresses(current_district(), current_actor())),
        columns=position_files.COLUMNS,
        here="worklist",
    )


def _sent_rows(form: Form) -> Rows:
    """The rows of the file chosen, or those of the trial that is now confirmed."""
    sent = request.files.get("file")
    content = sent.read() if sent else b""
    if content:
        return position_files.read_file(content)
    if not form.text("rows"):
        raise Refusal("position.file")
    return position_files.read_kept(form.text("rows"))

"""The district's streets and communities, and its own names, for the administrator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.area import COMMUNITY, KIND_WORDS, STREET
from server.errors import Refusal
from server.records.entries import Area
from server.services import areas
from server.services.areas import AreaDetails, Names
from server.services.sentences import Names as People
from server.web.current import current_actor, current_district
from server.web.desk.acts import act
from server.web.desk.blueprint import desk
from server.web.form import Form
from server.web.guard import permit
from server.web.permission_words import AREA_ACTS

_FIELDS: Final = {
    "area.bad_id": "id",
    "area.taken": "id",
    "area.code": "code",
    "area.code_taken": "code",
    "area.unnamed": "name_zh",
    "area.kind": "kind",
    "area.parent": "parent",
    "profile.unnamed": "name_zh",
}


@desk.get("/areas")
@permit("area.read")
def show_areas() -> ResponseReturnValue:
    streets = areas.list_streets(current_district(), current_actor())
    profile = current_district().profile
    return render_template("areas/list.html", streets=streets, profile=profile, here="reference")


@desk.route("/areas/new", methods=["GET", "POST"])
@permit("area.manage")
def add_area() -> ResponseReturnValue:
    """A street, or a community of the street the page was asked for with."""
    parent = request.args.get("street", "")
    return act(
        "areas/new.html",
        _noting(_add),
        gettext("加进来了，马上可以用。"),
        url_for("desk.show_areas"),
        fresh={"kind": COMMUNITY if parent else STREET, "parent": parent},
        kinds=KIND_WORDS,
        streets=areas.open_areas(current_district(), STREET),
        here="reference",
    )


@desk.get("/areas/<office:area_id>")
@permit("area.read")
def show_area(area_id: str) -> ResponseReturnValue:
    return _area_page(area_id)


@desk.post("/areas/<office:area_id>")
@permit("area.manage")
def change_area(area_id: str) -> ResponseReturnValue:
    return _area_page(area_id)


@desk.post("/areas/<office:area_id>/closed")
@permit("area.manage")
def close_area(area_id: str) -> ResponseReturnValue:
    areas.close_area(current_district(), current_actor(), area_id)
    flash(gettext("撤销了，不再办新的；正在办的、正在领的照旧。"))
    return redirect(url_for("desk.show_area", area_id=area_id))


@desk.post("/areas/<office:area_id>/opened")
@permit("area.manage")
def reopen_area(area_id: str) -> ResponseReturnValue:
    areas.reopen_area(current_district(), current_actor(), area_id)
    flash(gettext("恢复了，又可以办新的。"))
    return redirect(url_for("desk.show_area", area_id=area_id))


@desk.route("/district/names", methods=["GET", "POST"])
@permit("area.manage")
def change_names() -> ResponseReturnValue:
    """The name of the district itself, the office that issues badges, its telephone."""
    profile = current_district().profile
    names = ("name_zh", "name_en", "issuer", "phone")
    return act(
        "areas/names.html",
        _noting(
            lambda form: areas.change_names(
                current_district(), current_actor(), Names(*(form.text(name) for name in names))
            )
        ),
        gettext("改好了，以后的文件、工作证都用新的。"),
        url_for("desk.show_areas"),
        fresh={name: getattr(profile, name) for name in names},
        here="reference",
    )


def _noting(do: Callable[[Form], object]) -> Callable[[Form], None]:
    """The same act, what is refused said at the field it is about."""

    def doing(form: Form) -> None:
        try:
            do(form)
        except Refusal as refusal:
            form.refuse_with(_FIELDS.get(refusal.code, ""), refusal)

    return doing


def _add(form: Form) -> None:
    kind = form.text("kind")
    details = {name: form.text(name) for name in ("name_zh", "name_en", "code", "phone", "place")}
    parent = form.text("parent") if kind == COMMUNITY else ""
    areas.add_area(current_district(), current_actor(), Area(form.text("id"), kind, **details, parent=parent))


def _area_page(area_id: str) -> ResponseReturnValue:
    district, actor = current_district(), current_actor()
    area = areas.get_area(district, area_id)
    names = ("name_zh", "name_en", "phone", "place")
    return act(
        "areas/page.html",
        _noting(
            lambda form: areas.change_area(
                district, actor, area_id, AreaDetails(*(form.text(name) for name in names))
            )
        ),
        gettext("改好了，各处马上照新的显示。"),
        url_for("desk.show_area", area_id=area_id),
        fresh={name: getattr(area, name) for name in names},
        area=area,
        below=areas.open_areas(district, COMMUNITY, area_id) if area.kind == STREET else [],
        acts=areas.read_area_acts(district, actor, area_id),
        words=AREA_ACTS,
        people=People(district),
        here="reference",
    )

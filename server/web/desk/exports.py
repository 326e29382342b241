"""Exports: what would be in one, narrowed in the address, and the file, which is put on the record."""

from __future__ import annotations

from typing import Any, Final

from flask import render_template, request
from flask.typing import ResponseReturnValue

from server.domain.export import CASES, COLUMNS, FORMATS, KINDS, ExportFilter, read_filter
from server.domain.stage import Stage
from server.errors import Refusal
from server.records.entries import Area
from server.services.exports import FULL, count_export, make_export
from server.web.answers import saved_file
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.form import Form
from server.web.guard import permit
from server.web.language import current_language
from server.web.words import area

_NAMES: Final = ("street", "community", "stage", "first", "last")


@desk.get("/exports")
@permit("export.make")
def show_exports() -> ResponseReturnValue:
    """The columns of a table, how many rows it would have, and a button for each format."""
    kind = request.args.get("kind", CASES)
    kind = kind if kind in KINDS else CASES
    form = Form({name: request.args.get(name, "").strip() for name in _NAMES})
    rows, status = None, 200
    try:
        rows = count_export(current_district(), current_actor(), kind, read_filter(form.values))
    except Refusal as refusal:
        form.refuse_with("", refusal)
        status = refusal.status
    return _page(kind, form, rows), status


@desk.post("/exports/<any(cases, visits):kind>/<any(csv, xlsx, jsonl, geojson):form>")
@permit("export.make")
def take_export(kind: str, form: str) -> ResponseReturnValue:
    """The file. What was asked for in the address that has changed meanwhile is shown there again."""
    full = request.form.get("identity") == FULL
    made = make_export(
        current_district(),
        current_actor(),
        kind,
        form,
        _asked(),
        language=current_language(),
        full=full,
    )
    return saved_file(made.pieces, made.name, made.mimetype)


def _asked() -> ExportFilter:
    return read_filter({name: request.args.get(name, "") for name in _NAMES})


def _page(kind: str, form: Form, rows: int | None) -> str:
    narrowed = {name: value for name, value in form.values.items() if value}
    return render_template(
        "exports/page.html",
        kind=kind,
        form=form,
        rows=rows,
        narrowed=narrowed,
        kinds=KINDS,
        columns=COLUMNS[kind],
        forms=FORMATS[kind],
        language=current_language(),
        stages=list(Stage),
        **_areas(),
        here="reference",
    )


def _areas() -> dict[str, Any]:
    """The streets and communities a person may choose among."""
    actor = current_actor()
    every = current_district().office.every(Area)
    streets = [each for each in every if each.kind == "street" and not actor.street]
    communities = [
        each
        for each in every
        if each.kind == "community" and actor.street in ("", each.parent) and not actor.community
    ]
    return {
        "streets": [(each.id, area(each.id)) for each in streets],
        "communities": [(each.id, area(each.id)) for each in communities],
    }

"""What comes in from files: a page a kind, with its template, its trial and its import (issue 9)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue

from server.domain.permission import check_may
from server.services.import_kinds import get_kind, kinds_for, template_csv, template_xlsx
from server.services.imports import ImportKind
from server.web.answers import saved_file
from server.web.current import current_actor
from server.web.desk.blueprint import desk
from server.web.desk.import_files import Trial, import_on_page
from server.web.form import Form
from server.web.guard import permit

_TEMPLATES: Final[dict[str, tuple[str, Callable[[ImportKind], bytes]]]] = {
    "csv": ("text/csv", template_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", template_xlsx),
}


@desk.get("/imports")
@permit("import.use")
def show_imports() -> ResponseReturnValue:
    """What this person may import, in the order a district begins with it."""
    kinds = kinds_for(current_actor())
    return render_template("imports/list.html", kinds=kinds, here="reference")


@desk.route("/imports/<office:kind>", methods=["GET", "POST"])
@permit("import.use")
def show_import(kind: str) -> ResponseReturnValue:
    """A file is tried first and told row by row; the same rows are taken over when all of them hold."""
    asked = _get_kind(kind)
    return import_on_page(asked, partial(_page, asked), url_for("desk.show_import", kind=kind))


@desk.get("/imports/<office:kind>/template.csv", defaults={"ending": "csv"})
@desk.get("/imports/<office:kind>/template.xlsx", defaults={"ending": "xlsx"})
@permit("import.use")
def send_template(kind: str, ending: str) -> Response:
    """A file with the headings in both languages, to be filled in."""
    mimetype, write = _TEMPLATES[ending]
    return saved_file(write(_get_kind(kind)), f"{kind}.{ending}", mimetype)


def _get_kind(name: str) -> ImportKind:
    kind = get_kind(name)
    check_may(current_actor(), kind.permission)
    return kind


def _page(kind: ImportKind, form: Form, trial: Trial | None) -> str:
    return render_template("imports/page.html", kind=kind, form=form, trial=trial, here="reference")

"""The published forms: forms/definitions/<form>/<version>.xlsx, compiled once in a process."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from forms.compile import Definition, compile_workbook
from forms.errors import FormError, Problem

DEFINITIONS = Path(__file__).parent / "definitions"


def form_ids() -> list[str]:
    """Every published form, "home-visit@1", in alphabetical order."""
    return sorted(f"{path.parent.name}@{path.stem}" for path in DEFINITIONS.glob("*/*.xlsx"))


def get_definition(form_id: str) -> Definition:
    """The compiled definition of a published form; FormError `form.unknown` when there is none.

    The same dictionary is given every time: it is published and never edited.
    """
    if form_id not in form_ids():
        zh, en = f"没有发布过 {form_id} 这份表。", f"No form {form_id} has been published."
        raise FormError([Problem("form.unknown", zh, en)])
    return _compiled(form_id)


@cache
def _compiled(form_id: str) -> Definition:
    form, _, version = form_id.partition("@")
    definition = compile_workbook(DEFINITIONS / form / f"{version}.xlsx")
    if definition["id"] != form_id:
        zh = f"文件是 {form_id}，里面写的却是 {definition['id']}。"
        en = f"The file is {form_id} but its settings say {definition['id']}."
        raise FormError([Problem("form.misnamed", zh, en, "settings", 2, "form_id")])
    return definition

"""The forms of the district: compiled once from their workbook, then kept as published in the casebook."""

from __future__ import annotations

from typing import Any, Final

from forms.compile import compile_workbook
from server.errors import Refusal
from server.services.district import FORMS, District

HOME_VISIT: Final = "home-visit@1"


def get_form(district: District, key: str) -> dict[str, Any]:
    """The definition of a form version such as ``home-visit@1``; the first use publishes it."""
    try:
        return district.versions.get("form", key)
    except Refusal as refusal:
        if refusal.code != "record.missing":
            raise
    form, _, version = key.partition("@")
    path = FORMS / form / f"{version}.xlsx"
    if not path.is_file():
        raise Refusal("visit.unknown_form", form=key)
    definition = dict(compile_workbook(path))
    district.versions.publish("form", key, definition)
    return definition

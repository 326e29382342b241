"""The forms of the district: compiled once from their workbook, then kept as published in the casebook."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any, Final

from forms.validate import Checker
from server.errors import Refusal
from server.records.versions import Versions

if TYPE_CHECKING:
    from server.services.district import District

FORMS: Final = Path(__file__).parents[2] / "forms" / "definitions"
HOME_VISIT: Final = "home-visit@2"
REVIEW: Final = "review@2"  # on the tablet, which asks for signatures itself

CAMPAIGN_CHECK: Final = "campaign-check@2"  # likewise
HOUSING_SURVEY: Final = "housing-survey@2"
JOB_FEEDBACK: Final = "employment-feedback@2"


def get_form(district: District, key: str) -> dict[str, Any]:
    """The definition of a form version such as ``home-visit@1``; the first use publishes it."""
    return find_form(district.versions, key)


def find_form(versions: Versions, key: str) -> dict[str, Any]:
    """:func:`get_form` where nothing but the published versions is at hand."""
    try:
        return versions.get("form", key)
    except Refusal as refusal:
        if refusal.code != "record.missing":
            raise
    path = _workbook(key)
    if not path.is_file():
        raise Refusal("visit.unknown_form", form=key)
    definition = _compiled(path)
    versions.publish("form", key, definition)
    return definition


def forms_not_used(district: District) -> list[str]:
    """Forms whose workbook compiles to something else than was published under their version.

    The record goes on with what was published: visits were sealed by it.
    """
    published = {key: _workbook(key) for key in district.versions.keys("form")}
    return [
        key
        for key, path in published.items()
        if path.is_file() and not district.versions.holds("form", key, _compiled(path))
    ]


def _compiled(path: Path) -> dict[str, Any]:
    """The definition of a workbook as it is now; a process reads each state of a file once."""
    state = path.stat()
    return deepcopy(_compile(path, state.st_mtime_ns, state.st_size))


@lru_cache(maxsize=32)
def _compile(path: Path, _mtime_ns: int, _size: int) -> dict[str, Any]:
    """What reads workbooks is slow to load: who meets published forms only goes without it."""
    return dict(resolve_name("forms.compile:compile_workbook")(path))


def _workbook(key: str) -> Path:
    form, _, version = key.partition("@")
    return FORMS / form / f"{version}.xlsx"


def get_checker(district: District, key: str) -> Checker:
    """The form version as sealed answers are checked by it."""
    get_form(district, key)
    return district.versions.made_of("form", key, Checker)


def asked_of(
    form: Mapping[str, Any], answers: Mapping[str, Any], without: Collection[str] = ()
) -> dict[str, Any]:
    """Of some answers, those a form asks for: an older version begins without what it does not know.

    ``without``: types of questions whose answers are left out as well.
    """
    nodes = {node["name"]: node for node in _questions(form["nodes"]) if node["type"] not in without}
    return {
        name: [asked_of(nodes[name], row, without) for row in answer]
        if nodes[name]["type"] == "repeat"
        else answer
        for name, answer in answers.items()
        if name in nodes
    } | ({"_id": answers["_id"]} if "_id" in answers else {})


def _questions(nodes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for node in nodes:
        if node["type"] == "group":
            yield from _questions(node["nodes"])
        else:
            yield node

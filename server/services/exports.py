"""Cases and visits as tables that leave the house: of one's own area, each on the record of who took it.

Identity numbers are masked; whoever may ask for them in full can have them, and the record says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from server.domain.export import CASES, COLUMNS, IDENTITY, XLSX, ExportFilter, check_export
from server.domain.household import parse_household
from server.domain.permission import Actor, check_may
from server.domain.stage import STAGE_WORDS, Stage
from server.errors import Refusal
from server.records.entries import Area
from server.records.export_rows import count_rows, export_rows
from server.services.district import District
from server.services.export_files import FORMS, MOST_SHEET_ROWS
from server.services.reads import note_export
from server.services.sentences import Names

FULL: Final = "full"
_HIDDEN: Final = "*" * 14


@dataclass(frozen=True)
class Export:
    """A file on its way: its name, its media type, how many rows it has, and its bytes in pieces."""

    name: str
    mimetype: str
    rows: int
    pieces: Iterator[bytes]


def count_export(district: District, actor: Actor, kind: str, wanted: ExportFilter) -> int:
    """How many rows a person would get."""
    check_may(actor, "export.make")
    return count_rows(district.index, kind, within_area(district, actor, wanted))


def make_export(
    district: District,
    actor: Actor,
    kind: str,
    form: str,
    wanted: ExportFilter,
    *,
    language: str = "zh",
    full: bool = False,
) -> Export:
    """Puts the export on the record and begins it; ``full`` asks for whole identity numbers."""
    check_export(kind, form)
    check_may(actor, "export.make")
    if full:
        check_may(actor, "identity.read")
    wanted = within_area(district, actor, wanted)
    rows = count_rows(district.index, kind, wanted)
    if form == XLSX and rows > MOST_SHEET_ROWS:
        raise Refusal("export.too_long", rows=rows)
    full = full and kind == CASES
    of = {"kind": kind, "form": form, "rows": rows, "narrowed": wanted.facts}
    note_export(district, actor, of | ({IDENTITY: FULL} if full else {}))
    written = FORMS[form]
    name = f"{kind}-{district.today().isoformat()}.{written.ending}"
    lines = _rows(district, kind, wanted, language, full=full)
    return Export(name, written.mimetype, rows, written.write(COLUMNS[kind], language, lines))


def within_area(district: District, actor: Actor, wanted: ExportFilter) -> ExportFilter:
    """The actor's own area, narrowed by what was asked for; refuses what lies outside of it."""
    for asked, own in ((wanted.street, actor.street), (wanted.community, actor.community)):
        if asked and own and asked != own:
            raise Refusal("person.other_area")
        if asked and district.office.find(Area, asked) is None:
            raise Refusal("area.unknown", id=asked)
    return replace(
        wanted, street=actor.street or wanted.street, community=actor.community or wanted.community
    )


def _rows(
    district: District, kind: str, wanted: ExportFilter, language: str, *, full: bool
) -> Iterator[Mapping[str, Any]]:
    """The rows with the names they are read by; what those are is read before the first of them."""
    areas, names = _area_names(district, language), Names(district)
    return (
        dict(row)
        | {
            "street_name": areas.get(row["street"], row["street"]),
            "community_name": areas.get(row["community"], row["community"]),
            "lead": names.assessor(row["lead"]),
        }
        | (_of_case(district, row, language, full=full) if kind == CASES else {})
        for row in export_rows(district.index, kind, wanted)
    )


def _area_names(district: District, language: str) -> dict[str, str]:
    every = district.office.every(Area)
    return {area.id: area.name_en if language == "en" else area.name_zh for area in every}


def _of_case(district: District, row: Mapping[str, Any], language: str, *, full: bool) -> dict[str, str]:
    words = STAGE_WORDS[Stage(row["stage"])]
    tail = row["identity_tail"]
    return {
        "stage_name": words[1] if language == "en" else words[0],
        IDENTITY: _find_number(district, row["number"]) if full else _HIDDEN + tail if tail else "",
    }


def _find_number(district: District, number: str) -> str:
    """The head's identity number in full; empty where its evidence is gone or damaged."""
    try:
        case = district.get_case(number)
        return parse_household(district.evidence.get("declared", number, case.declared)).head.identity_number
    except Refusal:
        return ""

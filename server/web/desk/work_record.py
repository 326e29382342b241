"""Who did what in a month, as a page and as a table for the pay office."""

from __future__ import annotations

import re
from typing import Final

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from server.domain.sheet import format_csv
from server.services.sentences import Names
from server.services.work_records import KINDS, list_pieces, sum_up
from server.web.answers import saved_file
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.guard import permit
from server.web.words import WORK_KINDS, WORK_STATES

_MONTH: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@desk.get("/work-record")
@permit("assessor.read")
def show_work() -> ResponseReturnValue:
    district, actor, month = current_district(), current_actor(), _month()
    pieces = list_pieces(district, actor, month)
    return render_template(
        "assessors/work.html",
        month=month,
        rows=sum_up(district, actor, pieces),
        kinds=KINDS,
        WORK_KINDS=WORK_KINDS,
        here="reference",
    )


@desk.get("/work-record.csv")
@permit("assessor.read")
def send_work() -> Response:
    """One line for each thing done; a cell that a spreadsheet would take for a formula is quoted as text."""
    district, month = current_district(), _month()
    names = Names(district)
    heads = ("month", "assessor", "name", "kind", "case", "round", "at", "state")
    rows = [
        (
            month,
            piece.assessor,
            names.assessor(piece.assessor),
            str(WORK_KINDS[piece.kind]),
            piece.case,
            piece.round,
            piece.at.isoformat(),
            str(WORK_STATES[piece.state]),
        )
        for piece in list_pieces(district, current_actor(), month)
    ]
    return saved_file(format_csv(heads, rows), f"work-{month}.csv")


def _month() -> str:
    """The month asked for, the present one where none or no month was asked for."""
    asked = request.args.get("month", "")
    return asked if _MONTH.fullmatch(asked) else f"{current_district().today():%Y-%m}"

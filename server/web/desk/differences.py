"""Where assessors' records of one visit differ: both values side by side, one decision each (S7-EVAL-05)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.case import Case
from server.errors import Refusal
from server.services.contributions import Discrepancy, decide_discrepancy, find_discrepancies
from server.services.readings import read_at
from server.services.visits import VisitView, view_visit
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_case
from server.web.desk.blueprint import desk
from server.web.form import Form
from server.web.guard import permit
from server.web.language import current_language


@dataclass(frozen=True)
class DifferenceRow:
    """One place as the form words it; ``place`` is its number on this case, in the order they came."""

    place: int
    label: str
    visit: str
    other: str
    found: Discrepancy


@desk.route("/cases/<case:number>/differences/<int:place>", methods=["GET", "POST"])
@permit("discrepancy.decide")
def decide_difference(number: str, place: int) -> ResponseReturnValue:
    """Looks at one place where two records differ and says which of them counts, and why."""
    case = current_district().get_case(number)
    rows = difference_rows(case)
    if not 1 <= place <= len(rows):
        raise Refusal("record.missing", document=f"{number}/{place}")
    row = rows[place - 1]
    return act_on_case(
        number,
        "cases/difference.html",
        lambda form: _decide(form, number, row.found),
        gettext("记下了，按您的决定算。"),
        row=row,
        left=len(case.undecided),
    )


def difference_rows(case: Case, visit: VisitView | None = None) -> list[DifferenceRow]:
    """Every place where records of the visit differ, decided or not."""
    district = current_district()
    found = find_discrepancies(district, case) if case.contributions else []
    if not found:
        return []
    view, language = visit or view_visit(district, case), current_language()
    return [_row(view.form, view.visit.answers, n, each, language) for n, each in enumerate(found, start=1)]


def _row(
    form: Mapping[str, Any], answers: Mapping[str, Any], place: int, found: Discrepancy, language: Any
) -> DifferenceRow:
    label, own = read_at(form, answers, found.path, found.visit, language)
    _, other = read_at(form, answers, found.path, found.other, language)
    return DifferenceRow(place, label, own, other, found)


def _decide(form: Form, number: str, found: Discrepancy) -> None:
    choice, reason = form.text("choice"), form.text("reason")
    if choice not in ("visit", "contribution"):
        form.refuse_with("choice-visit", Refusal("discrepancy.choice"))
    if not reason:
        form.refuse_with("reason", Refusal("discrepancy.reason"))
    if not form.errors:
        decide_discrepancy(
            current_district(),
            current_actor(),
            number,
            found.contribution.digest,
            found.path,
            choice,
            reason,
        )

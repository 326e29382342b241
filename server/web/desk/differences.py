"""Where assessors' records of one visit differ: both values side by side, one decision each (S7-EVAL-05)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.case import Case
from server.domain.days import format_instant
from server.domain.seal import Photo
from server.errors import Refusal
from server.services.contributions import Discrepancy, decide_discrepancy, find_discrepancies
from server.services.devices import find_device
from server.services.readings import read_at, section_of
from server.services.visits import VisitView, view_visit
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_case
from server.web.desk.blueprint import desk
from server.web.form import Form
from server.web.guard import permit
from server.web.language import current_language
from server.web.words import RECORD_KINDS


@dataclass(frozen=True)
class Side:
    """Whose answer it is: the assessor, the number of the tablet, and when it was sealed, or saved."""

    assessor: str
    device: str
    at: str
    how: str


@dataclass(frozen=True)
class AroundPhoto:
    """A photo of either record; ``is_near`` where it belongs to the section the question stands in."""

    photo: Photo
    assessor: str
    is_near: bool


@dataclass(frozen=True)
class DifferenceRow:
    """One place as the form words it; ``place`` is its number on this case, in the order they came."""

    place: int
    label: str
    visit: str
    other: str
    found: Discrepancy

    @property
    def loser(self) -> str:
        """The answer that does not count; empty while nobody has decided, or where there was none."""
        return {"visit": self.other, "contribution": self.visit}.get(self.found.choice, "")


@desk.route("/cases/<case:number>/differences/<int:place>", methods=["GET", "POST"])
@permit("discrepancy.decide")
def decide_difference(number: str, place: int) -> ResponseReturnValue:
    """Looks at one place where two records differ and says which of them counts, and why."""
    district = current_district()
    case = district.get_case(number)
    visit = view_visit(district, case) if case.contributions else None
    rows = difference_rows(case, visit)
    if visit is None or not 1 <= place <= len(rows):
        raise Refusal("record.missing", document=f"{number}/{place}")
    row = rows[place - 1]
    return act_on_case(
        number,
        "cases/difference.html",
        lambda form: _decide(form, number, row.found),
        gettext("记下了，按您的决定算。"),
        row=row,
        sides=_sides(visit, row.found),
        photos=_photos_around(visit, row.found),
        RECORD_KINDS=RECORD_KINDS,
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


def _sides(visit: VisitView, found: Discrepancy) -> tuple[Side, Side]:
    """The lead's record and the other, with when and on which tablet each was made."""
    sealed, other = visit.visit, found.recorded
    device = find_device(current_district(), other.device)
    return (
        Side(sealed.assessor, visit.device_number, format_instant(sealed.sealed_at), "lead"),
        Side(
            other.assessor,
            device.number if device else "",
            format_instant(other.sealed_at),
            found.contribution.how,
        ),
    )


def _photos_around(visit: VisitView, found: Discrepancy) -> list[AroundPhoto]:
    """The photos of both records, those of the question's own section first, each once."""
    here = section_of(visit.form, found.path)
    records = (visit.visit, found.recorded)
    around = {
        photo.digest: AroundPhoto(
            photo, record.assessor, bool(here) and section_of(visit.form, photo.path) == here
        )
        for record in reversed(records)
        for photo in record.photos
        if not photo.replaced
    }
    order = {photo.digest: n for n, photo in enumerate(p for record in records for p in record.photos)}
    return sorted(around.values(), key=lambda each: (not each.is_near, order[each.photo.digest]))


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

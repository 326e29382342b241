"""Teams sent with a form that is no step of a case, and what they seal, for tests of errands."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from forms.record import Record
from server.domain.errand import Errand
from server.records.entries import SetAside
from server.services.district import District
from server.services.errand_teams import Sending
from server.services.forms import get_form
from tests.factories import TEAM, PaperTablet, reconcile

RECORDS = Path(__file__).parents[2] / "vectors" / "records"
_TOTALS = ("persons", "income_total", "income_per_capita")


def sending(district: District, **changes: Any) -> Sending:
    given: dict[str, Any] = {
        "assessors": TEAM,
        "lead": TEAM[0],
        "due_on": district.today(),
        "relations": dict.fromkeys(TEAM, "none"),
    }
    return Sending(**(given | changes))


def record_of(form: str) -> dict[str, Any]:
    """The answers of a filled record of the vectors."""
    given: dict[str, Any] = json.loads((RECORDS / f"{form}.json").read_text("utf-8"))["answers"]
    return given


def fill_in(
    district: District,
    tablet: PaperTablet,
    errand: Errand,
    given: Mapping[str, Any],
    photos: Sequence[bytes] = (),
    **changes: Any,
) -> dict[str, Any]:
    """An errand's form as a tablet of paper fills it in; ``changes`` replace fields before it is sealed."""
    form = get_form(district, errand.team.form)
    answers = Record(form, dict(given), today=district.today().isoformat()).sealed()
    case = replace(district.get_case(errand.case), team=errand.team)
    return tablet.fill_in(
        case,
        answers=answers,
        totals={name: answers[name] for name in _TOTALS if name in answers},
        photos=photos,
        **{
            "form": errand.team.form,
            "form_digest": form["digest"],
        }
        | changes,
    )


def pushed(
    district: District, tablet: PaperTablet, visit: dict[str, Any], photos: Sequence[bytes] = ()
) -> str:
    """Seals and sends it, and lets the reconciler at it; the name it came under."""
    tablet.push(tablet.seal(visit), photos)
    reconcile(district)
    return f"visit:{visit['case']}:{visit['round']}:{tablet.id}"


def codes(district: District) -> set[str]:
    """Why uploads were set aside."""
    return {reason["code"] for entry in district.office.every(SetAside) for reason in entry.reasons}

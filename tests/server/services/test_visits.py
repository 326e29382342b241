"""A sealed visit enters the record under the version of the form it was begun with."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from forms.record import Record
from forms.validate import Checker
from server.domain.days import shanghai_date
from server.services import assignments
from server.services.district import District
from server.services.forms import get_form
from server.services.visits import read_visit
from tests.factories import REVIEWER, assigned_case, enrolled_tablet, picture, reconcile

FIRST = "home-visit@1"
FILLED = json.loads((Path(__file__).parents[2] / "vectors" / "forms" / "home-visit.json").read_text("utf-8"))[
    0
]


def test_a_case_assigned_under_the_first_version_goes_on_under_it(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(assignments, "HOME_VISIT", FIRST)
        case = assigned_case(district)
    tablet, form = enrolled_tablet(district), get_form(district, FIRST)
    given, photos = photographed(form, FILLED["answers"])
    given |= {"visit_date": shanghai_date(district.now()).isoformat()}
    answers = Record(form, given, today=given["visit_date"]).sealed()
    totals = {name: answers[name] for name in ("persons", "income_total", "income_per_capita")}
    found = {"form": FIRST, "form_digest": form["digest"], "answers": answers, "totals": totals}
    tablet.push(tablet.seal(tablet.fill_in(case, photos, **found)), photos)
    assert reconcile(district).accepted == 1
    view = read_visit(district, REVIEWER, case.number)
    assert (view.visit.form, view.refusals) == (FIRST, ())
    visit = district.get_case(case.number).visit
    assert visit is not None
    assert visit.income_total_fen == 186050


def photographed(form: dict[str, Any], answers: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
    """The same answers with photos that are there."""
    sealed = Record(form, answers, today="2026-03-12").sealed()
    digests = sorted(Checker(form).check(sealed, today=dt.date(2026, 3, 12)).photos)
    photos = [picture(digest) for digest in digests]
    text = json.dumps(answers)
    for digest, photo in zip(digests, photos, strict=True):
        text = text.replace(digest, hashlib.sha256(photo).hexdigest())
    return json.loads(text), photos

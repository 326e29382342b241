"""A household in receipt carried through its reviews, for tests that begin in the middle of them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from forms.record import Record
from server.domain.case import Case
from server.domain.household import parse_household
from server.domain.review_household import MemberNow
from server.services.district import District
from server.services.errand_teams import Sending
from server.services.forms import REVIEW, get_form
from server.services.home_reviews import assign_home_review
from server.services.household_classes import set_class
from server.services.households_now import answers_now
from server.services.periodic_reviews import Found, begin_review, record_review, tell_family
from server.services.review_decisions import audit_review, decide_review
from tests.factories import CLERK, HEAD_OF_BUREAU, OFFICER, TEAM, PaperTablet
from tests.server.services.story import approved_case, move

RESPONSIBLE = "he"
RECORD = json.loads(
    (Path(__file__).parents[2] / "vectors" / "records" / "review-at-home.json").read_text("utf-8")
)


def in_receipt(district: District, klass: str = "C") -> Case:
    """An approved household in a class, at the beginning of March."""
    case = approved_case(district)
    return set_class(district, OFFICER, case.number, klass, "夫妻都能劳动，收入不稳定。")


def move_to(district: District, day: date) -> None:
    """Moves the clock on to a day."""
    move(district, days=(day - district.today()).days)


def members_now(district: District, case: Case, **incomes: str) -> tuple[MemberNow, ...]:
    """Everybody still there, with the incomes as last found; by id the amount it is now."""
    return tuple(
        MemberNow(
            str(row["_id"]),
            incomes=[
                {
                    "kind": str(each["kind"]),
                    "source": "",
                    "amount": incomes.get(str(row["_id"]), each["amount"]),
                }
                for each in row.get("income") or ()
            ],
        )
        for row in answers_now(district, case)["member"]
    )


def found(district: District, case: Case, opinion: str = "keep", **given: Any) -> Found:
    incomes = given.pop("incomes", {})
    reason = {"keep": "", "adjust": "income", "stop": "income"}[opinion]
    fresh = Found(
        opinion, reason, "", members_now(district, case, **incomes), originals={"income": "changed"}
    )
    return replace(fresh, **given)


def begun(district: District, number: str, occasion: str = "periodic") -> Case:
    return begin_review(district, CLERK, number, occasion)


def told(district: District, number: str, opinion: str = "keep", objection: str = "", **given: Any) -> Case:
    """Recorded with an opinion and told to the family today."""
    case = district.get_case(number)
    record_review(district, CLERK, number, found(district, case, opinion, **given))
    return tell_family(district, CLERK, number, district.today(), objection=objection)


def audited(district: District, number: str) -> Case:
    return audit_review(district, OFFICER, number, True, RESPONSIBLE)


def decided(district: District, number: str) -> Case:
    audited(district, number)
    return decide_review(district, HEAD_OF_BUREAU, number)


def sent_home(district: District, number: str) -> Case:
    due = district.today() + timedelta(days=7)
    return assign_home_review(
        district, OFFICER, number, Sending(TEAM, TEAM[0], due, dict.fromkeys(TEAM, "none"))
    )


def home_answers(district: District, case: Case, income: str) -> dict[str, Any]:
    """A complete home review: both still there, the head earning ``income``."""
    on = district.today().isoformat()
    household = parse_household(district.evidence.get("declared", case.number, case.declared))
    head, wife = household.members
    asked = {"status": "same", "health": "healthy", "employment": "flexible"}
    wages = {"_id": "i1", "kind": "wages", "source": "零工", "amount": income}
    given = dict(RECORD["answers"]) | {
        "review_date": on,
        "original": [],
        "brought": "none",
        "brought_note": "证件在儿子家，下周补。",
        "member": [
            {
                "_id": head.id,
                "name": head.name,
                "relation": "head",
                "birth": "1971-04-09",
                "income": [wages | {"income_change": "less", "basis": ["payslip"]}],
            }
            | asked,
            {"_id": wife.id, "name": wife.name, "relation": "spouse", "birth": "1973-08-21"}
            | asked
            | {"no_income": "OK", "income": []},
        ],
        "amount_now": "340.00",
        "amount_proposed": "440.00",
        "outcome": "raise",
        "outcome_why": ["income_down"],
    }
    return Record(get_form(district, REVIEW), given, today=on).sealed()


def sealed_at_home(district: District, tablet: PaperTablet, case: Case, income: str) -> dict[str, Any]:
    """The home review as a tablet of paper seals it."""
    given = home_answers(district, case, income)
    totals = {name: given[name] for name in ("persons", "income_total", "income_per_capita")}
    form = {"form": REVIEW, "form_digest": get_form(district, REVIEW)["digest"]}
    return tablet.fill_in(case, answers=given, totals=totals, photos=[], **form)

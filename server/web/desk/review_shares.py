"""Whose share a review reduces for refusing work, as the page of the community's record asks it (C-28)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask_babel import gettext, lazy_gettext

from server.domain.benefit_household import Reduction
from server.domain.case import Case
from server.domain.money import parse_yuan, plain_yuan
from server.domain.periodic_review import PeriodicReview
from server.domain.share_reduction import Reductions, standing_reductions
from server.services.households_now import answers_now
from server.services.periodic_reviews import Found, answers_found
from server.services.share_reductions import Reducible, list_reducible, share_of_answers
from server.web.current import current_district
from server.web.form import Form

PART, WHOLE = "part", "whole"
WAYS: Final = {"": lazy_gettext("不减发"), PART: lazy_gettext("减发一部分"), WHOLE: lazy_gettext("全部停发")}


def share_words(case: Case, review: PeriodicReview) -> dict[str, Any]:
    """What ``reviews/_shares.html`` shows: who may be reduced, by how much, and whose reduction ends."""
    district, answers = current_district(), _answers(case, review)
    reducible = list_reducible(district, case, review, answers)
    standing, able = standing_reductions(case), {each.member for each in reducible}
    names = {str(row["_id"]): str(row.get("name") or row["_id"]) for row in answers["member"]}
    return {
        "reducible": reducible,
        "share_fen": share_of_answers(district, case, answers) if reducible else 0,
        "share_ways": [(code, str(words)) for code, words in WAYS.items()],
        "ending": [names.get(member, member) for member in standing if member not in able],
    }


def fresh_shares(case: Case, review: PeriodicReview) -> dict[str, str]:
    """What is taken off now, there to be kept or changed."""
    values = {}
    for each in _reducible(case, review):
        if each.standing is not None:
            values[_field(each)] = WHOLE if each.standing.whole else PART
            values[f"{_field(each)}-amount"] = plain_yuan(each.standing.fen) if each.standing.fen else ""
    return values


def read_shares(form: Form, case: Case, review: PeriodicReview) -> Reductions | None:
    """The reductions that are proposed; None where nobody can be reduced, so that nobody was asked."""
    asked = _reducible(case, review)
    return {each.member: given for each in asked if (given := _read(form, _field(each)))} if asked else None


def _read(form: Form, name: str) -> Reduction | None:
    way = form.text(name)
    if way == WHOLE:
        return Reduction(whole=True)
    if way == PART:
        return Reduction(fen=form.read(f"{name}-amount", parse_yuan, 0))
    if way:
        form.refuse(name, gettext("选减发多少。"))
    return None


def _reducible(case: Case, review: PeriodicReview) -> Sequence[Reducible]:
    return list_reducible(current_district(), case, review, _answers(case, review))


def _answers(case: Case, review: PeriodicReview) -> Mapping[str, Any]:
    """The household as last found; after a home review as it was seen there."""
    district = current_district()
    return answers_found(district, case, Found("")) if review.visit else answers_now(district, case)


def _field(each: Reducible) -> str:
    return f"reduce-{each.member}"

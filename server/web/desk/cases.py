"""A family's file: what happened, what was checked, what was seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from server.domain.case import Case
from server.domain.permission import Actor, may
from server.domain.policy import Policy
from server.domain.procedure import PROCEDURE, allowed_under
from server.domain.stage import ACT_WORDS, Stage
from server.errors import Refusal
from server.services.broken_files import find_broken_file
from server.services.cases import CaseView, get_case_view
from server.services.comparisons import compare, work_income_out
from server.services.contributions import effective_answers
from server.services.cross_checks import read_cross_checks
from server.services.flags import list_flags
from server.services.housing import read_housing
from server.services.housing_changes import other_address
from server.services.notice_proofs import list_proofs
from server.services.notices import PostedNotice, get_notice_for_desk
from server.services.photo_places import photo_places
from server.services.positions import find_home
from server.services.questions import read_notes, read_questions
from server.services.readings import read_out
from server.services.visits import VisitView
from server.web.case_words import KEYS
from server.web.current import current_actor, current_district
from server.web.desk.act_pages import ACT_PAGES
from server.web.desk.blueprint import desk
from server.web.desk.differences import DifferenceRow, difference_rows
from server.web.desk.list_places import find_passing
from server.web.guard import permit
from server.web.intake_words import INFO_SAYS, METHODS
from server.web.language import current_language, in_language
from server.web.notice_words import PROOFS

# The stages a failed check makes a person think twice at.
_DECIDES: Final = (Stage.AUDITED, Stage.EXAMINED)


@dataclass(frozen=True)
class Beside:
    """One thing that may be done besides, and where."""

    act: str
    address: str
    words: str


@desk.get("/cases/<case:number>")
@permit("case.read")
def show_case(number: str) -> ResponseReturnValue:
    try:
        view = get_case_view(current_district(), current_actor(), number)
    except Refusal as refusal:
        broken = find_broken_file(current_district(), current_actor(), number) if _breaks(refusal) else None
        if broken is None:
            raise
        passing = find_passing(current_actor(), number)
        return render_template(
            "cases/broken.html", case=broken.case, broken=broken, passing=passing, here="find"
        )
    return render_template("cases/page.html", case=view.case, view=view, here="find", **_beside(view))


def _breaks(refusal: Refusal) -> bool:
    return refusal.code in ("record.damaged", "record.broken_chain", "record.unknown_schema")


def _beside(view: CaseView) -> dict[str, Any]:
    """What the page shows beside the view: the notice, the names, the next act's page."""
    actor, step = current_actor(), view.step
    mine = view.may_act and step is not None
    differences = difference_rows(view.case, view.visit)
    return {
        "act_page": ACT_PAGES.get(step.act) if mine and step else None,
        "differences": differences,
        "decides": view.case.stage in _DECIDES,
        "KEYS": KEYS,
        "questions": read_questions(current_district(), view.case, view.names),
        "jottings": read_notes(current_district(), view.case, view.names),
        "passing": find_passing(actor, view.case.number),
        "other_address": _other_address(actor, view),
        "besides": _list_besides(actor, view.case, view.policy),
        **_notice(actor, view),
        "flags": list_flags(current_district(), actor, view.case) if may(actor, "flag.read") else [],
        **(_seen(view, view.visit, differences) if view.visit else {}),
    }


def _list_besides(actor: Actor, case: Case, policy: Policy) -> list[Beside]:
    """What this person may do besides what the case waits for, in the order of the procedure, a page once."""
    acts = allowed_under(case, policy) - {case.step.act if case.step else ""}
    found = {
        ACT_PAGES[each.act]: each
        for each in reversed(PROCEDURE)
        if each.act in acts and each.act in ACT_PAGES and may(actor, each.permission)
    }
    return [
        Beside(each.act, url_for(page, number=case.number), _sentence_case(in_language(*ACT_WORDS[each.act])))
        for page, each in reversed(found.items())
    ]


def _sentence_case(words: str) -> str:
    """Words that begin a line, their first letter large."""
    return words[:1].upper() + words[1:]


def _seen(view: CaseView, visit: VisitView, differences: list[DifferenceRow]) -> dict[str, Any]:
    """What was found in the home with what was taken and decided; what does not count stays beside it."""
    sealed, language = visit.visit.answers, current_language()
    places = photo_places(current_district(), view.case, visit.visit.photos)
    counted = effective_answers(current_district(), view.case) if view.case.contributions else sealed
    return {
        "places": places,
        "home": find_home(current_district(), view.case),
        "crossed": read_cross_checks(current_district(), view.case),
        "INFO_SAYS": INFO_SAYS,
        "METHODS": METHODS,
        "compared": compare(view.household, counted) if view.household else visit.compared,
        "worked": work_income_out(counted),
        "sections": read_out(visit.form, counted, language),
        "losers": {row.found.path: row.loser for row in differences if row.loser},
        "form_title": visit.form["title"][language],
    }


def _other_address(actor: Actor, view: CaseView) -> str:
    """Where the housing file has the family live; empty where that is the address of the case."""
    if view.household is None or not may(actor, "housing.read"):
        return ""
    try:
        housing = read_housing(current_district(), actor, view.case.number)
    except Refusal:  # a housing file that does not hold is said on its own page
        return ""
    return other_address(current_district(), housing, view.household.address) if housing else ""


def _notice(actor: Actor, view: CaseView) -> dict[str, Any]:
    """The notice with its photos, and the objections for whoever may read them (S7-AMB-06)."""
    notice = _find_notice(actor, view)
    proofs = list_proofs(current_district(), view.case, notice.id) if notice else []
    objections = view.case.objections if may(actor, "objection.read") else ()
    return {"notice": notice, "proofs": proofs, "objections": objections, "PROOFS": PROOFS}


def _find_notice(actor: Actor, view: CaseView) -> PostedNotice | None:
    if view.case.notice is None or not may(actor, "notice.read"):
        return None
    return get_notice_for_desk(current_district(), actor, view.case.notice.id)

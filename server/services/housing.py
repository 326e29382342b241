"""A household's housing: surveyed, applied for, decided, offered, reviewed, ended (article 8).

Each is an act of the chain ``housing:<case>``. The calculation a decision rests on is kept as evidence, step
by step, and its letter is a paper of the case.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from server.domain.act import Act, ActDraft
from server.domain.case import Case
from server.domain.days import add_months
from server.domain.housing import (
    EXITS,
    OPENING,
    QUEUED,
    SUPPORTED,
    Housing,
    Mode,
    State,
    Survey,
    check_survey,
    file_of,
    fold_housing,
    format_survey,
    is_hardship,
    is_surveyed,
)
from server.domain.housing_lines import HousingLines
from server.domain.housing_queue import order_queue
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.rent_subsidy import Subsidy, work_out_subsidy
from server.errors import Refusal
from server.records.housing_rows import queue_of
from server.services.district import District, draft_act
from server.services.housing_lines import find_lines, lines_of

WORDS: Final = "housing_words"
STEPS: Final = "rent_subsidy"
_NOTHING: Final = Subsidy(0, ())


def survey_home(
    district: District, actor: Actor, number: str, survey: Survey, words: str = "", address: str = ""
) -> Housing:
    """Records what was found at a home; the first survey opens the housing file (S8-SURV-01)."""
    case = district.get_case(number)
    check_may(actor, "housing.survey")
    check_in_area(actor, case.street, case.community)
    check_surveyed(district, survey)
    enter_survey(
        district,
        case,
        survey,
        (words, address),
        lambda facts: draft_act(actor, "housing.survey", OPENING, facts),
    )
    return fold_housing(district.casebook.read(file_of(number)))


def check_surveyed(district: District, survey: Survey) -> None:
    """Refuses what no housing file takes, whoever found it."""
    check_survey(survey, today=district.today())


def enter_survey(
    district: District,
    case: Case,
    survey: Survey,
    said: tuple[str, str],
    draft: Callable[[dict[str, Any]], ActDraft],
) -> Act:
    """Enters a survey by the act ``draft`` makes of its facts; the first act of a home opens its file.

    ``said`` is what was seen, and the address it was seen at.
    """
    file = file_of(case.number)
    with district.casebook.turn:
        acts = district.casebook.read(file)
        words, address = (district.put_text(file, WORDS, each) if each.strip() else "" for each in said)
        facts = format_survey(replace(survey, words=words, address=address))
        if not acts:
            facts |= {"case": case.number, "street": case.street, "community": case.community}
        last = acts[-1] if acts else None
        return district.casebook.append(draft(facts), file, last, policy=case.policy)


def apply_for_housing(district: District, actor: Actor, number: str, applied_on: date, mode: Mode) -> Housing:
    """The household applies; without its application nothing is decided (S8-ELIG-01, S8-SURV-02)."""
    housing = get_to_do(district, actor, number, "housing.apply")
    if housing.state is State.ENDED:
        raise Refusal("housing.closed")
    if housing.state not in (State.SURVEYED, State.REFUSED):
        raise Refusal("housing.applied_already")
    if applied_on > district.today():
        raise Refusal("housing.day")
    facts = {"applied_on": applied_on.isoformat(), "mode": mode.value}
    return _append(district, housing, draft_act(actor, "housing.apply", "housing_applied", facts))


def decide_housing(district: District, actor: Actor, number: str, granted: bool, reason: str) -> Housing:
    """Who meets the lines of the year and applied is covered, who does not is refused (S8-ELIG-01).

    The decision keeps the survey it rests on, the year of the lines and the steps of the calculation.
    """
    housing = get_to_do(district, actor, number, "housing.decide")
    if housing.state is not State.APPLIED:
        raise Refusal("housing.not_applied")
    today = district.today()
    lines = lines_of(district, today)
    qualifies = is_hardship(housing.survey, lines)
    if granted and not qualifies:
        raise Refusal("housing.not_eligible")
    if not granted and qualifies:
        raise Refusal("housing.eligible")
    facts = _decision(district, housing, lines, housing.mode, reason, pays=granted)
    draft = draft_act(actor, "housing.decide", "housing_decided", facts | {"granted": granted})
    return _append(district, housing, draft)


def move_up(district: District, actor: Actor, number: str, reason: str) -> Housing:
    """Nobody goes past another on the list without a recorded reason (S8-SURV-02)."""
    housing = get_to_do(district, actor, number, "housing.decide")
    if housing.state is not State.WAITING:
        raise Refusal("housing.not_waiting")
    facts = {"reason": _put_reason(district, housing, reason)}
    return _append(district, housing, draft_act(actor, "housing.decide", "housing_moved", facts))


def offer_home(district: District, actor: Actor, number: str, place: str) -> Housing:
    """A flat goes to whoever is first among those without an offer; the words say which flat."""
    housing = get_to_do(district, actor, number, "housing.decide")
    if housing.state is State.OFFERED:
        raise Refusal("housing.offered_already")
    if housing.state is not State.WAITING:
        raise Refusal("housing.not_waiting")
    if not place.strip():
        raise Refusal("housing.place")
    lines = find_lines(district, district.today())
    if lines and not is_hardship(housing.survey, lines):
        raise Refusal("housing.no_longer")
    with district.casebook.turn:
        _check_first(district, number)
        facts = {"place": district.put_text(housing.file, WORDS, place)}
        return _append(district, housing, draft_act(actor, "housing.decide", "housing_offered", facts))


def answer_offer(district: District, actor: Actor, number: str, accepted: bool, reason: str = "") -> Housing:
    """The household takes the flat, or declines it and says why; it keeps its place then."""
    housing = get_to_do(district, actor, number, "housing.apply")
    if housing.state is not State.OFFERED:
        raise Refusal("housing.no_offer")
    told = "" if accepted and not reason.strip() else _put_reason(district, housing, reason)
    facts = {"accepted": accepted, "reason": told}
    return _append(district, housing, draft_act(actor, "housing.apply", "housing_answered", facts))


def review_housing(district: District, actor: Actor, number: str, reason: str) -> Housing:
    """The yearly review rests on a survey since the last one and on the lines of the year (S8-SURV-02).

    The amount follows from them: it continues as it is or is adjusted. Who no longer qualifies must leave.
    """
    housing = get_to_do(district, actor, number, "housing.decide")
    if housing.state not in SUPPORTED or housing.decision is None:
        raise Refusal("housing.not_supported")
    today = district.today()
    if not housing.surveyed_since or housing.survey.surveyed_on.year != today.year:
        raise Refusal("housing.survey_old")
    lines = lines_of(district, today)
    if not is_hardship(housing.survey, lines):
        raise Refusal("housing.no_longer")
    facts = _decision(district, housing, lines, housing.decision.mode, reason, pays=True)
    same = facts["monthly_fen"] == housing.decision.monthly_fen
    draft = draft_act(
        actor, "housing.decide", "housing_reviewed", facts | {"result": "continue" if same else "adjust"}
    )
    return _append(district, housing, draft)


def end_housing(district: District, actor: Actor, number: str, reason: str, words: str) -> Housing:
    """Support ends with a reason; the month it is decided in is the last (S8-SURV-02)."""
    housing = get_to_do(district, actor, number, "housing.decide")
    if housing.state not in (*SUPPORTED, *QUEUED):
        raise Refusal("housing.not_supported")
    if reason not in EXITS:
        raise Refusal("housing.code")
    facts = {
        "reason": reason,
        "words": _put_reason(district, housing, words),
        "until": district.today().isoformat()[:7],
        "on": district.today().isoformat(),
    }
    return _append(district, housing, draft_act(actor, "housing.decide", "housing_ended", facts))


def read_housing(district: District, actor: Actor, number: str) -> Housing | None:
    """The housing file of a case; None before its home was surveyed."""
    case = district.get_case(number)
    check_may(actor, "housing.read")
    check_in_area(actor, case.street, case.community)
    acts = district.casebook.read(file_of(number))
    return fold_housing(acts) if is_surveyed(acts) else None


def newest_survey(district: District, number: str) -> Survey:
    """What the newest survey found, for lists that were read within the person's area."""
    return fold_housing(district.casebook.read(file_of(number))).survey


def get_to_do(district: District, actor: Actor, number: str, permission: str) -> Housing:
    """A housing file somebody may act on."""
    case = district.get_case(number)
    check_may(actor, permission)
    check_in_area(actor, case.street, case.community)
    return fold_housing(district.casebook.read(file_of(number)))


def get_steps(district: District, housing: Housing) -> Mapping[str, Any]:
    """The calculation the present decision rests on; empty where nothing was calculated."""
    decision = housing.decision
    if decision is None or not decision.steps:
        return {}
    return district.evidence.get(STEPS, housing.file, decision.steps)


def foresee_subsidy(housing: Housing, lines: HousingLines | None) -> Subsidy | None:
    """What a grant would pay a month, before anybody decides; None where nothing would be paid."""
    asked = housing.state is State.APPLIED and housing.mode is Mode.SUBSIDY
    if lines is None or not asked or not is_hardship(housing.survey, lines):
        return None
    return work_out_subsidy(housing.survey, lines)


def get_words(district: District, housing: Housing, digest: str) -> str:
    return district.get_text(housing.file, WORDS, digest) if digest else ""


def _decision(
    district: District, housing: Housing, lines: HousingLines, mode: Mode, reason: str, *, pays: bool
) -> dict[str, Any]:
    """The facts of a decision; a flat costs the fund no subsidy, and a refusal calculates nothing."""
    pays_cash = pays and mode is Mode.SUBSIDY
    subsidy = work_out_subsidy(housing.survey, lines) if pays_cash else _NOTHING
    kept = {"steps": [step.as_json() for step in subsidy.steps], "monthly_fen": subsidy.monthly_fen}
    steps = district.evidence.put(STEPS, housing.file, kept, salt=district.new_salt()) if pays_cash else ""
    today = district.today()
    return {
        "mode": mode.value,
        "monthly_fen": subsidy.monthly_fen,
        "since": add_months(today.replace(day=1), 1).isoformat()[:7],
        "year": lines.year,
        "survey": housing.survey.n,
        "steps": steps,
        "reason": _put_reason(district, housing, reason),
        "on": today.isoformat(),
    }


def _check_first(district: District, number: str) -> None:
    """The household is the first of those who wait without an offer."""
    waiting = order_queue(queue_of(district.index))
    offered = {row for row in _offered(district)}
    first = next((place.waiting.case for place in waiting if place.waiting.case not in offered), "")
    if first != number:
        raise Refusal("housing.not_first", number=first)


def _offered(district: District) -> list[str]:
    query = "SELECT case_number FROM housing WHERE state = ?"
    return [str(case) for (case,) in district.index.query(query, (State.OFFERED.value,))]


def _put_reason(district: District, housing: Housing, reason: str) -> str:
    if not reason.strip():
        raise Refusal("housing.reason")
    return district.put_text(housing.file, WORDS, reason)


def _append(district: District, housing: Housing, draft: ActDraft) -> Housing:
    act = district.casebook.append(draft, housing.file, housing.last, policy=housing.last.policy)
    return fold_housing([*housing.acts, act])

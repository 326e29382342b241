"""The information check of a household's adults (C-06, C-13, C-14, D-06), where the pack asks for one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from server.domain.case import Case
from server.domain.days import shanghai_date
from server.domain.household import Member, parse_household
from server.domain.info_check import state_of
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.procedure import check_step
from server.errors import Refusal
from server.records.info_check_rows import InfoCheckRow, count_info_checks, list_info_checks
from server.services.district import District, draft_act
from server.services.signing import keep_ink

AGREES: Final = "agrees"
CONTRADICTS: Final = "contradicts"
EVIDENCE: Final = "info-result"
TOLD_WAYS: Final = ("in_person", "phone", "letter")


@dataclass(frozen=True)
class Adult:
    """An adult of the household, and how they authorised the check; empty while they have not."""

    member: Member
    signed: str


@dataclass(frozen=True)
class Waiting:
    """A case on the list: ``state`` is request, results, telling, recheck or empty; ``due_on`` its clock."""

    case: Case
    head: str
    state: str
    due_on: date | None


def sign_authorisation(
    district: District, actor: Actor, number: str, member: str, ink: Mapping[str, Any] | None = None
) -> Case:
    """An adult authorises the check, on the pad or on paper (C-06)."""
    case = _get_case(district, actor, number, "case.materials")
    check_step(case, "authorisation_signed")
    if member not in {adult.member.id for adult in list_adults(district, case)}:
        raise Refusal("info.member")
    if member in case.authorised:
        raise Refusal("info.signed_already")
    facts = {"member": member, "signature": keep_ink(district, number, member, ink)}
    return district.append_to_case(case, draft_act(actor, "case.materials", "authorisation_signed", facts))


def request_check(district: District, actor: Actor, number: str) -> Case:
    """Asks for the check of every adult, once each has authorised it (C-13)."""
    case = _get_case(district, actor, number, "info.check")
    check_step(case, "info_check_requested")
    adults = list_adults(district, case)
    unsigned = [adult.member.name for adult in adults if not adult.signed]
    if unsigned and district.policy_of(case.policy).info_check.authorisation_required:
        raise Refusal("info.not_authorised", names="、".join(unsigned))
    facts = {"adults": [adult.member.id for adult in adults]}
    return district.append_to_case(case, draft_act(actor, "info.check", "info_check_requested", facts))


def tell_result(district: District, actor: Actor, number: str, how: str, words: str = "") -> Case:
    """The applicant is told of the contradiction, and that they may object with evidence (C-14)."""
    case = _get_case(district, actor, number, "info.check")
    check_step(case, "info_check_told")
    if how not in TOLD_WAYS:
        raise Refusal("info.how")
    facts = {"how": how, "words": district.put_text(number, "reason", words) if words.strip() else ""}
    return district.append_to_case(case, draft_act(actor, "info.check", "info_check_told", facts))


def object_to_result(district: District, actor: Actor, number: str, words: str) -> Case:
    """The applicant objects, with what they say and show; the check is made again (C-14)."""
    case = _get_case(district, actor, number, "info.check")
    check_step(case, "info_check_objected")
    if not words.strip():
        raise Refusal("info.words")
    facts = {"words": district.put_text(number, "reason", words)}
    return district.append_to_case(case, draft_act(actor, "info.check", "info_check_objected", facts))


def list_adults(district: District, case: Case) -> list[Adult]:
    """The adults of the household as it declared itself."""
    household = parse_household(district.evidence.get("declared", case.number, case.declared))
    adults = household.adults(district.today())
    return [Adult(member, case.authorised.get(member.id, "")) for member in adults]


def list_waiting_checks(district: District, actor: Actor) -> list[Waiting]:
    """The accepted cases of the person's area whose pack asks for a check that is not settled, due first."""
    check_may(actor, "info.check")
    rows = list_info_checks(district.index, street=actor.street, community=actor.community)
    waiting = [_waiting(district, row) for row in rows]
    return sorted(waiting, key=lambda each: (each.due_on or date.max, each.case.number))


def count_waiting_checks(district: District, actor: Actor) -> int:
    """How many are on that list, by the index alone."""
    check_may(actor, "info.check")
    return count_info_checks(district.index, street=actor.street, community=actor.community)


def due_on(district: District, case: Case) -> date | None:
    """The working day by which the check is requested after acceptance, or made again after an objection."""
    policy, calendar = district.policy_of(case.policy), district.calendar()
    state, rules = state_of(case, policy), policy.info_check
    if state == "request" and case.accepted_on:
        return calendar.add_working_days(case.accepted_on, rules.days)
    if state == "recheck" and case.info_check:
        objected_on = shanghai_date(datetime.fromisoformat(case.info_check.objected_at))
        return calendar.add_working_days(objected_on, rules.recheck_days)
    return None


def read_results(district: District, case: Case) -> list[dict[str, Any]]:
    """What each result said, the newest last; a damaged one is left out of the page and named by verify."""
    found = []
    for digest in case.info_check.results if case.info_check else ():
        try:
            found.append(district.evidence.get(EVIDENCE, case.number, digest))
        except Refusal:
            continue
    return found


def read_objections(district: District, case: Case) -> list[str]:
    """What the applicant said and showed against a result, the newest last (C-14)."""
    said = [act.facts["words"] for act in case.acts if act.kind == "info_check_objected"]
    return [district.get_text(case.number, "reason", words) for words in said]


def check_informed(district: District, case: Case) -> None:
    """Where the pack asks for the check the committee waits until nothing of it is open (D-06, C-14)."""
    refusals = {
        "request": "info.not_requested",
        "results": "info.waits_results",
        "telling": "info.waits_telling",
        "recheck": "info.waits_recheck",
    }
    state = state_of(case, district.policy_of(case.policy))
    if state:
        raise Refusal(refusals[state])


def record_result(district: District, actor: Actor, case: Case, rows: Sequence[Mapping[str, str]]) -> Case:
    """What the check found of each adult of one case; one contradiction makes the result one."""
    content = {"adults": [dict(row) for row in rows]}
    says = CONTRADICTS if any(row["says"] == CONTRADICTS for row in rows) else AGREES
    digest = district.evidence.put(EVIDENCE, case.number, content, salt=district.new_salt())
    facts = {"result": digest, "says": says}
    return district.append_to_case(case, draft_act(actor, "info.check", "info_check_recorded", facts))


def _waiting(district: District, row: InfoCheckRow) -> Waiting:
    case, listed = district.get_case(row.file), district.index.find_case(row.file)
    return Waiting(case, listed.head if listed else "", row.state, due_on(district, case))


def _get_case(district: District, actor: Actor, number: str, permission: str) -> Case:
    case = district.get_case(number)
    check_may(actor, permission)
    check_in_area(actor, case.street, case.community)
    if not district.policy_of(case.policy).info_check.enabled:
        raise Refusal("info.not_asked")
    return case

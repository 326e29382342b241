"""A campaign is opened, its households checked, its problems corrected, its report made (article 3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from server.domain.act import ActDraft
from server.domain.campaign import (
    OPENING,
    SERIES,
    Campaign,
    Kind,
    Phase,
    ProblemKind,
    Result,
    check_open,
    check_phases,
    check_result,
    fold_campaign,
    latest_correction,
)
from server.domain.part_erasure import gone_from
from server.domain.permission import Actor, check_in_area, check_may, may_in_area
from server.errors import Refusal
from server.records.receipt_rows import SPELLS
from server.services.district import District, draft_act

PLAN: Final = "campaign_plan"
WORDS: Final = "campaign_words"


@dataclass(frozen=True)
class Plan:
    """The words of a campaign: its name, what it is based on, and the plan of its own (S3-PH-1)."""

    name: str
    basis: str
    plan: str


def open_campaign(
    district: District,
    actor: Actor,
    plan: Plan,
    communities: Sequence[str],
    phases: Sequence[Phase],
    report_due: date,
) -> Campaign:
    """Opens a campaign; every household that receives in its scope today is on the list (S3-PH-2)."""
    check_may(actor, "campaign.open")
    if not all(words.strip() for words in (plan.name, plan.basis, plan.plan)):
        raise Refusal("campaign.unnamed")
    scope = list(dict.fromkeys(communities))
    if not scope or any(district.area(each).kind != "community" for each in scope):
        raise Refusal("campaign.scope")
    check_phases(phases, report_due)
    with district.casebook.turn:
        file = district.casebook.next_file(f"{SERIES}{phases[0].first.year}-", width=3)
        words = {"name": plan.name.strip(), "basis": plan.basis.strip(), "plan": plan.plan.strip()}
        facts = {
            "words": district.evidence.put(PLAN, file, words, salt=district.new_salt()),
            "communities": scope,
            "phases": [[phase.first.isoformat(), phase.last.isoformat()] for phase in phases],
            "report_due": report_due.isoformat(),
            "households": _receiving(district, scope),
        }
        draft = draft_act(actor, "campaign.open", OPENING, facts)
        act = district.casebook.append(draft, file, None, policy=district.policy.key)
    return fold_campaign([act])


def add_household(district: District, actor: Actor, campaign_id: str, number: str, kind: Kind) -> Campaign:
    """Puts somebody on the list who does not receive: applied, reported, or in need (S3-PH-2)."""
    check_may(actor, "campaign.check")
    case = district.get_case(number)
    check_in_area(actor, case.street, case.community)
    with district.casebook.turn:
        campaign = get_campaign(district, campaign_id)
        check_open(campaign)
        if number in campaign.households:
            raise Refusal("campaign.already_in", number=number)
        if case.community not in campaign.communities or kind is Kind.RECIPIENT:
            raise Refusal("campaign.not_in_scope", number=number)
        facts = {"case": number, "kind": kind.value, "community": case.community}
        draft = draft_act(actor, "campaign.check", "campaign_household_added", facts)
        return append(district, campaign, draft)


def record_check(
    district: District,
    actor: Actor,
    campaign_id: str,
    number: str,
    result: Result,
    checked_on: date,
    words: str,
) -> Campaign:
    """Enters what a check of a home found, with its reasons; nothing follows from it by itself (S3-PH-2)."""
    check_may(actor, "campaign.check")
    case = district.get_case(number)
    check_in_area(actor, case.street, case.community)
    with district.casebook.turn:
        campaign = get_campaign(district, campaign_id)
        check_result(campaign, number, result, checked_on, today=district.today())
        facts = {
            "case": number,
            "result": result.value,
            "checked_on": checked_on.isoformat(),
            "words": put_words(district, campaign, words),
        }
        return append(district, campaign, draft_act(actor, "campaign.check", "campaign_checked", facts))


def register_problem(
    district: District,
    actor: Actor,
    campaign_id: str,
    kind: ProblemKind,
    community: str,
    case: str,
    words: str,
    due_on: date,
) -> Campaign:
    """A problem with who corrects it by when; of one household, or of a community (S3-PH-3)."""
    campaign = _to_correct(district, actor, campaign_id)
    if case:
        if case not in campaign.households:
            raise Refusal("campaign.not_in_scope", number=case)
        community = campaign.community_of[case]
    if community not in campaign.communities:
        raise Refusal("campaign.scope")
    check_in_area(actor, district.area(community).parent, community)
    latest = latest_correction(campaign, district.today())
    if not district.today() <= due_on <= latest:
        raise Refusal("campaign.deadline", day=latest.isoformat())
    facts = {
        "kind": kind.value,
        "community": community,
        "case": case,
        "words": put_words(district, campaign, words),
        "due_on": due_on.isoformat(),
    }
    return append(district, campaign, draft_act(actor, "campaign.correct", "campaign_problem", facts))


def correct_problem(
    district: District, actor: Actor, campaign_id: str, problem_id: int, proof: str
) -> Campaign:
    """A problem is corrected, and how that is proved (S3-PH-3)."""
    campaign = _to_correct(district, actor, campaign_id)
    problem = campaign.problem(problem_id)
    check_in_area(actor, district.area(problem.community).parent, problem.community)
    if problem.corrected_on:
        raise Refusal("campaign.corrected_already")
    facts = {
        "problem": problem_id,
        "corrected_on": district.today().isoformat(),
        "proof": put_words(district, campaign, proof),
    }
    return append(district, campaign, draft_act(actor, "campaign.correct", "campaign_corrected", facts))


def file_removed(district: District, actor: Actor, campaign_id: str, number: str, words: str) -> Campaign:
    """Opens the special file of a household to be removed: posted, and where it is kept (S3-PH-3)."""
    campaign = _to_correct(district, actor, campaign_id)
    if number not in campaign.to_file:
        raise Refusal("campaign.not_removed")
    community = campaign.community_of[number]
    check_in_area(actor, district.area(community).parent, community)
    facts = {"case": number, "words": put_words(district, campaign, words)}
    return append(district, campaign, draft_act(actor, "campaign.correct", "campaign_removed_filed", facts))


def get_campaign(district: District, campaign_id: str) -> Campaign:
    acts = district.casebook.read(campaign_id) if campaign_id.startswith(SERIES) else []
    if not acts:
        raise Refusal("campaign.unknown", id=campaign_id)
    return fold_campaign(acts)


def get_plan(district: District, campaign: Campaign) -> Plan:
    """The plan; empty where it named a family that was erased."""
    if f"{PLAN}:{campaign.words}" in gone_from(campaign.acts):
        return Plan("", "", "")
    words = district.evidence.get(PLAN, campaign.id, campaign.words)
    return Plan(words["name"], words["basis"], words["plan"])


def get_words(district: District, campaign: Campaign, digest: str) -> str:
    return district.get_text(campaign.id, WORDS, digest) if digest else ""


def may_see(district: District, actor: Actor, community: str) -> bool:
    """Whether a community of a campaign is the person's."""
    return may_in_area(actor, district.area(community).parent, community)


def _receiving(district: District, scope: Sequence[str]) -> dict[str, str]:
    """The households with an open spell in the communities, each with its community."""
    where = f"WHERE until = '' AND community IN ({', '.join('?' * len(scope))}) ORDER BY file"
    return {row.file: row.community for row in district.index.rows(SPELLS, where, list(scope))}


def _to_correct(district: District, actor: Actor, campaign_id: str) -> Campaign:
    check_may(actor, "campaign.correct")
    campaign = get_campaign(district, campaign_id)
    check_open(campaign)
    return campaign


def put_words(district: District, campaign: Campaign, words: str) -> str:
    """Words as evidence of the campaign; refuses none."""
    if not words.strip():
        raise Refusal("campaign.words")
    return district.put_text(campaign.id, WORDS, words)


def append(district: District, campaign: Campaign, draft: ActDraft) -> Campaign:
    """The campaign with one act more."""
    act = district.casebook.append(draft, campaign.id, campaign.last, policy=campaign.last.policy)
    return fold_campaign([*campaign.acts, act])

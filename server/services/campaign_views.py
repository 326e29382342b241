"""What a person sees of a campaign: progress of their communities, households, problems, the report."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from server.domain.campaign import Campaign, Check, Problem, Progress, progress_of
from server.domain.days import shanghai_date
from server.domain.page import Page, page_of
from server.domain.permission import Actor, check_may
from server.errors import Refusal
from server.records.campaign_rows import CampaignRow, CheckRow, checks_of, list_campaign_rows
from server.services.campaigns import Plan, get_campaign, get_plan, get_words, may_see
from server.services.district import District
from server.services.sentences import Names

PAGE: Final = 50


@dataclass(frozen=True)
class CalledOff:
    """A team that was called off by a person, and why."""

    day: date
    who: str
    community: str
    why: str


@dataclass(frozen=True)
class CampaignView:
    """A campaign as a person of an area sees it: only their communities and problems."""

    campaign: Campaign
    plan: Plan
    progress: Sequence[Progress]
    problems: Sequence[Problem]
    removed: Sequence[str]
    called_off: Sequence[CalledOff]
    heads: Mapping[str, str]
    is_whole: bool  # every community of the scope is shown


@dataclass(frozen=True)
class HouseholdList(Page[CheckRow]):
    """A page of a campaign's households, with the heads of the families."""

    heads: Mapping[str, str]


@dataclass(frozen=True)
class CheckView:
    """One household of a campaign: its check, if any, in words."""

    kind: str
    head: str
    check: Check | None
    words: str


def list_campaigns(district: District, actor: Actor) -> list[tuple[CampaignRow, str]]:
    """Every campaign with its name, the newest first."""
    check_may(actor, "campaign.read")
    rows = list_campaign_rows(district.index)
    return [(row, _name(district, row.file)) for row in rows]


def view_campaign(district: District, actor: Actor, campaign_id: str) -> CampaignView:
    check_may(actor, "campaign.read")
    campaign = get_campaign(district, campaign_id)
    mine = {each for each in campaign.communities if may_see(district, actor, each)}
    removed = [case for case in campaign.removed if campaign.community_of[case] in mine]
    problems = [problem for problem in campaign.problems if problem.community in mine]
    named = {*removed, *(problem.case for problem in problems if problem.case)}
    return CampaignView(
        campaign=campaign,
        plan=get_plan(district, campaign),
        progress=[each for each in progress_of(campaign) if each.community in mine],
        problems=problems,
        removed=removed,
        called_off=[each for each in _called_off(district, campaign) if each.community in mine],
        heads=_heads(district, named),
        is_whole=len(mine) == len(campaign.communities),
    )


def _called_off(district: District, campaign: Campaign) -> list[CalledOff]:
    """The teams called off, the earliest first."""
    names = Names(district)
    return [
        CalledOff(
            shanghai_date(act.at),
            names.actor(act.by),
            campaign.community_of[act.facts["cases"][0]],
            get_words(district, campaign, act.facts["reason"]),
        )
        for act in campaign.acts
        if act.kind == "campaign_team_called_off"
    ]


def list_households(
    district: District, actor: Actor, campaign_id: str, community: str = "", result: str = "", page: int = 1
) -> HouseholdList:
    """The households of one's own communities; ``missing`` gives those not checked; page 0 is all."""
    check_may(actor, "campaign.read")
    get_campaign(district, campaign_id)
    found = checks_of(district.index, campaign_id, community, result)
    seen = {each: may_see(district, actor, each) for each in {row.community for row in found}}
    rows = [row for row in found if seen[row.community]]
    shown = page_of(rows, page, PAGE)
    return HouseholdList(shown.rows, shown.span, _heads(district, {row.case_number for row in shown.rows}))


def view_check(district: District, actor: Actor, campaign_id: str, number: str) -> CheckView:
    """One household of a campaign; refuses one of another area or not on the list."""
    check_may(actor, "campaign.read")
    campaign = get_campaign(district, campaign_id)
    if number not in campaign.households:
        raise Refusal("campaign.not_in_scope", number=number)
    if not may_see(district, actor, campaign.community_of[number]):
        raise Refusal("person.other_area")
    check = campaign.checks.get(number)
    return CheckView(
        kind=campaign.households[number].value,
        head=_heads(district, {number}).get(number, ""),
        check=check,
        words=get_words(district, campaign, check.words) if check else "",
    )


def household_lines(
    found: HouseholdList, kinds: Mapping[str, str], results: Mapping[str, str], named: Callable[[str], str]
) -> list[list[str]]:
    """The households for a spreadsheet; ``named`` is what people call a community."""
    return [
        [
            row.case_number,
            found.heads.get(row.case_number, ""),
            named(row.community),
            str(kinds[row.kind]),
            str(results.get(row.result, "")),
            row.checked_on,
            str(row.removed_file or ""),
        ]
        for row in found.rows
    ]


def _name(district: District, campaign_id: str) -> str:
    """The name; empty where its evidence is gone or damaged, the campaign is listed all the same."""
    try:
        return get_plan(district, get_campaign(district, campaign_id)).name
    except Refusal:
        return ""


def _heads(district: District, cases: set[str]) -> dict[str, str]:
    found = (district.index.find_case(case) for case in cases)
    return {case.number: case.head for case in found if case}

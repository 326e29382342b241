"""A campaign over one street of the synthetic district, from its opening to its report (article 3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from server.domain.campaign import CHECK, CORRECT, REPORT, Campaign, Phase, ProblemKind, Result
from server.services.campaign_closings import close_campaign
from server.services.campaigns import Plan, correct_problem, open_campaign, record_check, register_problem
from server.services.seeding.clock import Story
from server.services.seeding.places import STREETS
from server.services.seeding.stories import Stories

_PLAN: Final = Plan(
    "城市低保专项核查",
    "民政部门关于开展低保专项核查的通知",
    "先开会、贴公告，再一户一户入户、问邻居；查出的问题改好了再总结。",
)
# The working days, counted from the first, on which each phase begins and ends (S3-PH-1 to S3-PH-4).
_PHASES: Final = ((1, 2), (3, 8), (9, 12), (13, 16))
_STREET: Final = STREETS[1]


def tell_campaign(stories: Stories, days: Sequence[date]) -> Story:
    """Every household of the street checked at home, one problem corrected, the report made."""
    if len(days) <= _PHASES[REPORT][1]:
        return
    district, actor, hours = stories.town.district, stories.town.actor, stories.hours
    phases = [Phase(days[first], days[last]) for first, last in _PHASES]
    yield hours.on(phases[0].first, 9)
    district.index.catch_up()
    communities = [community.id for community in _STREET.communities]
    campaign = open_campaign(district, actor("district"), _PLAN, communities, phases, phases[REPORT].last)
    yield hours.on(phases[CHECK].first, 10)
    _check(stories, campaign)
    yield hours.on(phases[CORRECT].first, 9)
    street, words = actor(_STREET.id), "一个社区的低保员一人兼三岗，入户排不开，由街道调人。"
    due = phases[CORRECT].last
    found = register_problem(
        district, street, campaign.id, ProblemKind.CAPACITY, communities[0], "", words, due
    )
    yield hours.on(due, 15)
    proof = "街道派了一位专职人员去，名单贴在社区。"
    correct_problem(district, street, campaign.id, found.problems[-1].id, proof)
    yield hours.on(phases[REPORT].first, 15)
    report = "每一户都入了户，邻居也问了；查出的问题当月改好。"
    close_campaign(district, actor("district"), campaign.id, report)


def _check(stories: Stories, campaign: Campaign) -> None:
    """The clerk of each community was in every home of the list."""
    district, words = stories.town.district, "到家里看了，人口、收入和案卷一致，邻居说的也一样。"
    for number, community in campaign.community_of.items():
        clerk = stories.town.actor(community)
        record_check(district, clerk, campaign.id, number, Result.KEEP, district.today(), words)

"""The final report of a campaign as a paper (S3-PH-4)."""

from __future__ import annotations

from server.documents.campaign_report import CampaignReport, CommunityLine, report_sheet
from server.documents.issued import format_sheet, print_sheet
from server.domain.campaign import PHASES, Campaign, ProblemKind, Progress, Result, progress_of
from server.domain.paper import PaperKind
from server.domain.permission import Actor, check_may
from server.errors import Refusal
from server.services.campaigns import get_campaign, get_plan, get_words
from server.services.district import District
from server.services.paper_register import register_paper

_KINDS = {
    ProblemKind.POLICY: "政策执行",
    ProblemKind.RECIPIENT: "对象不准",
    ProblemKind.FUNDS: "资金",
    ProblemKind.CAPACITY: "人手、能力",
}


def campaign_report_pdf(district: District, actor: Actor, campaign_id: str) -> bytes:
    """The report of a campaign that is closed, registered; before that there is none."""
    check_may(actor, "campaign.report")
    campaign = get_campaign(district, campaign_id)
    if campaign.closed_on is None:
        raise Refusal("paper.not_yet")
    says = format_sheet(report_sheet(_report(district, campaign)))
    mark = register_paper(district, actor, PaperKind.CAMPAIGN, campaign.id, says)
    return print_sheet(says, mark)


def _report(district: District, campaign: Campaign) -> CampaignReport:
    plan = get_plan(district, campaign)
    return CampaignReport(
        organ=f"{district.profile.name_zh}民政局",
        name=plan.name,
        basis=plan.basis,
        due_on=campaign.report_due,
        phases=[
            (words[0], phase.first, phase.last) for words, phase in zip(PHASES, campaign.phases, strict=True)
        ],
        progress=[_line(district, each) for each in progress_of(campaign)],
        problems=[_counted(campaign, kind, words) for kind, words in _KINDS.items()],
        added=sum(check.result is Result.ADD for check in campaign.checks.values()),
        refused=sum(check.result is Result.REFUSE for check in campaign.checks.values()),
        filed=len(campaign.removed_files),
        words=get_words(district, campaign, campaign.report),
    )


def _line(district: District, each: Progress) -> CommunityLine:
    return CommunityLine(
        community=district.area(each.community).name_zh,
        total=each.total,
        checked=each.checked,
        kept=each.results[Result.KEEP],
        adjusted=each.results[Result.ADJUST],
        removed=each.results[Result.REMOVE],
    )


def _counted(campaign: Campaign, kind: ProblemKind, words: str) -> tuple[str, int, int]:
    found = [problem for problem in campaign.problems if problem.kind is kind]
    return words, len(found), sum(problem.corrected_on is not None for problem in found)

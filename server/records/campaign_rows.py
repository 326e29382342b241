"""What the index keeps of a campaign: itself, its checks and its problems (article 3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from server.domain.campaign import CHECK, Campaign
from server.records.table import Row, Table

if TYPE_CHECKING:
    from server.records.index import Index


class CampaignRow(Row, frozen=True):
    """A campaign as lists show it."""

    file: str
    first_day: str
    last_day: str
    checks_from: str
    report_due: str
    households: int
    missing: int
    problems: int
    uncorrected: int
    closed_on: str


class CheckRow(Row, frozen=True):
    """A household on a campaign's list; ``result`` is empty until it is checked."""

    file: str
    case_number: str
    community: str
    kind: str
    result: str
    checked_on: str
    removed_file: int


class ProblemRow(Row, frozen=True):
    file: str
    id: int
    kind: str
    community: str
    case_number: str
    due_on: str
    corrected_on: str


CAMPAIGNS: Final = Table("campaigns", CampaignRow, key=("file",))
CHECKS: Final = Table(
    "campaign_checks",
    CheckRow,
    key=("file", "case_number"),
    indexes=(("file", "community", "result"), ("case_number",)),
)
PROBLEMS: Final = Table("campaign_problems", ProblemRow, key=("file", "id"), indexes=(("due_on",),))


def campaign_rows(campaign: Campaign) -> Iterator[CampaignRow | CheckRow | ProblemRow]:
    """Every row of a campaign."""
    yield CampaignRow(
        file=campaign.id,
        first_day=campaign.phases[0].first.isoformat(),
        last_day=campaign.phases[-1].last.isoformat(),
        checks_from=campaign.phases[CHECK].first.isoformat(),
        report_due=campaign.report_due.isoformat(),
        households=len(campaign.households),
        missing=len(campaign.missing),
        problems=len(campaign.problems),
        uncorrected=len(campaign.uncorrected),
        closed_on=campaign.closed_on.isoformat() if campaign.closed_on else "",
    )
    yield from _check_rows(campaign)
    for problem in campaign.problems:
        yield ProblemRow(
            file=campaign.id,
            id=problem.id,
            kind=problem.kind.value,
            community=problem.community,
            case_number=problem.case,
            due_on=problem.due_on.isoformat(),
            corrected_on=problem.corrected_on.isoformat() if problem.corrected_on else "",
        )


def list_campaign_rows(index: Index) -> list[CampaignRow]:
    """Every campaign, the newest first."""
    return index.rows(CAMPAIGNS, "WHERE 1 ORDER BY first_day DESC, file DESC")


def checks_of(index: Index, campaign: str, community: str = "", result: str = "") -> list[CheckRow]:
    """The households of a campaign; ``missing`` asks for those not checked, or to be checked again."""
    where, values = ["file = ?", "(? = '' OR community = ?)"], [campaign, community, community]
    if result == "missing":
        where.append("result IN ('', 'check')")
    elif result:
        where.append("result = ?")
        values.append(result)
    return index.rows(CHECKS, f"WHERE {' AND '.join(where)} ORDER BY community, case_number", values)


def open_campaigns_of(index: Index, case: str) -> list[CheckRow]:
    """What campaigns still open hold of a household: its result there is a reason for a review."""
    return index.rows(
        CHECKS,
        "WHERE case_number = ? AND file IN (SELECT file FROM campaigns WHERE closed_on = '')",
        [case],
    )


def files_of_household(index: Index, case: str) -> list[str]:
    """The campaigns a household was in."""
    rows = index.query("SELECT DISTINCT file FROM campaign_checks WHERE case_number = ?", (case,))
    return [str(file) for (file,) in rows]


def _check_rows(campaign: Campaign) -> Iterator[CheckRow]:
    for case, kind in campaign.households.items():
        check = campaign.checks.get(case)
        yield CheckRow(
            file=campaign.id,
            case_number=case,
            community=campaign.community_of[case],
            kind=kind.value,
            result=check.result.value if check else "",
            checked_on=check.checked_on.isoformat() if check else "",
            removed_file=campaign.removed_files.get(case, 0),
        )

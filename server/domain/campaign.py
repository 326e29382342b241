"""An inspection campaign: every household of its scope is checked, every problem corrected (article 3, S3).

A chain of its own. Four dated phases follow one another; the households are fixed when it opens, others are
added with what kind they are; whoever is to be removed has a special file; it closes with a report.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final

from server.domain import errand
from server.domain.act import Act
from server.domain.case_parts import team_of
from server.domain.days import parse_date
from server.domain.errand import Errand, Purpose
from server.domain.part_erasure import PART_ERASED, without_gone
from server.errors import Refusal

SERIES: Final = "campaign-"
OPENING: Final = "campaign_opened"
MOBILISE, CHECK, CORRECT, REPORT = range(4)
PHASES: Final = (
    ("宣传发动", "Mobilisation", "S3-PH-1"),
    ("入户核查", "Home checks", "S3-PH-2"),
    ("自纠整改", "Correction", "S3-PH-3"),
    ("总结上报", "Sorting and report", "S3-PH-4"),
)


class ProblemKind(StrEnum):
    """The four items that are printed (S3-ITEM-01…04)."""

    POLICY = "policy"
    RECIPIENT = "recipient"
    FUNDS = "funds"
    CAPACITY = "capacity"


# The checklist. The source announces five items and prints four (S3-ITEM-00): the fifth is open.
ITEMS: Final[Sequence[tuple[str, ProblemKind | None, tuple[tuple[str, str], ...]]]] = (
    (
        "S3-ITEM-01",
        ProblemKind.POLICY,
        (
            ("自行扩大救助范围、乱开政策口子", "scope widened or exceptions made on their own"),
            ("单位和个人违规干涉", "improper interference"),
            ("救助政策与行政管理工作挂钩", "aid tied to other administration"),
        ),
    ),
    (
        "S3-ITEM-02",
        ProblemKind.RECIPIENT,
        (
            ("符合条件的及时纳入", "whoever qualifies is admitted in time"),
            ("不符合条件的及时取消", "whoever no longer qualifies is removed in time"),
            ("“人情保、关系保”", "support given as a favour"),
            ("申报审批程序：入户调查、民主评议、公示", "procedure: home survey, appraisal, posting"),
        ),
    ),
    (
        "S3-ITEM-03",
        ProblemKind.FUNDS,
        (
            (
                "专款专用；迟拨、截留、挤占、挪用和冒领",
                "earmarked; late, intercepted, diverted or falsely claimed",
            ),
        ),
    ),
    ("S3-ITEM-04", ProblemKind.CAPACITY, (("乡镇专职工作人员落实", "full-time staff in place"),)),
    ("S3-ITEM-00", None, (("原文说五个方面，只印了四个：第五个空着", "five are announced, four printed"),)),
)


class Kind(StrEnum):
    """What kind of household is checked (S3-PH-2)."""

    RECIPIENT = "recipient"
    APPLIED = "applied"
    REPORTED = "reported"
    UNLISTED = "unlisted"


class Result(StrEnum):
    """What a check found; adding and removing go through the procedure all the same."""

    KEEP = "keep"
    ADJUST = "adjust"
    REMOVE = "remove"
    ADD = "add"
    REFUSE = "refuse"
    CHECK = "check"


RESULTS_OF: Final[Mapping[Kind, tuple[Result, ...]]] = {
    Kind.RECIPIENT: (Result.KEEP, Result.ADJUST, Result.REMOVE, Result.CHECK),
    **dict.fromkeys((Kind.APPLIED, Kind.REPORTED, Kind.UNLISTED), (Result.ADD, Result.REFUSE, Result.CHECK)),
}
NEEDS_REVIEW: Final = (Result.ADJUST, Result.REMOVE)  # a review of the household follows (S3-LINK)


@dataclass(frozen=True)
class Phase:
    """Both days within."""

    first: date
    last: date


@dataclass(frozen=True)
class Check:
    """A household's check; a later one of the same household replaces it. ``words`` is a digest."""

    case: str
    result: Result
    checked_on: date
    words: str
    n: int
    by: str
    visit: str = ""  # digest of the sealed visit; empty: entered at the desk

    @property
    def is_final(self) -> bool:
        """What has to be checked again is not checked."""
        return self.result is not Result.CHECK


@dataclass(frozen=True)
class Problem:
    """A problem: its kind, where, who corrects it by when, and the proof that it was (S3-PH-3)."""

    id: int  # the act that registered it
    kind: ProblemKind
    community: str
    case: str  # empty: of the community as a whole
    words: str
    due_on: date
    corrected_on: date | None = None
    proof: str = ""  # digest of the words


@dataclass(frozen=True)
class Campaign:
    """The fold of a campaign."""

    id: str
    words: str  # digest of name, basis and plan
    communities: tuple[str, ...]
    phases: tuple[Phase, ...]
    report_due: date
    households: Mapping[str, Kind]
    community_of: Mapping[str, str]
    acts: tuple[Act, ...]
    checks: Mapping[str, Check] = field(default_factory=dict)
    errands: tuple[Errand, ...] = ()  # every team sent to a household
    problems: tuple[Problem, ...] = ()
    removed_files: Mapping[str, int] = field(default_factory=dict)  # case → its number among them
    report: str = ""
    closed_on: date | None = None

    @property
    def last(self) -> Act:
        return self.acts[-1]

    @property
    def missing(self) -> tuple[str, ...]:
        """Who is not checked yet; nobody may be (核查不漏一村一户, S3-PH-2)."""
        return tuple(
            case for case in self.households if case not in self.checks or not self.checks[case].is_final
        )

    @property
    def uncorrected(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.corrected_on is None)

    @property
    def to_file(self) -> tuple[str, ...]:
        """Who is to be removed and has no special file yet (S3-PH-3)."""
        return tuple(case for case in self.removed if case not in self.removed_files)

    @property
    def removed(self) -> tuple[str, ...]:
        return tuple(case for case, check in self.checks.items() if check.result is Result.REMOVE)

    def problem(self, number: int) -> Problem:
        found = next((problem for problem in self.problems if problem.id == number), None)
        if found is None:
            raise Refusal("campaign.no_problem")
        return found

    def phase_on(self, day: date) -> int | None:
        """The phase a day lies in; None before, between and after them."""
        within = (place for place, phase in enumerate(self.phases) if phase.first <= day <= phase.last)
        return next(within, None)


@dataclass(frozen=True)
class Progress:
    """One community: how many households, how many of them are checked, with what result."""

    community: str
    total: int
    checked: int
    results: Mapping[Result, int]

    @property
    def missing(self) -> int:
        return self.total - self.checked


def latest_correction(campaign: Campaign, today: date) -> date:
    """Until when a problem found today is corrected (S3-PH-3).

    In the phase of correction; what is found after it, before the report is due, and in the end at once.
    """
    days = campaign.phases[CORRECT].last, campaign.report_due
    return next((day for day in days if today <= day), today)


def check_phases(phases: Sequence[Phase], report_due: date) -> None:
    """Four, in order, none overlapping, the report due within the last (S3-PH-1…4)."""
    if len(phases) != len(PHASES) or any(phase.last < phase.first for phase in phases):
        raise Refusal("campaign.phases")
    if any(after.first <= before.last for before, after in pairwise(phases)):
        raise Refusal("campaign.phases")
    if not phases[REPORT].first <= report_due <= phases[REPORT].last:
        raise Refusal("campaign.report_due")


def check_open(campaign: Campaign) -> None:
    if campaign.closed_on is not None:
        raise Refusal("campaign.closed")


def check_result(campaign: Campaign, case: str, result: Result, checked_on: date, *, today: date) -> None:
    """The household is on the list, the homes are being checked, and the result fits what kind it is."""
    check_open(campaign)
    if case not in campaign.households:
        raise Refusal("campaign.not_in_scope", number=case)
    begins = campaign.phases[CHECK].first
    if today < begins:
        raise Refusal("campaign.too_early", day=begins.isoformat())
    if not begins <= checked_on <= today:
        raise Refusal("campaign.check_day")
    if result not in RESULTS_OF[campaign.households[case]]:
        raise Refusal("campaign.result")


def check_closing(campaign: Campaign) -> None:
    """Nobody missed, everything corrected, a special file for everybody removed (S3-PH-2, S3-PH-3)."""
    check_open(campaign)
    for code, left in (
        ("campaign.missing", campaign.missing),
        ("campaign.not_corrected", campaign.uncorrected),
        ("campaign.not_filed", campaign.to_file),
    ):
        if left:
            raise Refusal(code, count=len(left))


def progress_of(campaign: Campaign) -> list[Progress]:
    """By community, in the order of the scope; one without a household is shown with none."""
    return [_progress(campaign, community) for community in campaign.communities]


def fold_campaign(acts: Sequence[Act]) -> Campaign:
    """The campaign its chain adds up to."""
    if not acts or acts[0].kind != OPENING:
        raise Refusal("campaign.unknown", id=acts[0].file if acts else "?")
    facts = acts[0].facts
    campaign = Campaign(
        id=acts[0].file,
        words=facts["words"],
        communities=tuple(facts["communities"]),
        phases=tuple(Phase(parse_date(first), parse_date(last)) for first, last in facts["phases"]),
        report_due=parse_date(facts["report_due"]),
        households={case: Kind.RECIPIENT for case in facts["households"]},
        community_of=dict(facts["households"]),
        acts=(acts[0],),
    )
    for act in without_gone(acts)[1:]:
        campaign = replace(_FOLDS[act.kind](campaign, act), acts=(*campaign.acts, act))
    return campaign


def _progress(campaign: Campaign, community: str) -> Progress:
    mine = [case for case in campaign.households if campaign.community_of[case] == community]
    found = [campaign.checks[case] for case in mine if case in campaign.checks]
    results = {result: sum(check.result is result for check in found) for result in Result}
    return Progress(community, len(mine), sum(check.is_final for check in found), results)


def _add(campaign: Campaign, act: Act) -> Campaign:
    case = act.facts["case"]
    return replace(
        campaign,
        households={**campaign.households, case: Kind(act.facts["kind"])},
        community_of={**campaign.community_of, case: act.facts["community"]},
    )


def _check(campaign: Campaign, act: Act) -> Campaign:
    facts: Mapping[str, Any] = act.facts
    check = Check(
        case=facts["case"],
        result=Result(facts["result"]),
        checked_on=parse_date(facts["checked_on"]),
        words=facts["words"],
        n=act.n,
        by=act.by,
        visit=facts.get("visit", ""),
    )
    errands = errand.visited(campaign.errands, check.case, facts.get("round", 0), check.visit)
    return replace(campaign, checks={**campaign.checks, check.case: check}, errands=errands)


def _send(campaign: Campaign, act: Act) -> Campaign:
    """One team for many households, each a task with a round of its own."""
    facts: Mapping[str, Any] = act.facts
    sent = tuple(
        Errand(Purpose.CAMPAIGN, campaign.id, case, team_of(facts, number))
        for case, number in facts["rounds"].items()
    )
    return replace(campaign, errands=errand.replaced(campaign.errands, facts["rounds"]) + sent)


def _call_off(campaign: Campaign, act: Act) -> Campaign:
    """The homes it did not come to are still to be checked, by others or from the desk."""
    return replace(campaign, errands=errand.called_off(campaign.errands, act.facts["cases"]))


def _register(campaign: Campaign, act: Act) -> Campaign:
    facts = act.facts
    problem = Problem(
        id=act.n,
        kind=ProblemKind(facts["kind"]),
        community=facts["community"],
        case=facts["case"],
        words=facts["words"],
        due_on=parse_date(facts["due_on"]),
    )
    return replace(campaign, problems=(*campaign.problems, problem))


def _correct(campaign: Campaign, act: Act) -> Campaign:
    facts = act.facts
    done = replace(
        campaign.problem(facts["problem"]),
        corrected_on=parse_date(facts["corrected_on"]),
        proof=facts["proof"],
    )
    problems = tuple(done if problem.id == done.id else problem for problem in campaign.problems)
    return replace(campaign, problems=problems)


def _file(campaign: Campaign, act: Act) -> Campaign:
    return replace(
        campaign,
        removed_files={**campaign.removed_files, act.facts["case"]: len(campaign.removed_files) + 1},
    )


def _close(campaign: Campaign, act: Act) -> Campaign:
    """Nobody goes to a home for it any more."""
    ended = replace(campaign, report=act.facts["report"], closed_on=parse_date(act.facts["on"]))
    return replace(ended, errands=errand.withdrawn(campaign.errands))


_FOLDS: Final[Mapping[str, Callable[[Campaign, Act], Campaign]]] = {
    "campaign_household_added": _add,
    "campaign_checked": _check,
    "campaign_team_assigned": _send,
    "campaign_team_called_off": _call_off,
    "campaign_problem": _register,
    "campaign_corrected": _correct,
    "campaign_removed_filed": _file,
    "campaign_closed": _close,
    PART_ERASED: lambda campaign, _act: campaign,
}

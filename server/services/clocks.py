"""The deadlines of cases: of one case in full, and of everything in a person's hands (S7-AMB-26)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from server.domain.case import Case
from server.domain.clock import Clock, clocks
from server.domain.permission import Actor, may
from server.services.complaint_files import count_open_complaints
from server.services.district import District

# Whose work a clock measures: the permissions of the act that ends it, and of the acts that see to it.
OWNED_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "acceptance": ("case.accept",),
    "materials": ("case.materials",),
    "start_survey": ("team.assign",),
    "info_check": ("info.check",),
    "info_recheck": ("info.check",),
    "visit": ("team.assign",),
    "notice": ("notice.post",),  # in the index only while an objection stops it: its end is no work
    "finding": ("team.assign",),
    "committee": ("finding.record",),
    "meeting": ("meeting.convene",),
    "objection": ("objection.answer",),
    "audit": ("case.audit",),
    "originals": ("originals.check", "originals.call"),  # the district looks at them, the street reminds
    "district": ("case.examine",),
    "refusal_letter": ("paper.pass_on",),
    "hardship": ("hardship.decide",),
    "hardship_papers": ("hardship.decide",),
    "job_form": ("job.issue",),
    "job_exit": ("job.issue",),
    "total": ("case.accept",),
    "review": ("review.record",),
}
# What is to be done beside the act a case waits for; objections have a page of their own.
BESIDE: Final = ("originals", "materials", "info_check", "info_recheck", "hardship", "hardship_papers")


@dataclass(frozen=True)
class Dues:
    """How many cases are late, and due today, in what is a person's to do; by the kind of the clock.

    Those whose clock stands still are counted by what they wait for.
    """

    late: Mapping[str, int] = field(default_factory=dict)
    today: Mapping[str, int] = field(default_factory=dict)
    stopped: Mapping[str, int] = field(default_factory=dict)
    late_complaints: int = 0  # files of their own, with a page of their own


def clocks_of_case(district: District, case: Case) -> list[Clock]:
    """Every clock of a case that has begun, the open ones first."""
    return clocks(case, district.policy_of(case.policy), district.calendar(), district.today())


def kinds_of(actor: Actor) -> list[str]:
    """The clocks that measure what this person does."""
    return [kind for kind, owners in OWNED_BY.items() if any(may(actor, owner) for owner in owners)]


def count_dues(district: District, actor: Actor) -> Dues:
    """What is late, what is due today and what stands still, in the person's own area."""
    kinds, today = kinds_of(actor), district.today()
    late = _count(district, actor, kinds, before=today.isoformat())
    until = _count(district, actor, kinds, before=(today + timedelta(days=1)).isoformat())
    due = {kind: count - late.get(kind, 0) for kind, count in until.items()}
    area = {"street": actor.street, "community": actor.community}
    stopped = Counter(district.index.stopped_clocks(kinds, **area).values())
    is_theirs = may(actor, "complaint.assign")
    complaints = count_open_complaints(district, actor, today.isoformat()) if is_theirs else 0
    return Dues(late, {kind: count for kind, count in due.items() if count}, stopped, complaints)


def count_beside(district: District, actor: Actor) -> dict[str, int]:
    """How many cases have something open beside their turn, of each kind that is this person's."""
    kinds = [kind for kind in kinds_of(actor) if kind in BESIDE]
    counts = _count(district, actor, kinds)
    return {kind: counts.get(kind, 0) for kind in kinds}


def recount(district: District) -> int:
    """Works the deadlines of all open cases out again, once the holidays changed; returns how many."""
    files = district.index.files_with_clocks()
    for file in files:
        district.index.refresh(file)
    return len(files)


def _count(district: District, actor: Actor, kinds: list[str], before: str = "") -> dict[str, int]:
    area = {"street": actor.street, "community": actor.community}
    return district.index.count_clocks(kinds, **area, before=before)

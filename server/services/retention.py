"""Files kept long enough: which they are, and erasing what identifies people in one (PR-07, PR-13).

The act comes first and names how many documents go, so that whoever verifies the record knows that they are
not missing; then they are deleted, and within the hour the databases compacted. Killed in between, the next
start goes on. A backup loses them with its next run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from server.domain.case import Case
from server.domain.permission import Actor, check_may
from server.domain.procedure import check_step
from server.domain.retention import keep_until
from server.domain.stage import Stage
from server.errors import Refusal
from server.records.entries import Erasing, SetAside
from server.records.retention_rows import RetentionRow
from server.records.retention_rows import count_due as count_rows
from server.records.retention_rows import list_due as list_rows
from server.services.district import District, draft_act
from server.services.tasks import erase_tasks

PAGE: Final = 20


@dataclass(frozen=True)
class DueList:
    """A page of files that are kept longer than their pack says."""

    rows: list[RetentionRow]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True)
class Keeping:
    """How long a file is kept and how many documents of each kind would go; ``until`` is None while open."""

    until: date | None
    is_due: bool
    kinds: Mapping[str, int]

    @property
    def documents(self) -> int:
        return sum(self.kinds.values())


def list_due(district: District, actor: Actor, page: int) -> DueList:
    """The files whose time is over, the longest overdue first."""
    check_may(actor, "retention.read")
    on, total = district.today().isoformat(), count_due(district, actor)
    page = max(1, min(page, -(-total // PAGE)))
    return DueList(list_rows(district.index, on, limit=PAGE, offset=PAGE * (page - 1)), total, page)


def count_due(district: District, actor: Actor) -> int:
    check_may(actor, "retention.read")
    return count_rows(district.index, district.today().isoformat())


def get_keeping(district: District, actor: Actor, case: Case) -> Keeping:
    """What erasing a file would take away."""
    check_may(actor, "retention.read")
    until = keep_until(case, district.policy_of(case.policy).retention)
    kinds = Counter(str(document["type"]) for document in district.evidence.of_file(case.number))
    return Keeping(until, until is not None and until < district.today(), kinds)


def erase_case(district: District, actor: Actor, number: str) -> Case:
    """Erases what identifies people in a file that was kept long enough."""
    check_may(actor, "case.erase")
    case = district.get_case(number)
    check_step(case, "erased")
    keeping = get_keeping(district, actor, case)
    if not keeping.is_due:
        raise Refusal("retention.not_over", until=keeping.until.isoformat() if keeping.until else "—")
    district.office.save(Erasing(number))
    facts = {"documents": keeping.documents, "kept_until": keeping.until.isoformat() if keeping.until else ""}
    erased = district.append_to_case(case, draft_act(actor, "case.erase", "erased", facts))
    _take_away(district, erased)
    return erased


def finish_erasures(district: District) -> int:
    """Goes on with what was begun, then compacts once for all of them; how many there were.

    A server does so when it starts and every hour: compacting reads a whole database, nobody waits for it.
    """
    begun = district.office.every(Erasing)
    cases = [district.get_case(one.id) for one in begun]
    erased = [case for case in cases if case.stage is Stage.ERASED]  # the others ended before their act
    for case in erased:
        _take_away(district, case)
    if erased:
        district.evidence.compact()
        district.office.compact()
        district.index.forget_words()
    for one in begun:
        district.office.delete(one)
    return len(erased)


def _take_away(district: District, case: Case) -> None:
    """Deletes what identifies people, wherever it is; done again it changes nothing."""
    for entry in district.office.every(SetAside):
        if entry.case == case.number:
            district.office.delete(entry)
    for team in (*case.earlier_teams, *([case.team] if case.team else ())):
        for assessor in team.assessors:
            erase_tasks(district, assessor, case)
    district.evidence.erase(case.number)
    district.index.refresh(case.number)

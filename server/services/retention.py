"""Files kept long enough: which they are, and erasing what identifies people in one (PR-07, PR-13)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from server.domain.case import Case
from server.domain.page import Page, span_of
from server.domain.permission import Actor, check_may
from server.domain.procedure import check_step
from server.domain.retention import keep_until
from server.errors import Refusal
from server.records.retention_rows import RetentionRow
from server.records.retention_rows import count_due as count_rows
from server.records.retention_rows import list_due as list_rows
from server.services.district import District, draft_act
from server.services.erasures import begin_erasure, take_away

PAGE: Final = 20


@dataclass(frozen=True)
class Keeping:
    """How long a file is kept and how many documents of each kind would go; ``until`` is None while open."""

    until: date | None
    is_due: bool
    kinds: Mapping[str, int]

    @property
    def documents(self) -> int:
        return sum(self.kinds.values())


def list_due(district: District, actor: Actor, page: int) -> Page[RetentionRow]:
    """The files whose time is over, the longest overdue first."""
    check_may(actor, "retention.read")
    on, total = district.today().isoformat(), count_due(district, actor)
    span = span_of(total, page, PAGE)
    return Page(list_rows(district.index, on, cases=True, limit=span.size, offset=span.offset), span)


def count_due(district: District, actor: Actor) -> int:
    check_may(actor, "retention.read")
    return count_rows(district.index, district.today().isoformat(), cases=True)


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
    begin_erasure(district, number)
    facts = {"documents": keeping.documents, "kept_until": keeping.until.isoformat() if keeping.until else ""}
    erased = district.append_to_case(case, draft_act(actor, "case.erase", "erased", facts))
    take_away(district, erased.acts)
    return erased

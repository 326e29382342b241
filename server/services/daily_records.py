"""Daily records kept long enough: which they are, and erasing whom one names (PR-07)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from server.domain.act import Act
from server.domain.daily_record import PAYROLL, Daily, daily_until, find_daily
from server.domain.page import Page, span_of
from server.domain.payroll import LINES, fold_payroll, format_line, without_payee
from server.domain.permission import Actor, check_may
from server.domain.retention import check_kept
from server.errors import Refusal
from server.records.retention_rows import RetentionRow, count_due, list_due
from server.services.district import District, draft_act
from server.services.erasures import begin_erasure, take_away
from server.services.payrolls import read_lines
from server.services.retention import PAGE


@dataclass(frozen=True)
class DailyKeeping:
    """A daily record, how long it is kept and how many documents would go; ``until`` is None while open."""

    file: str
    daily: Daily
    until: date | None
    is_due: bool
    documents: int


def list_due_daily(district: District, actor: Actor, page: int) -> Page[RetentionRow]:
    """The daily records whose time is over, the longest overdue first."""
    total, on = count_due_daily(district, actor), district.today().isoformat()
    span = span_of(total, page, PAGE)
    return Page(list_due(district.index, on, cases=False, limit=span.size, offset=span.offset), span)


def count_due_daily(district: District, actor: Actor) -> int:
    check_may(actor, "retention.read")
    return count_due(district.index, district.today().isoformat(), cases=False)


def get_daily(district: District, actor: Actor, file: str) -> DailyKeeping:
    """What erasing a daily record would take away; refuses what is none, and one that is erased."""
    check_may(actor, "retention.read")
    acts = district.casebook.read(file)
    daily = find_daily(acts)
    if daily is None:
        raise Refusal("retention.unknown")
    check_kept(acts)
    until = daily_until(acts, district.policy_of(acts[0].policy).retention)
    documents = sum(1 for _ in district.evidence.of_file(file))
    return DailyKeeping(file, daily, until, until is not None and until < district.today(), documents)


def erase_daily(district: District, actor: Actor, file: str) -> Act:
    """Erases whom a daily record names; what was done and what it added up to stays."""
    check_may(actor, "daily.erase")
    with district.casebook.turn:
        keeping = get_daily(district, actor, file)
        until = keeping.until.isoformat() if keeping.until else "—"
        if not keeping.is_due:
            raise Refusal("retention.daily_not_over", until=until)
        acts = district.casebook.read(file)
        begin_erasure(district, file)
        facts = {"documents": keeping.documents, "kept_until": until, **_left(district, keeping, acts)}
        draft = draft_act(actor, "daily.erase", "erased", facts)
        erased = district.casebook.append(draft, file, acts[-1], policy=acts[0].policy)
    take_away(district, [*acts, erased])
    return erased


def _left(district: District, keeping: DailyKeeping, acts: Sequence[Act]) -> dict[str, str]:
    """Of a payroll the amounts stay by the number of each case, without payee and account."""
    if keeping.daily.kind != PAYROLL:
        return {}
    lines = read_lines(district, fold_payroll(acts))
    content = {"lines": [format_line(without_payee(line)) for line in lines]}
    return {"lines": district.evidence.put(LINES, keeping.file, content, salt=district.new_salt())}

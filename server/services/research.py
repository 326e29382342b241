"""Releases of anonymised variables for research, each an act with what was handed out (S1-VAR-01)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Final

from server.domain.act import Act
from server.domain.days import parse_date
from server.domain.permission import Actor, check_may
from server.domain.research import K, Release, Subject, release
from server.domain.sheet import format_csv
from server.errors import Refusal
from server.records.employment_rows import ResearchRow, list_returned
from server.services.district import District, draft_act

EXPORTED: Final = "research_exported"
EVIDENCE: Final = "research"
HEADER: Final = ("Y", "X1", "X2", "X3", "X4", "X5")
_MONTHS: Final = 12


@dataclass(frozen=True)
class Released:
    """One release as lists show it; ``purpose`` is what was written when it was made."""

    number: str
    at: datetime
    by: str
    first_year: int
    last_year: int
    lines: int
    withheld: int
    left_out: int
    purpose: str


def preview(district: District, actor: Actor, first_year: int, last_year: int) -> Release:
    """What a release of some years would hold; nothing is written."""
    check_may(actor, "research.export")
    if not 0 <= last_year - first_year <= _MONTHS:
        raise Refusal("research.years")
    return release([_subject(district, row) for row in list_returned(district.index, first_year, last_year)])


def export(district: District, actor: Actor, first_year: int, last_year: int, purpose: str) -> Released:
    """Makes a release: kept as evidence, logged with its purpose and how much was withheld."""
    if not purpose.strip():
        raise Refusal("research.purpose")
    made = preview(district, actor, first_year, last_year)
    file = _file(district.today().year)
    with district.casebook.turn:
        acts = district.casebook.read(file)
        content = {"header": list(HEADER), "lines": [list(astuple(line)) for line in made.lines]}
        facts = {
            "years": [first_year, last_year],
            "k": K,
            "lines": len(made.lines),
            "withheld": made.withheld,
            "left_out": made.left_out,
            "content": district.evidence.put(EVIDENCE, file, content, salt=district.new_salt()),
            "purpose": district.put_text(file, "purpose", purpose),
        }
        draft = draft_act(actor, "research.export", EXPORTED, facts)
        act = district.casebook.append(draft, file, acts[-1] if acts else None, policy=district.policy.key)
    return _released(district, act)


def list_releases(district: District, actor: Actor) -> Sequence[Released]:
    """The releases of this year and the one before, newest first."""
    check_may(actor, "research.export")
    year = district.today().year
    acts = [*district.casebook.read(_file(year - 1)), *district.casebook.read(_file(year))]
    return [_released(district, act) for act in reversed(acts)]


def release_csv(district: District, actor: Actor, number: str) -> bytes:
    """What was handed out with a release, byte for byte the same each time."""
    check_may(actor, "research.export")
    year, _, n = number.partition("-")
    acts = district.casebook.read(_file(int(year)))
    act = next((act for act in acts if act.n == int(n)), None)
    if act is None:
        raise Refusal("record.missing", document=f"{EVIDENCE}:{number}")
    kept = district.evidence.get(EVIDENCE, act.file, act.facts["content"])
    return format_csv(kept["header"], kept["lines"])


def _file(year: int) -> str:
    return f"research:{year}"


def _released(district: District, act: Act) -> Released:
    facts = act.facts
    return Released(
        number=f"{act.file.removeprefix('research:')}-{act.n}",
        at=act.at,
        by=act.by,
        first_year=facts["years"][0],
        last_year=facts["years"][1],
        lines=facts["lines"],
        withheld=facts["withheld"],
        left_out=facts["left_out"],
        purpose=district.get_text(act.file, "purpose", facts["purpose"]),
    )


def _subject(district: District, row: ResearchRow) -> Subject:
    born, today = parse_date(row.birth), district.today()
    return Subject(
        months_to_work=row.months if row.months >= 0 else None,
        amount_fen=row.amount_fen,
        months_received=_months_between(row.since, row.until or today.isoformat()[:7]),
        sex=row.sex,
        age=today.year - born.year - ((today.month, today.day) < (born.month, born.day)),
        education=row.education,
    )


def _months_between(since: str, until: str) -> int:
    """Months from the first to the last, both counted."""
    years = int(until[:4]) - int(since[:4])
    return max(0, years * _MONTHS + int(until[5:7]) - int(since[5:7]) + 1)

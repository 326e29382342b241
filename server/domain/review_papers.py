"""Papers against the record: copies as their originals, issued papers as what the record says now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from server.domain.case import Case
from server.domain.case_parts import Comparison
from server.domain.material import name_materials
from server.domain.paper import PAPER_WORDS, PaperKind
from server.domain.review_check import Check

_STREET, _DISTRICT = "S7-EVAL-03", "S7-APPR-02"
RECORD: Final = "S7-APPR-05"


@dataclass(frozen=True)
class PaperFinding:
    """The newest paper of a kind; ``damaged``: what it says is gone or changed; ``stale``: acts followed."""

    kind: PaperKind
    number: str
    damaged: bool = False
    stale: bool = False


def check_papers(case: Case, papers: Sequence[PaperFinding]) -> Iterator[Check]:
    """What applies of the checks of papers: copies at the street and at the district, papers issued."""
    if case.compared:
        yield check_copies(case.compared[-1], _STREET, "originals_compared")
    if case.checked:
        yield check_copies(case.checked[-1], _DISTRICT, "originals_checked")
    if papers:
        yield check_issued(papers)


def check_copies(found: Comparison, rule: str, about: str) -> Check:
    """Every copy is as its original (S7-EVAL-03, S7-APPR-02); an original not brought is waited for."""
    states = found.documents
    differ = [code for code, state in states.items() if state == "differs"]
    missing = [code for code, state in states.items() if state == "missing"]
    same, count = list(states.values()).count("same"), len(states)
    unlike, absent = name_materials(differ), name_materials(missing)
    where_zh, where_en = ("区里核对：", "At the district: ") if rule == _DISTRICT else ("", "")
    facts = [
        *([(f"不一样：{unlike['zh']}", f"Not alike: {unlike['en']}")] if differ else []),
        *([(f"没带原件：{absent['zh']}", f"Original not brought: {absent['en']}")] if missing else []),
    ]
    return Check(
        rule,
        same == count,
        f"{where_zh}{count} 份复印件和原件一致"
        if same == count
        else f"{where_zh}{count} 份复印件里 {same} 份和原件一致",
        f"{where_en}{same} of {count} copies agree with their originals",
        "；".join(zh for zh, _ in facts),
        "; ".join(en for _, en in facts),
        waits=bool(missing) and not differ,
        about=about,
    )


def check_issued(papers: Sequence[PaperFinding]) -> Check:
    """Each paper in the file says what the record says (S7-APPR-05); an older one is printed again."""
    damaged = [paper for paper in papers if paper.damaged]
    stale = [paper for paper in papers if paper.stale and not paper.damaged]
    named = damaged or stale
    zh = "、".join(f"《{PAPER_WORDS[paper.kind][0]}》{paper.number}" for paper in named)
    en = ", ".join(f"{PAPER_WORDS[paper.kind][1]} {paper.number}" for paper in named)
    count = len(papers)
    if damaged:
        says = "纸面和记录不一致", "Papers differ from the record"
        fact = f"读不出来，或者改过：{zh}", f"Unreadable or changed: {en}"
    elif stale:
        says = "有纸面印出来以后，案卷又往前走了", "The file has moved on since a paper was printed"
        fact = f"要重印：{zh}", f"To be printed again: {en}"
    else:
        says = f"{count} 份纸面和记录一致", f"{count} papers say what the record says"
        fact = "", ""
    return Check(RECORD, not named, *says, *fact, waits=bool(stale) and not damaged)

"""The list of everything that is missing, told once (P-20 art. 10, D-02)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from server.documents.blocks import Seal, ledger, say
from server.documents.disclosure import MATERIALS, Material
from server.documents.issued import TWO_COPIES, Sheet
from server.documents.words import chinese_date

_BY_CODE = {material.code: material for material in MATERIALS}


@dataclass(frozen=True)
class MissingPapers:
    organ: str
    head: str
    shown_head: str
    case: str
    applied_on: date
    missing: Sequence[str]  # codes of the checklist, or a name in words
    due_on: date | None
    office: str
    phone: str
    counter: str
    seal_hint: str
    title: str = "补齐材料一次性告知书"


def missing_papers_sheet(paper: MissingPapers) -> Sheet:
    """One list, once; what is missing now is all that is asked for later."""
    materials = [_BY_CODE.get(code, Material(code, code, "")) for code in paper.missing]
    rows = [[str(n), material.name, material.note, "□"] for n, material in enumerate(materials, start=1)]
    until = f"请在{chinese_date(paper.due_on)}前" if paper.due_on else "请尽快"
    phone = f"，电话 {paper.phone}" if paper.phone else ""
    return Sheet(
        template="letter",
        title=paper.title,
        organ=paper.organ,
        summary=f"{paper.shown_head}：缺 {len(rows)} 样材料",
        to=paper.head,
        blocks=[
            say(
                f"您家{chinese_date(paper.applied_on)}提出的最低生活保障申请（{paper.case}），"
                f"材料还缺下面 {len(rows)} 样。这里一次全部列出，以后不再另外要。"
            ),
            ledger(["序号", "材料", "要求", "补来"], [0, 5, 8, 0], rows, "cllc"),
            say(
                f"{until}交到{paper.office}{f'（{paper.counter}{phone}）' if paper.counter else phone}。"
                "自己开不出的证明，请告诉我们，能由我们核对的不要您跑。"
            ),
        ],
        seal=Seal(paper.seal_hint, paper.organ),
        copies=TWO_COPIES,
        receipt="收到第二联的申请人签字：",
    )

"""The copy of what the record holds about a household, for its head or an adult member (PIPL arts 45, 48)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from server.documents.blocks import Block, Pair, Photo, Seal, fields, heading, ledger, photos, say
from server.documents.family import PrintedMember, members_table
from server.documents.issued import Sheet
from server.documents.words import chinese_date

TITLE = "个人信息查阅复制件"
_LEFT_OUT = (
    "没有印在这里的：谁提出过异议、举报，议事会上各人怎么投的票，邻居等别人私下说的话，工作人员的内部批注。"
    "这些是别人的个人信息，或者公开了会妨碍依法办事（《个人信息保护法》第十八条、第四十四条）。"
)
_OF_ONE = (
    "您不是户主，这一份只写您本人的和全家共有的事：别的成员的收入、健康、证件、核对结果，财产和开支，决定的理由原话，"
    "都没有印。户主可以要全家的一份。"
)
_RIGHTS = (
    "您可以再来查阅、复制；发现写得不对、不全的，可以要求更正、补充；符合法律规定的，可以要求删除；可以要求说明怎么"
    "定的、为什么这样定（《个人信息保护法》第四十四条至第四十八条）。不答应的，会说明理由。"
)


@dataclass(frozen=True)
class CopiedVisit:
    """One visit: when, by whom, and each section with what was asked and answered."""

    title: str
    sections: Sequence[tuple[str, Sequence[Pair]]]
    photos: Sequence[Photo] = ()


@dataclass(frozen=True)
class AccessCopy:
    """Each row of what was done, paid, shown, shared and read is as the table prints it."""

    organ: str
    case: str
    asker: str
    shown_asker: str
    is_of_all: bool
    identity: str  # how it was made sure who asks
    made_on: date
    persons: int
    address: str
    phone: str
    applied_on: date
    stage: str
    members: Sequence[PrintedMember]
    incomes: Sequence[Sequence[str]]
    visits: Sequence[CopiedVisit]
    decisions: Sequence[Sequence[str]]
    spells: Sequence[Sequence[str]]
    payments: Sequence[Sequence[str]]
    notices: Sequence[Sequence[str]]
    shared: Sequence[Sequence[str]]
    reads: Sequence[Sequence[str]]
    kept: str
    remedy: str
    ask: str
    seal_hint: str


def access_copy_sheet(paper: AccessCopy) -> Sheet:
    return Sheet(
        template="form",
        title=TITLE,
        organ=paper.organ,
        state=f"档案号 {paper.case}",
        summary=f"{paper.shown_asker}，查阅复制",
        blocks=list(_blocks(paper)),
        seal=Seal(paper.seal_hint, paper.organ),
    )


def _blocks(paper: AccessCopy) -> Iterator[Block]:
    yield from _about(paper)
    yield from _table(
        "一、每月的收入（元）",
        ["谁", "种类", "来源", "申报的", "现在认定的"],
        [0, 0, 1, 0, 0],
        paper.incomes,
        "cclrr",
    )
    yield heading("二、入户时问的和看到的")
    for visit in paper.visits:
        yield from _visit(visit)
    if not paper.visits:
        yield say("没有入户记录。", indent=False)
    yield from _table("三、作过的决定", ["日期", "谁", "决定和理由"], [0, 0, 1], paper.decisions, "ccl")
    yield from _table(
        "四、保障金的标准", ["从", "到", "人数", "每月（元）"], [1, 1, 0, 0], paper.spells, "cccr"
    )
    yield from _table(
        "五、发放",
        ["名册", "发的是", "哪个月的", "金额（元）", "情况"],
        [0, 1, 0, 0, 0],
        paper.payments,
        "cccrc",
    )
    yield from _table("六、公开过的", ["日期", "公开了什么"], [0, 1], paper.notices, "cl")
    yield from _table("七、提供给了谁", ["日期", "给谁", "给了什么、为什么"], [0, 0, 1], paper.shared, "ccl")
    yield from _table("八、谁看过", ["日期", "岗位", "看了什么"], [0, 0, 1], paper.reads, "ccl")
    yield heading("九、存多久")
    yield say(paper.kept)
    yield heading("十、您的权利")
    yield say(_RIGHTS)
    yield say(paper.remedy)
    yield say(paper.ask)


def _about(paper: AccessCopy) -> Iterator[Block]:
    yield fields(
        [
            [("谁来要的", paper.asker), ("核对身份", f"{paper.identity}，{chinese_date(paper.made_on)}")],
            [("家庭人口", f"{paper.persons} 人"), ("电话", paper.phone or "—")],
            [("住址", paper.address)],
            [("申请日期", chinese_date(paper.applied_on)), ("办到哪一步", paper.stage)],
        ]
    )
    yield say(
        f"下面是到 {chinese_date(paper.made_on)} 为止，档案里记着的您家的情况。"
        if paper.is_of_all
        else _OF_ONE
    )
    yield say(_LEFT_OUT)
    yield members_table(paper.members)


def _visit(visit: CopiedVisit) -> Iterator[Block]:
    yield say(visit.title, indent=False)
    rows = [[name if n == 0 else "", *pair] for name, pairs in visit.sections for n, pair in enumerate(pairs)]
    yield ledger(["部分", "问的", "答的、看到的"], [2, 4, 6], rows or [["—", "—", "—"]], "lll")
    if visit.photos:
        yield photos(visit.photos)


def _table(
    title: str, head: Sequence[str], widths: Sequence[int], rows: Sequence[Sequence[str]], sides: str
) -> Iterator[Block]:
    yield heading(title)
    yield ledger(head, widths, rows, sides) if rows else say("没有。", indent=False)

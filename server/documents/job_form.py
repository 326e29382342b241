"""The employment feedback form of a recipient who can work and has none, two copies (DOC-14, S7-EMP-03…07).

What the office knows is printed; what the employment centre finds is written on it by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from server.documents.blocks import Block, Seal, fields, heading, ledger, say
from server.documents.issued import Sheet
from server.documents.words import chinese_date

_BLANK_OFFERS = 4


@dataclass(frozen=True)
class JobFormPaper:
    title: str
    organ: str  # the street's office
    case: str
    community: str
    centre: str  # the employment centre, as the pack names it
    name: str
    shown_name: str
    sex: str
    birth: str
    education: str
    phone: str
    year: int
    period: int
    issued_on: date
    last_day: date
    seal_hint: str


def job_form_sheet(paper: JobFormPaper) -> Sheet:
    """Copy 1 goes back to the community, copy 2 stays with the employment centre (S7-EMP-07)."""
    return Sheet(
        template="form",
        title=paper.title,
        organ=paper.organ,
        state=f"{paper.year} 年第 {paper.period} 张",
        summary=f"{paper.shown_name}：{paper.year} 年第 {paper.period} 张就业反馈表",
        blocks=[*_person(paper), *_centre(paper), *_result()],
        copies=[f"第一联　本人交回{paper.community}", f"第二联　{paper.centre}留存"],
        seal=Seal(paper.seal_hint, paper.organ),
        receipt="社区收到第一联的人签字：",
    )


def _person(paper: JobFormPaper) -> list[Block]:
    return [
        fields(
            [
                [("姓名", paper.name), ("性别", paper.sex)],
                [("出生日期", paper.birth), ("文化程度", paper.education)],
                [("案号", paper.case), ("社区", paper.community)],
                [("电话", paper.phone), ("发表日期", chinese_date(paper.issued_on))],
            ]
        ),
        say(
            f"请您拿这张表到{paper.centre}求职登记。中心给您介绍岗位或者安排技能培训，填好盖章；"
            f"第一联请在{chinese_date(paper.last_day)}前交回{paper.community}低保站，第二联中心留存。"
            "有工作了请如实告诉社区。"
        ),
    ]


def _centre(paper: JobFormPaper) -> list[Block]:
    rows = [["", "□岗位 □培训", "", "", "□去了 □没去 □没要"] for _ in range(_BLANK_OFFERS)]
    head = ["日期", "提供什么", "单位", "内容、工资、天数", "结果"]
    return [
        heading(f"一、{paper.centre}填写"),
        fields([[("求职登记日期", "　　　　年　　月　　日"), ("登记号", "")]]),
        ledger(head, [3, 6, 5, 7, 8], rows, "cclll"),
        fields([[("没去的理由", "照本人的话写：")]]),
    ]


def _result() -> list[Block]:
    now = "□上班了　□打零工　□自己做买卖　□在培训　□还在找　□不找了　□联系不上"
    return [
        heading("二、就业情况"),
        fields(
            [
                [("现在", now)],
                [("单位、做什么", ""), ("从哪天起", "")],
                [("每月工资", "　　　　　元"), ("上班花费", "每月　　　　元")],
                [("本人签字", ""), ("中心（盖章）", "")],
            ]
        ),
    ]

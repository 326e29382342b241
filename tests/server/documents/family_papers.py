"""A family with valid defaults, and the papers of its application: DOC-16 and DOC-17."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final

from server.documents.application import ApplicationLetter, DeclaredIncome, application_sheet
from server.documents.blocks import Hand
from server.documents.family import PrintedMember
from server.documents.family_register import FamilyRegisterPaper, RegisterLine, family_register_sheet
from server.documents.issued import Sheet
from tests.server.documents.papers import INK

WHO: Final[dict[str, Any]] = {"head": "周例平", "shown_head": "周**", "case": "SL-2026-0137"}
APPLIED: Final = date(2026, 3, 2)

FAMILY: Final = [
    PrintedMember("周例平", "户主", "男", 46, "110101198001010011", "打零工", "", 186_000),
    PrintedMember("李试敏", "配偶", "女", 44, "110101198201010021", "没有工作", "三级肢体残疾", 0),
    PrintedMember("周样雨", "子女", "女", 15, "110101201001010041", "学生", "", 0),
    PrintedMember("王例兰", "父母", "女", 72, "110101195401010025", "", "", 60_000),
]


def application(**changes: Any) -> Sheet:
    letter = ApplicationLetter(
        title="申请书及申请材料",
        organ="槐安社区低保站",
        community="槐安社区",
        address="槐安路 12 号 3 单元 501",
        phone="0000-000 0001",
        applied_on=APPLIED,
        members=FAMILY,
        incomes=[DeclaredIncome("周例平", "工资", "零工", 120_000)],
        per_capita_fen=30_000,
        note="",
        materials=["申请书", "身份证复印件"],
        authorising=[Hand("周例平", INK), Hand("李试敏")],
        **WHO,
    )
    return application_sheet(replace(letter, **changes))


def family_register(**changes: Any) -> Sheet:
    line = RegisterLine(
        "SL-2026-0137",
        "3月2日",
        "周例平",
        4,
        "槐安路 12 号 3 单元 501",
        "方示宁",
        "已转街道",
        "方示宁 3月3日 09:05",
        "3月4日",
        "已批准",
    )
    register = FamilyRegisterPaper("社区登记册", "槐安社区", 2026, "槐安社区", [line] * 40)
    return family_register_sheet(replace(register, **changes))

"""The columns of a file of households in receipt: a row a member, the household's own once or on each."""

from __future__ import annotations

from typing import Final

from server.domain.household import INCOME_KINDS, RELATIONS, SEXES
from server.domain.import_plan import Column, choices_of
from server.domain.receipt import CLASSES, RESIDENCES

_RELATIONS: Final = {
    "head": ("户主", "head"),
    "spouse": ("配偶", "spouse"),
    "child": ("子女", "child"),
    "parent": ("父母", "parent"),
    "grandparent": ("祖父母、外祖父母", "grandparent"),
    "grandchild": ("孙子女、外孙子女", "grandchild"),
    "sibling": ("兄弟姐妹", "sibling"),
    "other": ("其他", "other"),
}
_KINDS: Final = {
    "wages": ("工资、零工", "wages"),
    "business": ("经营所得", "business"),
    "property": ("财产所得", "property"),
    "pension": ("养老金", "pension"),
    "maintenance": ("赡养、抚养费", "maintenance"),
    "transfer": ("补助、补贴", "transfer"),
    "other": ("其他", "other"),
}
_SEXES: Final = {"female": ("女", "female"), "male": ("男", "male")}
_RESIDENCES: Final = {"urban": ("城市", "urban"), "rural": ("农村", "rural")}
RELATION_CHOICES: Final = choices_of({code: _RELATIONS[code] for code in RELATIONS})
KIND_CHOICES: Final = choices_of({code: _KINDS[code] for code in INCOME_KINDS})
SEX_CHOICES: Final = choices_of({code: _SEXES[code] for code in SEXES}) | {"f": "female", "m": "male"}
RESIDENCE_CHOICES: Final = choices_of({code: _RESIDENCES[code] for code in RESIDENCES})
CLASS_CHOICES: Final = {code.casefold(): code for code in CLASSES}

ORIGIN: Final = "origin"
INCOMES: Final = (1, 2)  # so many items of income a row has room for
_ONE_OF: Final = ("写其中一个：{}", "one of: {}")


def _words_of(words: dict[str, tuple[str, str]]) -> tuple[str, str]:
    zh, en = zip(*words.values(), strict=True)
    return _ONE_OF[0].format("、".join(zh)), _ONE_OF[1].format(", ".join(en))


HOUSEHOLD_COLUMNS: Final = (
    Column("community", "社区", "Community", ("社区的名称或代号", "the community's name or id"), "huaian"),
    Column("residence", "户籍", "Registered", _words_of(_RESIDENCES), "城市"),
    Column("class", "类别", "Class", ("A、B 或 C", "A, B or C"), "B"),
    Column("amount", "每月金额", "Amount a month", ("元，两位小数", "yuan, two decimals"), "860.00"),
    Column(
        "since", "从哪个月起", "Since", ("这个金额的第一个月", "the first month of this amount"), "2025-06"
    ),
    Column(
        "address",
        "住址",
        "Address",
        ("写到门牌、单元、房号", "down to the door"),
        "槐安路 12 号楼 3 单元 201",
    ),
    Column("building", "楼栋", "Building", ("公示贴在这里", "where notices hang"), "槐安路 12 号楼"),
    Column("phone", "电话", "Telephone", example="0000-0000000", needed=False),
    Column(
        "source", "从哪里接入", "Source", ("原系统、名册", "the system or list before"), "原系统 2026 年名册"
    ),
)
MEMBER_COLUMNS: Final = (
    Column("name", "姓名", "Name", example="周例平"),
    Column("relation", "与户主关系", "Relation", _words_of(_RELATIONS), "户主"),
    Column(
        "identity",
        "身份证号",
        "Identity number",
        ("存成文本；没有的空着", "kept as text; empty where there is none"),
        "110000197104090010",
    ),
    Column(
        "sex", "性别", "Sex", ("有身份证号可以空着", "may be empty beside an identity number"), needed=False
    ),
    Column(
        "birth",
        "出生日期",
        "Born",
        ("有身份证号可以空着", "may be empty beside an identity number"),
        needed=False,
    ),
)
INCOME_COLUMNS: Final = tuple(
    column
    for n in INCOMES
    for column in (
        Column(f"kind{n}", f"收入{n}种类", f"Income {n} kind", _words_of(_KINDS), needed=False),
        Column(f"source{n}", f"收入{n}来源", f"Income {n} source", needed=False),
        Column(f"amount{n}", f"收入{n}每月", f"Income {n} a month", ("元", "yuan"), needed=False),
    )
)
COLUMNS: Final = (
    Column(
        ORIGIN,
        "原编号",
        "Old number",
        (
            "一户一个，一家人写同一个；不要用身份证号",
            "one a household, the same for all of it; no identity number",
        ),
        "0001",
    ),
    *HOUSEHOLD_COLUMNS,
    *MEMBER_COLUMNS,
    *INCOME_COLUMNS,
)

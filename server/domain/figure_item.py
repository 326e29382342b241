"""The lines of article 4 that are reported, not computed: their words and units (S4-01…S4-20)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

NUMBER, MONEY, PERCENT, WORDS = "number", "money", "percent", "words"


@dataclass(frozen=True)
class Item:
    """One figure: its code, its words, the unit it is in, and what kind of value it takes."""

    rule: str
    part: str
    zh: str
    en: str
    unit_zh: str
    unit_en: str
    kind: str = NUMBER

    @property
    def code(self) -> str:
        return f"{self.rule}.{self.part}"

    @property
    def key(self) -> str:
        """What the report calls it: money says that it is fen, a percentage that it is one."""
        return self.part + {MONEY: "_fen", PERCENT: "_percent"}.get(self.kind, "")


_HOUSEHOLDS: Final = ("户", "households")
_PERSONS: Final = ("人", "persons")
_TIMES: Final = ("人次", "person-times")
_YUAN: Final = ("元", "yuan")
_PERCENT_UNIT: Final = ("%", "%")
_NONE: Final = ("", "")
ITEMS: Final[Sequence[Item]] = (
    Item("S4-01", "standard", "城市低保标准", "Urban standard", "元/人/月", "yuan/person/month", MONEY),
    Item("S4-02", "standard", "农村低保标准", "Rural standard", "元/人/年", "yuan/person/year", MONEY),
    Item("S4-03", "procedure", "审核审批程序", "Name of the procedure", *_NONE, WORDS),
    Item("S4-09", "persons", "季节性缺粮救助人数", "Seasonal grain shortage, persons helped", *_PERSONS),
    Item(
        "S4-09", "grain", "季节性缺粮救助粮食", "Seasonal grain shortage, grain given", "斤", "jin (0.5 kg)"
    ),
    Item(
        "S4-10", "persons", "六十年代精减退职老职工救济人数", "Staff retired in the 1960s, persons", *_PERSONS
    ),
    Item(
        "S4-10", "amount", "六十年代精减退职老职工救济费", "Staff retired in the 1960s, relief", *_YUAN, MONEY
    ),
    Item(
        "S4-11",
        "before",
        "特困人员基本生活标准（上年）",
        "Standard of the destitute, year before",
        "元/人/月",
        "yuan/person/month",
        MONEY,
    ),
    Item(
        "S4-11",
        "standard",
        "特困人员基本生活标准",
        "Standard of the destitute",
        "元/人/月",
        "yuan/person/month",
        MONEY,
    ),
    Item("S4-12", "households", "特困供养户数", "Destitute supported, households", *_HOUSEHOLDS),
    Item("S4-12", "persons", "特困供养人数", "Destitute supported, persons", *_PERSONS),
    Item("S4-12", "amount", "特困供养资金", "Destitute supported, money paid", *_YUAN, MONEY),
    Item(
        "S4-13",
        "person_times",
        "特困临时物价补贴人次",
        "Price subsidy of the destitute, person-times",
        *_TIMES,
    ),
    Item("S4-13", "amount", "特困临时物价补贴", "Price subsidy of the destitute, money", *_YUAN, MONEY),
    Item("S4-14", "added_households", "新增特困户数", "Destitute added, households", *_HOUSEHOLDS),
    Item("S4-14", "added_persons", "新增特困人数", "Destitute added, persons", *_PERSONS),
    Item("S4-14", "cancelled_households", "取消特困户数", "Destitute cancelled, households", *_HOUSEHOLDS),
    Item("S4-14", "cancelled_persons", "取消特困人数", "Destitute cancelled, persons", *_PERSONS),
    Item("S4-15", "pilots", "医养结合试点", "Medical-care pilot projects", "个", "projects"),
    Item("S4-15", "teams", "签约服务团队", "Teams with signed services", "个", "teams"),
    Item("S4-15", "files", "65岁以上老年人健康档案", "Health files of people of 65 and over", "份", "files"),
    Item("S4-15", "files_share", "建档率", "Share with a file", *_PERCENT_UNIT, PERCENT),
    Item("S4-15", "checks", "健康体检人数", "Health checks done", *_PERSONS),
    Item("S4-15", "checks_share", "占任务数", "Share of the task", *_PERCENT_UNIT, PERCENT),
    Item(
        "S4-16",
        "ratios",
        "失能、半失能、全自理照料护理人员配比",
        "Carers to persons: disabled, partly disabled, able",
        *_NONE,
        WORDS,
    ),
    Item("S4-17", "agreement", "分散供养委托照料", "Care of those supported at home", *_NONE, WORDS),
    Item("S4-18", "reserve", "临时救助备用金下拨", "Temporary relief reserve passed down", *_YUAN, MONEY),
    Item("S4-19", "before", "乡镇审批限额（调整前）", "Limit a township may grant, before", *_YUAN, MONEY),
    Item("S4-19", "limit", "乡镇审批限额", "Limit a township may grant", *_YUAN, MONEY),
    Item("S4-19", "since", "限额自何时起", "Limit in force since", *_NONE, WORDS),
    Item("S4-20", "persons", "临时救助人数", "Temporary relief, persons", *_PERSONS),
    Item("S4-20", "amount", "临时救助资金", "Temporary relief, money", *_YUAN, MONEY),
    Item("S4-20", "registered_persons", "其中建档立卡人数", "of these registered poor, persons", *_PERSONS),
    Item("S4-20", "registered_amount", "其中建档立卡资金", "of these registered poor, money", *_YUAN, MONEY),
)
ITEM_OF: Final[Mapping[str, Item]] = {item.code: item for item in ITEMS}

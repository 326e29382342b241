"""The sheet goods are signed for on: a table a community, with a place for each signature (S7-DUTY-S3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from server.documents.ink import ink_svg
from server.documents.issued import DEMONSTRATION
from server.documents.typesetting import typeset
from server.documents.words import chinese_date

_HEAD: Final = ("序号", "案号", "户主", "人口")
_SIGNED: Final = ("领取人签字", "日期")


@dataclass(frozen=True)
class SheetLine:
    """A household; ``ink`` and ``on`` where it signed on the pad, else it signs here."""

    case: str
    head: str
    persons: int
    amounts: Sequence[int]
    ink: Mapping[str, Any] | None = None
    on: date | None = None


@dataclass(frozen=True)
class GoodsSheet:
    """``groups`` are the lines of each community, by its name; ``items`` the goods, with their units."""

    organ: str
    number: str
    words: str
    on: date
    items: Sequence[str]
    groups: Mapping[str, Sequence[SheetLine]]
    totals: str
    demonstration: bool
    created_at: datetime


def print_goods_sheet(sheet: GoodsSheet) -> bytes:
    """A page or more for each community, as PDF/A-2b."""
    return typeset("goods", goods_facts(sheet), sheet.created_at)


def goods_facts(sheet: GoodsSheet) -> dict[str, Any]:
    """The words and tables of the sheet, as the template takes them."""
    return {
        "title": "救助物资发放签领表",
        "organ": sheet.organ,
        "number": sheet.number,
        "lead": f"{sheet.words}　{chinese_date(sheet.on)}　共需：{sheet.totals}",
        "columns": [*_HEAD, *sheet.items, *_SIGNED],
        "groups": [
            {"name": name, "rows": [_row(place, line) for place, line in enumerate(lines, start=1)]}
            for name, lines in sheet.groups.items()
        ],
        "items": len(sheet.items),
        "foot": ["发放人：", "监督人："],
        "note": "本人来领的签字；代领的写代领人姓名和与户主的关系。",
        "stamp": DEMONSTRATION if sheet.demonstration else "由案卷直接生成",
    }


def _row(place: int, line: SheetLine) -> dict[str, Any]:
    return {
        "cells": [str(place), line.case, line.head, str(line.persons), *map(str, line.amounts)],
        "ink": ink_svg(line.ink) if line.ink else "",
        "on": f"{line.on.month}月{line.on.day}日" if line.on else "",
    }

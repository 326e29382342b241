"""The sheet goods are signed for on, with the lines of the person's area (S7-DUTY-S3)."""

from __future__ import annotations

from datetime import datetime, time

from server.documents.goods_sheet import GoodsSheet, SheetLine, print_goods_sheet
from server.domain.days import SHANGHAI
from server.domain.goods import Handout, Line, format_amounts, total_of
from server.domain.permission import Actor
from server.services.district import District
from server.services.goods import HandoutView, read_receipt, view_handout


def goods_pdf(district: District, actor: Actor, file: str) -> bytes:
    """The list as it was made; who signed on the pad has their signature on it."""
    view = view_handout(district, actor, file)
    handout = view.handout
    return print_goods_sheet(
        GoodsSheet(
            organ=f"{district.area(handout.street).name_zh}低保所",
            number=handout.id.removeprefix("goods-"),
            words=view.words,
            on=handout.on,
            items=[f"{item.name}（{item.unit}）" for item in handout.items],
            groups=_groups(district, view),
            totals=format_amounts(handout.items, total_of(view.lines, handout.items)),
            demonstration=district.settings.demo,
            created_at=datetime.combine(handout.on, time(), SHANGHAI),
        )
    )


def _groups(district: District, view: HandoutView) -> dict[str, list[SheetLine]]:
    groups: dict[str, list[SheetLine]] = {}
    for line in view.lines:
        name = district.area(line.community).name_zh
        groups.setdefault(name, []).append(_line(district, view.handout, line))
    return groups


def _line(district: District, handout: Handout, line: Line) -> SheetLine:
    receipt = handout.collected.get(line.case)
    ink = read_receipt(district, handout, line.case)[0] if receipt else None
    on = receipt.on if receipt and ink else None
    return SheetLine(line.case, line.head, line.persons, line.amounts, ink, on)

"""A family as forms print it: its members, what each earns, what it lives in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from server.documents.blocks import Block, ledger
from server.domain.money import format_yuan

RELATIONS: Final[Mapping[str, str]] = {
    "head": "户主",
    "spouse": "配偶",
    "child": "子女",
    "parent": "父母",
    "grandparent": "祖父母",
    "grandchild": "孙子女",
    "sibling": "兄弟姐妹",
    "other": "其他",
}
SEXES: Final[Mapping[str, str]] = {"female": "女", "male": "男"}


@dataclass(frozen=True)
class PrintedMember:
    """One member; texts as printed, ``identity_number`` whole or masked as the paper needs it."""

    name: str
    relation: str
    sex: str
    age: int | None
    identity_number: str
    work: str = ""
    health: str = ""
    income_fen: int | None = None


def members_table(members: Sequence[PrintedMember]) -> Block:
    """Every member with what they earn a month; ``—`` where nothing was said."""
    rows = [
        [
            member.name,
            member.relation,
            member.sex,
            "—" if member.age is None else str(member.age),
            member.identity_number or "—",
            "、".join(words for words in (member.work, member.health) if words) or "—",
            "—" if member.income_fen is None else format_yuan(member.income_fen),
        ]
        for member in members
    ]
    head = ["姓名", "关系", "性别", "年龄", "身份证号", "职业、健康", "月收入（元）"]
    return ledger(head, [5, 0, 0, 0, 8, 6, 0], rows, "cccccl" + "r")

"""The letter about an overpayment: each month, the sum, how it comes back, the remedy (S7-DUTY-D2, D-20)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from server.documents.blocks import Seal, ledger, say
from server.documents.issued import TWO_COPIES, Sheet
from server.documents.words import chinese_date
from server.domain.money import format_yuan
from server.domain.month import month_zh
from server.domain.percent import share_words

_HEAD = ("月份", "发了（元）", "应发（元）", "多发（元）")


@dataclass(frozen=True)
class RecoveryLetter:
    organ: str  # the bureau
    head: str
    shown_head: str
    case: str
    found_on: date
    reason: str
    words: str
    lines: Sequence[tuple[str, int, int, int]]  # month; fen paid, owed, above
    amount_fen: int
    asked_back: bool
    most: tuple[int, int]  # of a month's benefit, ``payment.recovery_share``
    remedy: str
    seal_hint: str


def recovery_letter_sheet(paper: RecoveryLetter) -> Sheet:
    """A line a month, so that the family can follow the sum."""
    amount = format_yuan(paper.amount_fen)
    rows = [(month_zh(month), *map(format_yuan, sums)) for month, *sums in paper.lines]
    return Sheet(
        template="letter",
        title="多发款项追回告知书",
        organ=paper.organ,
        summary=f"{paper.shown_head}：多发 {amount} 元",
        to=paper.head,
        blocks=[
            say(
                f"经核对，{chinese_date(paper.found_on)}认定您家（{paper.case}）多领最低生活保障金"
                f" {amount} 元。原因：{paper.reason}。"
            ),
            *(say(line) for line in paper.words.splitlines() if line.strip()),
            say("金额这样计算："),
            ledger(_HEAD, (0, 0, 0, 0), [*rows, ("合计", "", "", amount)], "crrr"),
            say(_follows(paper)),
            say(paper.remedy),
            say("特此告知。"),
        ],
        seal=Seal(paper.seal_hint, paper.organ),
        copies=TWO_COPIES,
        receipt="收到第二联的家庭成员签字：",
    )


def _follows(paper: RecoveryLetter) -> str:
    if not paper.asked_back:
        return "这是经办机关的差错，不向您家追回。"
    return (
        "可以一次退清，可以交现金并拿收据；还在享受保障的，也可以每月从保障金里扣，"
        f"每月最多扣当月保障金的 {share_words(paper.most)}。确有困难的，可以向民政部门申请免退。"
    )

"""The minutes of a deliberation meeting: who was there, what was done when, every hand, the sum (S7-MEET)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from server.documents.blocks import Block, Hand, fields, hands, heading, ledger, say
from server.documents.ink import ink_svg
from server.documents.issued import Sheet
from server.documents.qr import MAX_PAPER_BYTES, qr_svg
from server.documents.typesetting import typeset
from server.documents.words import chinese_date, log_line, shanghai_time
from server.domain.ballot import Choice, Tally
from server.domain.meeting import AGENDA, VOTE

HANDS: Final[dict[Choice, str]] = {
    Choice.AGREE: "同意",
    Choice.AGAINST: "不同意",
    Choice.ABSTAIN: "弃权",
}


@dataclass(frozen=True)
class CaseMinutes:
    """One case: its items with their instants, and the hand of every member by name; None = no vote yet."""

    number: str
    head: str
    persons: int
    done: Mapping[int, datetime]
    present: Sequence[str]  # at this case: somebody may leave, or come, between two
    recused: Sequence[str]
    votes: Mapping[str, Choice]
    tally: Tally | None
    ballot_at: datetime | None
    verdict: str  # the pack's word of effect
    left: str = ""  # why it was not voted on, where the meeting is over or went on without it


@dataclass(frozen=True)
class Signature:
    """A member's signature: ink as drawn, or None where they sign this sheet by hand."""

    name: str
    ink: Mapping[str, Any] | None


@dataclass(frozen=True)
class MinutesPaper:
    """Everything the minutes print; people by name."""

    body: str  # 槐安社区低保议事会
    meeting_id: str
    held_on: date
    place: str
    chair: str
    chair_votes: bool  # S7-AMB-02
    recorder: str
    members: Sequence[str]
    present: Sequence[str]
    cases: Sequence[CaseMinutes]
    signatures: Sequence[Signature]
    base_words: str  # 全体成员 or 到会成员, as the pack counts (S7-AMB-01)
    seal_hint: str
    stamped_by: str
    closed_at: datetime | None
    newest_head: tuple[date, str] | None  # day and short form, when this was printed
    demonstration: bool
    created_at: datetime
    url: str = ""  # of its code; empty while it is a draft
    broken_off_at: datetime | None = None
    why: str = ""  # it was called or broken off


def print_minutes(paper: MinutesPaper) -> bytes:
    """The minutes as PDF/A-2b; a meeting still open prints as a draft and says so."""
    return typeset("minutes", minutes_facts(paper), paper.created_at)


def extract_sheet(paper: MinutesPaper) -> Sheet:
    """The part of the minutes that is about the one case of ``paper``, as a sheet of that family's file."""
    [case] = paper.cases
    return Sheet(
        template="form",
        title=f"{paper.body}会议记录（本户部分）",
        organ=paper.body,
        summary="",
        state=_state(paper),
        blocks=[
            fields([[(label, words)] for label, words in _ledger(paper)]),
            heading(f"{case.head}家，{case.persons} 人　{case.number}"),
            ledger(["项", "议程", "时间"], [0, 1, 0], _agenda(case), "clc"),
            *_extract_vote(paper, case),
            hands("到会的人签字", [Hand(each.name, each.ink) for each in paper.signatures]),
        ],
    )


def _extract_vote(paper: MinutesPaper, case: CaseMinutes) -> list[Block]:
    rows = [_hand(case, name) for name in paper.members]
    sums = _sums(paper, case)
    blocks = [heading("表决"), ledger(["成员", "怎样"], [1, 1], rows, "lc")]
    blocks += [say(words, indent=False) for words in sums]
    return [*blocks, say(f"决议：{case.verdict}。", indent=False)] if case.verdict else blocks


def minutes_facts(paper: MinutesPaper) -> dict[str, Any]:
    """The sentences and tables of the minutes, as the template takes them."""
    return {
        "title": f"{paper.body}会议记录",
        "organ": paper.body,
        "number": paper.meeting_id,
        "state": _state(paper),
        "ledger": _ledger(paper),
        "cases": [_case_facts(paper, case, n) for n, case in enumerate(paper.cases, start=1)],
        "signatures": [_signature_facts(signature) for signature in paper.signatures],
        "seal_hint": paper.seal_hint,
        "stamped_by": paper.stamped_by,
        "dated": chinese_date(paper.held_on),
        "qr": qr_svg(paper.url, MAX_PAPER_BYTES) if paper.url else "",
        "qr_note": ["扫码查真假、现在还算不算数。", f"查验号 {paper.meeting_id}"],
        "log": " ".join(log_line(paper.newest_head)),
        "stamp": "演示件，不作凭证" if paper.demonstration else "",
    }


def _state(paper: MinutesPaper) -> str:
    if paper.broken_off_at is not None:
        return f"{shanghai_time(paper.broken_off_at)} 中止，没有表决"
    if paper.closed_at is None:
        return "取消了，没有开" if paper.why else "草稿：会议还没有结束"
    return f"{shanghai_time(paper.closed_at)} 散会"


def _ledger(paper: MinutesPaper) -> list[list[str]]:
    absent = [name for name in paper.members if name not in paper.present]
    attendance = f"应到 {len(paper.members)} 人，实到 {len(paper.present)} 人"
    ended = [["中止" if paper.broken_off_at else "取消", paper.why]] if paper.why else []
    return [
        ["时间", chinese_date(paper.held_on)],
        ["地点", paper.place],
        ["主持", f"{paper.chair}（街道评估员，{'投一票' if paper.chair_votes else '不投票'}）"],
        ["召集、记录", paper.recorder],
        ["到会", f"{attendance}：{'、'.join(paper.present) or '还没有点名'}"],
        ["没来", "、".join(absent) or "没有"],
        *ended,
    ]


def _case_facts(paper: MinutesPaper, case: CaseMinutes, ordinal: int) -> dict[str, Any]:
    return {
        "title": f"第 {ordinal} 案　{case.head}家，{case.persons} 人",
        "number": case.number,
        "agenda": _agenda(case),
        "hands": [_hand(case, name) for name in paper.members],
        "arithmetic": _sums(paper, case),
        "verdict": case.verdict,
    }


def _sums(paper: MinutesPaper, case: CaseMinutes) -> list[str]:
    if case.tally is None:
        return [case.left or "还没有表决。"]
    return arithmetic(paper.base_words, case.tally)


def _agenda(case: CaseMinutes) -> list[list[str]]:
    times = dict(case.done)
    if case.ballot_at is not None:
        times[VOTE] = case.ballot_at
    return [
        [str(item), AGENDA[item][0], shanghai_time(times[item]) if item in times else "未进行"]
        for item in range(1, VOTE + 1)
    ]


def _hand(case: CaseMinutes, name: str) -> list[str]:
    """A member and what they did; who stays away or stands back is named and counted (ui.md §4)."""
    if name not in case.present:
        return [name, "没来"]
    if name in case.recused:
        return [name, "回避"]
    return [name, HANDS[case.votes[name]] if name in case.votes else "　"]


def arithmetic(base_words: str, tally: Tally) -> list[str]:
    """``3×8=24，不小于 2×11=22``: the whole sum, exact, so that anybody can do it again (S7-MEET-A7).

    Where the pack says "more than", exactly the share is too few, and the sum says so (W-2).
    """
    part, whole = tally.threshold
    left, right = whole * tally.agree, part * tally.base
    enough, short = ("大于", "不大于") if tally.comparator == "more_than" else ("不小于", "小于")
    return [
        f"{base_words} {tally.base} 人，要 {tally.needed} 人同意。{_numbers(tally)}",
        f"{whole}×{tally.agree}={left}，{enough if tally.passed else short} {part}×{tally.base}={right}。",
    ]


def _numbers(tally: Tally) -> str:
    """Every number of the count, so that they add up to the base; slips have invalid ones too (D-12)."""
    hands = f"同意 {tally.agree}，不同意 {tally.against}，弃权 {tally.abstain}"
    if tally.issued:
        return f"{hands}，废票 {tally.invalid}，没投或没来 {tally.not_voting}。"
    return f"{hands}，回避或没来 {tally.not_voting}。"


def _signature_facts(signature: Signature) -> dict[str, str]:
    return {"name": signature.name, "ink": ink_svg(signature.ink) if signature.ink else ""}

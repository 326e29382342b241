"""What the index keeps of a case's notices and of the objections to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from server.domain.act import Act
from server.domain.case import Case
from server.domain.days import format_instant, shanghai_date
from server.domain.household import Household
from server.errors import Refusal
from server.records.evidence import Evidence
from server.records.index import NoticeRow, ObjectionRow

# What takes a notice down before its time: an objection stops the clock (S7-AMB-06), a withdrawal ends it.
_STOPS: Final = ("objection_filed", "withdrawn")


def notice_row(
    posted: Case, later: Sequence[Act], household: Household | None, evidence: Evidence
) -> NoticeRow:
    """The notice a case was just given, with what ``later`` acts made of it."""
    facts = posted.last.facts
    last_day, provisional = facts["last_day"], facts.get("provisional", False)
    proofs = [act.facts["which"] for act in _of(later, "notice_proved", facts["notice"])]
    for act in _of(later, "notice_settled", facts["notice"]):
        last_day, provisional = act.facts["last_day"], act.facts["provisional"]
    return NoticeRow(
        id=facts["notice"],
        number=facts["number"],
        year=int(str(facts["posted_on"])[:4]),
        case=posted.number,
        street=posted.street,
        community=posted.community,
        posted_on=facts["posted_on"],
        first_day=facts["first_day"],
        last_day=last_day,
        policy=posted.policy,
        head=household.head.name if household else "",
        persons=posted.visit.persons if posted.visit else posted.persons,
        amount_fen=amount_fen(posted),
        place=_find_place(posted, evidence),
        posted_last_day=facts["last_day"],
        provisional=provisional,
        stopped_on=_stopped_on(later, last_day),
        proofs=tuple(dict.fromkeys(proofs)),
    )


def objection_rows(case: Case) -> Iterator[ObjectionRow]:
    """Every objection of a case, each with the stage the case has reached since."""
    answers = (act for act in case.acts if act.kind == "objection_answered")
    answered = {act.facts["objection"]: format_instant(act.at) for act in answers}
    for each in case.objections:
        yield ObjectionRow(
            receipt=each.id,
            case=case.number,
            street=case.street,
            community=case.community,
            notice=each.notice,
            kind=each.kind,
            how=each.how,
            named=each.named,
            filed_at=each.filed_at,
            answered_at=answered.get(each.id, ""),
            stage=case.stage.value,
        )


def amount_fen(case: Case) -> int:
    """What was approved, or else found."""
    if case.approval:
        return case.approval.amount_fen
    return case.finding.amount_fen if case.finding else 0


def _of(acts: Sequence[Act], kind: str, notice: str) -> Iterator[Act]:
    return (act for act in acts if act.kind == kind and act.facts.get("notice", notice) == notice)


def _stopped_on(later: Sequence[Act], last_day: str) -> str:
    """The day a notice was stopped; one that ran its time was not."""
    days = (shanghai_date(act.at).isoformat() for act in later if act.kind in _STOPS)
    first = next(days, "")
    return first if first <= last_day else ""


def _find_place(posted: Case, evidence: Evidence) -> str:
    try:
        return str(evidence.get("place", posted.number, posted.last.facts["place"])["text"])
    except Refusal:
        return ""

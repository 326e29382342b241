"""What the index keeps of a case's notices and of the objections to them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from server.domain.act import Act
from server.domain.case import Case
from server.domain.days import format_instant, shanghai_date
from server.domain.household import Household
from server.errors import Refusal
from server.records.evidence import Evidence
from server.records.index_rows import NoticeRow, ObjectionRow, parse_notice

if TYPE_CHECKING:
    from server.records.index import Index

# What takes a notice down before its time: an objection stops the clock (S7-AMB-06), a withdrawal ends it.
_STOPS: Final = ("objection_filed", "withdrawn")


@dataclass(frozen=True)
class NoticeFilter:
    """Which notices are wanted on a day; an empty area does not narrow.

    ``proving`` are the packs that ask for photos; ``unproved``: only those that lack one (S7-AMB-22).
    """

    today: str
    street: str = ""
    community: str = ""
    proving: tuple[str, ...] = ()
    unproved: bool = False


_MATCHING: Final = """
WHERE (:street = '' OR street = :street) AND (:community = '' OR community = :community)
  AND (NOT :unproved OR policy IN (SELECT value FROM json_each(:proving))
    AND (instr(proofs, '"posted"') = 0
      OR (stopped_on != '' OR last_day < :today) AND instr(proofs, '"removed"') = 0))
"""
_NEWEST_FIRST: Final = "ORDER BY posted_on DESC, id DESC LIMIT :limit OFFSET :offset"
_RUNNING: Final = "AND posted_on <= :today AND last_day >= :today AND stopped_on = ''"


def notices_matching(index: Index, wanted: NoticeFilter, *, limit: int, offset: int = 0) -> list[NoticeRow]:
    """Notices, newest first."""
    query = " ".join(("SELECT * FROM notices", _MATCHING, _NEWEST_FIRST))
    values = _values(wanted) | {"limit": limit, "offset": offset}
    return [parse_notice(row) for row in index.query(query, values)]


def count_notices(index: Index, wanted: NoticeFilter, *, running: bool = False) -> int:
    """How many there are; with ``running`` of those that hang on the day."""
    query = " ".join(("SELECT count(*) FROM notices", _MATCHING, _RUNNING if running else ""))
    return int(index.sums(query, _values(wanted))[0][0])


def _values(wanted: NoticeFilter) -> dict[str, Any]:
    return {**vars(wanted), "proving": json.dumps(wanted.proving)}


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

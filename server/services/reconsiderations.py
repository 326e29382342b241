"""The register of decisions complained of: received, replied to, decided, carried out (S7-DUTY-D5, D-20)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from server.domain.act import Act, ActDraft
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.reconsideration import (
    DECIDED,
    FOLLOWED,
    OPENING,
    OUTCOMES,
    PAPER,
    SERIES,
    STATES,
    TO_DECIDE,
    TO_FOLLOW,
    TO_REPLY,
    Reconsideration,
    check_dates,
    check_state,
    decisions_of,
    fold_reconsideration,
    is_late,
)
from server.domain.retention import check_kept
from server.errors import Refusal
from server.records.reconsideration_rows import ReconsiderationRow, reconsiderations
from server.services.district import District, draft_act

EVIDENCE: Final = "reconsideration"


@dataclass(frozen=True)
class Dates:
    """When it was applied for, and the two days the forum's notice sets."""

    applied_on: date
    reply_due: date
    decision_due: date


@dataclass(frozen=True)
class ReconsiderationFile:
    """One case before the forum, its words read."""

    found: Reconsideration
    forum: tuple[str, str]
    words: str
    papers: Sequence[str]
    decision: str
    followed: str


def list_decisions(district: District, actor: Actor, number: str) -> list[Act]:
    """The decisions of a case that may be complained of."""
    check_may(actor, "reconsideration.record")
    case = district.get_case(number)
    check_in_area(actor, case.street, case.community)
    return decisions_of(case)


def receive(
    district: District, actor: Actor, number: str, act: int, dates: Dates, words: str
) -> Reconsideration:
    """Enters an application the forum told of; the case itself is not touched."""
    decision = next((each for each in list_decisions(district, actor, number) if each.n == act), None)
    if decision is None:
        raise Refusal("reconsideration.decision")
    check_dates(decision, dates.applied_on, dates.reply_due, dates.decision_due, district.today())
    policy = district.policy_of(district.get_case(number).policy)
    with district.casebook.turn:
        _check_once(district, number, act, dates.applied_on)
        file = district.casebook.next_file(f"{SERIES}{district.today().year}-", width=3)
        facts = {
            "case": number,
            "act": act,
            "decision": decision.kind,
            "applied_on": dates.applied_on.isoformat(),
            "late": is_late(decision, dates.applied_on, policy.remedy.days),
            "reply_due": dates.reply_due.isoformat(),
            "decision_due": dates.decision_due.isoformat(),
            "words": _put(district, file, words),
        }
        draft = draft_act(actor, "reconsideration.record", OPENING, facts)
        return fold_reconsideration([district.casebook.append(draft, file, None, policy=policy.key)])


def add_paper(district: District, actor: Actor, file: str, words: str, *, is_reply: bool) -> Reconsideration:
    """A paper received or sent; the written reply stops the first clock."""
    with district.casebook.turn:
        found = _to_change(district, actor, file, TO_REPLY, TO_DECIDE, TO_FOLLOW)
        return _append(district, actor, found, PAPER, words, reply=is_reply)


def decide(
    district: District, actor: Actor, file: str, outcome: str, decided_on: date, words: str
) -> Reconsideration:
    """What the forum decided, as its paper says."""
    with district.casebook.turn:
        found = _to_change(district, actor, file, TO_REPLY, TO_DECIDE)
        if outcome not in OUTCOMES:
            raise Refusal("reconsideration.outcome")
        if not found.applied_on <= decided_on <= district.today():
            raise Refusal("reconsideration.decided_on")
        day = decided_on.isoformat()
        return _append(district, actor, found, DECIDED, words, outcome=outcome, decided_on=day)


def follow(district: District, actor: Actor, file: str, words: str) -> Reconsideration:
    """How what the forum decided was carried out in the case: nothing there happens by itself."""
    with district.casebook.turn:
        found = _to_change(district, actor, file, TO_FOLLOW)
        return _append(district, actor, found, FOLLOWED, words)


def list_reconsiderations(district: District, actor: Actor, state: str = "open") -> list[ReconsiderationRow]:
    """The register of the person's area."""
    check_may(actor, "reconsideration.read")
    asked = state if state in (*STATES, "all") else "open"
    return reconsiderations(district.index, asked, actor.street)


def count_reconsiderations(district: District, actor: Actor) -> int:
    """How many are not closed."""
    return len(list_reconsiderations(district, actor))


def read_reconsideration(district: District, actor: Actor, file: str) -> ReconsiderationFile:
    check_may(actor, "reconsideration.read")
    found = _get(district, actor, file)
    check_kept(found.acts)
    forum = district.policy_of(found.policy).remedy.forum
    texts = [found.words, found.decision, found.followed]
    words, decision, followed = (_text(district, found, digest) for digest in texts)
    papers = [_text(district, found, paper.words) for paper in found.papers]
    return ReconsiderationFile(found, (forum.zh, forum.en), words, papers, decision, followed)


def _get(district: District, actor: Actor, file: str) -> Reconsideration:
    acts = district.casebook.read(file) if file.startswith(SERIES) else []
    if not acts:
        raise Refusal("reconsideration.unknown", id=file)
    found = fold_reconsideration(acts)
    case = district.get_case(found.case)
    check_in_area(actor, case.street, case.community)
    return found


def _to_change(district: District, actor: Actor, file: str, *states: str) -> Reconsideration:
    check_may(actor, "reconsideration.record")
    found = _get(district, actor, file)
    check_state(found, *states)
    return found


def _check_once(district: District, number: str, act: int, applied_on: date) -> None:
    """One application is one file, also where the page is sent twice."""
    day = applied_on.isoformat()
    for row in reconsiderations(district.index, "all", ""):
        same = (row.case_number, row.applied_on) == (number, day)
        if same and fold_reconsideration(district.casebook.read(row.file)).act == act:
            raise Refusal("reconsideration.received_already", id=row.file)


def _put(district: District, file: str, words: str) -> str:
    if not words.strip():
        raise Refusal("reconsideration.words")
    return district.put_text(file, EVIDENCE, words)


def _text(district: District, found: Reconsideration, digest: str) -> str:
    return district.get_text(found.id, EVIDENCE, digest) if digest else ""


def _append(
    district: District, actor: Actor, found: Reconsideration, kind: str, words: str, **facts: object
) -> Reconsideration:
    kept = {**facts, "words": _put(district, found.id, words)}
    draft: ActDraft = draft_act(actor, "reconsideration.record", kind, kept)
    act = district.casebook.append(draft, found.id, found.last, policy=found.policy)
    return fold_reconsideration([*found.acts, act])

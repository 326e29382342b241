"""How the acts of a notice change a case: posted, settled, proved, objected to, answered (S7-NOTICE)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.domain.act import Act
from server.domain.case_parts import Notice, Objection, Proof
from server.domain.changed import changed
from server.domain.days import parse_date
from server.domain.notice import NoticePeriod
from server.domain.stage import Stage

if TYPE_CHECKING:
    from server.domain.case import Case


def post(case: Case, act: Act) -> Case:
    facts = act.facts
    period = NoticePeriod(*(parse_date(facts[key]) for key in ("posted_on", "first_day", "last_day")))
    provisional = facts.get("provisional", False)
    notice = Notice(facts["notice"], facts["number"], facts["place"], period, provisional=provisional)
    stage = Stage.NOTICED if facts.get("meeting", True) else Stage.NOTICED_ONLY
    return changed(case, stage=stage, notice=notice)


def settle(case: Case, act: Act) -> Case:
    """The last day of a notice is certain, or later, now that holidays are published."""
    facts, notice = act.facts, case.notice
    if notice is None or notice.id != facts["notice"]:
        return case
    period = changed(notice.period, last_day=parse_date(facts["last_day"]))
    return changed(case, notice=changed(notice, period=period, provisional=facts["provisional"]))


def prove(case: Case, act: Act) -> Case:
    facts = act.facts
    if case.notice is None or case.notice.id != facts.get("notice", case.notice.id):
        return case
    proof = Proof(facts["photo"], facts["taken_at"], act.by, facts.get("details", ""))
    proofs = {**case.notice.proofs, facts["which"]: proof}
    return changed(case, notice=changed(case.notice, proofs=proofs))


def object_to(case: Case, act: Act) -> Case:
    facts = act.facts
    objection = Objection(
        id=facts["objection"],
        kind="notice",
        how=facts["how"],
        named=facts["named"],
        words=facts["words"],
        filed_at=act.at.isoformat(),
        notice=facts.get("notice", ""),
        once=facts.get("once", ""),
    )
    return changed(case, stage=Stage.OBJECTED, objections=(*case.objections, objection))


def answer(case: Case, act: Act) -> Case:
    answered = tuple(
        changed(each, answered=act.facts["words"]) if each.id == act.facts["objection"] else each
        for each in case.objections
    )
    return changed(case, objections=answered)

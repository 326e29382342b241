"""Papers of no case: reports and summaries, each registered with a number once it says something new.

They stand in a chain of their own. What a paper says is evidence of it; the act names its digest and the
newest head of that moment, from which the same bytes come out again. The number counts the papers of a year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from server.documents.issued import Mark
from server.documents.typesetting import check_printable
from server.domain.act import Act
from server.domain.days import SHANGHAI, parse_date, shanghai_date
from server.domain.paper import (
    ISSUED,
    WITHDRAWN,
    PaperCode,
    PaperKind,
    PaperStanding,
    find_issue,
    issues,
    paper_id,
    parse_paper_id,
    short_digest,
)
from server.domain.part_erasure import gone_from, without_gone
from server.domain.permission import Actor, check_may
from server.errors import Refusal
from server.services.district import District, draft_act
from server.services.heads import newest_printed
from server.services.paper_codes import paper_url

REGISTER: Final = "register"
EVIDENCE: Final = "paper"
_REASON: Final = "reason"


@dataclass(frozen=True)
class RegisteredPaper:
    """A paper of the register, and whether it still counts; ``reason`` is why it was withdrawn."""

    ordinal: int
    number: str
    kind: PaperKind
    summary: str
    issued_on: date
    issued_by: str
    standing: PaperStanding
    reason: str

    @property
    def id(self) -> str:
        return paper_id(REGISTER, self.ordinal)


def register_paper(
    district: District, actor: Actor, kind: PaperKind, about: str, says: Mapping[str, Any]
) -> Mark:
    """The mark of a paper: of its last issue where that said the same, else of a new one."""
    check_may(actor, "paper.issue")
    check_printable(says)
    with district.casebook.turn:
        acts = district.casebook.read(REGISTER)
        issue = _find_same(district, acts, kind, about, says)
        if issue is None:
            newest = newest_printed(district)
            facts = {
                "kind": kind.value,
                "about": about,
                "paper": district.evidence.put(EVIDENCE, REGISTER, says, salt=district.new_salt()),
                "head": [newest[0].isoformat(), newest[1]] if newest else [],
            }
            draft = draft_act(actor, "paper.issue", ISSUED, facts)
            last = acts[-1] if acts else None
            issue = district.casebook.append(draft, REGISTER, last, policy=district.policy.key)
            acts = [*acts, issue]
    return _mark(district, acts, issue, says)


def unnumbered_mark(district: District) -> Mark:
    """The mark of the same paper for whoever reads it and issues none: no number, no code."""
    at, demo = datetime.combine(district.today(), time(), SHANGHAI), district.settings.demo
    return Mark("", "", at, district.today(), "", newest_printed(district), demo)


def list_registered(district: District, actor: Actor) -> list[RegisteredPaper]:
    """The papers of the register, the newest first; of a street those they issued themselves."""
    check_may(actor, "paper.read")
    acts = district.casebook.read(REGISTER)
    return [
        _registered(district, acts, ordinal, issue)
        for ordinal, issue in reversed(list(enumerate(issues(acts), start=1)))
        if _is_theirs(actor, issue)
    ]


def withdraw_registered(district: District, actor: Actor, ordinal: int, reason: str) -> None:
    """Takes a paper back, with the reason; it stays, and whoever checks it learns that it does not count."""
    check_may(actor, "paper.withdraw")
    if not reason.strip():
        raise Refusal("paper.withdraw_reason")
    with district.casebook.turn:
        acts = district.casebook.read(REGISTER)
        issue = find_issue(acts, ordinal)
        if not _is_theirs(actor, issue):
            raise Refusal("person.other_area")
        if _withdrawal_of(acts, issue):
            raise Refusal("paper.withdrawn_already")
        facts = {"issue": issue.n, "reason": district.put_text(REGISTER, _REASON, reason)}
        draft = draft_act(actor, "paper.withdraw", WITHDRAWN, facts)
        district.casebook.append(draft, REGISTER, acts[-1], policy=district.policy.key)


def is_registered(paper: str) -> bool:
    """Whether the number of a paper is one of the register."""
    return paper.startswith(f"{REGISTER}-")


def standing_of_registered(district: District, paper: str, digest: str) -> PaperStanding:
    """Whether a registered paper is the newest of what it is about; refuses one that is not there."""
    _, ordinal = parse_paper_id(paper)
    acts = district.casebook.read(REGISTER)
    issue = find_issue(acts, ordinal)
    if short_digest(issue.facts["paper"]) != digest:
        return PaperStanding.UNKNOWN
    return _standing(acts, issue)


def _standing(acts: Sequence[Act], issue: Act) -> PaperStanding:
    if _withdrawal_of(acts, issue):
        return PaperStanding.WITHDRAWN
    newest = _issues_of(acts, issue.facts["kind"], issue.facts["about"])[-1]
    return PaperStanding.CURRENT if newest is issue else PaperStanding.SUPERSEDED


def _find_same(
    district: District, acts: Sequence[Act], kind: PaperKind, about: str, says: Mapping[str, Any]
) -> Act | None:
    """The newest issue of what it is about, where it says just this and was not withdrawn."""
    for issue in _issues_of(acts, kind.value, about)[-1:]:
        if _erased_under(acts, issue) or _withdrawal_of(acts, issue):
            continue
        if district.evidence.get(EVIDENCE, REGISTER, issue.facts["paper"]) == says:
            return issue
    return None


def _erased_under(acts: Sequence[Act], issue: Act) -> int:
    """The act under which a paper was erased that named a household which was; 0 for one that is kept."""
    return gone_from(acts).get(f"{EVIDENCE}:{issue.facts['paper']}", 0)


def _issues_of(acts: Sequence[Act], kind: str, about: str) -> list[Act]:
    return [act for act in issues(acts) if (act.facts["kind"], act.facts["about"]) == (kind, about)]


def _withdrawal_of(acts: Sequence[Act], issue: Act) -> Act | None:
    return next((act for act in acts if act.kind == WITHDRAWN and act.facts["issue"] == issue.n), None)


def _is_theirs(actor: Actor, issue: Act) -> bool:
    """The district's for all of them; a street has to do with those it issued."""
    return not (actor.street or actor.community) or issue.by == actor.user_id


def _registered(district: District, acts: Sequence[Act], ordinal: int, issue: Act) -> RegisteredPaper:
    erased = _erased_under(acts, issue)
    says = {"summary": ""} if erased else district.evidence.get(EVIDENCE, REGISTER, issue.facts["paper"])
    withdrawal = _withdrawal_of(without_gone(acts), issue)
    reason = str(withdrawal.facts["reason"]) if withdrawal else ""
    return RegisteredPaper(
        ordinal=ordinal,
        number=_number(district, acts, issue),
        kind=PaperKind(issue.facts["kind"]),
        summary=str(says["summary"]),
        issued_on=shanghai_date(issue.at),
        issued_by=issue.by,
        standing=_standing(acts, issue),
        reason=district.get_text(REGISTER, _REASON, reason) if reason else "",
    )


def _number(district: District, acts: Sequence[Act], issue: Act) -> str:
    """The number printed on it: it counts the papers of a year, those withdrawn too."""
    year = shanghai_date(issue.at).year
    before = [act for act in issues(acts) if act.n <= issue.n]
    in_year = sum(shanghai_date(act.at).year == year for act in before)
    return f"{district.profile.name_zh[:1]}民〔{year}〕{in_year} 号"


def _mark(district: District, acts: Sequence[Act], issue: Act, says: Mapping[str, Any]) -> Mark:
    issued_on, head = shanghai_date(issue.at), issue.facts["head"]
    ordinal = sum(act.n <= issue.n for act in issues(acts))
    code = PaperCode(
        kind=PaperKind(issue.facts["kind"]),
        paper=paper_id(REGISTER, ordinal),
        digest=short_digest(issue.facts["paper"]),
        issued_on=issued_on.isoformat(),
        summary=str(says["summary"]),
    )
    return Mark(
        number=_number(district, acts, issue),
        check_number=code.paper,
        issued_at=issue.at,
        issued_on=issued_on,
        url=paper_url(district, code),
        newest_head=(parse_date(head[0]), head[1]) if head else None,
        demonstration=district.settings.demo,
    )

"""Papers of a case: issued once, printed again as often as needed, withdrawn, asked about (DOC-01…11).

What a paper says is kept as evidence of the case when it is issued; the act that issues it names its digest,
what it rests on, and the newest head of that moment. From these the same bytes come out again. As long as
nothing of what it says has changed, asking for the paper again is printing it again; after that it is a new
paper, and the old one is superseded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from server.documents.issued import Mark, Sheet, format_sheet, print_sheet
from server.documents.typesetting import check_printable
from server.domain.act import Act, digest_of
from server.domain.case import Case
from server.domain.days import parse_date, shanghai_date
from server.domain.meeting import Meeting
from server.domain.paper import (
    ISSUED,
    WITHDRAWN,
    PaperCode,
    PaperKind,
    PaperStanding,
    basis_of,
    find_issue,
    issues,
    paper_id,
    parse_paper_id,
    printed_number,
    short_digest,
    standing_of,
)
from server.domain.permission import Actor, check_in_area, check_may, may
from server.domain.review_papers import PaperFinding
from server.errors import Refusal
from server.services.district import District, draft_act
from server.services.heads import newest_printed
from server.services.paper_codes import paper_url
from server.services.paper_pictures import with_pictures
from server.services.paper_register import is_registered, standing_of_registered

EVIDENCE: Final = "paper"
MEETING: Final = "M-"  # how the number of a meeting begins


@dataclass(frozen=True)
class IssuedPaper:
    """One issued paper of a case, as lists show it."""

    id: str
    ordinal: int
    number: str
    kind: PaperKind
    about: str
    title: str
    issued_on: date
    standing: PaperStanding


def issue_paper(
    district: District,
    actor: Actor,
    case: Case,
    kind: PaperKind,
    sheet: Sheet,
    *,
    about: str = "",
    noted: Mapping[str, str] | None = None,
) -> int:
    """The ordinal of the paper: issued already where it says the same, else a new one with the next number.

    ``about`` is the one thing among several of a kind: the receipt of one objection; ``noted`` what else the
    act says, without personal data. A name no font can print is refused before anything is issued.
    """
    check_may(actor, "paper.issue")
    check_in_area(actor, case.street, case.community)
    says = format_sheet(sheet)
    check_printable(says)
    with district.casebook.turn:
        case = district.get_case(case.number)
        issue = _find_same(district, case, kind, about, says)
        if issue is None:
            facts = {**_facts(district, case, kind, about, says), **(noted or {})}
            case = district.append_to_case(case, draft_act(actor, "paper.issue", ISSUED, facts))
            issue = case.last
    return _ordinal(case, issue)


def print_unnumbered(district: District, kind: PaperKind, sheet: Sheet) -> bytes:
    """A paper of no case: its code names the pack it was made under."""
    says, now = format_sheet(sheet), district.now()
    code = PaperCode(
        kind=kind,
        paper=district.policy.key,
        digest=short_digest(digest_of(says)),
        issued_on=district.today().isoformat(),
        summary=sheet.summary,
    )
    mark = Mark(
        number="",
        check_number=code.paper,
        issued_at=now,
        issued_on=district.today(),
        url=paper_url(district, code),
        newest_head=newest_printed(district),
        demonstration=district.settings.demo,
    )
    return print_sheet(says, mark)


def print_again(district: District, actor: Actor, number: str, ordinal: int) -> bytes:
    """An issued paper as it was printed first, whatever has become of it since."""
    case = _get_case(district, actor, number)
    issue = find_issue(case.acts, ordinal)
    if not may_see(actor, PaperKind(issue.facts["kind"])):
        raise Refusal("person.may_not")
    return print_issued(district, case, issue)


def print_issued(district: District, case: Case, issue: Act) -> bytes:
    """The paper of one issue with the photos it names."""
    says, mark = read_sheet(district, case, issue)
    says, pictures = with_pictures(district, case.number, says)
    return print_sheet(says, mark, pictures)


def may_see(actor: Actor, kind: PaperKind) -> bool:
    """Receipts of objections are for those who take objections: a receipt number tells who asks with it.

    A copy for a subject names who read the file: it is for those who make such copies or read that record.
    """
    wanted = {
        PaperKind.OBJECTION: ("objection.record", "objection.read"),
        PaperKind.ACCESS_COPY: ("copy.make", "reading.read"),
    }.get(kind, ())
    return not wanted or any(may(actor, permission) for permission in wanted)


def list_issued(district: District, case: Case) -> list[IssuedPaper]:
    """Every paper of a case in the order of issue; one whose evidence is gone is listed without a title."""
    return list(_listed(district, case))


def newest_papers(district: District, case: Case) -> list[PaperFinding]:
    """The newest of each kind that was not taken back, as they stand against the record (S7-APPR-05)."""
    newest = {(issue.facts["kind"], issue.facts["about"]): issue for issue in issues(case.acts)}
    standings = [(issue, standing_of(case.acts, issue)) for issue in newest.values()]
    return [
        PaperFinding(
            kind=PaperKind(issue.facts["kind"]),
            number=printed_number(number_prefix(district, case), case.number, _ordinal(case, issue)),
            damaged=not _is_whole(district, case, issue),
            stale=standing is PaperStanding.SUPERSEDED,
        )
        for issue, standing in standings
        if standing is not PaperStanding.WITHDRAWN
    ]


def withdraw_paper(district: District, actor: Actor, number: str, ordinal: int, reason: str) -> Case:
    """Takes a paper back, with the reason: whoever checks it learns that it does not count."""
    check_may(actor, "paper.withdraw")
    case = _get_case(district, actor, number)
    if not reason.strip():
        raise Refusal("paper.withdraw_reason")
    with district.casebook.turn:
        case = district.get_case(number)
        issue = find_issue(case.acts, ordinal)
        if standing_of(case.acts, issue) is PaperStanding.WITHDRAWN:
            raise Refusal("paper.withdrawn_already")
        facts = {"issue": issue.n, "reason": district.put_text(number, "reason", reason)}
        return district.append_to_case(case, draft_act(actor, "paper.withdraw", WITHDRAWN, facts))


def standing_of_code(district: District, paper: str, digest: str) -> PaperStanding:
    """Whether the paper of a code still counts; ``digest`` as the code has it, or nothing is told.

    A letter to whoever asks is of no case but of a pack, ``sifang-seed@1``; minutes are of a meeting; reports
    stand in the register.
    """
    if "@" in paper:
        return PaperStanding.CURRENT if paper == district.policy.key else PaperStanding.SUPERSEDED
    try:
        if is_registered(paper):
            return standing_of_registered(district, paper, digest)
        if paper.startswith(MEETING):
            return _standing_of_minutes(district.get_meeting(paper), digest)
        return _standing_in_case(district, paper, digest)
    except (Refusal, ValueError):
        return PaperStanding.UNKNOWN


def _standing_in_case(district: District, paper: str, digest: str) -> PaperStanding:
    number, ordinal = parse_paper_id(paper)
    case = district.get_case(number)
    if ordinal == 0:
        return _standing_among(case.acts, digest)
    issue = find_issue(case.acts, ordinal)
    if short_digest(issue.facts["paper"]) != digest:
        return PaperStanding.UNKNOWN
    return standing_of(case.acts, issue)


def read_sheet(district: District, case: Case, issue: Act) -> tuple[dict[str, Any], Mark]:
    """What an issued paper says, and the mark it was issued under."""
    says = district.evidence.get(EVIDENCE, case.number, issue.facts["paper"])
    return says, _mark(district, case, issue, says)


def number_prefix(district: District, case: Case) -> str:
    """``松``: by what a street's papers are numbered."""
    return district.area(case.street).name_zh[:1]


def _standing_of_minutes(meeting: Meeting, digest: str) -> PaperStanding:
    """Minutes are of the act that ended the meeting: signed and stamped later they say the same."""
    ending = meeting.ending
    since = meeting.acts[meeting.acts.index(ending) :] if ending else ()
    counts = any(short_digest(act.digest) == digest for act in since)
    return PaperStanding.CURRENT if counts else _standing_among(meeting.acts, digest)


def _standing_among(acts: Sequence[Act], digest: str) -> PaperStanding:
    """Family files are as new as the last act; printed at an earlier one they are superseded."""
    for act in reversed(acts):
        if short_digest(act.digest) == digest:
            return PaperStanding.CURRENT if act is acts[-1] else PaperStanding.SUPERSEDED
    return PaperStanding.UNKNOWN


def _find_same(
    district: District, case: Case, kind: PaperKind, about: str, says: Mapping[str, Any]
) -> Act | None:
    """The issue of the paper that still counts and says just this."""
    for issue in reversed(list(issues(case.acts))):
        if (issue.facts["kind"], issue.facts["about"]) != (kind, about):
            continue
        if standing_of(case.acts, issue) is not PaperStanding.CURRENT:
            return None
        kept = district.evidence.get(EVIDENCE, case.number, issue.facts["paper"])
        return issue if kept == says else None
    return None


def _facts(
    district: District, case: Case, kind: PaperKind, about: str, says: Mapping[str, Any]
) -> dict[str, Any]:
    """Facts that identify nobody (design §2): a digest, the act it rests on, the newest head."""
    newest = newest_printed(district)
    return {
        "kind": kind.value,
        "about": about,
        "basis": basis_of(case.acts, kind, about),
        "paper": district.evidence.put(EVIDENCE, case.number, says, salt=district.new_salt()),
        "head": [newest[0].isoformat(), newest[1]] if newest else [],
    }


def _mark(district: District, case: Case, issue: Act, says: Mapping[str, Any]) -> Mark:
    ordinal = _ordinal(case, issue)
    issued_on, head = shanghai_date(issue.at), issue.facts["head"]
    code = PaperCode(
        kind=PaperKind(issue.facts["kind"]),
        paper=paper_id(case.number, ordinal),
        digest=short_digest(issue.facts["paper"]),
        issued_on=issued_on.isoformat(),
        summary=str(says["summary"]),
    )
    return Mark(
        number=printed_number(number_prefix(district, case), case.number, ordinal),
        check_number=code.paper,
        issued_at=issue.at,
        issued_on=issued_on,
        url=paper_url(district, code),
        newest_head=(parse_date(head[0]), head[1]) if head else None,
        demonstration=district.settings.demo,
    )


def _ordinal(case: Case, issue: Act) -> int:
    return [act.n for act in issues(case.acts)].index(issue.n) + 1


def _listed(district: District, case: Case) -> Iterator[IssuedPaper]:
    prefix = number_prefix(district, case)
    for ordinal, issue in enumerate(issues(case.acts), start=1):
        yield IssuedPaper(
            id=paper_id(case.number, ordinal),
            ordinal=ordinal,
            number=printed_number(prefix, case.number, ordinal),
            kind=PaperKind(issue.facts["kind"]),
            about=issue.facts["about"],
            title=_title(district, case, issue),
            issued_on=shanghai_date(issue.at),
            standing=standing_of(case.acts, issue),
        )


def _is_whole(district: District, case: Case, issue: Act) -> bool:
    try:
        district.evidence.get(EVIDENCE, case.number, issue.facts["paper"])
    except Refusal:
        return False
    return True


def _title(district: District, case: Case, issue: Act) -> str:
    try:
        return str(district.evidence.get(EVIDENCE, case.number, issue.facts["paper"])["title"])
    except Refusal:
        return ""


def _get_case(district: District, actor: Actor, number: str) -> Case:
    case = district.get_case(number)
    check_may(actor, "case.read")
    check_in_area(actor, case.street, case.community)
    return case

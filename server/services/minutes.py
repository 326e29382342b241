"""The minutes of a meeting: whole for those who run meetings, one family's part for its file (S7-MEET-A8).

A meeting broken off before the vote has minutes as well. The whole names several families and stays with
the meeting; what is bound into a family's file is of its own case alone. Minutes are issued by the end of
the meeting: their code names the act that ended it, so that the sheet everybody signs still counts when its
own photo, or the stamp, is recorded after it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from server.documents.issued import Mark, Sheet
from server.documents.minutes import (
    CaseMinutes,
    MinutesPaper,
    Signature,
    extract_sheet,
    print_minutes,
)
from server.domain.act import Act
from server.domain.case import Case
from server.domain.days import parse_instant, shanghai_date
from server.domain.household import parse_household
from server.domain.meeting import CaseAgenda, Meeting
from server.domain.paper import PaperCode, PaperKind, short_digest
from server.domain.permission import Actor
from server.domain.policy import Policy
from server.domain.retention import find_erasure
from server.services.district import District
from server.services.heads import newest_printed
from server.services.meetings import get_deferral, get_meeting, get_reason, get_signature, member_names
from server.services.paper_codes import paper_url
from server.services.papers_of_meetings import BASES, deliberation_of, verdict_words
from server.services.sentences import Names
from server.services.signing import is_drawn


def minutes_pdf(district: District, actor: Actor, meeting_id: str) -> bytes:
    """The minutes of a meeting (S7-MEET-A8); before it is closed they are a draft without a code."""
    meeting = get_meeting(district, actor, meeting_id)
    return print_minutes(_minutes(district, meeting, (*meeting.cases, *meeting.put_off)))


def minutes_extract(district: District, meeting_id: str, case: str) -> tuple[Sheet, Mark]:
    """What the minutes say of one case, without any other family, to be bound into its file."""
    meeting = district.get_meeting(meeting_id)
    paper = _minutes(district, meeting, [meeting.agenda(case)])
    at = meeting.acts[-1].at
    mark = Mark(meeting.id, "", at, shanghai_date(at), "", paper.newest_head, paper.demonstration)
    return extract_sheet(paper), mark


def _minutes(district: District, meeting: Meeting, agendas: Sequence[CaseAgenda]) -> MinutesPaper:
    policy = district.policy_of(meeting.policy)
    community = district.area(meeting.community)
    names, people = member_names(district, meeting.community), Names(district)
    ending, is_held = meeting.ending, bool(meeting.closed_at) or meeting.is_broken_off
    return MinutesPaper(
        body=deliberation_of(policy, community),
        meeting_id=meeting.id,
        held_on=meeting.held_on,
        place=meeting.place,
        chair=people.user(meeting.chair),
        chair_votes=policy.meeting.chair_votes,
        recorder=people.user(str(meeting.acts[0].facts["recorder"])),
        members=_named(meeting.members, names),
        present=_named(meeting.attended, names),
        cases=[_case_minutes(district, meeting, agenda, policy, names) for agenda in agendas],
        signatures=[
            _signature(district, meeting, member, names.get(member, member)) for member in meeting.attended
        ],
        base_words=BASES[policy.meeting.vote_base],
        seal_hint=f"加盖{policy.stamps.stamp01.zh}",  # STAMP-01
        stamped_by=f"{community.name_zh}居民委员会",
        closed_at=parse_instant(meeting.closed_at) if meeting.closed_at else None,
        broken_off_at=parse_instant(meeting.called_off_at) if meeting.is_broken_off else None,
        why=get_reason(district, meeting) if meeting.called_off_at else "",
        newest_head=newest_printed(district),
        demonstration=district.settings.demo,
        created_at=meeting.acts[-1].at,
        url=_url(district, meeting, ending, community.name_zh) if ending and is_held else "",
    )


def _url(district: District, meeting: Meeting, ending: Act, community: str) -> str:
    """The code of ended minutes: the meeting, the act that ended it, what anybody may read of it."""
    code = PaperCode(
        kind=PaperKind.MINUTES,
        paper=meeting.id,
        digest=short_digest(ending.digest),
        issued_on=shanghai_date(ending.at).isoformat(),
        summary=f"{community}，{len(meeting.cases)} 案，{len(meeting.attended)} 人"
        + ("，中止没有表决" if meeting.is_broken_off else ""),
    )
    return paper_url(district, code)


def _case_minutes(
    district: District, meeting: Meeting, agenda: CaseAgenda, policy: Policy, names: Mapping[str, str]
) -> CaseMinutes:
    case = district.get_case(agenda.case)
    verdict = "" if agenda.tally is None else verdict_words(policy, passed=agenda.tally.passed)
    return CaseMinutes(
        number=case.number,
        head=_head_of(district, case),
        persons=case.visit.persons if case.visit else case.persons,
        done={item: parse_instant(at) for item, at in agenda.done.items()},
        present=_named(agenda.present if agenda.is_discussed else meeting.present, names),
        recused=_named(_recused(meeting, agenda), names),
        votes={names.get(member, member): choice for member, choice in agenda.votes.items()},
        tally=agenda.tally,
        ballot_at=parse_instant(agenda.ballot_at) if agenda.ballot_at else None,
        verdict=verdict,
        left=_left(district, meeting, agenda),
    )


def _recused(meeting: Meeting, agenda: CaseAgenda) -> Sequence[str]:
    return agenda.recused if agenda.is_discussed else meeting.recused.get(agenda.case, ())


def _head_of(district: District, case: Case) -> str:
    """Whose case it was; of a family whose file was erased only that it was, and when."""
    erasure = find_erasure(case.acts)
    if erasure is not None:
        return f"已按规定删除（{shanghai_date(erasure.at).isoformat()}）"
    return parse_household(district.evidence.get("declared", case.number, case.declared)).head.name


def _left(district: District, meeting: Meeting, agenda: CaseAgenda) -> str:
    """Why a case was not voted on, and that it waits for another meeting; empty while it may still be."""
    if agenda.case in meeting.deferred:
        why = get_deferral(district, meeting, agenda.case)
        said = f"：{why}" if why else ""  # gone with the family's file
        return f"没有表决就撤下了{said}。这一案另行开会评议。".replace("。。", "。")
    return "会议中止，没有表决。这一案另行开会评议。" if meeting.is_broken_off else ""


def _signature(district: District, meeting: Meeting, member: str, name: str) -> Signature:
    kept = meeting.signatures.get(member, "")
    return Signature(name, get_signature(district, meeting.id, kept) if is_drawn(kept) else None)


def _named(members: Sequence[str], names: Mapping[str, str]) -> list[str]:
    return [names.get(member, member) for member in members]

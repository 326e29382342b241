"""What the chair's page and the wall show of a meeting: names, every case's way, the arithmetic.

The chair's page holds every case at once, and says of each part when it is shown; ``static/desk/chair`` says
the same of what was noted down without a network. Both follow :func:`flags_of`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext

from server.domain.ballot import Choice, Counts, Tally, Way, passes
from server.domain.meeting import AGENDA, VOTE, CaseAgenda, Meeting, vote_base, vote_rule, vote_way
from server.domain.policy import Policy
from server.domain.roll import MemberRole
from server.errors import CATALOGUE, Refusal
from server.records.index import CaseRow
from server.services.district import District
from server.services.meetings import get_notes, member_names, members_of
from server.services.sentences import Names
from server.web.form import Form
from server.web.language import in_language

ATTENDANCE, SIGNING = "attendance", "signing"
COUNT_FIELDS: Final = ("agree", "against", "abstain")
SLIP_FIELDS: Final = ("issued", "returned", "agree", "against", "abstain", "invalid")
_SHARES: Final = {
    (2, 3): ("三分之二", "two thirds"),
    (1, 2): ("半数", "half"),
    (3, 4): ("四分之三", "three quarters"),
}


@dataclass(frozen=True)
class Hand:
    """One square of the row: what it stands for, and whether the line of two thirds follows it."""

    kind: str
    at_line: bool


@dataclass(frozen=True)
class CaseView:
    """One case of the page: its agenda, its count so far or for good, and which parts are shown."""

    agenda: CaseAgenda
    ordinal: int
    row: CaseRow
    base: int
    tally: Tally
    flags: Mapping[str, bool]
    standing: Mapping[str, str]  # member → voter | recused | absent

    @property
    def number(self) -> str:
        return self.agenda.case

    @property
    def hands(self) -> list[Hand]:
        return list(hands(self.tally))

    @property
    def sums(self) -> dict[str, Any]:
        return arithmetic(self.tally)


@dataclass(frozen=True)
class MeetingPage:
    """A meeting with the names of people and families beside their ids; ``view`` is the part in front."""

    meeting: Meeting
    policy: Policy
    cases: Sequence[CaseView]
    view: str
    members: Mapping[str, str]
    notes: Mapping[str, str]
    chair: str
    representatives: Sequence[str]

    @property
    def shown(self) -> CaseView:
        """The case in front, the first where attendance or signatures are."""
        return next((case for case in self.cases if case.number == self.view), self.cases[0])

    @property
    def hand(self) -> CaseView:
        """The case something was done on last."""
        number = case_in_hand(self.meeting)
        return next(case for case in self.cases if case.number == number)

    @property
    def vote_words(self) -> str:
        """What item 7 is called by how the pack has the vote taken."""
        return gettext("无记名投票") if self.way is Way.SLIPS else in_language(*AGENDA[VOTE][:2])

    @property
    def way(self) -> Way:
        return vote_way(self.policy)

    @property
    def fields(self) -> tuple[str, ...]:
        """The numbers a count or a box of slips asks for."""
        return SLIP_FIELDS if self.way is Way.SLIPS else COUNT_FIELDS

    @property
    def share(self) -> str:
        """``三分之二``."""
        part, whole = self.policy.meeting.threshold
        return in_language(*_SHARES.get((part, whole), (f"{part}/{whole}", f"{part}/{whole}")))

    @property
    def verdicts(self) -> tuple[str, str]:
        """What a vote is called that passed, and one that did not, by the pack (S7-AMB-04)."""
        rules = self.policy.meeting
        return in_language(*_both(rules.pass_words)), in_language(*_both(rules.fail_words))

    @property
    def more_than(self) -> bool:
        return self.policy.meeting.comparator == "more_than"

    @property
    def members_named(self) -> dict[str, str]:
        """The members of this meeting who are on the roll, with their names."""
        return {member: self.members[member] for member in self.meeting.members if member in self.members}

    def member(self, member_id: str) -> str:
        return self.members.get(member_id, member_id)


def open_page(
    district: District, meeting: Meeting, asked: str | None, form: Form | None = None
) -> MeetingPage:
    """The page in front of ``asked`` (a case, ``signing``), or of what is in hand where none is asked for."""
    policy = district.policy_of(meeting.policy)
    return MeetingPage(
        meeting=meeting,
        policy=policy,
        cases=[
            _case_view(district, meeting, agenda, ordinal, policy, form or Form())
            for ordinal, agenda in enumerate(meeting.cases, start=1)
        ],
        view=_view(meeting, asked),
        members=member_names(district, meeting.community),
        notes=get_notes(district, meeting),
        chair=Names(district).user(meeting.chair),
        representatives=[
            member.id
            for member in members_of(district, meeting).values()
            if member.role is MemberRole.REPRESENTATIVE
        ],
    )


def case_in_hand(meeting: Meeting) -> str:
    """The case something was done on last; the first while nothing is."""
    numbers = [agenda.case for agenda in meeting.cases]
    touched = (str(act.facts["case"]) for act in reversed(meeting.acts) if act.facts.get("case") in numbers)
    return next(touched, numbers[0])


def flags_of(meeting: Meeting, agenda: CaseAgenda) -> dict[str, bool]:
    """Which parts of a case's page are shown, by name; ``chair/fold.mjs`` has the same table."""
    running, tally, pending = meeting.is_open, agenda.tally, meeting.pending
    flags = {
        "open": running,
        "before": running and agenda.now < VOTE - 1,
        "voting": running and agenda.now == VOTE and tally is None,
        "voted": tally is not None,
        "counting": tally is not None or (running and agenda.now == VOTE),
        "early": running and agenda.now < VOTE,
        "uncounted": tally is None and not running,
        "unvoted": running and tally is None,
        "passed": bool(tally and tally.passed),
        "failed": bool(tally and not tally.passed),
        "next": running and tally is not None and bool(pending),
        "sign": running and tally is not None and not pending and bool(meeting.unsigned),
        "late": running and bool(meeting.attendance_at) and not agenda.is_discussed,
        "end": running and tally is not None and not pending and not meeting.unsigned,
    }
    for item in range(1, VOTE):
        flags[f"done-{item}"] = item in agenda.done
        flags[f"do-{item}"] = running and bool(meeting.attendance_at) and item == agenda.now
    return flags | {f"done-{VOTE}": tally is not None, "done-8": bool(meeting.closed_at), "done-9": False}


def state_of(page: MeetingPage) -> dict[str, Any]:
    """What the page's script begins from; it adds what was noted down and not yet sent."""
    meeting, rules = page.meeting, page.policy.meeting
    return {
        "id": meeting.id,
        "seen": meeting.acts[-1].n,
        "open": meeting.is_open,
        "closed": bool(meeting.closed_at),
        "members": meeting.members,
        "present": meeting.present,
        "recused": {case: list(members) for case, members in meeting.recused.items()},
        "attended": bool(meeting.attendance_at),
        "signed": list(meeting.signatures),
        "cases": [_case_state(each) for each in page.cases],
        "quorum": rules.quorum,
        "everybody": rules.vote_base == "all_members",
        "threshold": rules.threshold,
        "comparator": rules.comparator,
        "way": page.way.value,
        "repShare": rules.rep_share,
        "representatives": page.representatives,
        "names": page.members_named,
    }


# What the page's script refuses at once, in the server's words: see ``check`` of ``chair/fold.mjs``.
REFUSED_BY_SCRIPT: Final = (
    "meeting.quorum",
    "meeting.too_few_representatives",
    "meeting.recusal_fixed",
    "meeting.no_voters",
    "meeting.applicant_present",
    "meeting.agenda_order",
    "meeting.ballot_taken",
    "meeting.ballot_missing",
    "meeting.ballot_too_large",
    "meeting.ballot_short",
    "meeting.slips_none",
    "meeting.slips_returned",
    "meeting.slips_sum",
    "meeting.number",
)


def refusal_words() -> dict[str, str]:
    """The sentences of those refusals in the page's language, their places still empty."""
    return {code: in_language(*CATALOGUE[code][1:]) for code in REFUSED_BY_SCRIPT}


def hands(tally: Tally) -> Iterator[Hand]:
    """The squares in their order: agree, against, abstain, invalid, still open, not voting."""
    counted = tally.agree + tally.against + tally.abstain + tally.invalid
    kinds = (
        ["agree"] * tally.agree
        + ["against"] * tally.against
        + ["abstain"] * (tally.abstain + tally.invalid)
        + ["open"] * max(0, tally.base - counted - tally.not_voting)
        + ["not-voting"] * tally.not_voting
    )
    return (Hand(kind, place == tally.needed) for place, kind in enumerate(kinds, start=1))


def arithmetic(tally: Tally) -> dict[str, Any]:
    """The figures of the sum everybody can do again: ``3×8=24``, ``2×11=22``."""
    part, whole = tally.threshold
    return {
        "part": part,
        "whole": whole,
        "left": whole * tally.agree,
        "right": part * tally.base,
        "passed": passes(tally.agree, tally.base, tally.threshold, tally.comparator),
    }


def read_counts(form: Form, fields: Sequence[str]) -> Counts:
    """The numbers of a count; an empty field is none, anything but a whole number is refused."""
    for name in fields:
        text = form.text(name)
        if text and not (text.isascii() and text.isdigit() and len(text) < 5):
            raise Refusal("meeting.number")
    return Counts(**dict.fromkeys(COUNT_FIELDS, 0) | {name: int(form.text(name) or 0) for name in fields})


def _both(words: Any) -> tuple[str, str]:
    return words.zh, words.en


def _view(meeting: Meeting, asked: str | None) -> str:
    if asked == SIGNING and meeting.all_voted:
        return SIGNING
    if asked in [ATTENDANCE, *(agenda.case for agenda in meeting.cases)]:
        return str(asked)
    return ATTENDANCE if not meeting.attendance_at else case_in_hand(meeting)


def _case_view(
    district: District, meeting: Meeting, agenda: CaseAgenda, ordinal: int, policy: Policy, form: Form
) -> CaseView:
    row = district.index.find_case(agenda.case)
    if row is None:
        raise Refusal("case.unknown", number=agenda.case)
    base, voters = vote_base(meeting, agenda.case, policy), meeting.voters(agenda.case)
    present = meeting.present_for(agenda.case)
    return CaseView(
        agenda=agenda,
        ordinal=ordinal,
        row=row,
        base=base,
        tally=agenda.tally or _count_so_far(form, agenda.case, voters, base, policy),
        flags=flags_of(meeting, agenda),
        standing={
            member: "voter" if member in voters else "recused" if member in present else "absent"
            for member in meeting.members
        },
    )


def _count_so_far(form: Form, case: str, voters: Sequence[str], base: int, policy: Policy) -> Tally:
    """What is entered and not recorded yet as a tally; whoever is not entered stays open."""
    entered = form.text("case") == case
    given = [form.text(f"vote-{member}") for member in voters] if entered else []
    agree, against, abstain = (given.count(choice) for choice in Choice)
    rule, not_voting = vote_rule(base, policy), base - len(voters)
    return Tally(base, agree, against, abstain, not_voting, rule.threshold, rule.comparator)


def _case_state(case: CaseView) -> dict[str, Any]:
    agenda = case.agenda
    return {
        "case": agenda.case,
        "done": {str(item): at for item, at in agenda.done.items()},
        "present": agenda.present if agenda.is_discussed else None,
        "recused": agenda.recused,
        "tally": _tally_state(agenda.tally) if agenda.tally else None,
        "votes": dict(agenda.votes),
        "votedAt": agenda.ballot_at,
    }


def _tally_state(tally: Tally) -> dict[str, Any]:
    names = ("agree", "against", "abstain", "invalid", "issued", "returned")
    return {name: getattr(tally, name) for name in names} | {"passed": tally.passed}

"""What the chair's page and the wall show of a meeting: names, the case in hand, the arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from server.domain.ballot import Choice, Tally, passes
from server.domain.meeting import CaseAgenda, Meeting, vote_base
from server.domain.policy import Policy
from server.records.index import CaseRow
from server.services.district import District
from server.services.meetings import member_names
from server.services.sentences import Names


@dataclass(frozen=True)
class Hand:
    """One square of the row: what it stands for, and whether the line of two thirds follows it."""

    kind: str
    at_line: bool


@dataclass(frozen=True)
class MeetingPage:
    """A meeting with the names of people and families beside their ids."""

    meeting: Meeting
    policy: Policy
    agenda: CaseAgenda
    ordinal: int
    rows: Mapping[str, CaseRow]
    members: Mapping[str, str]
    chair: str
    base: int

    @property
    def row(self) -> CaseRow:
        return self.rows[self.agenda.case]

    @property
    def needed(self) -> int:
        """How many hands pass."""
        return Tally(self.base, 0, 0, 0, 0, self.policy.meeting.threshold).needed

    def recused(self) -> tuple[str, ...]:
        """Members who are here and stand back from the case in hand."""
        there = self.meeting.recused.get(self.agenda.case, ())
        return tuple(member for member in self.meeting.present if member in there)

    def member(self, member_id: str) -> str:
        return self.members.get(member_id, member_id)


def open_page(district: District, meeting: Meeting, case: str | None) -> MeetingPage:
    """The page of ``case``, or of the one in hand where none is asked for."""
    policy = district.policy_of(meeting.policy)
    numbers = [agenda.case for agenda in meeting.cases]
    number = case if case in numbers else case_in_hand(meeting)
    rows = {each: district.index.find_case(each) for each in numbers}
    return MeetingPage(
        meeting=meeting,
        policy=policy,
        agenda=meeting.agenda(number),
        ordinal=numbers.index(number) + 1,
        rows={each: row for each, row in rows.items() if row is not None},
        members=member_names(district, meeting.community),
        chair=Names(district).user(meeting.chair),
        base=vote_base(meeting, number, policy),
    )


def case_in_hand(meeting: Meeting) -> str:
    """The case something was done on last; the first while nothing is."""
    touched = (str(act.facts["case"]) for act in reversed(meeting.acts) if "case" in act.facts)
    return next(touched, meeting.cases[0].case)


def next_case(meeting: Meeting) -> str | None:
    """The first case that is not voted on yet."""
    return next((agenda.case for agenda in meeting.cases if agenda.tally is None), None)


def count_so_far(page: MeetingPage, votes: Mapping[str, str]) -> Tally:
    """The hands recorded so far as a tally; whoever is not recorded yet counts as not voting."""
    voters = page.meeting.voters(page.agenda.case)
    given = [votes.get(member, "") for member in voters]
    return Tally(
        base=page.base,
        agree=given.count(Choice.AGREE),
        against=given.count(Choice.AGAINST),
        abstain=given.count(Choice.ABSTAIN),
        not_voting=page.base - len(voters),
        threshold=page.policy.meeting.threshold,
    )


def hands(tally: Tally) -> Iterator[Hand]:
    """The squares in their order: agree, against, abstain, still open, not voting."""
    open_hands = tally.base - tally.agree - tally.against - tally.abstain - tally.not_voting
    kinds = (
        ["agree"] * tally.agree
        + ["against"] * tally.against
        + ["abstain"] * tally.abstain
        + ["open"] * max(0, open_hands)
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
        "passed": passes(tally.agree, tally.base, tally.threshold),
    }

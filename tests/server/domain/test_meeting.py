"""The meeting keeps its order, and nobody's hand is counted who may not raise it (S7-MEET)."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from server.domain.act import Act, ActDraft, next_act
from server.domain.ballot import Choice
from server.domain.meeting import Meeting, fold_meeting, vote_base
from server.domain.meeting_rules import (
    check_agenda,
    check_attendance,
    check_closing,
    check_signing,
    count_votes,
)
from server.errors import Refusal
from tests.server.domain.packs import sifang

CASE = "SL-2026-0137"
MEMBERS = [f"m{n:02d}" for n in range(1, 12)]
START = datetime(2026, 3, 20, 6, 30, tzinfo=UTC)


class Minutes:
    """Writes acts of one meeting, one after another."""

    def __init__(self, cases: tuple[str, ...] = (CASE,)) -> None:
        self.acts: list[Act] = []
        facts = {"community": "huaian", "chair": "assessor:a-0217", "held_on": "2026-03-20", "place": "二楼"}
        self.add("convened", facts | {"cases": list(cases), "members": MEMBERS})

    def add(self, kind: str, facts: Mapping[str, Any]) -> "Minutes":
        at = START + timedelta(minutes=len(self.acts))
        previous = self.acts[-1] if self.acts else None
        draft = ActDraft(kind, "user:lin", "chair", facts)
        self.acts.append(next_act(draft, previous, file="M-1", at=at, policy="sifang-seed@1", salt="0" * 32))
        return self

    def attend(self, absent: int = 1, recused: tuple[str, ...] = ()) -> "Minutes":
        present = MEMBERS[: len(MEMBERS) - absent]
        return self.add("attendance_taken", {"present": present, "recused": {CASE: list(recused)}})

    def until(self, item: int) -> "Minutes":
        for done in range(1, item + 1):
            self.add("agenda_done", {"case": CASE, "item": done})
        return self

    @property
    def meeting(self) -> Meeting:
        return fold_meeting(self.acts, sifang())


def hands(agree: int, against: int = 0, abstain: int = 0) -> dict[str, Choice]:
    choices = [Choice.AGREE] * agree + [Choice.AGAINST] * against + [Choice.ABSTAIN] * abstain
    return dict(zip(MEMBERS, choices, strict=False))


def refused(code: str) -> Any:
    return pytest.raises(Refusal, match=code.replace(".", r"\."))


def test_eight_of_eleven_pass_with_one_recused_and_one_absent() -> None:
    meeting = Minutes().attend(absent=1, recused=("m10",)).until(6).meeting
    tally = count_votes(meeting, CASE, hands(8, 1), sifang())
    assert (tally.base, tally.agree, tally.against, tally.not_voting) == (11, 8, 1, 2)
    assert tally.passed


def test_seven_of_eleven_do_not_pass() -> None:
    meeting = Minutes().attend().until(6).meeting
    assert not count_votes(meeting, CASE, hands(7, 3), sifang()).passed


def test_no_vote_while_the_applicant_is_in_the_room() -> None:
    meeting = Minutes().attend().until(4).meeting
    with refused("meeting.applicant_present"):
        check_agenda(meeting, CASE, 6)
    with refused("meeting.applicant_present"):
        count_votes(meeting, CASE, hands(10), sifang())


def test_no_vote_before_the_discussion() -> None:
    meeting = Minutes().attend().until(5).meeting
    with refused("meeting.agenda_order"):
        count_votes(meeting, CASE, hands(10), sifang())


@pytest.mark.parametrize("item", [0, 1, 2, 4, 9])
def test_the_items_come_in_their_order(item: int) -> None:
    meeting = Minutes().attend().until(2).meeting
    check_agenda(meeting, CASE, 3)
    with pytest.raises(Refusal):
        check_agenda(meeting, CASE, item)


def test_a_stranger_an_absent_and_a_recused_member_cannot_vote() -> None:
    meeting = Minutes().attend(absent=1, recused=("m10",)).until(6).meeting
    for stranger in ("somebody", "m11", "m10"):
        with refused("meeting.ballot_stranger"):
            count_votes(meeting, CASE, {**hands(9), stranger: Choice.AGREE}, sifang())


def test_a_voter_left_out_is_named() -> None:
    meeting = Minutes().attend().until(6).meeting
    with refused("meeting.ballot_missing"):
        count_votes(meeting, CASE, hands(9), sifang())


def test_a_closed_ballot_cannot_be_taken_again() -> None:
    minutes = Minutes().attend().until(6)
    votes = {member: str(choice) for member, choice in hands(8, 2).items()}
    minutes.add("ballot_taken", {"case": CASE, "votes": votes, "base": 11, "passed": True})
    assert minutes.meeting.agenda(CASE).now == 8
    with refused("meeting.ballot_taken"):
        count_votes(minutes.meeting, CASE, hands(10), sifang())


def test_attendance_is_fixed_once_discussion_began() -> None:
    meeting = Minutes().attend().until(6).meeting
    with refused("meeting.attendance_fixed"):
        check_attendance(meeting, MEMBERS, {}, sifang())


def test_attendance_needs_members_and_a_quorum() -> None:
    meeting = Minutes().meeting
    check_attendance(meeting, MEMBERS, {CASE: ["m01"]}, sifang())
    with refused("meeting.not_a_member"):
        check_attendance(meeting, [*MEMBERS, "guest"], {}, sifang())
    with refused("meeting.quorum"):
        check_attendance(meeting, MEMBERS[:7], {}, sifang())


def test_where_everybody_stands_back_nothing_is_voted_down() -> None:
    minutes = Minutes()
    minutes.add("attendance_taken", {"present": MEMBERS, "recused": {CASE: MEMBERS}})
    minutes.until(6)
    with refused("meeting.no_voters"):
        count_votes(minutes.meeting, CASE, {}, sifang())


def test_everyone_present_signs_once_and_then_the_meeting_ends() -> None:
    minutes = Minutes().attend().until(6)
    with refused("meeting.votes_first"):
        check_signing(minutes.meeting, "m01")
    votes = {member: str(choice) for member, choice in hands(8, 2).items()}
    minutes.add("ballot_taken", {"case": CASE, "votes": votes, "base": 11, "passed": True})
    with refused("meeting.not_there"):
        check_signing(minutes.meeting, "m11")
    with refused("meeting.signatures_missing"):
        check_closing(minutes.meeting)
    for member in MEMBERS[:10]:
        check_signing(minutes.meeting, member)
        minutes.add("signed", {"signatures": {member: "on_paper"}})
    with refused("meeting.signed"):
        check_signing(minutes.meeting, "m01")
    check_closing(minutes.meeting)
    minutes.add("closed", {})
    with refused("meeting.closed"):
        check_closing(minutes.meeting)


def test_the_base_is_all_members_in_the_seed_pack() -> None:
    assert vote_base(Minutes().attend(absent=3).meeting, CASE, sifang()) == 11

"""The vote: hands counted by name or by number, or slips drawn from a box (S7-MEET-A7, national-rules §3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from server.errors import Refusal

Comparator = Literal["at_least", "more_than"]


class Choice(StrEnum):
    AGREE = "agree"
    AGAINST = "against"
    ABSTAIN = "abstain"


class Way(StrEnum):
    """How a vote is entered, by pack: each hand with its name, hands by number, or opened slips."""

    MEMBERS = "members"
    COUNTS = "counts"
    SLIPS = "slips"


@dataclass(frozen=True)
class Ballot:
    """One member's hand."""

    member: str
    choice: Choice


@dataclass(frozen=True)
class Counts:
    """Hands by number, or opened slips: ``issued`` and ``invalid`` are the slips' alone."""

    agree: int
    against: int
    abstain: int
    invalid: int = 0
    issued: int = 0
    returned: int = 0

    @property
    def counted(self) -> int:
        return self.agree + self.against + self.abstain + self.invalid


@dataclass(frozen=True)
class Rule:
    """What passes: a share of the base, reached or exceeded (S7-AMB-01)."""

    base: int
    threshold: tuple[int, int]
    comparator: Comparator = "at_least"


@dataclass(frozen=True)
class Tally:
    """What was counted; ``base`` is the number two thirds are taken of (S7-AMB-01)."""

    base: int
    agree: int
    against: int
    abstain: int
    not_voting: int
    threshold: tuple[int, int]
    comparator: Comparator = "at_least"
    invalid: int = 0
    issued: int = 0
    returned: int = 0

    @property
    def needed(self) -> int:
        """The smallest number of agreeing hands that passes, in whole numbers."""
        part, whole = self.threshold
        if self.comparator == "more_than":
            return part * self.base // whole + 1
        return max(1, -(-part * self.base // whole))

    @property
    def passed(self) -> bool:
        return passes(self.agree, self.base, self.threshold, self.comparator)


def passes(
    agree: int, base: int, threshold: tuple[int, int] = (2, 3), comparator: Comparator = "at_least"
) -> bool:
    """Two thirds of the base agree; an abstention is not agreement, an empty base never passes.

    Where the pack says "more than", exactly two thirds do not pass (W-2).
    """
    part, whole = threshold
    if base < 1 or agree < 1:
        return False
    if comparator == "more_than":
        return whole * agree > part * base
    return whole * agree >= part * base


def check_one_ballot_each(ballots: Sequence[Ballot]) -> None:
    """Nobody is counted twice."""
    for member, count in Counter(ballot.member for ballot in ballots).items():
        if count > 1:
            raise Refusal("meeting.ballot_twice", who=member)


def count_hands(ballots: Sequence[Ballot], rule: Rule) -> Tally:
    """The tally of the hands raised, over a base that counts those who did not vote as well."""
    check_one_ballot_each(ballots)
    counted = Counter(ballot.choice for ballot in ballots)
    return tally_of(Counts(counted[Choice.AGREE], counted[Choice.AGAINST], counted[Choice.ABSTAIN]), rule)


def tally_of(counts: Counts, rule: Rule) -> Tally:
    """The tally of numbers; nobody can be counted who is not in the base."""
    if rule.base < 1 or counts.counted > rule.base:
        raise Refusal("meeting.empty_base")
    return Tally(
        base=rule.base,
        agree=counts.agree,
        against=counts.against,
        abstain=counts.abstain,
        not_voting=rule.base - counts.counted,
        threshold=rule.threshold,
        comparator=rule.comparator,
        invalid=counts.invalid,
        issued=counts.issued,
        returned=counts.returned,
    )


def check_counts(counts: Counts, voters: int) -> None:
    """Every voter's hand is one of three, and no more hands than voters."""
    if min(counts.agree, counts.against, counts.abstain) < 0 or counts.counted > voters:
        raise Refusal("meeting.ballot_too_large", given=counts.counted, voters=voters)
    if counts.counted < voters:
        raise Refusal("meeting.ballot_short", given=counts.counted, voters=voters)


def check_slips(counts: Counts, voters: int) -> None:
    """No more slips than voters, none back that was not handed out, and every one that came back is read.

    A slip that did not come back is a vote not given; an invalid one agrees to nothing.
    """
    if counts.issued > voters:
        raise Refusal("meeting.ballot_too_large", given=counts.issued, voters=voters)
    if counts.issued < 1:
        raise Refusal("meeting.slips_none")
    if counts.returned > counts.issued:
        raise Refusal("meeting.slips_returned", issued=counts.issued, returned=counts.returned)
    if counts.counted != counts.returned or min(vars(counts).values()) < 0:
        raise Refusal("meeting.slips_sum", counted=counts.counted, returned=counts.returned)

"""The show of hands (S7-MEET-A7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from server.errors import Refusal


class Choice(StrEnum):
    AGREE = "agree"
    AGAINST = "against"
    ABSTAIN = "abstain"


@dataclass(frozen=True)
class Ballot:
    """One member's hand."""

    member: str
    choice: Choice


@dataclass(frozen=True)
class Tally:
    """What was counted; ``base`` is the number two thirds are taken of (S7-AMB-01)."""

    base: int
    agree: int
    against: int
    abstain: int
    not_voting: int
    threshold: tuple[int, int]

    @property
    def needed(self) -> int:
        """The smallest number of agreeing hands that passes, rounded up exactly."""
        part, whole = self.threshold
        return -(-part * self.base // whole)

    @property
    def passed(self) -> bool:
        return passes(self.agree, self.base, self.threshold)


def passes(agree: int, base: int, threshold: tuple[int, int] = (2, 3)) -> bool:
    """Two thirds of the base agree; an abstention is not agreement, an empty base never passes."""
    part, whole = threshold
    return base > 0 and whole * agree >= part * base


def check_one_ballot_each(ballots: Sequence[Ballot]) -> None:
    """Nobody is counted twice."""
    for member, count in Counter(ballot.member for ballot in ballots).items():
        if count > 1:
            raise Refusal("meeting.ballot_twice", who=member)


def count_hands(ballots: Sequence[Ballot], base: int, threshold: tuple[int, int]) -> Tally:
    """The tally of the hands raised, over a base that counts those who did not vote as well."""
    check_one_ballot_each(ballots)
    if base < 1 or len(ballots) > base:
        raise Refusal("meeting.empty_base")
    counted = Counter(ballot.choice for ballot in ballots)
    return Tally(
        base=base,
        agree=counted[Choice.AGREE],
        against=counted[Choice.AGAINST],
        abstain=counted[Choice.ABSTAIN],
        not_voting=base - len(ballots),
        threshold=threshold,
    )

"""An errand is done once, by the team that was sent last."""

from __future__ import annotations

from datetime import date

import pytest

from server.domain.case_parts import Team
from server.domain.errand import Errand, Purpose, check_awaited, find, replaced, visited
from server.errors import Refusal


def errand(case: str, number: int) -> Errand:
    team = Team(number, ("a", "b", "c"), "a", "campaign-check@2", date(2026, 3, 9), "2026-03-06T01:00:00Z")
    return Errand(Purpose.CAMPAIGN, "campaign-2026-001", case, team)


def test_others_are_sent_only_to_those_nobody_went_to() -> None:
    done, waiting = visited([errand("x", 1), errand("y", 1)], "x", 1, "d1")
    sent = replaced([done, waiting], ["x", "y"])
    assert [each.is_replaced for each in sent] == [False, True]
    with pytest.raises(Refusal, match=r"visit\.already_received"):
        check_awaited(sent[0])
    with pytest.raises(Refusal, match=r"visit\.not_their_case"):
        check_awaited(sent[1])


def test_case_and_round_name_one_errand() -> None:
    errands = [errand("x", 1), errand("x", 2), errand("y", 2)]
    check_awaited(errands[1])
    assert find(errands, "x", 2) == errands[1]
    assert find(errands, "y", 1) is None

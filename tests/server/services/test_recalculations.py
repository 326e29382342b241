"""A new standard for everybody is a proposal: totals, who would end, who cannot be worked out and why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.domain.policy_benefit import SizeStandard
from server.errors import Refusal
from server.records.receipt_rows import SPELLS
from server.services.district import District
from server.services.recalculations import proposal_csv, propose_standard
from tests.factories import CLERK, REVIEWER
from tests.server.domain.benefits import with_rules
from tests.server.services.story import approved_case


def test_totals_follow_from_the_rows(district: District) -> None:
    case = approved_case(district)
    [row] = propose_standard(district, REVIEWER, 120000).rows
    assert case.finding is not None
    assert (row.number, row.now_fen) == (case.number, case.finding.amount_fen)
    assert row.change_fen == 2 * 10000
    ending = propose_standard(district, REVIEWER, 1)
    assert (ending.ending, ending.less, ending.then_fen) == (1, 1, 0)
    same = propose_standard(district, REVIEWER, None, "sifang-seed@1")
    assert (same.change_fen, same.more, same.less) == (0, 0, 0)


def test_what_a_pack_does_not_give_is_said_and_not_counted(district: District) -> None:
    approved_case(district)
    alone = with_rules(benefit={"mode": "table", "table": (SizeStandard(1, 110000),)})
    other = replace(district, policies={**district.policies, "alone@1": alone})
    proposal = propose_standard(other, REVIEWER, None, "alone@1")
    assert (proposal.not_worked_out, proposal.now_fen, proposal.ending) == (1, 0, 0)
    assert "benefit.table" in proposal_csv(proposal, str).decode()


def test_only_who_plans_may_ask(district: District) -> None:
    with pytest.raises(Refusal, match=r"person\.may_not"):
        propose_standard(district, CLERK, 120000)
    with pytest.raises(Refusal, match=r"policy\.unknown"):
        propose_standard(district, REVIEWER, None, "nothing@1")


def test_an_approved_household_has_one_open_spell_in_the_index(district: District) -> None:
    case = approved_case(district)
    assert case.approval is not None
    assert case.visit is not None
    [row] = district.index.rows(SPELLS, "WHERE file = ?", (case.number,))
    assert (row.since, row.until) == (case.approval.start_month, "")
    assert (row.amount_fen, row.persons) == (case.approval.amount_fen, case.visit.persons)
    assert (row.residence, row.opened_by) == ("urban", "approved")

"""What the district reads of a vote is the pack's own rule: the share, reached or exceeded, and who votes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.domain.case_parts import Resolution
from server.domain.review import check_two_thirds
from tests.server.domain.packs import sifang


@pytest.mark.parametrize(
    ("comparator", "agree", "ok", "line"),
    [
        ("at_least", 6, True, "3×6 ≥ 2×9"),
        ("at_least", 5, False, "3×5 < 2×9"),
        ("more_than", 6, False, "3×6 ≤ 2×9"),
        ("more_than", 7, True, "3×7 > 2×9"),
    ],
)
def test_the_sum_is_compared_as_the_pack_compares(comparator, agree, ok, line):
    policy = replace(sifang(), meeting=replace(sifang().meeting, comparator=comparator))
    check = check_two_thirds(Resolution("M-1", 9, agree, 9 - agree, 0, 0, ok, "gate", ""), policy)
    assert (check.ok, line in check.zh, line in check.en) == (ok, True, True)

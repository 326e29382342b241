"""Attacks on the search, each named: what is typed is a word to look for, whatever else it may be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.services.district import District
from server.services.searches import Asked, search
from tests.factories import CLERK, OFFICER, accepted_case

HOSTILE = (
    '"',
    '""',
    "'; DROP TABLE finds; --",
    "' OR '1'='1",
    '周" OR words MATCH "槐',
    "周* OR 槐*",
    "words: 周",
    "- 周",
    "NOT 周",
    "NEAR(周 槐, 5)",
    "^周",
    "{words pairs}: 周",
    "%",
    "_",
    "%周%",
    "\\",
    "\x00周",
    "\ud800",
    "🙂",
    "周\u200b例平",
    "(" * 500,
    '"' * 999,
    "*" * 50,
    "长" * 20_000,
    " ".join("周" for _ in range(5_000)),
    " ".join(f"词{n}" for n in range(5_000)),
    "AND OR NOT",
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_query_is_more_than_words(district: District, text: str) -> None:
    """Neither FTS5's operators nor SQL's: the same query in another street finds nothing, and all stays."""
    number = accepted_case(district).number
    for asked in (Asked(q=text), Asked(stage=text), Asked(assessor=text), Asked(community=text)):
        search(district, OFFICER, asked)
        for stranger in (replace(OFFICER, street="elsewhere"), replace(CLERK, community="other")):
            assert search(district, stranger, asked).rows == []
    assert [row.row.number for row in search(district, OFFICER, Asked()).rows] == [number]


def test_an_operator_is_not_obeyed(district: District) -> None:
    accepted_case(district)
    assert search(district, OFFICER, Asked(q="没有这个 OR 周例平")).rows == []
    assert search(district, OFFICER, Asked(q="周例平 NOT 槐安路")).rows == []
    assert search(district, OFFICER, Asked(q="周例* ")).rows != []  # the sign is left out, the word found


@pytest.mark.parametrize(
    "cursor", ["2026-03-02.SL-2026-0001' OR 1=1", "x.y", "a" * 5000, "9999-99-99.SL-2026-0001"]
)
def test_a_made_up_place_in_a_list_shows_nobody_elses_files(district: District, cursor: str) -> None:
    number = accepted_case(district).number
    for way in ({"after": cursor}, {"before": cursor}):
        assert search(district, replace(OFFICER, street="elsewhere"), Asked(), **way).rows == []
        assert {row.row.number for row in search(district, OFFICER, Asked(), **way).rows} <= {number}

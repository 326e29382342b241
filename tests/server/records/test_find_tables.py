"""The words of a file follow its fold: what changed is found, what is gone is not."""

from __future__ import annotations

from server.records.find_rows import Wanted, find_cases
from server.services.district import District
from server.services.questions import write_note
from tests.factories import REVIEWER, accepted_case, furnish
from tests.server.records.finding import find_row, index_of


def found(index, **wanted):
    return [row.number for row in find_cases(index, Wanted(**wanted), size=20).rows]


def test_words_that_changed_are_found_and_the_old_ones_are_not() -> None:
    rows = {"SL-2026-0001": find_row("SL-2026-0001", ["槐安路12号"], tails=("0010",), assessors=("a-1",))}
    index = index_of(rows)
    assert found(index, words=("槐安路",)) == found(index, words=("槐",)) == ["SL-2026-0001"]
    rows["SL-2026-0001"] = find_row("SL-2026-0001", ["梧桐路3号"], tails=("0011",), assessors=("a-2",))
    index.refresh("SL-2026-0001")
    for gone in ({"words": ("槐安路",)}, {"words": ("槐",)}, {"tail": "0010"}, {"assessor": "a-1"}):
        assert found(index, **gone) == [], gone
    for new in ({"words": ("梧桐路",)}, {"words": ("桐",)}, {"tail": "0011"}, {"assessor": "a-2"}):
        assert found(index, **new) == ["SL-2026-0001"], new


def test_a_case_whose_rows_are_gone_is_found_by_nothing() -> None:
    rows = {"SL-2026-0001": find_row("SL-2026-0001", ["槐安路12号"], tails=("0010",), assessors=("a-1",))}
    index = index_of(rows)
    rows.clear()
    index.refresh("SL-2026-0001")
    assert found(index, words=("槐安路",)) == found(index, tail="0010") == found(index, assessor="a-1") == []
    for table in ("finds", "find_tails", "find_teams"):
        assert index.query(f"SELECT count(*) FROM {table}") == [(0,)]
    assert index.query("SELECT count(*) FROM find_words WHERE find_words MATCH '\"槐安路\"'") == [(0,)]


def test_the_full_text_tables_agree_with_the_words_after_many_changes() -> None:
    rows = {}
    index = index_of(rows)
    for turn in range(60):
        number = f"SL-2026-{turn % 7:04d}"
        rows[number] = find_row(
            number, [f"幸福里{turn}号", f"第{turn}次"], stage="accepted" if turn % 2 else "visited"
        )
        index.refresh(number)
    index.query("INSERT INTO find_words (find_words, rank) VALUES ('integrity-check', 1)")
    assert len(found(index, words=("幸福里",))) == len(found(index, words=("幸福",))) == 7


def test_what_people_wrote_with_an_act_is_found(district: District) -> None:
    furnish(district)
    case = accepted_case(district)
    assert found(district.index, words=("老母亲",)) == []
    write_note(district, REVIEWER, case.number, "还有一位老母亲在外地，下次入户要问。")
    assert found(district.index, words=("老母亲",)) == [case.number]

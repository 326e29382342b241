"""What is found by the keyed tables is what a plain scan of all rows finds, page by page."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.wording import query_words
from server.records import find_rows
from server.records.find_rows import Wanted, find_beside, find_cases
from server.records.find_tables import FindRow
from server.records.index import Index
from tests.server.records.finding import find_row, index_of

FEW_SIGNS = st.text("王芳幸福路12aX -\"'*", max_size=6)
DAYS = st.sampled_from(["2026-03-01", "2026-03-02", "2026-03-03"])
ROWS = st.lists(
    st.builds(
        dict,
        texts=st.lists(FEW_SIGNS, max_size=3),
        community=st.sampled_from(["huaian", "linjiang"]),
        stage=st.sampled_from(["accepted", "visited"]),
        applied_on=DAYS,
        assessors=st.lists(st.sampled_from(["a-1", "a-2"]), max_size=2).map(tuple),
        tails=st.lists(st.sampled_from(["0010", "001X"]), max_size=2, unique=True).map(tuple),
    ),
    max_size=25,
)
WANTED = st.builds(
    Wanted,
    words=FEW_SIGNS.map(query_words),
    tail=st.sampled_from(["", "", "0010"]),
    street=st.sampled_from(["", "songlin", "other"]),
    community=st.sampled_from(["", "", "huaian"]),
    stage=st.sampled_from(["", "", "visited"]),
    assessor=st.sampled_from(["", "", "a-1"]),
    since=st.one_of(st.just(""), DAYS),
    until=st.one_of(st.just(""), DAYS),
    files=st.one_of(st.none(), st.just(frozenset({"SL-2026-0001", "SL-2026-0003"}))),
)


def matches(row: FindRow, wanted: Wanted) -> bool:
    """The plain scan."""
    return (
        all(word in row.words for word in wanted.words)
        and wanted.tail in ("", *row.tails)
        and wanted.street in ("", row.street)
        and wanted.community in ("", row.community)
        and wanted.stage in ("", row.stage)
        and wanted.assessor in ("", *row.assessors)
        and wanted.since <= row.applied_on
        and (not wanted.until or row.applied_on <= wanted.until)
        and (wanted.files is None or row.file in wanted.files)
    )


def scan(rows: Sequence[FindRow], wanted: Wanted) -> list[str]:
    found = [row for row in rows if matches(row, wanted)]
    return [row.file for row in sorted(found, key=lambda row: (row.applied_on, row.file), reverse=True)]


def pages(index: Index, wanted: Wanted, size: int) -> list[list[str]]:
    """Every page forwards, checked against every page backwards."""
    forwards, page = [], find_cases(index, wanted, size=size)
    while page.rows:
        forwards.append([row.number for row in page.rows])
        last, first = page.rows[-1], page.rows[0]
        back = find_cases(index, wanted, size=size, before=(first.applied_on, first.number))
        assert [row.number for row in back.rows] == (forwards[-2] if len(forwards) > 1 else [])
        if not page.has_earlier:
            break
        page = find_cases(index, wanted, size=size, after=(last.applied_on, last.number))
    return forwards


@pytest.mark.parametrize("few", [0, 2000])
@settings(max_examples=60, deadline=None)
@given(given_rows=ROWS, wanted=WANTED)
def test_what_is_found_is_what_a_plain_scan_finds(few: int, given_rows: list[dict], wanted: Wanted) -> None:
    rows = [find_row(f"SL-2026-{n:04d}", **given) for n, given in enumerate(given_rows)]
    index = index_of({row.file: row for row in rows})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(find_rows, "_CHUNK", 4)
        patch.setattr(find_rows, "FEW", few)  # 0: always walked; 2000: always counted
        expected = scan(rows, wanted)
        found = pages(index, wanted, 3)
        assert [number for page in found for number in page] == expected
        assert all(len(page) == 3 for page in found[:-1])
        total = find_cases(index, wanted, size=3).total
        assert total in (None, len(expected))
        for row in rows:
            beside = find_beside(index, wanted, (row.applied_on, row.file))
            assert beside.is_found == (row.file in expected)
            if beside.is_found:
                place = expected.index(row.file)
                assert beside.later == (expected[place - 1] if place else "")
                assert beside.earlier == (expected[place + 1] if place + 1 < len(expected) else "")


def test_few_are_counted_and_many_are_walked(monkeypatch: pytest.MonkeyPatch) -> None:
    index = index_of(
        {number: find_row(number, ["幸福路"]) for number in map("SL-2026-{:04d}".format, range(9))}
    )
    assert find_cases(index, Wanted(words=("幸福路",)), size=3).total == 9
    monkeypatch.setattr(find_rows, "FEW", 5)
    assert find_cases(index, Wanted(words=("幸福路",)), size=3).total is None
    assert find_cases(index, Wanted(street="songlin"), size=3).total == 9


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(),
        Wanted(street="songlin"),
        Wanted(community="huaian"),
        Wanted(stage="visited"),
        Wanted(street="songlin", stage="visited"),
        Wanted(community="huaian", stage="visited", since="2026-01-01"),
    ],
)
def test_a_page_is_read_along_an_index_and_never_sorted(
    wanted: Wanted, monkeypatch: pytest.MonkeyPatch
) -> None:
    index, asked = index_of({}), []
    query = index.query
    monkeypatch.setattr(
        index, "query", lambda sql, values=(): asked.append((sql, values)) or query(sql, values)
    )
    find_cases(index, wanted, size=20, after=("2026-03-02", "SL-2026-0001"))
    sql, values = next(one for one in asked if "ORDER BY" in one[0])
    plan = [str(row[3]) for row in query(f"EXPLAIN QUERY PLAN {sql}", values)]
    assert any("INDEX finds_by" in line for line in plan), plan
    assert not any("TEMP B-TREE" in line for line in plan), plan

"""Sums the index keeps are those of its rows, however these come, go and are replaced."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import astuple, replace

from server.records.arranged import arrange
from server.records.cache import open_cache
from server.records.index import Index
from server.records.sums import Sums
from server.records.table import Row, Table
from tests.server.records.test_count_rows import spells


class Sale(Row, frozen=True):
    file: str
    n: int
    place: str
    fen: int


SALES = Table("sales", Sale, key=("file", "n"), sums=Sums(("place",), ("fen",)))
_sales = st.builds(
    Sale, st.sampled_from("ab"), st.integers(1, 3), st.sampled_from(("east", "west")), st.integers(-5, 5)
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(_sales, st.sampled_from("ab")), max_size=12))
def test_the_sums_follow_every_row_that_is_written_replaced_and_forgotten(steps: list[Sale | str]) -> None:
    connection = open_cache(None, SALES.ddl, "1")
    kept: dict[tuple[str, int], Sale] = {}
    for step in steps:
        if isinstance(step, Sale):
            connection.execute(SALES.replacing, astuple(step))
            kept[step.file, step.n] = step
        else:
            connection.execute(SALES.clearing, (step,))
            kept = {key: sale for key, sale in kept.items() if key[0] != step}
    rows, fen = Counter[str](), Counter[str]()
    for sale in kept.values():
        rows[sale.place] += 1
        fen[sale.place] += sale.fen
    found = {place: (of, count) for place, of, count in connection.execute("SELECT * FROM sales_sums")}
    assert found == {place: (fen[place], count) for place, count in rows.items()}
    connection.close()


@settings(max_examples=20, deadline=None)
@given(spells())
def test_an_index_filled_at_once_has_the_sums_of_one_that_followed(rows: list[Any]) -> None:
    folded: dict[str, list[Any]] = {}
    for row in rows:
        folded.setdefault(row.file, []).append(row)
    followed = Index(None, cast("Any", None), lambda file: folded[file])
    for file, its in folded.items():
        followed.refresh(file)
        folded[file] = [replace(row, persons=row.persons + 1) for row in its]
        followed.refresh(file)
    filled = Index(None, cast("Any", None), lambda _file: [])
    filled.clear()
    filled.fill(arrange(folded.items()))
    filled.note_filled(1)
    query = "SELECT * FROM spells_sums ORDER BY 1, 2, 3, 4, 5, 6, 7"
    assert filled.query(query) == followed.query(query)
    for index in (filled, followed):
        index.close()


def test_a_cache_replaces_rows_so_that_the_sums_hear_of_it(tmp_path: Path) -> None:
    connection = open_cache(tmp_path / "cache.sqlite", SALES.ddl, "1")
    assert connection.execute("PRAGMA recursive_triggers").fetchone() == (1,)
    connection.close()

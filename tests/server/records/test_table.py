"""A noun's table: made from its row, read back as it was written, replaced a file at a time."""

from __future__ import annotations

import sqlite3

from msgspec.structs import astuple

from server.records.table import Row, Table
from server.records.tables import TABLES


class Line(Row, frozen=True):
    file: str
    n: int
    words: str
    settled: bool


LINES = Table("lines", Line, key=("file", "n"), indexes=(("words",),))


def open_lines() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.executescript(LINES.ddl)
    return connection


def test_rows_are_read_back_as_they_were_written() -> None:
    connection = open_lines()
    rows = [Line("a", 1, "入户", True), Line("a", 2, "", False), Line("b", 1, "x", True)]
    for row in (*rows, rows[0]):
        connection.execute(LINES.replacing, astuple(row))
    found = [LINES.parse(values) for values in connection.execute(LINES.selecting + " ORDER BY file, n")]
    assert found == rows


def test_the_rows_of_a_file_are_forgotten_and_no_others() -> None:
    connection = open_lines()
    for row in (Line("a", 1, "", True), Line("b", 1, "", True)):
        connection.execute(LINES.replacing, astuple(row))
    connection.execute(LINES.clearing, ("a",))
    assert [values[0] for values in connection.execute(LINES.selecting)] == ["b"]


def test_numbers_stay_numbers_so_that_they_sort_as_numbers() -> None:
    connection = open_lines()
    for n in (10, 9):
        connection.execute(LINES.replacing, astuple(Line("a", n, "", False)))
    assert [values[1] for values in connection.execute(LINES.selecting + " ORDER BY n")] == [9, 10]


def test_every_table_is_searched_by_file_through_its_key() -> None:
    assert {table.key[0] for table in TABLES} == {"file"}

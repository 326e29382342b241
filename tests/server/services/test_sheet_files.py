"""Files from outside: bombs, formulas, lost digits, swapped and doubled headings, strange encodings."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from server.domain.import_plan import Column, Row
from server.domain.sheet import GB18030, UTF_8, csv_bytes
from server.errors import Refusal
from server.services.sheet_files import format_rows, parse_rows, read_rows, unknown_headings

COLUMNS = (Column("name", "姓名", "Name"), Column("number", "身份证号", "Identity number"))
PHONE = Column("phone", "电话", "Telephone", needed=False)
HEADS = ["姓名", "身份证号"]
CELL = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12).map(str.strip)


def refused(content: bytes) -> str:
    with pytest.raises(Refusal) as refusal:
        read_rows(content, COLUMNS)
    return refusal.value.code


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def repacked(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The same archive with each of its parts changed."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return buffer.getvalue()


@given(st.lists(st.tuples(CELL, CELL).filter(all), min_size=1, max_size=5), st.sampled_from([UTF_8, GB18030]))
def test_what_the_house_writes_it_reads(rows: list[tuple[str, str]], encoding: str) -> None:
    read = read_rows(csv_bytes([HEADS, *rows], encoding), COLUMNS)
    plain = [[row.cells["name"], row.cells["number"]] for row in read]
    assert plain == [[text.removeprefix("'") for text in row] for row in rows]


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=5))
def test_rows_of_a_trial_come_back_as_they_were(rows: list[tuple[str, str]]) -> None:
    kept = [Row(line, {"name": name, "number": number}) for line, (name, number) in enumerate(rows, start=2)]
    assert parse_rows(format_rows(kept), COLUMNS) == kept


@pytest.mark.parametrize(
    "heads", [HEADS, ["Name", "IDENTITY NUMBER"], ["姓名 Name", "身份证号 Identity number"]]
)
def test_either_language_heads_a_column_wherever_it_stands(heads: list[str]) -> None:
    rows = [[*reversed(heads)], ["110000197104090010", "周例平"]]
    for content in (csv_bytes(rows), workbook(*rows)):
        assert read_rows(content, COLUMNS)[0].cells == {"number": "110000197104090010", "name": "周例平"}


def test_a_heading_that_stands_twice_or_is_missing_is_named() -> None:
    assert refused(csv_bytes([["姓名", "身份证号", "Name"], ["a", "b", "c"]])) == "import.heading_twice"
    assert refused(csv_bytes([["姓名"], ["a"]])) == "import.columns"
    assert refused(csv_bytes([HEADS])) == "import.no_rows"


def test_a_misspelt_heading_is_told_and_not_guessed() -> None:
    content = csv_bytes([[*HEADS, "电活"], ["a", "b", "c"]])
    assert unknown_headings(content, [*COLUMNS, PHONE]) == ["电活"]


def test_a_formula_is_never_calculated() -> None:
    for content in (workbook(HEADS, ["=1+1", "x"]), csv_bytes([HEADS]) + b"=1+1,x\r\n"):
        [row] = read_rows(content, COLUMNS)
        assert row.spoilt == {"name": "import.formula"}


def test_a_formula_with_a_kept_result_is_not_trusted_either() -> None:
    def cached(name: str, part: bytes) -> bytes:
        return (
            part.replace(b"<v></v>", b"<v>2</v>").replace(b"<v/>", b"<v>2</v>") if "sheet1" in name else part
        )

    content = repacked(workbook(HEADS, ["=1+1", "x"]), cached)
    assert b"<v>2</v>" in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    [row] = read_rows(content, COLUMNS)
    assert row.spoilt == {"name": "import.formula"}


def test_a_number_whose_last_digits_are_lost_is_told() -> None:
    [row] = read_rows(workbook(HEADS, ["周例平", 110000197104090010]), COLUMNS)
    assert row.spoilt == {"number": "import.number_cut"}
    [row] = read_rows(workbook(HEADS, ["周例平", 13800000000]), COLUMNS)
    assert (row.cells["number"], dict(row.spoilt)) == ("13800000000", {})


def test_a_day_of_a_workbook_is_a_day() -> None:
    [row] = read_rows(workbook(HEADS, [date(2026, 3, 12), 860.5]), COLUMNS)
    assert row.cells == {"name": "2026-03-12", "number": "860.5"}


def test_a_decompression_bomb_is_refused_before_it_unpacks() -> None:
    zeros = b" " * 70_000_000

    def swell(name: str, part: bytes) -> bytes:
        return part + zeros if "sheet1" in name else part

    content = repacked(workbook(HEADS, ["a", "b"]), swell)
    assert len(content) < 200_000
    assert refused(content) == "import.too_big"


def test_a_workbook_of_very_many_parts_is_refused() -> None:
    buffer = io.BytesIO(workbook(HEADS, ["a", "b"]))
    with zipfile.ZipFile(buffer, "a") as archive:
        for number in range(600):
            archive.writestr(f"xl/media/{number}.png", b"")
    assert refused(buffer.getvalue()) == "import.too_big"


@pytest.mark.parametrize("part", ["sheet1.xml", "workbook.xml", "styles.xml", ".rels"])
def test_entities_are_not_expanded(part: str) -> None:
    """A billion laughs, and a file of the machine: neither is ever read."""
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b SYSTEM "file:///etc/hostname">]>'

    def poison(name: str, content: bytes) -> bytes:
        if not name.endswith(part):
            return content
        head, mark, rest = content.partition(b"?>")
        return head + mark + laughs + rest if mark else laughs + content

    assert refused(repacked(workbook(HEADS, ["a", "b"]), poison)) == "import.file"


def test_what_is_two_kinds_of_file_at_once_is_read_as_one() -> None:
    """A table with an archive behind it is a table; an archive with a table before it is broken."""
    table, archive = csv_bytes([HEADS, ["a", "b"]]), workbook(HEADS, ["c", "d"])
    assert refused(table + archive) in ("import.file", "import.too_long")
    assert refused(b"PK\x03\x04" + table) == "import.file"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04broken",
        "姓名,身份证号\n周,1".encode("utf-16"),
        b"\xff\xfe\x00\x81",
        b"\x89PNG\r\n",
        b'a,"b\n1,2',
    ],
)
def test_what_is_no_table_is_refused(content: bytes) -> None:
    assert refused(content) in ("import.file", "import.columns")


def test_too_many_rows_and_too_long_a_cell_are_told() -> None:
    assert refused(csv_bytes([HEADS, *[["a", "b"]] * 2001])) == "import.too_long"
    assert refused(workbook(HEADS, *[["a", "b"]] * 2001)) == "import.too_long"
    [row] = read_rows(csv_bytes([HEADS, ["a" * 3000, "b"]]), COLUMNS)
    assert row.spoilt == {"name": "import.cell_long"}


@pytest.mark.parametrize("text", ["{", "[]", "[1]", '[[2, "x"]]', '[["x", {}]]', "[" * 100_000, "null"])
def test_rows_that_no_page_kept_are_refused(text: str) -> None:
    with pytest.raises(Refusal, match=r"import\.file"):
        parse_rows(text, COLUMNS)

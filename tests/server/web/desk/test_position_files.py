"""Many positions out of one file: tried row by row, then all of it or nothing."""

from __future__ import annotations

import csv
import io
import json

import pytest

from server.records.entries import HomePosition
from server.services.position_files import COLUMNS, POSITION_IMPORT
from tests.factories import assigned_case

PAGE = "/desk/positions"


@pytest.fixture
def numbers(district):
    return [assigned_case(district).number for _ in range(3)]


def row(number, lat="31.230000", lon="121.500000", system="GCJ-02", accuracy=""):
    return [number, "", lat, lon, system, accuracy]


def file_of(*rows, header=POSITION_IMPORT.headings, encoding="utf-8-sig"):
    buffer = io.StringIO()
    csv.writer(buffer).writerows([header, *rows])
    return {"file": (io.BytesIO(buffer.getvalue().encode(encoding)), "positions.csv"), "do": "try"}


def kept_rows(*rows):
    """The rows of a trial, as its page keeps them."""
    keys = [column.key for column in COLUMNS]
    cells = [dict(zip(keys, row, strict=True)) for row in rows]
    return json.dumps([[line, each] for line, each in enumerate(cells, start=2)])


def kept(district):
    return {entry.id: entry.position for entry in district.office.every(HomePosition)}


def test_a_file_is_tried_first_and_then_kept_whole(person, district, numbers):
    gao = person("gao")
    assert "3 家的住址还没有位置。" in gao.text(PAGE)
    tried = gao.send(PAGE, file_of(*map(row, numbers), encoding="gb18030"))
    assert "都对，3 行可以导入" in tried.text
    assert kept(district) == {}
    gao.do(PAGE, {"rows": kept_rows(*map(row, numbers)), "do": "import"})
    here = {"lat": "31.230000", "lon": "121.500000", "system": "GCJ-02"}
    assert kept(district) == {number: here for number in numbers}
    assert "住址都有位置了" in gao.text(PAGE)
    again = gao.send(PAGE, file_of(*map(row, numbers)))
    assert again.text.count("早就记下了，不再记") == 3


def test_every_wrong_row_is_named_and_nothing_of_the_file_is_kept(person, district, numbers):
    wrong = [
        (row("SL-2026-9999"), "case.unknown"),
        (row(numbers[0], lat="121.5", lon="31.2"), "position.nowhere"),
        (row(numbers[1], system=""), "position.row_system"),
        (row(numbers[2]), None),
        (row(numbers[2]), "import.row_twice"),
    ]
    gao = person("gao")
    tried = gao.send(PAGE, file_of(*(one for one, _ in wrong)))
    assert "4 行不对，还没有导入" in tried.text
    for _, code in wrong:
        assert code is None or code in tried.text
    refused = gao.send(PAGE, {"rows": kept_rows(*(one for one, _ in wrong)), "do": "import"})
    assert (refused.status_code, kept(district)) == (422, {})


def test_the_list_that_goes_out_comes_back_filled_in(person, district, numbers):
    gao = person("gao")
    header, *rows = csv.reader(io.StringIO(gao.get(f"{PAGE}/addresses.csv").data.decode("utf-8-sig")))
    assert header == POSITION_IMPORT.headings
    assert sorted(one[0] for one in rows) == numbers
    assert all(one[1] for one in rows)
    filled = [[number, address, "31.23", "121.5", "wgs-84", "8"] for number, address, *_ in rows]
    assert "都对，3 行可以导入" in gao.send(PAGE, file_of(*filled)).text


@pytest.mark.parametrize(
    "sent", [{"do": "try"}, {"do": "import", "rows": "[1]"}, {"do": "import", "rows": "{"}]
)
def test_what_is_no_file_is_refused_with_what_to_do(person, sent):
    refused = person("gao").send(PAGE, sent)
    assert refused.status_code == 422
    assert "读不出这个文件" in refused.text


def test_a_file_that_lacks_a_column_says_which(person):
    refused = person("gao").send(PAGE, file_of(header=("案号", "纬度", "经度")))
    assert "坐标" in refused.text
    assert refused.status_code == 422


def test_another_streets_case_is_unknown_and_who_may_not_place_a_home_sees_nothing(person):
    assert person("fang").get(PAGE).status_code == 403
    assert person("fang").get(f"{PAGE}/addresses.csv").status_code == 403

"""A file is tried on its page, told by row and column, and taken over whole; its template is there."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from openpyxl import load_workbook

from server.domain.sheet import csv_bytes
from server.records.index import CaseFilter
from server.services.household_imports import HOUSEHOLD_IMPORT
from tests.server.web.browsing import words

PAGE = "/desk/imports/households"
ROW = {
    "origin": "0001",
    "community": "huaian",
    "residence": "城市",
    "class": "B",
    "amount": "860.00",
    "since": "2025-06",
    "address": "槐安路 12 号楼 3 单元 201",
    "building": "槐安路 12 号楼",
    "source": "原系统 2026 年名册",
    "name": "周例平",
    "relation": "户主",
    "identity": "110000197104090010",
}

OTHER = ROW | {"origin": "0002", "identity": "", "sex": "男", "birth": "1960-01-01"}


def file_of(*rows, ending="csv"):
    keys = [column.key for column in HOUSEHOLD_IMPORT.columns]
    content = csv_bytes([HOUSEHOLD_IMPORT.headings, *[[row.get(key, "") for key in keys] for row in rows]])
    return {"do": "try", "file": (io.BytesIO(content), f"households.{ending}")}


def kept_in(answer):
    return unescape(re.search(r'name="rows" value="([^"]*)"', answer.text)[1])


def cases(district):
    return district.index.cases(CaseFilter())


def test_what_was_tried_is_what_is_imported(person, district):
    admin = person("admin")
    tried = admin.send(PAGE, file_of(ROW))
    assert "都对，1 行可以导入" in words(tried)
    assert cases(district) == []
    admin.do(PAGE, {"do": "import", "rows": kept_in(tried)})
    [case] = cases(district)
    assert (case.head, case.community) == ("周例平", "huaian")
    again = admin.send(PAGE, file_of(ROW))
    assert "都早就有了" in words(again)
    assert 'name="rows"' not in again.text


def test_every_fault_is_told_at_its_row_and_column(person, district):
    tried = person("admin").send(PAGE, file_of(ROW | {"class": "D", "identity": "1"}, OTHER))
    said = words(tried)
    assert "1 行不对，还没有导入" in said
    assert "类别 D 这一格写其中一个：A、B、C。" in said
    assert "identity.malformed" in said
    assert 'name="rows"' not in tried.text
    assert cases(district) == []
    english = person("admin", "en").send(PAGE, file_of(ROW | {"class": "D"}))
    assert "Class D" in words(english)


def test_rows_that_are_wrong_are_not_imported_by_leaving_out_the_trial(person, district):
    rows = '[[2, {"origin": "0001", "name": "=1+1"}]]'
    refused = person("admin").send(PAGE, {"do": "import", "rows": rows})
    assert (refused.status_code, cases(district)) == (422, [])
    assert "一行都没有导入" in words(refused)


@pytest.mark.parametrize("sent", [{"do": "try"}, {"do": "import", "rows": "{"}, {}])
def test_what_is_no_file_is_refused_with_what_to_do(person, sent):
    refused = person("admin").send(PAGE, sent)
    assert refused.status_code == 422
    assert "读不出这个文件" in refused.text


def test_a_template_says_in_both_languages_what_goes_in(person):
    admin = person("admin")
    book = load_workbook(io.BytesIO(admin.get(f"{PAGE}/template.xlsx").data))
    assert [cell.value for cell in book.worksheets[0][1]][:2] == ["原编号 Old number", "社区 Community"]
    assert "身份证号 Identity number" in [row[0].value for row in book.worksheets[1].iter_rows()]
    assert admin.get(f"{PAGE}/template.csv").data.decode("utf-8-sig").startswith("原编号 Old number,")


def test_each_sees_what_they_may_import(person):
    assert "在领的家庭" in person("admin").text("/desk/imports")
    street = person("gao")
    assert "在领的家庭" not in street.text("/desk/imports")
    assert "评估员" in street.text("/desk/imports")
    assert street.get(PAGE).status_code == 403
    assert street.get(f"{PAGE}/template.csv").status_code == 403
    assert street.get("/desk/imports/everything").status_code == 404

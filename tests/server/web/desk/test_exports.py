"""The page of exports: narrowed in the address, a file for each format, whole numbers only by a button."""

from __future__ import annotations

import json
from collections.abc import Callable

from server.services.district import District
from tests.factories import accepted_case, visited_case
from tests.server.web.browsing import Person

CASES = "/desk/exports"


def test_the_page_says_how_many_rows_there_are(district: District, person: Callable[..., Person]) -> None:
    visited_case(district)
    accepted_case(district)
    gao = person("gao")
    assert "一共 2 行" in gao.text(CASES)
    assert "一共 1 行" in gao.text(f"{CASES}?stage=visited")
    assert "一共 1 行" in gao.text(f"{CASES}?kind=visits")
    assert "1 row in all" in person("xie", "en").text(f"{CASES}?kind=visits")


def test_the_file_is_what_the_address_says(district: District, person: Callable[..., Person]) -> None:
    visited_case(district)
    accepted_case(district)
    gao = person("gao")
    answer = gao.send(f"{CASES}/cases/csv?stage=visited", page=CASES)
    assert answer.mimetype == "text/csv"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="cases-')
    assert len(answer.get_data().splitlines()) == 2
    answer = gao.send(f"{CASES}/visits/geojson", page=CASES)
    assert len(json.loads(answer.text)["features"]) == 1


def test_whole_numbers_come_by_their_own_button(district: District, person: Callable[..., Person]) -> None:
    accepted_case(district)
    gao, admin = person("gao"), person("admin")
    gao.send(f"{CASES}/cases/jsonl", {"identity": "full"}, page=CASES)
    month = district.today().isoformat()[:7]
    assert "导出 cases.jsonl 1 行 完整的身份证号" in admin.text(f"/desk/reads?month={month}")
    assert admin.get(CASES).status_code == 403


def test_what_cannot_be_is_said_and_kept(person: Callable[..., Person]) -> None:
    gao = person("gao")
    answer = gao.get(f"{CASES}?first=2026-05-01&last=2026-04-01")
    assert answer.status_code == 422
    assert "开始的日子不能晚于最后的日子" in answer.text
    assert 'value="2026-05-01"' in answer.text
    assert gao.get(f"{CASES}?stage=nowhere").status_code == 422
    assert gao.send(f"{CASES}/cases/geojson", page=CASES).status_code == 404
    assert gao.send(f"{CASES}/cases/csv?street=elsewhere", page=CASES).status_code == 403

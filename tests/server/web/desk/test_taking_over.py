"""One household of the system before, taken over on a page that loses nothing."""

from __future__ import annotations

from server.records.index import CaseFilter
from tests.server.web.browsing import words

PAGE = "/desk/take-over"
FIELDS = {
    "community": "huaian",
    "residence": "urban",
    "class": "B",
    "amount": "860.00",
    "since": "2025年6月",
    "origin": "0001",
    "source": "原系统 2026 年名册",
    "address": "槐安路 12 号楼 3 单元 201",
    "building": "槐安路 12 号楼",
    "members-0-name": "周例平",
    "members-0-identity_number": "110000197104090010",
    "do": "take-over",
}


def test_a_household_is_taken_over_and_is_in_receipt(person, district):
    admin = person("admin")
    leads = admin.do(PAGE, FIELDS)
    [row] = district.index.cases(CaseFilter())
    assert leads == f"/desk/cases/{row.number}"
    receipt = district.get_case(row.number).receipt
    assert (receipt.now.amount_fen, receipt.now.since) == (86000, "2025-06")
    again = admin.send(PAGE, FIELDS)
    assert again.status_code == 409
    assert 'id="origin-why"' in again.text
    other = admin.send(PAGE, FIELDS | {"origin": "0002"})
    assert "已经在领" in words(other)


def test_a_row_more_loses_nothing(person):
    page = person("admin").send(PAGE, FIELDS | {"do": "add-member"})
    assert page.status_code == 200
    assert 'name="members-1-name"' in page.text
    assert 'value="原系统 2026 年名册"' in page.text


def test_everything_that_is_missing_is_said_at_once(person, district):
    refused = person("admin").send(PAGE, {"do": "take-over"})
    assert refused.status_code == 422
    for name in ("community", "residence", "class", "source", "since", "address", "members-0-name"):
        assert f'id="{name}-why"' in refused.text, name
    assert district.index.cases(CaseFilter()) == []


def test_only_the_administrator_takes_over(person):
    assert person("gao").get(PAGE).status_code == 403
    assert person("xie").get(PAGE).status_code == 403

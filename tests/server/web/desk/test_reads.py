"""What is read of a file stands on the record; numbers are masked until somebody asks for them."""

from __future__ import annotations

from server.domain.household import parse_household
from server.services.reads import list_reads
from tests.factories import ADMINISTRATOR, accepted_case


def read_of(district, number):
    month = district.today().isoformat()[:7]
    return [(each.user, each.what) for each in list_reads(district, ADMINISTRATOR, month, number)]


def test_opening_a_case_is_on_the_record_and_asking_for_numbers_apart(person, district):
    case = accepted_case(district)
    gao = person("gao")
    household = parse_household(district.evidence.get("declared", case.number, case.declared))
    number = household.head.identity_number
    page = gao.get(f"/desk/cases/{case.number}").text
    assert number not in page
    assert read_of(district, case.number) == [("gao", "page")]
    shown = gao.send(f"/desk/cases/{case.number}/identity-numbers", {}, f"/desk/cases/{case.number}")
    assert number in shown.text
    assert read_of(district, case.number) == [("gao", "identity"), ("gao", "page")]
    listed = person("admin").text("/desk/reads")
    assert case.number in listed
    assert "完整的身份证号" in listed


def test_a_page_that_was_refused_was_not_read(person, district):
    assert person("gao").get("/desk/cases/SL-2026-9999").status_code == 404
    assert read_of(district, "SL-2026-9999") == []


def test_a_month_that_is_none_shows_this_one(person):
    assert "这个月没有人看过" in person("admin").text("/desk/reads?month=2026-77")

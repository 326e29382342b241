"""The application form: rows come and go without losing a word, errors stand beside their fields."""

from __future__ import annotations

import pytest

from server.records.index import CaseFilter
from server.services.cases import get_case_view
from tests.factories import CLERK
from tests.server.web.browsing import words

FAMILY = {
    "address": "槐安路 12 号 3 单元 501",
    "building": "槐安路 12 号楼",
    "members-0-name": "周例平",
    "members-0-identity_number": "110000197104090010",
    "members-0-incomes-0-kind": "wages",
    "members-0-incomes-0-source": "零工",
    "members-0-incomes-0-amount": "1,200.00",
    "members-1-name": "陈示兰",
    "members-1-relation": "spouse",
    "members-1-sex": "female",
    "members-1-birth": "1973-08-21",
    "materials": ["application", "identity", "register", "income"],
    "waived": ["housing", "health"],
}
NEW = "/desk/applications/new"


def test_a_family_is_registered(person, district):
    location = person("fang").do(NEW, FAMILY | {"do": "register"})
    assert location == "/desk/cases/SL-2026-0001"
    view = get_case_view(district, CLERK, "SL-2026-0001")
    assert view.household.per_capita_fen == 60000
    assert [member.birth.isoformat() for member in view.household.members] == ["1971-04-09", "1973-08-21"]
    assert view.household.head.sex == "male"
    assert view.case.materials.given == ("application", "identity", "register", "income")
    assert view.case.materials.waived == ("housing", "health")


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["plain", "htmx"])
def test_adding_a_person_keeps_what_was_written(person, headers):
    answer = person("fang").send(NEW, FAMILY | {"do": "add-member"}, headers=headers)
    assert answer.status_code == 200
    assert 'id="members-2-name"' in answer.text
    for written in ("周例平", "110000197104090010", "1,200.00", "陈示兰", "1973-08-21", "槐安路 12 号楼"):
        assert f'value="{written}"' in answer.text
    assert answer.text.count(" checked") == 6


def test_removing_a_person_closes_the_gap(person):
    fields = FAMILY | {"members-2-name": "周示安", "do": "remove-member-1"}
    answer = person("fang").send(NEW, fields)
    assert 'name="members-1-name" type="text" value="周示安"' in answer.text
    assert "陈示兰" not in answer.text
    assert "members-2-name" not in answer.text


def test_the_head_cannot_be_removed(person):
    answer = person("fang").send(NEW, FAMILY | {"do": "remove-member-0"})
    assert 'value="周例平"' in answer.text


def test_an_income_is_added_and_removed(person):
    fang = person("fang")
    added = fang.send(NEW, FAMILY | {"do": "add-income-1"})
    assert 'id="members-1-incomes-0-amount"' in added.text
    removed = fang.send(NEW, FAMILY | {"do": "remove-income-0-0"})
    assert "members-0-incomes-0" not in removed.text


def test_the_form_adds_up_what_was_declared(person):
    answer = person("fang").send(NEW, FAMILY | {"do": "add-up"})
    assert "申报每月 1,200.00 元 人均 600.00 元" in words(answer)


def test_every_error_stands_beside_its_field_and_in_the_summary(person, district):
    wrong = {
        "building": "",
        "members-0-identity_number": "110000197104090011",
        "members-0-incomes-0-amount": "十二",
        "members-1-birth": "2099-01-01",
        "do": "register",
    }
    answer = person("fang").send(NEW, FAMILY | wrong)
    assert answer.status_code == 422
    text = words(answer)
    assert "还有 4 处要改" in text
    assert "周例平：身份证号最后一位对不上。" in text
    assert "陈示兰：出生日期在今天以后。" in text
    for field in ("building", "members-0-identity_number", "members-0-incomes-0-amount", "members-1-birth"):
        assert f'href="#{field}"' in answer.text
        assert f'id="{field}-why"' in answer.text
    assert 'value="十二"' in answer.text
    assert not district.index.count_by_stage(CaseFilter())


def test_a_birthday_that_differs_from_the_number_is_asked_again(person):
    answer = person("fang").send(NEW, FAMILY | {"members-0-birth": "1971-04-10", "do": "register"})
    assert "出生日期和身份证号里的 1971-04-09 不一样" in words(answer)


def test_the_same_identity_number_twice_is_refused(person):
    fields = {"members-1-identity_number": "110000197104090010", "members-1-birth": "1971-04-09"}
    answer = person("fang").send(NEW, FAMILY | fields | {"do": "register"})
    assert "两位成员的身份证号一样：周例平、陈示兰。" in words(answer)


def test_errors_are_said_in_english(person):
    answer = person("fang", lang="en").send(NEW, FAMILY | {"members-0-name": "", "do": "register"})
    assert "Person 1: Enter the name." in words(answer)


def test_the_street_registers_what_comes_to_its_own_counter_and_nobody_else_does(person):
    assert person("gao").get(NEW).status_code == 200
    for user in ("xie", "lin"):
        assert person(user).get(NEW).status_code == 403

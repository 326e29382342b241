"""The page 找案卷: filters in the address, searches kept under a name, acts on the files ticked."""

from __future__ import annotations

import re
from urllib.parse import quote

from server.domain.flag import FLAG_WORDS
from server.services.applications import register_application
from server.services.reads import DIGITS, list_reads
from server.web.desk.searches import FLAG_NAMES
from tests.adversarial.test_hostile_searches import HOSTILE
from tests.factories import ADMINISTRATOR, CLERK, accepted_case, household
from tests.server.web.browsing import words


def test_what_is_looked_for_stands_in_the_address(person, district):
    number = accepted_case(district).number
    other = accepted_case(district, address="梧桐路 3 号", building="梧桐路 3 号楼").number
    gao = person("gao")
    page = gao.get("/desk/cases?q=%E6%A2%A7%E6%A1%90&stage=accepted").text
    assert other in page
    assert number not in page
    assert 'value="梧桐"' in page
    assert 'value="accepted" selected' in page
    assert "没有找到" in gao.text("/desk/cases?q=%E6%B2%A1%E6%9C%89%E7%9A%84")


def test_a_whole_case_number_opens_its_case(person, district):
    number = accepted_case(district).number
    assert person("gao").get(f"/desk/cases?q={number.lower()}").location.endswith(f"/desk/cases/{number}")


def test_a_whole_identity_number_stays_in_no_address(person, district):
    accepted_case(district)
    for name in ("q", "tail"):
        answer = person("gao").get(f"/desk/cases?{name}=110101199003070010&stage=accepted")
        assert answer.status_code == 302
        assert "11010119900307" not in answer.location
        assert "tail=0010" in answer.location
        assert "stage=accepted" in answer.location


def test_a_search_by_digits_says_that_it_is_on_the_record(person, district):
    number = accepted_case(district).number
    text = person("gao").text("/desk/cases?tail=0010")
    assert number in text
    assert "每次都记在您名下" in text
    reads = list_reads(district, ADMINISTRATOR, district.today().isoformat()[:7])
    assert [(read.user, read.case, read.what) for read in reads] == [("gao", number, DIGITS)]
    assert "按身份证号后四位找" in person("admin").text("/desk/reads")


def test_bad_days_and_digits_are_said_and_nothing_typed_is_lost(person, district):
    number = accepted_case(district).number
    gao = person("gao")
    for query in ("since=2026-02-30", "tail=12"):
        answer = gao.get(f"/desk/cases?q=%E5%91%A8&{query}")
        assert answer.status_code == 422
        assert number not in answer.text
        assert 'value="周"' in answer.text


def test_who_may_not_see_numbers_is_not_asked_for_them(person, district):
    accepted_case(district)
    page = person("lin").get("/desk/cases")
    assert 'name="tail"' not in page.text
    assert person("lin").get("/desk/cases?tail=0010").status_code == 403


def test_pages_follow_each_other_with_their_lines_counted(person, district):
    for _ in range(25):
        register_application(district, CLERK, household())
    fang = person("fang")
    first = fang.get("/desk/cases?q=%E5%91%A8%E4%BE%8B%E5%B9%B3").text
    assert "第 1 到 20 件，共 25 件" in first
    following = re.search(r'href="(/desk/cases\?[^"]*after=[^"]+)"', first)[1].replace("&amp;", "&")
    second = fang.get(following).text
    assert "第 21 到 25 件，共 25 件" in second
    back = re.search(r'href="(/desk/cases\?[^"]*before=[^"]+)"', second)[1].replace("&amp;", "&")
    assert "第 1 到 20 件，共 25 件" in fang.get(back).text


def test_a_search_is_kept_found_again_renamed_and_deleted(person, district):
    accepted_case(district)
    gao = person("gao")
    page = "/desk/cases?q=%E6%A7%90&stage=accepted"
    kept = {"q": "槐", "stage": "accepted", "name": "槐安的"}
    assert gao.do("/desk/cases/searches", kept, page).startswith("/desk/cases?")
    assert "槐安的" in gao.text("/desk/cases")
    assert "槐安的" not in person("xie").text("/desk/cases")
    listed = gao.get("/desk/cases/searches").text
    address = re.search(r'action="(/desk/cases/searches/[^"]+)/delete"', listed)[1]
    answer = gao.send(address, {"name": " "}, "/desk/cases/searches")
    assert answer.status_code == 422
    assert "起个名字" in words(answer)
    gao.do(address, {"name": "松林槐安"}, "/desk/cases/searches")
    assert "松林槐安" in gao.text("/desk/cases")
    gao.do(f"{address}/delete", {}, "/desk/cases/searches")
    assert "还没有存过" in gao.text("/desk/cases/searches")


def test_a_search_without_a_name_is_not_kept_and_stays_as_it_was(person, district):
    accepted_case(district)
    answer = person("gao").send("/desk/cases/searches", {"q": "槐", "name": ""}, "/desk/cases?q=%E6%A7%90")
    assert answer.status_code == 422
    assert 'value="槐"' in answer.text
    assert "起个名字" in words(answer)


def test_a_note_is_left_on_the_files_ticked_once_it_was_said_what_happens(person, district):
    cases = [accepted_case(district) for _ in range(2)]
    xie = person("xie")
    chosen = {"act": "note", "number": [case.number for case in cases], "q": "周"}
    asked = xie.send("/desk/cases/chosen", chosen, "/desk/cases")
    assert "都记一笔：2 卷" in words(asked)
    assert [district.get_case(case.number).acts for case in cases] == [case.acts for case in cases]
    empty = xie.send("/desk/cases/chosen", {**chosen, "sure": "yes", "words": " "}, "/desk/cases")
    assert empty.status_code == 422
    done = xie.send("/desk/cases/chosen", {**chosen, "sure": "yes", "words": "月底看"}, "/desk/cases")
    assert "选了 2 卷，办成 2 卷" in words(done)
    assert all(district.get_case(case.number).last.kind == "note_written" for case in cases)


def test_one_that_cannot_be_done_says_why_beside_its_name(person, district):
    case = accepted_case(district)
    fang = person("fang")
    fields = {"act": "forward", "number": [case.number, "SL-2026-9999"], "sure": "yes"}
    text = words(fang.send("/desk/cases/chosen", fields, "/desk/cases"))
    assert "选了 2 卷，办成 0 卷" in text
    assert text.count("没有办") == 2


def test_nothing_ticked_and_nothing_known_are_said(person, district):
    accepted_case(district)
    xie = person("xie")
    nothing = xie.send("/desk/cases/chosen", {"act": "note"}, "/desk/cases")
    assert (nothing.status_code, "请先勾选案卷" in words(nothing)) == (422, True)
    for name in ("approve", "forward", ""):
        unknown = xie.send("/desk/cases/chosen", {"act": name, "number": ["SL-2026-0001"]}, "/desk/cases")
        assert (unknown.status_code, "请选要办什么" in words(unknown)) == (422, True)


def test_the_files_ticked_are_printed(person, district):
    numbers = [accepted_case(district).number for _ in range(2)]
    answer = person("gao").send("/desk/cases/chosen", {"act": "print", "number": numbers}, "/desk/cases")
    assert answer.mimetype == "application/pdf"
    reads = list_reads(district, ADMINISTRATOR, district.today().isoformat()[:7])
    assert {read.case for read in reads if read.what == "copy"} == set(numbers)


def test_every_kind_of_flag_can_be_looked_for_by_name():
    assert set(FLAG_NAMES) == set(FLAG_WORDS)


def test_the_page_answers_whatever_its_address_says(person, district) -> None:
    accepted_case(district)
    gao = person("gao")
    for text in HOSTILE[:24]:
        typed = quote(text[:2000].encode("utf-8", "replace"))
        for name in ("q", "tail", "community", "stage", "assessor", "flag", "since", "after", "n"):
            assert gao.client.get(f"/desk/cases?{name}={typed}").status_code in (200, 422), (name, text[:20])


def test_ticked_numbers_that_are_none_do_nothing(person, district) -> None:
    accepted_case(district)
    before = list(district.casebook.documents())
    answer = person("xie").send(
        "/desk/cases/chosen",
        {
            "act": "note",
            "sure": "yes",
            "words": "x",
            "number": ["../../etc", "account:xie", "reads:gao:2026-03", "%"],
        },
        "/desk/cases",
    )
    assert answer.status_code == 200
    assert list(district.casebook.documents()) == before

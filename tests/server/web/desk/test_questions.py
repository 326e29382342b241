"""The reviewer asks on the file's page; it waits on the street's work list and is answered once."""

from __future__ import annotations

from tests.server.services.story import audited_case


def test_a_question_goes_to_the_street_and_its_answer_comes_back(person, district):
    number = audited_case(district).number
    xie, gao = person("xie"), person("gao")
    assert 'data-key="q"' in xie.get(f"/desk/cases/{number}").text
    xie.do(f"/desk/cases/{number}/question", {"words": "工资条是哪个月的？"})
    assert "1 问等街道答" in xie.text(f"/desk/cases/{number}")
    assert "区里问的，等街道答 1" in gao.text("/desk/")
    assert "工资条是哪个月的？" in gao.text("/desk/questions")
    n = district.get_case(number).last.n
    page = f"/desk/cases/{number}/questions/{n}"
    assert "工资条是哪个月的？" in gao.text(page)
    gao.do(page, {"words": "二月的。"})
    assert "没有等答复的" in gao.text("/desk/questions")
    assert "高样如 二月的。" in xie.text(f"/desk/cases/{number}")
    again = gao.send(page, {"words": "改成三月。"})
    assert (again.status_code, "改成三月。" in again.text) == (409, True)


def test_an_empty_question_gives_the_page_back(person, district):
    number = audited_case(district).number
    refused = person("xie").send(f"/desk/cases/{number}/question", {"words": " "})
    assert refused.status_code == 422
    assert "请写明要问、要答或者要记的。" in refused.text


def test_a_note_is_read_by_the_next(person, district):
    number = audited_case(district).number
    person("gao").do(f"/desk/cases/{number}/note", {"words": "门牌换过。"})
    assert "门牌换过。" in person("xie").text(f"/desk/cases/{number}")
    assert person("fang").get(f"/desk/cases/{number}/note").status_code == 403

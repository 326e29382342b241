"""Goods at the desk: listed by the street, signed for in the community, ended by the street (S7-DUTY-S3)."""

from __future__ import annotations

import io
import json
import re

import pytest

from tests.factories import STREET_ID
from tests.server.services.receiving import receiving_case
from tests.server.services.test_goods_sheets import taken_now
from tests.server.web.browsing import words

PAGE = "/desk/goods/goods-2026-001"
INK = json.dumps({"width": 300, "height": 120, "paths": ["M10 10L40 40"]})
FIELDS = {
    "words": "春节慰问",
    "street": STREET_ID,
    "name-1": "大米",
    "unit-1": "公斤",
    "person-1": "5",
    "name-3": "食用油",
    "unit-3": "桶",
    "household-3": "1",
}


@pytest.fixture
def number(district):
    return receiving_case(district)


def fields(district, **changed):
    return {**FIELDS, "on": district.today().isoformat(), **changed}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_goods_go_their_way(person, district, number, lang):
    gao, fang, xie = (person(user, lang) for user in ("gao", "fang", "xie"))
    household = f"{PAGE}/households/{number}"
    gao.do("/desk/goods/new", fields(district))
    assert "春节慰问" in fang.text("/desk/goods")
    assert fang.get(f"{PAGE}/sheet.pdf").data.startswith(b"%PDF")
    assert ("谁来领的" if lang == "zh" else "Who came") in fang.text(household)
    fang.do(household, {"how": "self", "sign": "pad", "ink": INK}, household)
    assert "M10 10L40 40" in fang.get(household).text
    again = fang.send(household, {"how": "self", "sign": "paper"}, household)
    assert again.status_code == 422
    fang.do(f"{household}/taking-back", {"words": "勾错了"}, household)
    fang.do(f"{PAGE}/collected", {"cases": number}, PAGE)
    assert ("签在纸上" if lang == "zh" else "Signed on paper") in xie.text(PAGE)
    assert ("都领了" if lang == "zh" else "Everybody has collected") in fang.text(f"{PAGE}?state=missing")
    assert "大米 10 公斤；食用油 1 桶" in gao.text(f"/desk/cases/{number}/payments")
    gao.do(f"{PAGE}/end", {"words": ""}, PAGE)
    assert ("发完了" if lang == "zh" else "Ended") in xie.text("/desk/goods")


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(person, district, number):
    gao = person("gao")
    for changed, field, said in (
        ({"words": " "}, "words", "什么发放"),
        ({"person-1": "-5"}, "name-1", "整数"),
        ({"person-1": "五"}, "name-1", "整数"),
        ({"person-1": ""}, "name-1", "每户、每人"),
        ({"name-1": "", "name-3": ""}, "name-1", "发什么"),
        ({"on": "2020-01-01"}, "on", "三个月"),
    ):
        answer = gao.send("/desk/goods/new", fields(district, **changed))
        assert answer.status_code == 422
        assert said in words(answer)
        assert f'id="{field}-why"' in answer.text
        assert 'value="桶"' in answer.text
    gao.do("/desk/goods/new", fields(district))
    answer = gao.send(f"{PAGE}/end", {"words": ""}, PAGE)
    assert "还有 1 户没领" in words(answer)
    proxy = f"{PAGE}/households/{number}"
    answer = person("fang").send(proxy, {"how": "proxy", "proxy": "", "sign": "paper"}, proxy)
    assert 'id="proxy-why"' in answer.text


def test_who_may_not_lists_and_collects_nothing(person, district, number):
    person("gao").do("/desk/goods/new", fields(district))
    xie = person("xie")
    assert xie.get("/desk/goods/new").status_code == 403
    assert "勾上的都领了" not in xie.text(PAGE)
    assert xie.send(f"{PAGE}/collected", {"cases": number}, PAGE).status_code == 403
    assert person("fang").send(f"{PAGE}/end", {"words": "完"}, PAGE).status_code == 403
    assert xie.get("/desk/goods/goods-2026-009").status_code == 404
    assert xie.get(f"{PAGE}/households/SL-2026-9999").status_code == 422


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_signed_sheet_is_handed_in_and_shown_to_whoever_may(person, district, number, lang):
    gao, fang = person("gao", lang), person("fang", lang)
    gao.do("/desk/goods/new", fields(district))
    none_yet, one = ("还没有存照片", "第 1 张") if lang == "zh" else ("been kept yet", "Sheet 1")
    assert none_yet in fang.text(PAGE)
    assert 'name="community"' not in fang.get(PAGE).text
    assert 'name="community"' in gao.get(PAGE).text
    photo = taken_now(district)
    fang.do(f"{PAGE}/sheets", {"photo": (io.BytesIO(photo), "sheet.jpg")}, PAGE)
    page = gao.get(PAGE)
    assert one in words(page)
    [address] = re.findall(rf'href="({PAGE}/sheets/[0-9a-f]+)"', page.text)
    assert gao.get(address).mimetype == "image/jpeg"
    assert gao.get(address).headers["Cache-Control"] == "private, no-store"
    assert person("xie", lang).get(address).data.startswith(b"\xff\xd8")


def test_a_sheet_that_is_none_is_refused_at_its_field(person, district, number):
    gao = person("gao")
    gao.do("/desk/goods/new", fields(district))
    photo = taken_now(district)
    for sent, said in (
        ({}, "选一张照片"),
        ({"photo": (io.BytesIO(b"GIF89a, not at all"), "sheet.jpg")}, "照片"),
        ({"photo": (io.BytesIO(b""), "sheet.jpg")}, "选一张照片"),
    ):
        answer = gao.send(f"{PAGE}/sheets", {"community": "huaian", **sent}, PAGE)
        assert answer.status_code == 422
        assert said in words(answer)
        assert 'id="photo-why"' in answer.text
        assert re.search(r'<option value="huaian"\s+selected', answer.text)
    gao.do(f"{PAGE}/sheets", {"photo": (io.BytesIO(photo), "sheet.jpg")}, PAGE)
    again = gao.send(f"{PAGE}/sheets", {"photo": (io.BytesIO(photo), "sheet.jpg")}, PAGE)
    assert again.status_code == 422
    assert 'id="photo-why"' in again.text
    assert (
        person("xie").send(f"{PAGE}/sheets", {"photo": (io.BytesIO(photo), "x.jpg")}, PAGE).status_code == 403
    )
    gao.do(f"{PAGE}/calling-off", {"words": "列错了。"}, PAGE)
    assert "存这一张" not in gao.text(PAGE)

"""The administrator keeps streets and communities; a refusal keeps what was written."""

from __future__ import annotations

from tests.server.web.browsing import words

PAGE = "/desk/areas"
NEW = {"kind": "community", "parent": "songlin", "name_zh": "新苑社区", "id": "xinyuan", "code": "SLXY"}


def test_a_community_is_added_renamed_closed_and_opened_again(person, district):
    admin = person("admin")
    assert admin.do(f"{PAGE}/new", NEW) == PAGE
    assert "新苑社区" in admin.text(PAGE)
    admin.do(f"{PAGE}/xinyuan", {"name_zh": "新园社区", "name_en": "Xinyuan", "phone": "0000-0001"})
    assert "新园社区" in admin.text(f"{PAGE}/xinyuan")
    admin.do(f"{PAGE}/xinyuan/closed", page=f"{PAGE}/xinyuan")
    page = admin.text(f"{PAGE}/xinyuan")
    assert "不再办新的" in page
    assert "恢复" in page
    admin.do(f"{PAGE}/xinyuan/opened", page=f"{PAGE}/xinyuan")
    kinds = [act.kind for act in district.casebook.read("area:xinyuan")]
    assert kinds == ["area_added", "area_changed", "area_closed", "area_reopened"]
    assert "Xinyuan" in person("admin", "en").text(PAGE)


def test_what_is_refused_is_said_at_its_field_and_nothing_is_lost(person):
    admin = person("admin")
    refused = admin.send(f"{PAGE}/new", NEW | {"code": "sl", "place": "新苑路 1 号"})
    assert refused.status_code == 422
    assert 'id="code-why"' in refused.text
    assert 'value="新苑路 1 号"' in refused.text
    refused = admin.send(f"{PAGE}/huaian", {"name_zh": ""})
    assert 'id="name_zh-why"' in refused.text


def test_a_street_with_communities_is_not_closed(person):
    admin = person("admin")
    refused = admin.send(f"{PAGE}/songlin/closed", page=f"{PAGE}/huaian")
    assert (refused.status_code, "先撤销社区" in words(refused)) == (409, True)


def test_the_names_of_the_district_are_changed(person, district):
    admin = person("admin")
    names = {"name_zh": "四方新区", "name_en": "Sifang", "issuer": "新区低保中心", "phone": ""}
    admin.do("/desk/district/names", names)
    assert "四方新区" in admin.text(PAGE)
    assert district.profile.issuer == "新区低保中心"


def test_the_district_reads_them_and_a_street_does_not(person):
    reviewer = person("xie")
    assert "槐安社区" in reviewer.text(PAGE)
    assert reviewer.get(f"{PAGE}/new").status_code == 403
    assert person("gao").get(PAGE).status_code == 403

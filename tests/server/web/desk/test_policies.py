"""Packs at the desk: every value with its source, what differs between two, a new standard for everybody."""

from __future__ import annotations

from server.services.policies import shipped_packs
from tests.factories import visited_case
from tests.server.services.story import approved_case


def test_the_packs_are_listed_with_the_digest_the_district_signed(person, district):
    text = person("fang").text("/desk/policies")
    assert "sifang-seed@1" in text
    assert "cn-2021@1" in text
    assert district.versions.digest("policy", "cn-2021@1")[:16] in text
    assert "算新标准" not in text
    assert "算新标准" in person("xie").text("/desk/policies")


def test_a_pack_shows_every_value_in_words_with_its_source(person, district):
    text = person("fang").text("/desk/policies/sifang-seed@1")
    assert "多少算通过 meeting.threshold 2/3 S7-MEET-A7" in text
    assert "每人每月标准 benefit.standard_fen 1,100.00 元" in text
    assert "15 %" in text
    assert "怎么表决 meeting.ballot 举手" in text
    english = person("fang", "en").text("/desk/policies/cn-2021@1")
    assert "District timers.district 10 working days" in english
    assert "the central basic pension" in english
    assert "until 2025-12-31" in english
    assert person("fang").get("/desk/policies/nothing@1").status_code == 404


def test_every_key_of_a_pack_has_words(person, district):
    for key in ("sifang-seed@1", "cn-2021@1"):
        page = person("fang").get(f"/desk/policies/{key}").text
        labels = [part.split("<")[0] for part in page.split('<th scope="row">')[1:]]
        assert len(labels) > 120
        assert [label for label in labels if "." in label or "_" in label] == []


def test_two_packs_are_compared(person, district):
    text = person("fang").text("/desk/policies/compare?here=sifang-seed@1&there=cn-2021@1")
    assert "公示 · 公示几天 notice.days sifang-seed@1 3 S7-NOTICE-02" in text
    same = person("fang").text("/desk/policies/compare?here=cn-2021@1&there=cn-2021@1")
    assert "没有不同" in same
    assert person("fang").get("/desk/policies/compare?here=x&there=y").status_code == 404


def test_a_new_standard_is_worked_out_for_everybody_and_changes_nothing(person, district):
    case = approved_case(district)
    acts = len(district.casebook.read(case.number))
    xie = person("xie")
    assert "一共" not in xie.text("/desk/policies/new-standard")
    text = xie.text("/desk/policies/new-standard?standard=1200")
    now = case.finding.amount_fen
    assert case.number in text
    assert f"{(now + 2 * 10000) // 100:,}.00" in text
    assert "1 户多，0 户少" in text
    assert len(district.casebook.read(case.number)) == acts
    table = xie.get("/desk/policies/new-standard.csv?standard=1&pack=cn-2021@1").text
    assert f"{case.number}," in table
    assert ",0.00," in table
    assert "会到零" in xie.text("/desk/policies/new-standard?standard=1")
    assert "槐安" not in person("xie", "en").text("/desk/policies/new-standard?standard=1200")


def test_a_standard_that_is_none_is_told(person, district):
    xie = person("xie")
    for standard in ("0", "-5", "much"):
        answer = xie.get(f"/desk/policies/new-standard?standard={standard}")
        assert answer.status_code == 422
        assert "要改" in answer.text
        assert xie.get(f"/desk/policies/new-standard.csv?standard={standard}").status_code == 422
    assert "还没有在保的家庭" in xie.text("/desk/policies/new-standard?standard=1200")
    assert person("fang").get("/desk/policies/new-standard").status_code == 403


def test_a_case_shows_how_its_amount_is_worked_out_and_prints_it(person, district):
    case = visited_case(district)
    gao = person("gao")
    text = gao.text(f"/desk/cases/{case.number}")
    assert "每月金额怎么算" in text
    assert "救助总额：2 × 1,100.00 = 2,200.00 元" in text
    assert "What the household needs" in person("gao", "en").text(f"/desk/cases/{case.number}")
    paper = gao.get(f"/desk/cases/{case.number}/benefit.pdf")
    assert paper.mimetype == "application/pdf"


def test_a_pack_that_ships_with_other_content_is_said_not_to_be_used(person, district, monkeypatch):
    edited = {"cn-2021@1": shipped_packs()["cn-2021@1"] | {"issuer": "改过的民政部"}}
    monkeypatch.setattr("server.services.policies._shipped", lambda: edited)
    reviewer = person("xie")
    assert "软件带来的内容不同，没有用" in reviewer.get("/desk/policies").text
    assert "案卷照登记的这一份办" in reviewer.get("/desk/policies/cn-2021@1").text
    assert "改过的民政部" not in reviewer.get("/desk/policies/cn-2021@1").text
    assert "软件带来的" not in reviewer.get("/desk/policies/sifang-seed@1").text


def test_a_pack_older_than_its_keys_says_what_is_as_before(person, district, monkeypatch):
    published = district.versions.get("policy", "cn-2021@1")
    old = {name: part for name, part in published.items() if name != "retention"}
    monkeypatch.setattr(district.versions, "get", lambda *_: old)
    page = person("xie").get("/desk/policies/cn-2021@1").text
    assert "后来才有的 2 项照旧办" in page
    assert "2026-11-28才有这一项" in page

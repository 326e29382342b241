"""The board: what hangs now, no more than the pack allows, nothing afterwards (S7-NOTICE, PR-02, PR-05)."""

from __future__ import annotations

from dataclasses import replace

from server.services.heads import publish_due
from tests.server.services.story import move, noticed_case
from tests.server.web.browsing import words


def test_a_notice_shows_what_the_pack_allows_and_no_more(person, district):
    case, posted = noticed_case(district)
    resident = person()
    assert "现在有 1 份公示" in resident.text("/board")
    page = resident.get(f"/board/notices/{posted.id}")
    text = words(page)
    assert "周例平 2 人 每月 340.00 元" in text
    for private in (case.number, "501", "110000", "陈示兰", "0000-000 0001", "1,860"):
        assert private not in page.text
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex' in page.text


def test_the_days_of_a_notice_are_counted_without_the_first(person, district):
    _, posted = noticed_case(district)
    move(district, days=2)
    text = person().text(f"/board/notices/{posted.id}")
    assert "公示 3 天，还有 2 天" in text
    assert "3月2日 张贴，不算" in text
    assert "今天 3月4日 第 2 天" in text


def test_nothing_is_shown_after_the_period(person, district):
    _, posted = noticed_case(district)
    move(district, days=3)
    assert person().get(f"/board/notices/{posted.id}").status_code == 200
    move(district, days=1)
    answer = person().get(f"/board/notices/{posted.id}")
    assert answer.status_code == 404
    assert "周例平" not in answer.text
    assert "现在没有公示" in person().text("/board")


def test_a_notice_in_english(person, district):
    _, posted = noticed_case(district)
    text = person(lang="en").text(f"/board/notices/{posted.id}")
    assert "340.00 yuan a month" in text
    assert "posted, not counted" in text


def test_a_pack_that_masks_names_masks_them_in_every_place(person, district):
    for key, policy in list(district.policies.items()):
        masked = replace(policy.notice, mask_name=True, fields=("head", "amount"))
        district.policies[key] = replace(policy, notice=masked)
    _, posted = noticed_case(district)
    move(district, days=1)
    publish_due(district)
    notice = f"/board/notices/{posted.id}"
    for lang in ("zh", "en"):
        resident = person(lang=lang)
        for address in ("/board", notice, f"{notice}/objection", "/board/log"):
            page = resident.get(address)
            assert page.status_code == 200
            assert "周例平" not in page.text
        page = resident.get(notice)
        assert "周**" in words(page)
        assert "data-proof" in page.text
        for left_out in ('data-shown="persons"', "&#34;persons&#34;"):
            assert left_out not in page.text
    officer = person("gao")
    assert "周例平" not in officer.text("/desk/notices")

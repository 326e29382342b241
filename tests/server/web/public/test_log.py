"""The log in public: listed, downloaded, held against a paper; a notice carries its proof."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape

from server.records.heads import is_signed, read_signed
from server.records.keys import public_jwk
from server.services.heads import publish_due
from tests.factories import accepted_case
from tests.server.services.story import move, noticed_case


def published(district, days=1):
    accepted_case(district)
    move(district, days=days)
    return publish_due(district)


def test_before_the_first_night_there_is_no_head(person):
    assert "还没有总账" in person().text("/board/log")
    assert person().get("/board/log.json").get_json()["heads"] == []


def test_the_heads_are_listed_newest_first(person, district):
    heads = [each.head for each in published(district, days=3)]
    page = person().get("/board/log")
    shown = re.findall(r'<span class="short-form">([^<]+)', page.text)
    assert shown == [head.short for head in heads[::-1]]
    assert "2026年3月4日" in page.text
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert 'href="/board/log"' in person().get("/board").text


def test_a_head_made_late_says_so(person, district):
    published(district, days=3)
    rows = re.findall(r"<li><b>.*?</li>", person().get("/board/log").text)
    assert len(rows) == 3
    assert "3月5日 9:00补做" in rows[-1]


def test_a_long_log_is_turned_page_by_page(person, district):
    heads = [each.head for each in published(district, days=70)]
    nobody, seen, address = person(), [], "/board/log"
    while address:
        text = nobody.get(address).text
        seen += re.findall(r'<span class="short-form">([^<]+)', text)
        found = re.search(r'href="(/board/log\?before=[^"]+)"', text)
        address = unescape(found[1]) if found else ""
    assert seen == [head.short for head in heads[::-1]]


def test_the_signed_head_can_be_taken_away(person, district):
    [each] = published(district)
    answer = person().get("/board/log/2026-03-02/head.jws")
    signed = answer.text.strip()
    assert read_signed(signed) == each.head
    assert is_signed(signed, [district.keys.log])
    assert answer.headers["Content-Disposition"] == 'attachment; filename="ruhu-head-2026-03-02.jws"'
    assert person().get("/board/log/2026-03-03/head.jws").status_code == 404
    assert person().get("/board/log/2026-02-30/head.jws").status_code == 422


def test_the_json_says_by_which_key_and_how_each_day_carries_on(person, district):
    heads = published(district, days=120)
    answer = person().get("/board/log.json").get_json()
    assert answer["keys"] == [public_jwk(district.keys.log)]
    assert [each["digest"] for each in answer["heads"]] == [each.head.digest for each in heads[:-101:-1]]
    assert answer["heads"][0]["consistency"] == list(heads[-1].consistency)
    rest = person().get(f"/board/log.json?before={answer['before']}").get_json()
    assert len(rest["heads"]) == 20
    assert rest["before"] is None


def test_neither_page_names_a_file_or_a_leaf(person, district):
    case, _ = noticed_case(district)
    move(district, days=1)
    [each] = publish_due(district)
    for address in ("/board/log", "/board/log.json", "/board/log/2026-03-02/head.jws"):
        text = person().get(address).text
        assert case.number not in text
        assert not [line for line in district.heads.lines(each.head.date) if line.digest in text]


def test_a_short_form_on_paper_is_held_against_its_day(person, district):
    [each] = published(district)
    nobody, typed = person(), each.head.short.lower().replace("-", " ")
    assert "对得上" in nobody.text(f"/board/log?on=2026-03-02&code={typed}")
    other = "0000-0000-0000-0000"
    text = nobody.text(f"/board/log?on=2026-03-02&code={other}")
    assert "对不上" in text
    assert f"2026年3月2日公布的是 {each.head.short}" in text


def test_what_was_typed_wrong_is_said_beside_the_field_and_kept(person, district):
    published(district)
    nobody = person()
    page = nobody.get("/board/log?on=2026-03-02&code=7K3M")
    assert "“7K3M”不是总账短码" in unescape(page.text)
    assert 'value="7K3M"' in page.text
    assert "没有2026-03-09的总账" in nobody.text("/board/log?on=2026-03-09&code=0000000000000000")
    assert "不是日期" in nobody.text("/board/log?on=soon&code=0000000000000000")
    assert "还没填日期" in nobody.text("/board/log?code=0000000000000000")
    assert nobody.get("/board/log?before=soon").status_code == 422


def test_a_notice_says_that_tonights_head_is_to_come(person, district):
    _, posted = noticed_case(district)
    page = person().get(f"/board/notices/{posted.id}")
    assert "3月2日的总账还没有做" in page.text
    assert "notice.js" not in page.text


def test_a_notice_carries_its_proof_and_the_key_to_check_it(person, district):
    case, posted = noticed_case(district)
    move(district, days=1)
    publish_due(district)
    page = person().get(f"/board/notices/{posted.id}")
    proof = json.loads(unescape(re.search(r'data-proof="([^"]+)"', page.text)[1]))
    keys = json.loads(unescape(re.search(r'data-keys="([^"]+)"', page.text)[1]))
    assert keys == [public_jwk(district.keys.log)]
    assert read_signed(proof["head"]).date == district.today() - timedelta(days=1)
    assert proof["statement"]["notice"] == posted.id
    assert "notice.js" in page.text
    for private in (case.number, "陈示兰", "0000-000 0001", "槐安路 12 号 3 单元", "gao"):
        assert private not in page.text


def test_a_notice_missing_from_the_log_is_said_loudly_without_any_script(person, district):
    case, posted = noticed_case(district)
    database = district.casebook.database
    act = next(act for act in case.acts if act.kind == "notice_posted")
    move(district, days=1)
    publish_due(district)
    day = district.today() - timedelta(days=1)
    name = f"head:{day.isoformat()}"
    rows = [[line.digest, line.act] for line in district.heads.lines(day) if line.act != act.id]
    stored = database.get(name)
    database.put_attachment(stored, "leaves.json", json.dumps(rows).encode(), "application/json")
    text = person().text(f"/board/notices/{posted.id}")
    assert "总账里没有这份公示" in text

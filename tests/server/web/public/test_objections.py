"""A resident objects on the page and follows it by the receipt; nobody else learns anything (S7-AMB-06)."""

from __future__ import annotations

import re
from dataclasses import replace

from server.services.objections import answer_objection
from server.services.papers import notice_pdf
from tests.factories import OFFICER
from tests.server.documents.papers import text_of
from tests.server.services.packs import use_pack
from tests.server.services.story import move, noticed_case
from tests.server.web.browsing import words

SAID = {
    "text": "他家有一辆小汽车，登记在弟弟名下。",
    "name": "吴样邻",
    "contact": "0000-000 0009",
    "password": "songguo",
}


def test_an_objection_is_filed_followed_and_its_answer_read(person, district):
    case, posted = noticed_case(district)
    resident = person()
    page = resident.get(f"/board/notices/{posted.id}")
    assert f'href="/board/notices/{posted.id}/objection"' in page.text
    led_to = resident.do(f"/board/notices/{posted.id}/objection", SAID)
    receipt = re.search(r"Y-[0-9A-Z]{4}-[0-9A-Z]{4}", led_to)[0]
    text = resident.text(led_to)
    assert receipt in text
    assert "另派一组人" in text
    for private in (SAID["text"], SAID["name"], SAID["contact"], case.number, "周例平"):
        assert private not in text
    stranger = person(lang="en")
    assert "the street sends another team" in stranger.text(f"/board/objections/{receipt}")
    answer_objection(district, OFFICER, receipt, "查过车辆登记。")
    wrong = stranger.send(f"/board/objections/{receipt}", {"password": "guessed"})
    assert wrong.status_code == 403
    assert "查过" not in wrong.text
    right = stranger.send(f"/board/objections/{receipt}", {"password": "songguo"})
    assert "查过车辆登记。" in words(right)
    assert right.headers["Cache-Control"] == "no-store"


def test_where_the_pack_asks_for_a_name_nothing_says_it_may_be_left_out(person, district):
    _, posted = noticed_case(district)
    rules = district.policy_of("sifang-seed@1").objection
    use_pack(district, "sifang-seed@1", objection=replace(rules, anonymous=False))
    resident = person()
    assert "可以不写姓名" not in resident.text(f"/board/notices/{posted.id}")
    assert "可以不写姓名" not in text_of(notice_pdf(district, OFFICER, posted.id))
    form = resident.get(f"/board/notices/{posted.id}/objection").text
    assert form.index('name="name"') < form.index("下面的可以都不填")
    refused = resident.send(f"/board/notices/{posted.id}/objection", {"text": "他家有车。"})
    assert "请写姓名" in words(refused)


def test_the_board_leads_from_a_typed_receipt_to_its_page(person, district):
    _, posted = noticed_case(district)
    resident = person()
    receipt = resident.do(f"/board/notices/{posted.id}/objection", {"text": "不对"}).split("/")[-1][:11]
    typed = receipt.replace("-", "").lower()
    found = resident.get(f"/board/objections?receipt={typed}")
    assert found.location == f"/board/objections/{receipt}"
    wrong = resident.get("/board/objections?receipt=Y-2222-nothing")
    assert wrong.status_code == 404
    assert "没有这个回执号。请照回执再看一遍" in words(wrong)
    assert 'value="Y-2222-nothing"' in wrong.text  # to be put right where it was typed


def test_a_stopped_notice_shows_nothing_of_the_family_and_takes_further_objections(person, district):
    _, posted = noticed_case(district)
    resident = person()
    resident.do(f"/board/notices/{posted.id}/objection", {"text": "不对", "once": "1"})
    page = resident.get(f"/board/notices/{posted.id}")
    assert "停下来了" in words(page)
    for private in ("周例平", "340.00", "data-proof"):
        assert private not in page.text
    assert "现在没有公示" in resident.text("/board")
    resident.do(f"/board/notices/{posted.id}/objection", {"text": "也不对", "once": "2"})
    assert len(district.get_case(posted.case).objections) == 2


def test_who_has_to_mend_what_they_wrote_uses_up_nobodys_turn(person, district):
    """A whole building stands behind one address."""
    _, posted = noticed_case(district)
    address, resident = f"/board/notices/{posted.id}/objection", person()
    for _ in range(12):
        assert resident.send(address, {"text": " "}).status_code == 422
    assert resident.send(address, {"text": "不对"}).status_code == 302


def test_what_was_written_is_given_back_with_what_is_wrong(person, district):
    _, posted = noticed_case(district)
    address = f"/board/notices/{posted.id}/objection"
    resident = person()
    empty = resident.send(address, {"text": " ", "name": "吴样邻"})
    assert empty.status_code == 422
    assert "吴样邻" in empty.text
    short = resident.send(address, SAID | {"password": "12345"})
    assert short.status_code == 422
    assert SAID["text"] in short.text
    assert "12345" not in short.text
    robot = resident.send(address, SAID | {"website": "http://example.test"})
    assert (robot.status_code, SAID["text"] in robot.text) == (422, True)
    assert district.get_case(posted.case).objections == ()


def test_the_form_that_was_open_at_midnight_is_kept_as_a_report(person, district):
    _, posted = noticed_case(district)
    address = f"/board/notices/{posted.id}/objection"
    resident = person()
    token = resident.token(address)
    move(district, days=4)
    assert resident.get(address).status_code == 404
    answer = resident.client.post(address, data={"csrf_token": token, **SAID})
    assert answer.status_code == 302
    assert "作为举报留给街道核实" in resident.text(answer.location)


def test_objections_are_not_sent_by_the_hundred(person, district):
    _, posted = noticed_case(district)
    address = f"/board/notices/{posted.id}/objection"
    resident = person()
    token = resident.token(address)
    forms = [{"csrf_token": token, "text": "不对", "once": str(n)} for n in range(12)]
    sent = [resident.client.post(address, data=form) for form in forms]
    assert [answer.status_code for answer in sent[-2:]] == [429, 429]
    assert "您写的还在下面，没有丢" in words(sent[-1])
    assert "不对</textarea>" in sent[-1].text
    assert int(sent[-1].headers["Retry-After"]) > 0


def test_receipts_are_not_guessed_by_the_hundred(person):
    statuses = [person().client.get(f"/board/objections/Y-0000-000{n % 10}").status_code for n in range(30)]
    assert statuses[0] == 404
    assert statuses[-1] == 429


def test_search_engines_are_told_to_stay_away(person, district):
    _, posted = noticed_case(district)
    resident = person()
    robots = resident.get("/robots.txt")
    assert (robots.mimetype, robots.text) == ("text/plain", "User-agent: *\nAllow: /$\nDisallow: /\n")
    for address in ("/board", f"/board/notices/{posted.id}", f"/board/notices/{posted.id}/objection"):
        page = resident.get(address)
        assert "noindex" in page.headers["X-Robots-Tag"]
        assert '<meta name="robots" content="noindex' in page.text
        assert page.headers["Cache-Control"] == "no-store"
        assert "周例平" not in re.search(r"<title>(.*?)</title>", page.text)[1]

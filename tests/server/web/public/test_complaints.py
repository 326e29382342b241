"""Anybody complains on the page and follows it; nobody learns who, or who receives (S7-DUTY-S6)."""

from __future__ import annotations

import re

import pytest

from server.services.complaint_files import count_open_complaints
from tests.factories import COMMUNITY_ID, OFFICER
from tests.server.services.story import approved_case
from tests.server.web.browsing import words

SAID = {
    "about": "household",
    "community": COMMUNITY_ID,
    "text": "他家有两套房。",
    "name": "吴样邻",
    "contact": "0000-000 0009",
    "password": "songguo",
}


def receipt_in(address: str) -> str:
    found = re.search(r"Y-[0-9A-Z]{4}-[0-9A-Z]{4}", address)
    assert found
    return found[0]


@pytest.mark.parametrize(("lang", "said"), [("zh", "等派人"), ("en", "Waits to be assigned")])
def test_a_complaint_is_followed_by_its_receipt(person, district, lang, said):
    case = approved_case(district)
    resident = person(lang=lang)
    receipt = receipt_in(resident.do("/report", SAID))
    page = resident.get(f"/report/{receipt}")
    assert said in words(page)
    assert 'name="robots" content="noindex' in page.text
    for private in (SAID["text"], SAID["name"], SAID["contact"], case.number):
        assert private not in page.text
    assert resident.send(f"/report/{receipt}", {"password": "guessed"}).status_code == 403
    found = resident.get(f"/report/find?receipt={receipt.replace('-', '').lower()}")
    assert found.location == f"/report/{receipt}"


def test_a_receipt_is_not_found_by_guessing(person, district):
    person().do("/report", SAID)
    stranger = person()
    answers = [stranger.get(f"/report/Y-0000-00{number:02d}").status_code for number in range(25)]
    assert set(answers[:20]) == {404}
    assert set(answers[20:]) == {429}


def test_an_office_is_not_buried_under_nameless_complaints(person, district):
    named = receipt_in(person().do("/report", SAID))
    nameless = {"about": "household", "community": COMMUNITY_ID, "text": "假的"}
    sent = [person().send("/report", nameless | {"once": str(n)}).status_code for n in range(12)]
    assert sent == [302] * 9 + [429] * 3
    assert count_open_complaints(district, OFFICER) == 10
    listed = re.findall(r"Y-[0-9A-Z]{4}-[0-9A-Z]{4}", person("gao").get("/desk/complaints").text)
    assert listed[0] == named


def test_what_was_written_is_given_back_with_what_is_wrong(person, district):
    resident = person()
    empty = resident.send("/report", SAID | {"text": " "})
    assert (empty.status_code, SAID["name"] in empty.text) == (422, True)
    astray = resident.send("/report", SAID | {"community": "nowhere"})
    assert (astray.status_code, SAID["text"] in astray.text) == (422, True)
    robot = resident.send("/report", SAID | {"website": "http://example.test"})
    assert (robot.status_code, SAID["text"] in robot.text) == (422, True)
    assert count_open_complaints(district, OFFICER) == 0


def test_the_desk_takes_it_to_its_end_and_the_clerk_sees_nothing(person, district):
    case = approved_case(district)
    receipt = receipt_in(person().do("/report", SAID))
    officer, clerk, page = person("gao"), person("fang"), f"/desk/complaints/{receipt}"
    for address in ("/desk/complaints", page):
        assert clerk.get(address).status_code == 403
    assert SAID["text"] in officer.text(page)
    wrong = officer.send(f"{page}/officers", {"case": case.number, "first": "gao", "second": "gao"}, page)
    assert wrong.status_code == 422
    officer.do(f"{page}/officers", {"case": case.number, "first": "gao", "second": "xie"}, page)
    today = district.today().isoformat()
    officer.do(f"{page}/looks", {"way": "documents", "looked_on": today, "words": "登记一套。"}, page)
    officer.do(
        f"{page}/finding", {"result": "not_true", "consequence": "nothing", "reason": "只有一套。"}, page
    )
    officer.do(f"{page}/answer", {"answer": "核查过了。"}, page)
    resident = person()
    assert "不属实" in resident.text(f"/report/{receipt}")
    answered = resident.send(f"/report/{receipt}", {"password": SAID["password"]})
    assert "核查过了。" in words(answered)
    assert "没有这样的举报" in officer.text("/desk/complaints?named=anonymous&state=all")
    assert receipt in officer.text("/desk/complaints?state=closed")
    for reader in (clerk, officer):
        assert receipt not in reader.text(f"/desk/cases/{case.number}")

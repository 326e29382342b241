"""What bad requests get: a sentence, a code, a status; never a trace."""

from __future__ import annotations

import re

import pytest

from server.errors import CATALOGUE, Refusal
from server.web.refusals import answer_refusal
from tests.server.web.browsing import words

ADDRESSES = [
    ("/nope", 404, "request.not_found"),
    ("/desk/cases/SL-2026-9999", 404, "case.unknown"),
    ("/desk/cases/not-a-number", 404, "request.not_found"),
    ("/desk/meetings/M-SLHA-2026-999", 404, "meeting.unknown"),
    ("/board/notices/SL-2026-999", 404, "notice.unknown"),
]


# What an act is refused with, by the noun before the dot, and how a sentence says what to do next.
ACTS = (
    "meeting",
    "roll",
    "team",
    "visit",
    "countersign",
    "authorisation",
    "hardship_call",
    "case",
    "delivery",
    "originals",
)
NEXT = re.compile("请|写明|可以|不用|都要答|一站一站|^先|[，。；]先|^选|要在|等.*齐|要填|记成|也要记")


@pytest.mark.parametrize("code", [code for code in CATALOGUE if code.partition(".")[0] in ACTS])
def test_a_refusal_of_an_act_says_what_to_do_next(code):
    """A sentence that only says no leaves people standing (issue 7)."""
    _status, zh, en = CATALOGUE[code]
    assert NEXT.search(zh), zh
    assert len(en.split()) > 3, en


@pytest.mark.parametrize(("path", "status", "code"), ADDRESSES)
def test_an_address_that_leads_nowhere(person, path, status, code):
    answer = person("gao").get(path)
    assert answer.status_code == status
    assert code in words(answer)


def test_a_form_without_its_token(person):
    answer = person("gao").client.post("/desk/sign-out")
    assert answer.status_code == 400
    assert "request.csrf" in words(answer)


def test_a_form_of_ours_that_was_open_too_long_is_given_back(person):
    fields = {"address": "槐安路 12 号", "do": "register"}
    own = {"Origin": "http://localhost"}
    answer = person("fang").client.post("/desk/applications/new", data=fields, headers=own)
    assert answer.status_code == 400
    assert 'name="address" value="槐安路 12 号"' in answer.text
    token = answer.text.split('name="csrf_token" value="')[1].split('"')[0]
    assert token


def test_a_form_another_site_sends_is_not_given_back(person):
    fields = {"address": "槐安路 12 号"}
    foreign = {"Origin": "https://evil.example"}
    answer = person("fang").client.post("/desk/applications/new", data=fields, headers=foreign)
    assert answer.status_code == 400
    assert "槐安路" not in answer.text


def test_a_method_that_is_not_for_this_address(person):
    answer = person("gao").client.delete("/board")
    assert answer.status_code == 405
    assert "request.method" in words(answer)


def test_a_body_too_large(person):
    gao = person("gao")
    answer = gao.client.post("/desk/applications/new", data={"note": "x" * 4_100_000})
    assert answer.status_code == 413
    assert "request.too_large" in words(answer)


def test_a_post_that_is_not_allowed(person):
    assert person("xie").send("/desk/applications/new", page="/desk/").status_code == 403


def test_somebody_not_signed_in_who_posts(person):
    nobody = person()
    answer = nobody.send("/desk/applications/new", page="/desk/sign-in")
    assert answer.status_code == 401
    assert "请先登录" in words(answer)


def test_the_sentence_is_in_the_persons_language(person):
    assert "There is no such page." in words(person(lang="en").get("/nope"))


def test_a_program_gets_json(person):
    answer = person().client.get("/nope", headers={"Accept": "application/json"})
    assert answer.get_json()["code"] == "request.not_found"


@pytest.mark.parametrize("status", sorted({entry[0] for entry in CATALOGUE.values() if entry[0] >= 400}))
def test_every_status_has_its_page(app, status):
    code = next(code for code, entry in CATALOGUE.items() if entry[0] == status)
    facts = dict.fromkeys(("number", "id", "step", "act", "field", "why", "year", "text", "document"), "x")
    facts |= dict.fromkeys(("n", "folder", "pid", "file", "names", "name", "needed", "given", "count"), "x")
    facts |= dict.fromkeys(
        ("member", "what", "who", "last_day", "community", "present", "now", "serial"),
        "x",
    )
    with app.test_request_context("/"):
        page, answered = answer_refusal(Refusal(code, **facts))
    assert answered == status
    assert code in page

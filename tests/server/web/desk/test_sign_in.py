"""Signing in at the desk."""

from __future__ import annotations

from dataclasses import replace

from server.records.entries import User
from tests.server.web.browsing import PASSWORD, words


def test_the_right_password_leads_to_the_work_list(person):
    assert person("gao").text("/desk/").startswith("等我办的")


def test_a_wrong_password_says_so_and_keeps_the_name(person):
    answer = person().send("/desk/sign-in", {"user": "gao", "password": "no"})
    assert answer.status_code == 401
    assert "用户名或密码不对" in words(answer)
    assert 'value="gao"' in answer.text
    assert 'value="no"' not in answer.text


def test_a_page_asked_for_before_signing_in_is_where_one_arrives(person):
    nobody = person()
    asked = nobody.get("/desk/notices?page=2")
    assert asked.status_code == 302
    page = nobody.get(asked.location).text
    assert 'name="next" value="/desk/notices?page=2"' in page
    fields = {"user": "gao", "password": PASSWORD, "next": "/desk/notices?page=2"}
    assert nobody.do("/desk/sign-in", fields) == "/desk/notices?page=2"


def test_sign_in_never_leads_to_another_server(person):
    fields = {"user": "gao", "password": PASSWORD}
    for elsewhere in ("//evil.example/desk", "https://evil.example/desk", "/board", "javascript:alert(1)"):
        assert person().do("/desk/sign-in", fields | {"next": elsewhere}) == "/desk/"


def test_signing_out_ends_the_session(person):
    gao = person("gao")
    gao.do("/desk/sign-out", page="/desk/")
    assert gao.get("/desk/").status_code == 302


def test_guessing_passwords_is_stopped(person):
    guesser = person()
    token = guesser.token("/desk/sign-in")
    fields = {"user": "nobody", "password": "x", "csrf_token": token}
    answers = [guesser.client.post("/desk/sign-in", data=fields) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [401] * 10 + [429]
    assert "试得太快了" in words(answers[-1])


def test_a_person_taken_off_the_list_is_out_at_once(person, district):
    gao = person("gao")
    district.office.change(User, "gao", lambda user: replace(user, active=False))
    assert gao.get("/desk/").status_code == 302

"""Addresses and headers somebody makes up: nobody is led away, nothing planted, no host's name believed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from server.app import create_app
from server.records.entries import User
from server.settings import Settings
from server.web.current import current_district
from tests.conftest import Furnished
from tests.factories import Clock, accepted_case
from tests.server.web.browsing import PASSWORD, Person, light_hash

ELSEWHERE = [
    "https://evil.example/desk/",
    "//evil.example/desk/",
    "/\\evil.example/desk/",
    "\\\\evil.example",
    "/\t/evil.example/",
    "/desk\r\nSet-Cookie: planted=1",
    "/desk/%0d%0aSet-Cookie:%20planted=1",
    "javascript:alert(1)//desk",
    "/desk@evil.example",
    "https:evil.example",
    " //evil.example/desk/",
]


@pytest.fixture
def app(tmp_path: Path, furnished: Furnished) -> Iterator[Flask]:
    furnished.copy_to(tmp_path / "data")
    made = create_app(Settings(data=tmp_path / "data", reconciler=False), Clock())
    with made.app_context():
        district = current_district()
        for user in district.office.every(User):
            district.office.save(replace(user, password=light_hash()))
    yield made
    district.close()


def stays_here(location: str) -> bool:
    """A path of this server as a browser reads it: one slash first, no control character, no backslash."""
    return (
        location.startswith("/")
        and not location.startswith(("//", "/\\"))
        and not any(ord(character) < 0x20 or character == "\\" for character in location)
    )


@pytest.mark.parametrize("address", ELSEWHERE)
def test_signing_in_leads_nowhere_else(app: Flask, address: str) -> None:
    gao = Person(app.test_client())
    answer = gao.send("/desk/sign-in", {"user": "gao", "password": PASSWORD, "next": address})
    assert answer.status_code == 302
    assert stays_here(answer.location), answer.location
    assert answer.location.startswith("/desk")
    assert "planted" not in " ".join(answer.headers.getlist("Set-Cookie"))


@pytest.mark.parametrize("address", ELSEWHERE)
def test_choosing_a_language_leads_nowhere_else(app: Flask, address: str) -> None:
    answer = app.test_client().get("/language/en", query_string={"back": address})
    assert stays_here(answer.location), answer.location
    assert "planted" not in " ".join(answer.headers.getlist("Set-Cookie"))


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host", "X-Host", "Forwarded"])
def test_the_name_of_another_host_stands_on_no_page(app: Flask, header: str) -> None:
    """Badges, notices, papers and redirects bear the address of the settings, whatever a request says."""
    with app.app_context():
        number = accepted_case(current_district()).number
    gao = Person(app.test_client(), "gao")
    value = "host=evil.example" if header == "Forwarded" else "evil.example"
    session = {} if header == "Host" else {header: value}
    pages = ["/", "/board", "/check", "/desk/sign-in", "/openapi.json"]
    for page in [*pages, "/desk/", f"/desk/cases/{number}", "/desk/assessors", "/desk/feed", "/desk/hooks"]:
        where = {"base_url": "http://evil.example/"} if header == "Host" else {}
        answer = gao.client.get(page, headers=session, **where)
        assert "evil.example" not in answer.text, page
        assert "evil.example" not in (answer.location or ""), page


def test_a_session_planted_before_signing_in_is_worth_nothing_afterwards(app: Flask) -> None:
    """Whoever set the cookie of somebody's browser does not hold the session they sign in to."""
    attacker = Person(app.test_client())
    attacker.token("/desk/sign-in")
    planted = attacker.client.get_cookie("session")
    assert planted is not None
    victim = Person(app.test_client())
    victim.client.set_cookie("session", planted.value)
    victim.send("/desk/sign-in", {"user": "gao", "password": PASSWORD})
    assert victim.get("/desk/").status_code == 200
    assert attacker.get("/desk/").status_code == 302
    given = victim.client.get_cookie("session")
    assert given is not None
    assert given.value != planted.value


def test_a_session_that_was_ended_opens_nothing_with_the_cookie_that_was_copied(app: Flask) -> None:
    victim = Person(app.test_client(), "gao")
    copied = victim.client.get_cookie("session")
    assert copied is not None
    victim.send("/desk/sign-out", page="/desk/account")
    thief = Person(app.test_client())
    thief.client.set_cookie("session", copied.value)
    assert thief.get("/desk/").status_code == 302

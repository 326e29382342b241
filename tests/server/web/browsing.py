"""A person at a desk, as an HTTP client: fetches pages, fills forms in, checks every page on the way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser
from typing import Any

from argon2 import PasswordHasher
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.server.web.html import VOID, check_page

PASSWORD = "songguo-9441"
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@lru_cache(maxsize=1)
def light_hash() -> str:
    """PASSWORD as an account keeps it, at argon2's least work, for tests that sign in all day.

    A hash says itself how much work it is, so the program checks it as any other; what it makes of a new
    password is tests/server/services/test_people.py's matter.
    """
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


class Person:
    """A browser without JavaScript; every page it is given must be valid."""

    def __init__(self, client: FlaskClient, user_id: str = "", lang: str = "zh") -> None:
        self.client = client
        self.user_id = user_id
        if lang == "en":
            client.set_cookie("lang", "en")
        if user_id:
            self.sign_in()

    def sign_in(self) -> None:
        """Signs in, on another day again: a session lasts a day of work."""
        answer = self.send("/desk/sign-in", {"user": self.user_id, "password": PASSWORD})
        assert answer.status_code == 302, answer.text

    def get(self, path: str, **options: Any) -> TestResponse:
        answer = self.client.get(path, **options)
        if answer.mimetype == "text/html" and not answer.location:
            check_page(answer.text, path)
        return answer

    def text(self, path: str) -> str:
        """What a person reads of a page; refuses a page that is not there."""
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[:2000])
        return words(answer)

    def send(
        self, path: str, fields: Mapping[str, Any] | None = None, page: str | None = None, **options: Any
    ) -> TestResponse:
        """Posts a form with the token of ``page`` (by default the page at the same address)."""
        token = self.token(page or path)
        answer = self.client.post(path, data={"csrf_token": token, **(fields or {})}, **options)
        if answer.mimetype == "text/html" and not answer.location:
            check_page(answer.text, path)
        return answer

    def do(self, path: str, fields: Mapping[str, Any] | None = None, page: str | None = None) -> str:
        """Posts a form that must succeed; returns where it leads."""
        answer = self.send(path, fields, page)
        assert answer.status_code == 302, (path, answer.status_code, words(answer))
        return str(answer.location)

    def token(self, page: str) -> str:
        found = _TOKEN.search(self.client.get(page, follow_redirects=True).text)
        assert found, f"no form on {page}"
        return unescape(found[1])


def words(answer: TestResponse) -> str:
    """The text a person reads of a page: without its tags and hidden parts, spaces folded."""
    reader = _Reader()
    reader.feed(answer.text)
    reader.close()
    return " ".join("".join(reader.read).split())


class _Reader(HTMLParser):
    """Reads what is not hidden; each tag parts words."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[str] = []
        self._depth = 0  # of open elements inside a hidden one

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.read.append(" ")
        unseen = tag in ("script", "style", "noscript") or "hidden" in dict(attrs)
        if tag not in VOID and (self._depth or unseen):
            self._depth += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.read.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self.read.append(" ")
        if self._depth and tag not in VOID:
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if not self._depth:
            self.read.append(data)

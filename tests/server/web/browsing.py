"""A person at a desk, as an HTTP client: fetches pages, fills forms in, checks every page on the way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.server.web.html import check_page

PASSWORD = "songguo-9441"
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Person:
    """A browser without JavaScript; every page it is given must be valid."""

    def __init__(self, client: FlaskClient, user_id: str = "", lang: str = "zh") -> None:
        self.client = client
        if lang == "en":
            client.set_cookie("lang", "en")
        if user_id:
            answer = self.send("/desk/sign-in", {"user": user_id, "password": PASSWORD})
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
    """The text of a page without its tags, spaces folded."""
    text = re.sub(r"<(script|style|noscript)\b.*?</\1>", " ", answer.text, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())

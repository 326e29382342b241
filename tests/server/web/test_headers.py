"""The headers of every answer."""

from __future__ import annotations

import pytest

PAGES = ("/", "/board", "/check", "/desk/sign-in", "/nope", "/tablet/", "/device/keys")


@pytest.mark.parametrize("path", PAGES)
def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere(person, path):
    headers = person().client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_pages_about_people_are_kept_nowhere(person):
    assert person("gao").get("/desk/").headers["Cache-Control"] == "no-store"


def test_the_session_cookie_is_for_this_server_only(person):
    cookie = person().get("/desk/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie

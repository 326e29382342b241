"""The headers of every answer."""

from __future__ import annotations

import pytest

from server.app import create_app
from server.settings import Settings

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


def test_over_https_the_session_cookie_is_bound_to_this_very_host(tmp_path):
    app = create_app(Settings(data=tmp_path, url="https://dibao.example", reconciler=False))
    answer = app.test_client().get("/desk/sign-in", base_url="https://dibao.example")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert "; Secure" in cookie
    assert "; Path=/" in cookie
    assert "Domain" not in cookie
    assert "includeSubDomains" in answer.headers["Strict-Transport-Security"]

"""Which origins may use the store from another site, and which with credentials."""

from __future__ import annotations

from sync.embedded.access import Access
from sync.embedded.cors import cors_headers

ORIGIN = "https://any.example"


def test_anybody_may_ask_where_all_may_but_not_with_credentials() -> None:
    headers = dict(cors_headers({"HTTP_ORIGIN": ORIGIN}, Access(origins=("*",))))
    assert headers["Access-Control-Allow-Origin"] == ORIGIN
    assert "Access-Control-Allow-Credentials" not in headers


def test_who_is_named_may_ask_with_credentials() -> None:
    headers = dict(cors_headers({"HTTP_ORIGIN": ORIGIN}, Access(origins=("*", ORIGIN))))
    assert headers["Access-Control-Allow-Credentials"] == "true"

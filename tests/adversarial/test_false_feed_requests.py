"""Who is not in the feed, and who would like more of it than is theirs."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from server.records.entries import FeedToken, User
from server.services.accounts import close_account
from server.services.district import District
from server.services.feed_tokens import begin_feed_token
from server.web.limits import limiter
from tests.factories import ADMINISTRATOR, OFFICER, accepted_case
from tests.server.conftest import app, clock, district
from tests.server.services.story import move

__all__ = ["app", "clock", "district"]
Get = Callable[..., TestResponse]


@pytest.fixture
def get(app: Flask) -> Get:
    client = app.test_client()

    def fetch(path: str, password: str, user: str = "gao") -> TestResponse:
        basic = base64.b64encode(f"{user}:{password}".encode()).decode()
        return client.get(f"/odata/{path}", headers={"Authorization": f"Basic {basic}"})

    return fetch


@pytest.mark.parametrize(
    "attack",
    [
        *("1 eq 1) or (1 eq 1", "Number eq 'a' or 1=1 --", "Number eq 'a'; DROP TABLE cases", "1 eq 1 union"),
        *(
            "Number eq ''' OR 1=1 --'",
            "contains(Number,''') OR (1=1')",
            "Street eq ':street' or Street eq '%'",
        ),
        *(
            '"Number" eq 1',
            "Number eq x'00'",
            "e.Number eq 'a'",
            "sqlite_version() eq '3'",
            "identity eq 'a'",
        ),
    ],
)
def test_a_filter_never_reaches_beyond_the_area(district: District, get: Get, attack: str) -> None:
    accepted_case(district)
    district.office.save(replace(district.office.get(User, "gao"), street="elsewhere", community=""))
    token = begin_feed_token(district, OFFICER, "a")
    answer = get(f"Cases?$filter={attack}&$count=true", token)
    assert answer.status_code in (400, 501) or answer.get_json()["value"] == []
    assert len(district.index.query("SELECT number FROM cases")) == 1


def test_a_forged_place_to_go_on_from_is_refused(district: District, get: Get) -> None:
    accepted_case(district)
    token = begin_feed_token(district, OFFICER, "a")
    for forged in ("[1]", '["a","b"]', "{}", "5", '["\\ud800"]', "[" * 5000, "null", "-1", "1e9"):
        skip = base64.urlsafe_b64encode(forged.encode()).decode().rstrip("=")
        assert get(f"Cases?$skiptoken={skip}", token).status_code == 400, forged
        ordered = get(f"Cases?$orderby=Head&$skiptoken={skip}", token).status_code
        assert ordered == (200 if forged == "5" else 400), forged


def test_a_password_or_somebody_elses_name_opens_nothing(district: District, get: Get) -> None:
    token = begin_feed_token(district, OFFICER, "a")
    assert get("Cases", "songguo-9441").status_code == 401
    assert get("Cases", token, "xie").status_code == 401
    assert get("Cases", token).status_code == 200
    answer = get("Cases", "")
    assert answer.headers["WWW-Authenticate"].startswith("Basic realm=")


def test_a_token_is_nowhere_in_the_store(district: District) -> None:
    token = begin_feed_token(district, OFFICER, "a")
    (entry,) = district.office.every(FeedToken)
    assert token not in str(entry)
    assert entry.id != token


def test_a_token_ends_with_its_account_and_with_its_year(district: District, get: Get) -> None:
    token = begin_feed_token(district, OFFICER, "a")
    move(district, days=365)
    assert get("Cases", token).status_code == 200
    move(district, days=1)
    assert get("Cases", token).status_code == 401
    token = begin_feed_token(district, OFFICER, "b")
    close_account(district, ADMINISTRATOR, "gao")
    assert get("Cases", token).status_code == 401


def test_a_token_does_no_more_than_its_person_may_today(district: District, get: Get) -> None:
    token = begin_feed_token(district, OFFICER, "a")
    user = district.office.get(User, "gao")
    district.office.save(replace(user, roles=("administrator",)))
    assert get("Cases", token).status_code == 403
    district.office.save(replace(user, must_change=True))
    assert get("Cases", token).status_code == 401


def test_guessing_is_slowed_down_and_reading_is_not(district: District, get: Get) -> None:
    token = begin_feed_token(district, OFFICER, "a")
    statuses = [get("Cases", f"guess-{n}").status_code for n in range(31)]
    assert statuses == [401] * 30 + [429]
    limiter.reset()
    answers = [get("Cases", token) for _ in range(241)]
    assert [answer.status_code for answer in answers] == [200] * 240 + [429]
    assert answers[-1].get_json()["error"]["code"] == "request.too_many"

"""Who tries doors that are not theirs is in the log by account, and nobody's name or number is."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from server.app import create_app
from server.logs import log_requests
from server.records.entries import User
from server.settings import Settings
from server.web.current import current_district
from tests.conftest import Furnished
from tests.factories import Clock, accepted_case, enrolled_tablet
from tests.server.web.browsing import Person, light_hash
from tests.tablets import ask_token


@pytest.fixture
def app(tmp_path: Path, furnished: Furnished) -> Iterator[Flask]:
    """The application as it is served, its log around it."""
    furnished.copy_to(tmp_path / "data")
    made = create_app(Settings(data=tmp_path / "data", reconciler=False), Clock())
    made.__dict__["wsgi_app"] = log_requests(made.wsgi_app)
    with made.app_context():
        district = current_district()
        for user in district.office.every(User):
            district.office.save(replace(user, password=light_hash()))
    yield made
    district.close()


def refusals(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    return [record.__dict__["event"] for record in caplog.records if record.name == "ruhu.refused"]


def test_a_clerk_who_tries_pages_of_others_is_named_by_account(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    fang = Person(app.test_client(), "fang")
    with caplog.at_level(logging.WARNING, "ruhu.refused"):
        assert fang.get("/desk/people").status_code == 403
    [event] = refusals(caplog)
    assert event.pop("ms") >= 0
    assert event == {
        "event": "refused",
        "method": "GET",
        "route": "/desk/people",
        "status": 403,
        "code": "person.may_not",
        "account": "fang",
        "posts": ["community_clerk"],
        "address": "127.0.0.1",
    }


def test_a_tablet_that_tries_a_colleagues_outbox_is_named_by_its_assessor(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    with app.app_context():
        district = current_district()
        enrolled_tablet(district, "a-0218")
        token = ask_token(enrolled_tablet(district, "a-0217")).token
    with caplog.at_level(logging.WARNING, "ruhu.refused"):
        for address in ("/couch/outbox-a-0218/visit:1", "/couch/casebook/_all_docs"):
            app.test_client().get(address, headers={"Authorization": f"Bearer {token}"})
        app.test_client().get("/couch/casebook/_all_docs")
    told = [(event["account"], event["route"], event["status"]) for event in refusals(caplog)]
    assert told == [
        ("a-0217", "/couch/outbox/<id>", 403),
        ("a-0217", "/couch/casebook/_all_docs", 403),
        ("nobody", "/couch/casebook/_all_docs", 401),
    ]
    assert token not in json.dumps(refusals(caplog))


def test_a_refused_look_at_a_home_does_not_write_the_home_into_the_log(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    with app.app_context():
        number = accepted_case(current_district()).number
    fang = Person(app.test_client(), "fang")
    with caplog.at_level(logging.INFO, "ruhu"):
        fang.get(f"/desk/cases/{number}/household?text=李样如 110000190001010000")
        fang.get("/desk/log?text=李样如")
        app.test_client().post(f"/desk/cases/{number}/return", data={"reason": "李样如"})
    written = json.dumps([getattr(record, "event", record.getMessage()) for record in caplog.records])
    for secret in (number, "李样如", "110000190001010000", "\\u674e"):
        assert secret not in written


def test_who_signed_in_is_in_the_log_by_account(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "ruhu.sign_in"):
        Person(app.test_client(), "gao")
    events = [record.__dict__["event"] for record in caplog.records if record.name == "ruhu.sign_in"]
    assert events == [{"event": "signed_in", "account": "gao", "address": "127.0.0.1"}]

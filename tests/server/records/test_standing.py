"""What stands for long is read once between requests, and no write of anybody is missed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from threading import Thread

import pytest

from server.records.entries import Area, Session, User
from server.records.office import Office
from server.services.district import District
from sync.couch import Database

STREET = Area("s", "street", "松", "Song", "S")


@pytest.fixture
def office(district: District) -> Iterator[Office]:
    office = Office(district.database("office"))
    office.create(STREET)
    office.standing.follow()
    yield office
    office.standing.leave()


def test_what_is_known_is_not_read_again_in_this_request_or_the_next(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert office.find(Area, "s") == STREET
    office.standing.follow()
    with monkeypatch.context() as patched:
        patched.setattr(Database, "_all_docs", _must_not_be_read)
        patched.setattr(Database, "get", _must_not_be_read)
        assert office.every(Area) == [STREET]
        assert (office.find(Area, "s"), office.find(Area, "t")) == (STREET, None)
        assert office.every(Area, "t") == []


def test_a_write_in_this_process_is_seen_at_once(office: Office) -> None:
    assert office.find(Area, "s") == STREET
    office.change(Area, "s", lambda one: replace(one, name_zh="柏"))
    assert [one.name_zh for one in office.every(Area)] == ["柏"]
    thread = Thread(target=lambda: office.create(replace(STREET, id="a")))
    thread.start()
    thread.join()
    assert [one.id for one in office.every(Area)] == ["a", "s"]
    office.delete(STREET)
    assert office.find(Area, "s") is None


def test_a_write_of_another_process_is_seen_by_the_next_request(office: Office, district: District) -> None:
    elsewhere = Office(district.database("office"))
    assert office.find(Area, "s") == STREET
    elsewhere.save(replace(STREET, name_zh="柏"))
    office.standing.follow()
    assert [one.name_zh for one in office.every(Area)] == ["柏"]


def test_a_thread_that_does_not_follow_and_a_kind_that_moves_are_read_from_the_store(
    office: Office, district: District
) -> None:
    elsewhere = Office(district.database("office"))
    assert (office.every(Area), office.every(Session)) == ([STREET], [])
    assert office.standing.find(Session) is None
    office.standing.leave()
    assert office.standing.find(User) is None
    elsewhere.save(replace(STREET, name_zh="柏"))
    assert [one.name_zh for one in office.every(Area)] == ["柏"]


def _must_not_be_read(*_: object, **__: object) -> list[object]:
    raise AssertionError("it is known")

"""What older versions stored is opened, verified, folded and shown by this one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from server.app import create_app
from server.opening import open_for_command
from server.records.entries import User
from server.records.index import CaseFilter
from server.records.steps import STEPS, find_last
from server.services.policies import packs_not_used, published_pack
from server.services.verification import verify
from server.settings import Settings
from server.web.current import current_district
from server.web.limits import limiter
from tests.factories import START, Clock
from tests.records_of_old.snapshot import HERE, NAMES, read, restore
from tests.server.web.browsing import Person, light_hash

SNAPSHOTS = sorted(HERE.glob("*.json.gz"))
MOST_BYTES = 300_000


@pytest.fixture(params=SNAPSHOTS, ids=lambda path: str(path.name))
def snapshot(request: pytest.FixtureRequest) -> dict[str, Any]:
    return read(request.param)


@pytest.fixture
def app(snapshot: dict[str, Any], tmp_path: Path) -> Iterator[Flask]:
    """Today's server on an old folder, two weeks later."""
    restore(snapshot, tmp_path / "data")
    clock = Clock(START)
    clock.move(days=14)
    made = create_app(Settings(data=tmp_path / "data", reconciler=False), clock)
    limiter.reset()
    yield made
    limiter.reset()
    with made.app_context():
        current_district().close()


def test_snapshots_are_there_and_small() -> None:
    assert SNAPSHOTS
    assert all(path.stat().st_size < MOST_BYTES for path in SNAPSHOTS)


def test_an_old_record_opens_and_holds(app: Flask) -> None:
    with app.app_context():
        district = current_district()
        report = verify(district)
        assert report.problems == []
        assert report.heads
        assert find_last(district.office) == len(STEPS)
        assert not district.index.damaged()


def test_no_step_changes_what_was_hashed(app: Flask, snapshot: dict[str, Any]) -> None:
    with app.app_context():
        for name in ("casebook", "evidence"):
            now = {one["_id"]: one for one in current_district().database(name).all()}
            for document in snapshot["databases"][name]:
                stored = now[document["_id"]]
                assert {key: stored[key] for key in document if key != "_attachments"} == {
                    key: value for key, value in document.items() if key != "_attachments"
                }


def test_every_case_of_an_old_record_is_folded_and_shown(app: Flask, snapshot: dict[str, Any]) -> None:
    documents = snapshot["databases"]["casebook"]
    opened = {one["file"] for one in documents if one.get("kind") == "applied"}
    with app.app_context():
        district = current_district()
        assert {row.number for row in district.index.cases(CaseFilter(), limit=100)} == opened
        reviewer = district.office.get(User, "xie")
        district.office.save(replace(reviewer, password=light_hash()))
    person = Person(app.test_client(), "xie")
    for number in opened:
        assert number in person.text(f"/desk/cases/{number}")


def test_an_old_record_goes_on_with_its_packs_and_says_what_they_lack(tmp_path: Path) -> None:
    snapshot = read(HERE / "2026-11-28-before-steps.json.gz")
    restore(snapshot, tmp_path / "data")
    with open_for_command(Settings(data=tmp_path / "data")) as district:
        pack = published_pack(district, "cn-2021@1")
        assert {"retention.case_years", "payment.recovery_share"} <= set(pack.lacking)
        assert pack.other_ships
        assert "cn-2021@1" in packs_not_used(district)
        stored = district.database("casebook").get("policy:cn-2021@1")
        assert stored["content"] == _content(snapshot, "policy:cn-2021@1")


def _content(snapshot: dict[str, Any], name: str) -> Any:
    return next(one["content"] for one in snapshot["databases"]["casebook"] if one["_id"] == name)


def test_an_old_record_that_was_tampered_with_is_found_out(snapshot: dict[str, Any], tmp_path: Path) -> None:
    act = next(one for one in snapshot["databases"]["casebook"] if one.get("kind") == "approved")
    act["by"] = "somebody"
    restore(snapshot, tmp_path / "data")
    made = create_app(Settings(data=tmp_path / "data", reconciler=False), Clock())
    with made.app_context():
        assert [problem.document for problem in verify(current_district()).problems] == [act["_id"]]
        current_district().close()


def test_a_snapshot_holds_the_databases_of_the_record(snapshot: dict[str, Any]) -> None:
    assert set(snapshot["databases"]) == set(NAMES)
    kinds = {one["type"] for documents in snapshot["databases"].values() for one in documents}
    assert {"act", "policy", "form", "head", "declared", "visit", "photo", "user"} <= kinds

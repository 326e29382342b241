"""``ruhu doctor`` names what will hurt later, and says nothing is wrong where nothing is."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from server.cli import main
from server.commands.certificate import keep_certificate
from server.commands.finding import Finding
from server.commands.health_checks import _look_at_steps, examine
from server.commands.index_check import look_at_index
from server.opening import announce, open_for_command
from server.records.case_filter import CaseFilter
from server.records.entries import RecordSteps
from server.records.steps import STEPS
from server.services.forms import HOME_VISIT, get_form
from server.services.heads import publish_due
from server.settings import Settings
from tests.factories import START, Clock, accepted_case, enrolled_tablet, make_district
from tests.server.ruhu_couch import RuhuCouch

DAY = timedelta(days=1)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A district with a case, and the head of its first day."""
    clock = Clock()
    with make_district(tmp_path / "data", clock) as district:
        accepted_case(district)
        clock.move(days=1)
        publish_due(district)
    return tmp_path / "data"


def found(
    data: Path,
    now: datetime = START + DAY,
    *,
    tls: tuple[Path, Path] | None = None,
    couchdb: str | None = None,
) -> Mapping[str, Finding]:
    return {one.name: one for one in examine(Settings(data=data, tls=tls, couchdb=couchdb), lambda: now)}


def back_up(data: Path) -> None:
    assert main(["backup", str(data.parent / "usb"), "--data", str(data), "--without-proof", "--json"]) == 0


def wrong(findings: Mapping[str, Finding]) -> list[str]:
    return [name for name, finding in findings.items() if not finding.ok]


def test_a_day_old_record_that_was_never_backed_up_needs_care(data: Path) -> None:
    assert wrong(found(data)) == ["backup"]
    back_up(data)
    last = json.loads((data / "last-backup.json").read_text())
    made = datetime.fromisoformat(last["made_at"])
    assert "backup" not in wrong(found(data, made + 6 * DAY))
    assert "backup" in wrong(found(data, made + 8 * DAY))


def test_a_clock_that_was_set_back_is_told(data: Path) -> None:
    assert found(data)["clock"].ok
    assert not found(data, START - DAY)["clock"].ok


def test_a_server_that_was_off_at_midnight_is_told_by_the_missing_head(data: Path) -> None:
    assert found(data)["head"].ok
    late = found(data, START + 3 * DAY)["head"]
    assert not late.ok
    assert "2026-03-04" in late.en


def test_a_certificate_that_ends_soon_or_is_none_is_told(data: Path, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    keep_certificate(tmp_path, "127.0.0.1", now)
    pair = (tmp_path / "server.crt", tmp_path / "server.key")
    assert found(data, now, tls=pair)["certificate"].ok
    assert not found(data, now + 3650 * DAY, tls=pair)["certificate"].ok
    assert not found(data, now, tls=(data / "none.crt", pair[1]))["certificate"].ok
    assert "certificate" not in found(data, now)


def test_the_certificate_of_a_server_started_with_one_is_watched_too(data: Path, tmp_path: Path) -> None:
    """Given on the command line it stands in no settings the doctor reads."""
    now = datetime.now(UTC)
    keep_certificate(tmp_path, "127.0.0.1", now)
    announce(Settings(data=data, tls=(tmp_path / "server.crt", tmp_path / "server.key")))
    assert found(data, now)["certificate"].ok
    assert not found(data, now + 3650 * DAY)["certificate"].ok


def test_an_outbox_nobody_reads_is_told(tmp_path: Path) -> None:
    with make_district(tmp_path / "data") as district:
        enrolled_tablet(district).outbox.create({"_id": "visit:x:1:y"})
    assert found(tmp_path / "data", START)["lag"].ok  # it came this minute
    late = found(tmp_path / "data", START + DAY)["lag"]
    assert "1 outboxes are behind" in late.en


def test_a_couchdb_that_tells_no_settings_is_told(data: Path, tmp_path: Path) -> None:
    """The store of our own stands for a server without CouchDB's configuration."""
    with RuhuCouch(tmp_path / "couch") as process:
        url = process.url.replace("//", "//admin:secret@")
        assert not found(data, couchdb=url)["couchdb"].ok
    assert "couchdb" not in found(data)


def test_a_folder_that_does_not_open_is_a_finding(tmp_path: Path) -> None:
    assert wrong(found(tmp_path / "none")) == ["open"]


def test_the_doctor_names_the_step_of_the_record(data: Path) -> None:
    assert found(data)["steps"].en == f"The record has had step {len(STEPS)}"
    assert "kept" not in found(data)


def test_a_server_of_before_that_still_runs_is_asked_to_start_anew(data: Path) -> None:
    with open_for_command(Settings(data=data)) as district:
        district.office.save(RecordSteps("record", 1))
        (finding,) = _look_at_steps(district)
    assert not finding.ok
    assert STEPS[1].en in finding.en
    assert STEPS[1].zh in finding.zh


def test_the_doctor_says_what_ships_and_is_not_used(data: Path) -> None:
    with open_for_command(Settings(data=data)) as district:
        casebook = district.database("casebook")
        pack = district.versions.get("policy", "cn-2021@1") | {"issuer": "以前的民政部"}
        form = get_form(district, HOME_VISIT) | {"digest": "0" * 64}
        for kind, key, content in (("policy", "cn-2021@1", pack), ("form", HOME_VISIT, form)):
            casebook.delete(casebook.get(f"{kind}:{key}"))
            district.versions.publish(kind, key, content)
    finding = found(data)["kept"]
    assert finding.ok
    assert "cn-2021@1, home-visit@2 differs" in finding.en
    assert "没有用" in finding.zh


def test_the_doctor_says_that_a_record_is_of_a_newer_version(data: Path) -> None:
    with open_for_command(Settings(data=data)) as district:
        district.office.save(RecordSteps("record", len(STEPS) + 1))
    assert wrong(found(data)) == ["open"]
    assert "newer version" in found(data)["open"].en


def test_the_doctor_names_the_index_its_version_and_the_files_that_broke(data: Path) -> None:
    assert found(data)["index"].ok
    assert re.fullmatch(r"Index version \d+, up to date", found(data)["index"].en)
    with make_district(data, Clock()) as district:
        number = district.index.cases(CaseFilter())[0].number
        database = district.casebook.database
        database.put(database.get(f"act:{number}:000001") | {"by": "somebody"})
    (data / "index.sqlite").unlink()  # built anew, no list has a row of it
    files = found(data)["files"]
    assert not files.ok
    assert number in files.en


def test_an_index_that_does_not_follow_or_is_of_another_version_needs_care(data: Path) -> None:
    with make_district(data, Clock()) as district:
        accepted_case(district)
        state = sqlite3.connect(data / "index.sqlite")
        with state:
            state.execute("UPDATE meta SET value = '1' WHERE key = 'since'")
        [behind] = look_at_index(replace(district, clock=lambda: START + DAY))
        with state:
            state.execute("UPDATE meta SET value = 'another' WHERE key = 'version'")
        [another] = look_at_index(district)
        state.close()
    assert not behind.ok
    assert re.search(r"[1-9]\d* changes behind, the oldest by \d{4,} seconds", behind.en)
    assert not another.ok

"""An old record is brought up to date in numbered steps, whatever happens on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from server.errors import Refusal
from server.opening import open_couchdb, open_for_command
from server.records.entries import RecordSteps, SentBack
from server.records.steps import STEPS, STREET_REVS, Ground, check_not_newer, find_last, take_steps
from server.services.district import District, open_district
from server.services.verification import verify
from server.settings import Settings
from sync.couch import Database
from sync.write_rules import DESIGN_ID, RULES
from tests.factories import make_district, make_empty_district, visited_case
from tests.server.ruhu_couch import RuhuCouch

SENT_BACK = 12
BEFORE_STEPS = 0


def ground(district: District, *, rules: bool = False, prefix: str = "") -> Ground:
    return Ground(district.couch, prefix, rules, district.database("casebook"), district.database("office"))


def set_aside(
    number: int, *, returned_at: str = "2026-03-02T03:00:00Z", decided: str = "", **changes: Any
) -> dict[str, Any]:
    """An upload as a program from before ``decided`` and ``sent-back`` wrote it."""
    upload = {
        **{"_id": f"set-aside:u{number}", "id": f"u{number}", "type": "set-aside", "schema": 1},
        **{"assessor": "a-0217", "case": f"SL-2026-{number:04d}", "round": 1, "device": "d", "digest": ""},
        **{"document": {"_id": f"visit:SL-2026-{number:04d}:1:d"}, "reasons": []},
        "received_at": "2026-03-02T02:00:00Z",
    }
    if returned_at:
        upload["returned"] = {"at": returned_at, "by": "gao", "words": "缺一张照片"}
    if decided:
        upload["decided"] = {"state": decided, "at": "2026-03-02T04:00:00Z", "by": "gao", "words": ""}
    return upload | changes


def forget_steps(office: Database) -> None:
    office.delete(office.get("record-steps:record"))


def test_steps_are_numbered_without_a_hole_and_say_what_they_do() -> None:
    assert [step.number for step in STEPS] == list(range(1, len(STEPS) + 1))
    assert all(step.zh.endswith("。") and step.en.endswith(".") for step in STEPS)


def test_write_rules_that_change_come_to_old_databases_by_a_step() -> None:
    """When this fails, add a step that writes the rules anew, and the rules as they are now here."""
    taken_by_the_newest_step = {
        "tasks-": (),
        "outbox-": ("visit:", "contribution:", "photo:", "countersign:", "authorisation:", "hardship:"),
    }
    assert {rule.kind: rule.prefixes for rule in RULES} == taken_by_the_newest_step


def test_a_new_record_has_had_every_step(district: District) -> None:
    entry = district.office.get(RecordSteps, "record")
    assert entry.last == len(STEPS)
    assert [done["step"] for done in entry.done] == [str(step.number) for step in STEPS]


def test_steps_are_taken_once_and_those_that_are_due_alone(district: District) -> None:
    assert take_steps(ground(district), district.office, district.clock) == []
    district.office.save(RecordSteps("record", 1))
    assert take_steps(ground(district), district.office, district.clock) == list(STEPS[1:])


def test_a_record_of_a_newer_version_is_refused_in_words(tmp_path: Path) -> None:
    with make_empty_district(tmp_path) as district:
        district.office.save(RecordSteps("record", len(STEPS) + 1))
    for only_looking in (False, True):
        with (
            pytest.raises(Refusal, match=r"record_newer") as refused,
            open_for_command(Settings(data=tmp_path), only_looking=only_looking),
        ):
            raise AssertionError("opened")
        assert "更新的版本" in refused.value.sentence()
        assert "newer version" in refused.value.sentence("en")


def test_who_reads_takes_no_step(tmp_path: Path) -> None:
    with make_empty_district(tmp_path) as district:
        forget_steps(district.database("office"))
        open_district(district.settings, district.couch, owns_folder=False).close()
        open_district(district.settings, district.couch, only_looking=True).close()
        assert find_last(district.office) == BEFORE_STEPS
        check_not_newer(district.office)


def test_uploads_sent_back_before_are_noted_by_round(district: District) -> None:
    office = district.database("office")
    for upload in (
        set_aside(1),
        set_aside(2, returned_at=""),
        set_aside(3, decided="accepted"),
        set_aside(4),
        set_aside(5, returned_at="", case="SL-2026-0004", received_at="2026-03-02T05:00:00Z"),
    ):
        office.create(upload)
    forget_steps(office)
    take_steps(ground(district), district.office, district.clock)
    noted = district.office.every(SentBack)
    assert [(one.id, one.upload) for one in noted] == [("SL-2026-0001:1", "u1")]
    before = [document["_rev"] for document in office.all("sent-back:", "sent-back:\ufff0")]
    STEPS[1].do(ground(district))
    assert [document["_rev"] for document in office.all("sent-back:", "sent-back:\ufff0")] == before


def test_what_was_sealed_anew_meanwhile_is_not_asked_for_again(tmp_path: Path) -> None:
    with make_district(tmp_path) as district:
        case = visited_case(district).number
        office = district.database("office")
        office.create(set_aside(1, returned_at="2026-03-02T00:59:59Z", case=case))
        STEPS[1].do(ground(district))
        assert district.office.every(SentBack) == []


def test_an_old_outbox_on_couchdb_takes_todays_documents(tmp_path: Path) -> None:
    with RuhuCouch(tmp_path / "couch") as server, make_empty_district(tmp_path / "data") as district:
        couch = open_couchdb(server.url.replace("//", "//admin:secret@"))
        old = couch.database("d-outbox-a-0217")
        old.put({"_id": DESIGN_ID, "validate_doc_update": "function () { throw({forbidden: 'old'}); }"})
        old.set_revs_limit(1000)
        other = couch.database("x-outbox-a-0217")
        other.set_revs_limit(1000)
        STEPS[0].do(replace(ground(district, rules=True, prefix="d-"), couch=couch))
        assert "contribution:" in old.get(DESIGN_ID)["validate_doc_update"]
        assert (old.revs_limit(), other.revs_limit()) == (STREET_REVS, 1000)
        assert other.find(DESIGN_ID) is None


def test_killed_in_the_middle_of_a_step_it_is_finished_at_the_next_start(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with make_district(data) as district:
        office = district.database("office")
        for number in range(SENT_BACK):
            office.create(set_aside(number))
        forget_steps(office)
    killed = subprocess.run([sys.executable, "-c", _KILLED, str(data)], env=os.environ, check=False)
    assert killed.returncode == -signal.SIGKILL
    with open_for_command(Settings(data=data), only_looking=True) as halfway:
        assert find_last(halfway.office) == 1
        assert len(halfway.office.every(SentBack)) == SENT_BACK // 2
    with open_for_command(Settings(data=data)) as district:
        assert find_last(district.office) == len(STEPS)
        assert len(district.office.every(SentBack)) == SENT_BACK
        assert verify(district).ok


_KILLED = textwrap.dedent(
    f"""
    import os, signal, sys
    from pathlib import Path
    from server.opening import open_couchdb, open_for_command
    from server.settings import Settings
    from sync.couch import Database

    write, written = Database.create, []

    def create(self, document):
        if document["_id"].startswith("sent-back:"):
            if len(written) == {SENT_BACK // 2}:
                os.kill(os.getpid(), signal.SIGKILL)
            written.append(document["_id"])
        return write(self, document)

    Database.create = create
    with open_for_command(Settings(data=Path(sys.argv[1]))):
        raise SystemExit("it was not killed")
    """
)

"""The dated roster: signed, on every tablet at once, open to anybody without a face on it."""

from __future__ import annotations

import json
from datetime import date

from joserfc import jws

from server.domain.credential import Standing
from server.records.codec import decode_task
from server.services.credentials import get_assessor, set_standing
from server.services.district import District
from server.services.rosters import refresh_rosters, roster, roster_payload
from tests.factories import REVIEWER, Clock, enrolled_tablet


def test_the_roster_on_the_tablet_follows_at_once(district: District) -> None:
    enrolled_tablet(district)
    set_standing(district, REVIEWER, "a-0218", Standing.SUSPENDED, "原因")
    tasks = district.database("tasks-a-0217")
    payload = decode_task(district.keys.credential, district.caseloads.find("a-0217"), tasks.get("roster"))
    told = {entry["assessor"]: entry["status"] for entry in payload["entries"]}
    assert told == {"a-0217": "valid", "a-0218": "suspended", "a-0219": "valid", "a-0220": "valid"}
    assert all(len(entry["portrait_data"]) <= 4100 for entry in payload["entries"])


def test_the_public_roster_holds_no_portrait_not_even_by_its_digest(district: District) -> None:
    signed = roster(district)
    payload = json.loads(jws.deserialize_compact(signed, district.keys.credential).payload)
    assert get_assessor(district, "a-0217").portrait[:8] not in json.dumps(payload)
    assert payload["streets"] == {
        "songlin": {"zh": "松林街道", "en": "Songlin Street", "phone": "0000-000 0000"}
    }
    told = {"serial", "assessor", "name", "status", "from", "until", "street_id"}
    assert set(payload["entries"][0]) == told


def test_a_roster_a_day_old_is_made_again(district: District, clock: Clock) -> None:
    enrolled_tablet(district)
    tasks = district.database("tasks-a-0217")
    first = tasks.get("roster")["_rev"]
    refresh_rosters(district)
    assert tasks.get("roster")["_rev"] == first
    clock.move(days=1)
    refresh_rosters(district)
    assert tasks.get("roster")["_rev"] != first


def test_the_roster_says_from_when_until_when_a_credential_is_withdrawn(district: District) -> None:
    last = date(2026, 3, 20)
    set_standing(district, REVIEWER, "a-0218", Standing.SUSPENDED, "原因", last_day=last)
    set_standing(district, REVIEWER, "a-0219", Standing.REVOKED, "原因")
    _, suspended, revoked, valid = roster_payload(district, for_tablets=False)["entries"]
    assert (suspended["status_from"], suspended["status_until"]) == ("2026-03-02", "2026-03-20")
    assert (revoked["status"], revoked["status_from"]) == ("revoked", "2026-03-02")
    assert not {"status_from", "status_until"} & set(valid)

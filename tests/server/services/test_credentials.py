"""Credentials: issued, judged on a day, told to the tablets."""

from __future__ import annotations

import json
from datetime import date

import pytest
from joserfc import jws
from joserfc.jwk import ECKey, OctKey

from server.domain.credential import Standing
from server.errors import Refusal
from server.records.codec import decode_task
from server.records.keys import public_jwk
from server.services.badges import sign_badge
from server.services.credentials import (
    badge_url,
    entry_at,
    get_assessor,
    issue_credential,
    judge,
    list_assessors,
    set_standing,
)
from server.services.district import District
from server.services.rosters import refresh_rosters, roster
from tests.factories import CLERK, OFFICER, REVIEWER, Clock, certificate, enrolled_tablet

DAY = date(2026, 3, 12)


def standing(district: District, token: str, on: date = DAY) -> Standing:
    return judge(district, token, on).verdict.standing


def badge(district: District) -> str:
    return get_assessor(district, "a-0217").badge


def test_a_badge_fits_a_code_a_cheap_camera_reads(district: District) -> None:
    url = badge_url(district, "a-0217")
    assert url.startswith("http://127.0.0.1:8000/check#")
    assert len(url.encode("utf-8")) <= 380


def test_a_badge_is_valid_from_its_first_to_its_last_day(district: District) -> None:
    url = badge_url(district, "a-0217")
    days = {
        date(2025, 12, 31): Standing.NOT_YET_VALID,
        date(2026, 1, 1): Standing.VALID,
        date(2027, 6, 30): Standing.VALID,
        date(2027, 7, 1): Standing.EXPIRED,
    }
    assert {day: standing(district, url, day) for day in days} == days


@pytest.mark.parametrize("told", [Standing.SUSPENDED, Standing.REVOKED])
def test_what_the_district_withdraws_is_withdrawn(district: District, told: Standing) -> None:
    set_standing(district, REVIEWER, "a-0217", told, "原因")
    assert standing(district, badge(district)) is told
    set_standing(district, REVIEWER, "a-0217", Standing.VALID, "查清了")
    assert standing(district, badge(district)) is Standing.VALID


def test_a_badge_of_another_issuer_is_unknown(district: District) -> None:
    other = ECKey.generate_key("P-256", private=True)
    token = sign_badge(other, get_assessor(district, "a-0217"), "邻区")
    assert standing(district, token) is Standing.UNKNOWN_ISSUER


def test_a_badge_signed_under_the_districts_name_is_forged(district: District) -> None:
    other = ECKey.generate_key("P-256", private=True)
    header = {"alg": "ES256", "kid": district.keys.credential.thumbprint()[:16]}
    payload = jws.extract_compact(badge(district).encode()).payload
    assert standing(district, jws.serialize_compact(header, payload, other)) is Standing.FORGED


def test_alg_none_is_forged(district: District) -> None:
    _, payload, _ = badge(district).split(".")
    assert standing(district, f"eyJhbGciOiJub25lIn0.{payload}.") is Standing.FORGED


def test_the_public_key_as_an_hmac_secret_is_forged(district: District) -> None:
    secret = OctKey.import_key(json.dumps(public_jwk(district.keys.credential)))
    header = {"alg": "HS256", "kid": district.keys.credential.thumbprint()[:16]}
    payload = jws.extract_compact(badge(district).encode()).payload
    assert standing(district, jws.serialize_compact(header, payload, secret)) is Standing.FORGED


@pytest.mark.parametrize(
    "token", ["", "x", "a.b", "a.b.c", "..", "eyJ9.e30.AA", "W10.e30.AA", "#", "码.码.码"]
)
def test_what_is_no_badge_is_malformed(district: District, token: str) -> None:
    assert standing(district, token) is Standing.MALFORMED


def test_a_truncated_badge_is_not_valid(district: District) -> None:
    token = badge(district)
    assert {standing(district, token[:-cut]) for cut in (1, 2, 40)} <= {Standing.FORGED, Standing.MALFORMED}


def test_a_badge_replaced_by_a_newer_one_under_another_serial_is_revoked(district: District) -> None:
    old = badge(district)
    issue_credential(district, REVIEWER, "a-0217", certificate(serial="0999"))
    assert standing(district, old) is Standing.REVOKED
    assert standing(district, badge(district)) is Standing.VALID


def test_the_standing_at_an_instant_is_read_from_the_assessors_own_acts(
    district: District, clock: Clock
) -> None:
    before = clock()
    clock.move(days=1)
    set_standing(district, REVIEWER, "a-0217", Standing.REVOKED, "原因")
    then, now = entry_at(district, "a-0217", before), entry_at(district, "a-0217", clock())
    assert then is not None
    assert now is not None
    assert (then.status, now.status) == ("valid", "revoked")
    assert entry_at(district, "a-0301", clock()) is None


def test_acts_of_an_assessor_hold_no_name(district: District) -> None:
    set_standing(district, REVIEWER, "a-0217", Standing.REVOKED, "张三举报")
    text = json.dumps(
        [dict(act.facts) for act in district.casebook.read("assessor-0217")], ensure_ascii=False
    )
    assert "林试远" not in text
    assert "张三" not in text


def test_the_roster_on_the_tablet_follows_at_once(district: District) -> None:
    enrolled_tablet(district)
    set_standing(district, REVIEWER, "a-0218", Standing.SUSPENDED, "原因")
    tasks = district.database("tasks-a-0217")
    payload = decode_task(district.keys.credential, district.caseloads.find("a-0217"), tasks.get("roster"))
    told = {entry["assessor"]: entry["status"] for entry in payload["entries"]}
    assert told == {"a-0217": "valid", "a-0218": "suspended", "a-0219": "valid", "a-0220": "valid"}
    assert all(len(entry["portrait_data"]) <= 4100 for entry in payload["entries"])


def test_the_public_roster_holds_no_portraits_and_no_streets(district: District) -> None:
    payload = json.loads(jws.deserialize_compact(roster(district), district.keys.credential).payload)
    assert set(payload["entries"][0]) == {"serial", "assessor", "name", "status", "from", "until", "portrait"}


def test_a_roster_a_day_old_is_made_again(district: District, clock: Clock) -> None:
    enrolled_tablet(district)
    tasks = district.database("tasks-a-0217")
    first = tasks.get("roster")["_rev"]
    refresh_rosters(district)
    assert tasks.get("roster")["_rev"] == first
    clock.move(days=1)
    refresh_rosters(district)
    assert tasks.get("roster")["_rev"] != first


def test_who_may_not_certify_is_refused(district: District) -> None:
    with pytest.raises(Refusal, match=r"person\.may_not"):
        issue_credential(district, OFFICER, "a-0301", certificate())
    with pytest.raises(Refusal, match=r"person\.may_not"):
        list_assessors(district, CLERK)


@pytest.mark.parametrize("portrait", [b"", b"not a picture", b"\xff\xd8\xff\xe0" + b"\x00" * 40])
def test_a_broken_portrait_is_refused(district: District, portrait: bytes) -> None:
    with pytest.raises(Refusal, match=r"image\.unreadable"):
        issue_credential(district, REVIEWER, "a-0301", certificate(portrait=portrait))
    assert district.casebook.read("assessor-0301") == []

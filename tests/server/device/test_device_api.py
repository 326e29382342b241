"""What a tablet asks the server for, as it asks for it: JSON over HTTP, then the store with its token."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from joserfc import jws

from server.records.codec import encode_outbox
from server.records.entries import Device
from server.services.device_orders import close_device, remove_device, wipe_device
from server.services.devices import open_enrolment
from server.services.district import District
from tests.factories import OFFICER, Clock, PaperTablet, assigned_case, enrolled_tablet
from tests.tablets import prove


def enrolled(client: FlaskClient, district: District) -> tuple[PaperTablet, dict[str, Any]]:
    tablet = PaperTablet(district)
    code = open_enrolment(district, OFFICER, "a-0217").link.partition("#enrol=")[2]
    answer = client.post(
        "/device/enrol", json={"code": code, "jwk": tablet.jwk, "ecdh": tablet.ecdh, "label": "Android"}
    )
    assert answer.status_code == 200, answer.text
    return tablet, answer.get_json()


def proof(client: FlaskClient, tablet: PaperTablet) -> dict[str, str]:
    """A tablet's signature over a challenge it asked for."""
    asked = client.post("/device/challenge", json={"device": tablet.id}).get_json()["challenge"]
    return {"device": tablet.id, "challenge": asked, "signature": prove(tablet, asked)}


def signed_in(client: FlaskClient, tablet: PaperTablet) -> dict[str, str]:
    """The headers of a tablet that holds a token."""
    answer = client.post("/device/token", json=proof(client, tablet))
    assert answer.status_code == 200, answer.text
    return {"Authorization": f"Bearer {answer.get_json()['token']}"}


def test_a_tablet_enrols_gets_a_token_and_reads_its_task(client: FlaskClient, district: District) -> None:
    tablet, given = enrolled(client, district)
    case = assigned_case(district)
    headers = signed_in(client, tablet)
    url = f"{given['couch']}/{given['databases']['tasks']}/task:{case.number}:1"
    answer = client.get(url, headers=headers)
    assert answer.status_code == 200
    assert answer.get_json()["type"] == "task"


def test_no_cookie_is_ever_set_for_a_tablet(client: FlaskClient, district: District) -> None:
    answers = [client.get("/device/keys"), client.get("/device/roster")]
    answers.append(client.post("/device/challenge", json={}))
    assert all("Set-Cookie" not in answer.headers for answer in answers)


def test_the_store_is_closed_without_a_token(client: FlaskClient, district: District) -> None:
    assigned_case(district)
    assert client.get("/couch/tasks-a-0217").status_code == 401
    assert client.get("/couch/casebook").status_code in (401, 403)
    assert client.get("/couch/office/_all_docs").status_code in (401, 403)


def test_a_token_opens_nothing_but_the_tablets_own_two_databases(
    client: FlaskClient, district: District
) -> None:
    tablet, _ = enrolled(client, district)
    enrolled_tablet(district, "a-0218")
    headers = signed_in(client, tablet)
    for name in ("casebook", "evidence", "office", "tasks-a-0218", "outbox-a-0218"):
        assert client.get(f"/couch/{name}/_all_docs", headers=headers).status_code == 403, name
    for name in ("tasks-a-0217", "outbox-a-0217"):
        assert client.get(f"/couch/{name}/_all_docs", headers=headers).status_code == 200, name


def test_a_tablet_writes_visits_and_photos_and_nothing_else(client: FlaskClient, district: District) -> None:
    tablet, _ = enrolled(client, district)
    headers = signed_in(client, tablet)
    visit = encode_outbox(tablet.caseload, f"visit:SL-2026-0001:1:{tablet.id}", {"state": "draft"})

    def put(name: str, document: dict[str, Any]) -> int:
        url = f"/couch/{name}/{document['_id']}"
        return client.put(url, json=document, headers=headers).status_code

    assert put("outbox-a-0217", visit) == 201
    assert put("outbox-a-0217", visit | {"_id": "receipt:x"}) == 403
    assert put("tasks-a-0217", visit | {"_id": "task:x:1"}) == 403


def test_a_removed_tablets_token_opens_nothing_any_more(client: FlaskClient, district: District) -> None:
    tablet, _ = enrolled(client, district)
    headers = signed_in(client, tablet)
    remove_device(district, OFFICER, tablet.id)
    assert client.get("/couch/tasks-a-0217", headers=headers).status_code == 403
    refused = client.post("/device/challenge", json={"device": tablet.id})
    assert (refused.status_code, refused.get_json()["code"]) == (403, "device.removed")


def test_a_closing_tablets_token_still_opens_its_outbox(client: FlaskClient, district: District) -> None:
    tablet, _ = enrolled(client, district)
    close_device(district, OFFICER, tablet.id)
    headers = signed_in(client, tablet)
    assert client.get("/couch/tasks-a-0217", headers=headers).status_code == 403
    assert client.get("/couch/outbox-a-0217", headers=headers).status_code == 200


def test_a_tablet_says_how_it_is_hears_an_order_and_says_it_was_done(
    client: FlaskClient, district: District
) -> None:
    tablet, _ = enrolled(client, district)
    wipe_device(district, OFFICER, tablet.id)
    status = {
        "app_version": "1.4.0",
        "storage": {"used": 1, "left": None, "persisted": True},
        "waiting": {"visits": 0, "photos": 0},
    }
    answer = client.post("/device/token", json=proof(client, tablet) | {"status": status})
    assert answer.get_json()["order"] == "wipe"
    assert district.office.get(Device, tablet.id).status == status
    assert client.post("/device/wiped", json=proof(client, tablet)).get_json() == {"ok": True}
    again = client.post("/device/challenge", json={"device": tablet.id})
    assert again.get_json()["code"] == "device.removed"


@pytest.mark.parametrize(
    "status",
    [
        {"waiting": {"visits": -1, "photos": 0}},
        {"waiting": {"visits": 2**60, "photos": 0}},
        {"storage": "much"},
        {"app_version": "x" * 101},
        [],
    ],
)
def test_a_status_that_is_none_is_refused(client: FlaskClient, district: District, status: Any) -> None:
    tablet, _ = enrolled(client, district)
    answer = client.post("/device/token", json=proof(client, tablet) | {"status": status})
    assert (answer.status_code, answer.get_json()["code"]) == (422, "request.field")


def test_a_token_ends_after_a_quarter_of_an_hour(
    client: FlaskClient, district: District, clock: Clock
) -> None:
    tablet, _ = enrolled(client, district)
    headers = signed_in(client, tablet)
    clock.move(minutes=17)  # a little more than the skew that is tolerated
    assert client.get("/couch/tasks-a-0217", headers=headers).status_code == 401


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "request.json"),
        (b"{", "request.json"),
        (b"[]", "request.json"),
        (b"null", "request.json"),
        (b"\xff\xfe", "request.json"),
        (b"[" * 5000 + b"]" * 5000, "request.json"),
        (b"{}", "request.field"),
        (b'{"code": 7, "jwk": {}, "ecdh": {}}', "request.field"),
        (b'{"code": "x", "jwk": "y", "ecdh": {}}', "request.field"),
        (b'{"code": "' + b"x" * 200 + b'", "jwk": {}, "ecdh": {}}', "request.field"),
        (b'{"code": "x", "jwk": {}}', "request.field"),
        (b'{"code": "x", "jwk": {}, "ecdh": {}}', "device.key"),
    ],
)
def test_bad_input_gets_a_sentence_and_a_code(client: FlaskClient, body: bytes, code: str) -> None:
    answer = client.post("/device/enrol", data=body)
    assert 400 <= answer.status_code < 500
    told = answer.get_json()
    assert told["code"] == code
    assert told["message"]["zh"]
    assert told["message"]["en"]


def test_a_bad_key_is_refused_and_the_code_is_not_used_up(client: FlaskClient, district: District) -> None:
    opened = open_enrolment(district, OFFICER, "a-0217")
    tablet, false = PaperTablet(district), {"kty": "oct", "k": "AA"}
    right = {"code": opened.code, "jwk": tablet.jwk, "ecdh": tablet.ecdh}
    assert client.post("/device/enrol", json=right | {"ecdh": false}).get_json()["code"] == "device.key"
    refused = client.post("/device/enrol", json=right | {"jwk": false})
    assert (refused.status_code, refused.get_json()["code"]) == (422, "device.key")
    assert client.post("/device/enrol", json=right).status_code == 200


def test_guessing_codes_is_stopped(client: FlaskClient) -> None:
    guesses = [client.post("/device/enrol", json={"code": str(n), "jwk": {}, "ecdh": {}}) for n in range(12)]
    assert [answer.status_code for answer in guesses[-2:]] == [429, 429]
    assert guesses[-1].get_json()["code"] == "request.too_many"


def test_a_body_that_is_too_large_is_refused(client: FlaskClient) -> None:
    answer = client.post("/device/enrol", data=b"x" * 5_000_000)
    assert (answer.status_code, answer.get_json()["code"]) == (413, "request.too_large")


@pytest.mark.parametrize(("method", "path"), [("get", "/device/enrol"), ("get", "/device/nothing")])
def test_a_wrong_address_is_answered_in_json(client: FlaskClient, method: str, path: str) -> None:
    answer = getattr(client, method)(path)
    assert answer.status_code in (404, 405)
    assert answer.get_json()["code"].startswith("request.")


def test_anybody_may_have_the_keys_and_the_roster(client: FlaskClient, district: District) -> None:
    keys = client.get("/device/keys").get_json()["keys"]
    assert keys["credential"][0]["kid"] == district.keys.credential.thumbprint()
    token = client.get("/device/roster").get_json()["roster"]
    payload = json.loads(jws.deserialize_compact(token, district.keys.credential).payload)
    assert len(payload["entries"]) == 4


def test_the_server_says_when_it_can_serve(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.get_json()["ok"]) == (200, True)
    assert client.get("/readyz").status_code == 200  # nothing runs beside it that could be late


@pytest.mark.parametrize(
    "path", ["package.json", "app/main.mjs", "node_modules/jose/package.json", "../server/app.py"]
)
def test_sources_are_not_served_as_static_files(client: FlaskClient, path: str) -> None:
    assert client.get(f"/static/{path}").status_code == 404

"""Tablets: let in by a one-time code, by short-lived tokens, and out at once."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from server.errors import Refusal
from server.records.entries import CaseloadKeys, Device, Enrolment
from server.records.envelope import CannotOpen, open_for, seal_to
from server.services.device_orders import close_device, remove_device
from server.services.devices import (
    challenge,
    enrol_device,
    issue_token,
    list_devices,
    open_enrolment,
)
from server.services.district import District
from server.services.tasks import outbox_name, tasks_name
from tests.factories import (
    CLERK,
    OFFICER,
    REVIEWER,
    Clock,
    PaperTablet,
    assigned_case,
    enrolled_tablet,
)
from tests.tablets import prove


def keys(tablet: PaperTablet) -> tuple[dict[str, str], dict[str, str]]:
    return tablet.jwk, tablet.ecdh


def opened_caseload(tablet: PaperTablet, given: dict[str, Any]) -> dict[str, Any]:
    """The answer to an enrolment with its sealed part opened by the tablet that asked."""
    return given | {"caseload": open_for(tablet.receiver, given["caseload"])}


def members(district: District, name: str) -> list[str]:
    roles: list[str] = district.database(name).security()["members"]["roles"]
    return roles


def test_an_enrolled_tablet_gets_what_it_needs(district: District) -> None:
    tablet = PaperTablet(district)
    given = tablet.enrol()
    assert given["assessor"] == {"id": "a-0217", "name": "林试远", "street": district.area("songlin").names}
    assert given["device"] == {"id": tablet.id, "number": "T-0001"}
    assert given["databases"] == {"tasks": "tasks-a-0217", "outbox": "outbox-a-0217"}
    assert given["keys"]["credential"][0]["kid"] == district.keys.credential.thumbprint()
    assert "d" not in given["keys"]["log"][0]


def test_a_tablet_is_given_the_caseload_key_and_nobody_else_can_open_it(district: District) -> None:
    tablet, thief = PaperTablet(district), PaperTablet(district)
    given = tablet.enrol()
    assert open_for(tablet.receiver, given["caseload"]) == {"keys": [tablet.caseload.jwk]}
    assert given["keys"]["encryption"][0]["kid"] == district.keys.encryption.thumbprint()
    with pytest.raises(CannotOpen):
        open_for(thief.receiver, given["caseload"])


def test_every_tablet_of_an_assessor_is_given_the_same_caseload_key(district: District) -> None:
    first, second, other = PaperTablet(district), PaperTablet(district), PaperTablet(district, "a-0218")
    keys_given = [open_for(tablet.receiver, tablet.enrol()["caseload"]) for tablet in (first, second, other)]
    assert keys_given[0] == keys_given[1] != keys_given[2]


def test_the_office_keeps_a_caseload_key_only_wrapped(district: District) -> None:
    tablet = enrolled_tablet(district)
    (kept,) = district.office.every(CaseloadKeys)
    assert tablet.caseload.jwk["k"] not in json.dumps(vars(kept))
    assert open_for(district.keys.encryption, kept.keys[0]) == tablet.caseload.jwk


def test_a_caseload_key_sealed_to_another_district_is_named_as_damaged(district: District) -> None:
    stranger = ECKey.generate_key("P-256", private=True)
    district.office.save(CaseloadKeys("a-0218", (seal_to(stranger, {"kty": "oct", "k": "AA"}),)))
    with pytest.raises(Refusal) as refused:
        PaperTablet(district, "a-0218").enrol()
    assert refused.value.sentence("en") == "What is stored does not match its digest: caseload:a-0218."


def test_only_the_assessors_tablets_may_open_their_databases(district: District) -> None:
    tablet, other = enrolled_tablet(district), enrolled_tablet(district, "a-0218")
    assert members(district, "tasks-a-0217") == ["_admin", f"device:{tablet.id}"]
    assert members(district, "outbox-a-0218") == ["_admin", f"device:{other.id}"]


def test_databases_without_a_tablet_are_open_to_nobody(district: District) -> None:
    assigned_case(district)
    assert members(district, tasks_name("a-0217")) == ["_admin"]
    assert members(district, outbox_name("a-0217")) == ["_admin"]


def test_a_code_is_good_for_one_tablet(district: District) -> None:
    opened = open_enrolment(district, OFFICER, "a-0217")
    first, second = PaperTablet(district), PaperTablet(district)
    given = opened_caseload(first, enrol_device(district, opened.code, *keys(first), "one"))
    with pytest.raises(Refusal, match=r"enrolment\.unknown"):
        enrol_device(district, opened.code, *keys(second), "two")
    first.receiver = ECKey.generate_key("P-256", private=True)  # the answer was lost: asked once more
    assert opened_caseload(first, enrol_device(district, opened.code, *keys(first), "one")) == given


def test_a_code_may_be_typed_in_small_letters_with_spaces(district: District) -> None:
    opened = open_enrolment(district, OFFICER, "a-0217")
    typed = f" {opened.code[:4].lower()}-{opened.code[4:8]} {opened.code[8:]} "
    assert enrol_device(district, typed, *keys(PaperTablet(district)), "")["assessor"]["id"] == "a-0217"


def test_a_code_expires(district: District, clock: Clock) -> None:
    opened = open_enrolment(district, OFFICER, "a-0217")
    clock.move(minutes=30)
    with pytest.raises(Refusal, match=r"enrolment\.unknown"):
        enrol_device(district, opened.code, *keys(PaperTablet(district)), "")


def test_the_code_itself_is_not_kept(district: District) -> None:
    opened = open_enrolment(district, OFFICER, "a-0217")
    (kept,) = district.office.every(Enrolment)
    assert opened.code not in json.dumps(vars(kept))


@pytest.mark.parametrize("code", ["", "0", "'; DROP", "AAAAAAAAAAAA", "码"])
def test_a_guessed_code_is_refused(district: District, code: str) -> None:
    open_enrolment(district, OFFICER, "a-0217")
    with pytest.raises(Refusal, match=r"enrolment\.unknown"):
        enrol_device(district, code, *keys(PaperTablet(district)), "")


def test_a_key_serves_one_assessor_only(district: District) -> None:
    tablet = enrolled_tablet(district)
    opened = open_enrolment(district, OFFICER, "a-0218")
    with pytest.raises(Refusal, match=r"device\.key"):
        enrol_device(district, opened.code, *keys(tablet), "")


def test_who_may_not_enrol_is_refused(district: District) -> None:
    with pytest.raises(Refusal, match=r"person\.may_not"):
        open_enrolment(district, CLERK, "a-0217")
    with pytest.raises(Refusal, match=r"person\.other_area"):
        open_enrolment(district, replace(OFFICER, street="elsewhere"), "a-0217")
    with pytest.raises(Refusal, match=r"person\.unknown"):
        open_enrolment(district, CLERK, "a-9999")


def test_a_signed_challenge_gives_a_token_couchdb_understands(district: District, clock: Clock) -> None:
    tablet = enrolled_tablet(district)
    asked = challenge(district, tablet.id)
    issued = issue_token(district, tablet.id, asked, prove(tablet, asked))
    token = jwt.decode(issued.token, district.keys.token, algorithms=["ES256"])
    assert token.header["kid"] == district.keys.token.thumbprint()
    assert token.claims["sub"] == "a-0217"
    assert token.claims["_couchdb.roles"] == [f"device:{tablet.id}"]
    assert 0 < token.claims["exp"] - clock().timestamp() <= 15 * 60
    (device,) = district.office.every(Device)
    assert device.last_seen_at == "2026-03-02T01:00:00Z"


def test_a_challenge_signed_by_another_key_is_refused(district: District) -> None:
    tablet = enrolled_tablet(district)
    asked = challenge(district, tablet.id)
    forged = prove(tablet, asked, ECKey.generate_key("P-256", private=True))
    with pytest.raises(Refusal, match=r"device\.signature"):
        issue_token(district, tablet.id, asked, forged)


def test_a_challenge_is_used_up_by_the_first_answer(district: District) -> None:
    tablet = enrolled_tablet(district)
    asked = challenge(district, tablet.id)
    issue_token(district, tablet.id, asked, prove(tablet, asked))
    with pytest.raises(Refusal, match=r"device\.challenge"):
        issue_token(district, tablet.id, asked, prove(tablet, asked))


def test_a_challenge_of_another_tablet_is_refused(district: District) -> None:
    tablet, other = enrolled_tablet(district), enrolled_tablet(district, "a-0218")
    asked = challenge(district, other.id)
    with pytest.raises(Refusal, match=r"device\.challenge"):
        issue_token(district, tablet.id, asked, prove(tablet, asked))


def test_a_challenge_expires(district: District, clock: Clock) -> None:
    tablet = enrolled_tablet(district)
    asked = challenge(district, tablet.id)
    clock.move(minutes=2)
    with pytest.raises(Refusal, match=r"device\.challenge"):
        issue_token(district, tablet.id, asked, prove(tablet, asked))


@pytest.mark.parametrize("signature", ["", "a.b.c", "eyJhbGciOiJub25lIn0.e30."])
def test_what_is_no_signature_is_refused(district: District, signature: str) -> None:
    tablet = enrolled_tablet(district)
    asked = challenge(district, tablet.id)
    with pytest.raises(Refusal, match=r"device\.signature"):
        issue_token(district, tablet.id, asked, signature)


def test_a_removed_tablet_is_out_at_once(district: District) -> None:
    tablet = enrolled_tablet(district)
    remove_device(district, OFFICER, tablet.id)
    assert members(district, "tasks-a-0217") == ["_admin"]
    assert members(district, "outbox-a-0217") == ["_admin"]
    with pytest.raises(Refusal, match=r"device\.removed"):
        challenge(district, tablet.id)
    opened = open_enrolment(district, OFFICER, "a-0217")
    with pytest.raises(Refusal, match=r"device\.key"):
        enrol_device(district, opened.code, *keys(tablet), "")


def enrol_again(tablet: PaperTablet, replaces: str, assessor: str = "a-0217") -> PaperTablet:
    again = PaperTablet(tablet.district, assessor)
    opened = open_enrolment(tablet.district, OFFICER, assessor)
    enrol_device(tablet.district, opened.code, *keys(again), "again", replaces)
    return again


def test_a_tablet_enrolled_again_replaces_its_old_key(district: District) -> None:
    old = enrolled_tablet(district)
    new = enrol_again(old, old.id)
    assert members(district, "tasks-a-0217") == ["_admin", f"device:{new.id}"]
    states = {device.id: device.state for device in district.office.every(Device)}
    assert states == {old.id: "replaced", new.id: "active"}
    with pytest.raises(Refusal, match=r"device\.removed"):
        challenge(district, old.id)


def test_a_tablet_replaces_no_colleagues_key_and_none_that_is_closing(district: District) -> None:
    colleague, closing = enrolled_tablet(district, "a-0218"), enrolled_tablet(district)
    close_device(district, OFFICER, closing.id)
    for named in (colleague.id, closing.id, "nobody"):
        enrol_again(closing, named)
    states = {device.id: device.state for device in district.office.every(Device)}
    assert (states[colleague.id], states[closing.id]) == ("active", "closing")


def test_tablets_are_listed_for_their_own_street(district: District) -> None:
    enrolled_tablet(district)
    enrolled_tablet(district, "a-0218")
    assert [device.number for device in list_devices(district, OFFICER)] == ["T-0002", "T-0001"]
    assert [device.assessor for device in list_devices(district, REVIEWER, "a-0218")] == ["a-0218"]
    assert list_devices(district, replace(OFFICER, street="elsewhere")) == []


def test_an_unknown_tablet_is_told_to_enrol_again(district: District) -> None:
    with pytest.raises(Refusal, match=r"device\.unknown"):
        challenge(district, "nobody")


def test_labels_are_kept_short(district: District) -> None:
    opened = open_enrolment(district, OFFICER, "a-0217")
    enrol_device(district, opened.code, *keys(PaperTablet(district)), " x" * 400)
    devices: list[Any] = district.office.every(Device)
    assert len(devices[0].label) == 80

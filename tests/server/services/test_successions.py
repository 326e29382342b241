"""A credential key is followed by another: old badges hold, new ones name the new key (design §4)."""

from __future__ import annotations

from datetime import date

import pytest

from server.domain.credential import Standing
from server.domain.permission import may
from server.errors import Refusal
from server.records.codec import decode_task
from server.records.keys import open_keys
from server.services.credentials import get_assessor, issue_credential, judge, set_standing
from server.services.devices import public_keys
from server.services.district import District
from server.services.rosters import roster_payload
from server.services.successions import rotate_key
from server.services.verification import verify
from tests.factories import (
    ADMINISTRATOR,
    REVIEWER,
    assigned_case,
    certificate,
    enrolled_tablet,
    reconcile,
)

DAY = date(2026, 3, 12)


def standing(district: District, token: str) -> Standing:
    return judge(district, token, DAY).verdict.standing


def badge(district: District, assessor: str = "a-0217") -> str:
    return get_assessor(district, assessor).badge


def test_old_badges_stay_verifiable_and_new_ones_name_the_new_key(district: District) -> None:
    old = badge(district)
    done = rotate_key(district, ADMINISTRATOR)
    assert (standing(district, old), standing(district, badge(district))) == ("valid", "valid")
    assert old.split(".")[0] != badge(district).split(".")[0]
    assert district.keys.credential.thumbprint() == done.now != done.before
    issue_credential(district, REVIEWER, "a-0218", certificate("罗样青", "a-0218"))
    assert badge(district, "a-0218").split(".")[0] == badge(district).split(".")[0]
    assert verify(district).ok


def test_no_badge_of_a_compromised_key_counts(district: District) -> None:
    old = badge(district)
    done = rotate_key(district, ADMINISTRATOR, compromised=True)
    assert (standing(district, old), standing(district, badge(district))) == ("revoked", "valid")
    assert len(done.badges) == 4
    assert [key["kid"] for key in public_keys(district.keys)["credential"]] == [done.now]


def test_a_revoked_badge_is_not_signed_anew(district: District) -> None:
    set_standing(district, REVIEWER, "a-0217", Standing.REVOKED, "原因")
    old = badge(district)
    done = rotate_key(district, ADMINISTRATOR)
    assert "a-0217" not in {assessor.id for assessor in done.badges}
    assert badge(district) == old
    assert standing(district, old) is Standing.REVOKED


def test_the_roster_brings_the_succession_to_the_tablets_at_once(district: District) -> None:
    enrolled_tablet(district)
    first, second = rotate_key(district, ADMINISTRATOR), rotate_key(district, ADMINISTRATOR)
    stored = district.database("tasks-a-0217").get("roster")
    sent = decode_task(district.keys.credential, district.caseloads.find("a-0217"), stored)
    kids = [link["jwk"]["kid"] for link in sent["keys"]]
    assert kids == [first.before, first.now, second.now]
    assert all(link["signed"] for link in sent["keys"][1:])
    assert [link["jwk"]["kid"] for link in roster_payload(district, for_tablets=False)["keys"]] == kids


def test_a_visit_with_badges_of_the_key_before_is_accepted(district: District) -> None:
    tablet, case = enrolled_tablet(district), assigned_case(district)
    visit = tablet.fill_in(case)
    rotate_key(district, ADMINISTRATOR)
    tablet.push(tablet.seal(visit))
    assert reconcile(district).accepted == 1


def test_a_visit_with_badges_of_a_compromised_key_is_set_aside(district: District) -> None:
    tablet, case = enrolled_tablet(district), assigned_case(district)
    visit = tablet.fill_in(case)
    rotate_key(district, ADMINISTRATOR, compromised=True)
    tablet.push(tablet.seal(visit))
    assert reconcile(district).set_aside == 1


def test_another_process_on_the_same_folder_sees_the_new_key(district: District) -> None:
    running = open_keys(district.keys.folder)
    done = rotate_key(district, ADMINISTRATOR)
    assert running.credential.thumbprint() == done.now


def test_only_the_administrator_changes_the_key(district: District) -> None:
    assert not may(REVIEWER, "credential.rotate")
    with pytest.raises(Refusal, match=r"person\.may_not"):
        rotate_key(district, REVIEWER)


def test_the_succession_is_on_the_record(district: District) -> None:
    done = rotate_key(district, ADMINISTRATOR, compromised=True)
    (act,) = district.casebook.read("credential-keys")
    assert dict(act.facts) == {"previous": done.before, "kid": done.now, "compromised": True}

"""A key is followed by another: what the old one signed holds, the new one signs from then on (design §4)."""

from __future__ import annotations

from datetime import date

import pytest

from server.domain.credential import Standing
from server.domain.permission import may
from server.errors import Refusal
from server.records.codec import decode_task
from server.records.key_chain import district_id
from server.records.keys import Keys, open_keys
from server.records.versions import Versions
from server.services.credentials import get_assessor, issue_credential, judge, set_standing
from server.services.devices import public_keys
from server.services.district import District
from server.services.heads import publish_due
from server.services.rosters import roster_payload
from server.services.successions import rotate_key, rotate_log_key
from server.services.tasks import find_task, task_id
from server.services.verification import verify
from tests.factories import (
    ADMINISTRATOR,
    REVIEWER,
    assigned_case,
    certificate,
    enrolled_tablet,
    reconcile,
)
from tests.server.services.story import move

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


def test_what_a_log_key_signed_in_its_time_counts_for_good(district: District) -> None:
    tablet, case = enrolled_tablet(district), assigned_case(district)
    told = find_task(district, tablet.assessor, task_id(case))
    assert told is not None
    move(district, days=1)
    publish_due(district)
    done = rotate_log_key(district, ADMINISTRATOR)
    assert (district.keys.log.thumbprint(), district_id(district.keys)) == (done.now, done.before)
    move(district, days=1)
    publish_due(district)
    assert verify(district).ok
    assert find_task(district, tablet.assessor, task_id(case)) == told
    assert Versions(district.casebook.database, district.keys).get("policy", district.policy.key)


def test_a_head_the_key_before_signs_after_the_succession_is_forged(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    assigned_case(district)
    retired = district.keys.log
    rotate_log_key(district, ADMINISTRATOR)
    move(district, days=1)
    with monkeypatch.context() as thief:
        thief.setattr(Keys, "log", property(lambda _keys: retired))
        publish_due(district)
    assert {problem.code for problem in verify(district).problems} == {"log.forged"}


def test_tablets_are_told_the_new_log_key_by_the_roster_they_believe(district: District) -> None:
    enrolled_tablet(district)
    done = rotate_log_key(district, ADMINISTRATOR)
    sent = find_task(district, "a-0217", "roster")
    assert sent is not None
    assert [key["kid"] for key in sent["log_keys"]] == [done.before, done.now]
    assert [key["kid"] for key in public_keys(district.keys)["log"]] == [done.before, done.now]


def test_the_succession_of_log_keys_is_on_the_record(district: District) -> None:
    done = rotate_log_key(district, ADMINISTRATOR)
    (act,) = district.casebook.read("log-keys")
    assert dict(act.facts) == {"previous": done.before, "kid": done.now, "compromised": False}
    with pytest.raises(Refusal, match=r"person\.may_not"):
        rotate_log_key(district, REVIEWER)

"""Countersigning: one's own key, over exactly this visit (design §4, S7-CRED-05)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from server.domain.countersign import (
    Countersignature,
    check_countersignature,
    parse_countersignature,
)
from server.domain.device import DeviceStanding, DeviceState
from server.domain.seal import SealedVisit, parse_visit
from server.errors import Refusal

PAYLOAD = {
    "type": "countersign",
    "case": "SL-2026-0137",
    "round": 1,
    "visit": "v" * 64,
    "assessor": "a-0218",
    "signed_at": "2026-03-12T02:40:00Z",
}


def sealed_visit() -> SealedVisit:
    at = "2026-03-12T02:30:00Z"
    member = {"serial": "0217", "badge": "", "how": "this_tablet", "seen_at": at}
    return parse_visit(
        {
            "case": "SL-2026-0137",
            "round": 1,
            "form": "home-visit@1",
            "form_digest": "f" * 64,
            "policy": "sifang-seed@1",
            "assessor": "a-0217",
            "device": "leads-tablet",
            "roster_issued_at": at,
            "started_at": at,
            "sealed_at": at,
            "team": [member | {"assessor": f"a-021{n}"} for n in (7, 8, 9)],
            "photos": [],
            "signatures": [],
            "answers": {},
            "totals": {},
        }
    )


VISIT = sealed_visit()


def countersigned(device: str = "own-tablet", **changes: Any) -> Countersignature:
    return replace(parse_countersignature(PAYLOAD | {"visit": VISIT.digest}, device), **changes)


SINCE = datetime(2026, 3, 12, 2, 50, tzinfo=UTC)


def check(
    given: Countersignature,
    owner: str = "a-0218",
    state: DeviceState = DeviceState.ACTIVE,
    since: datetime = SINCE,
) -> None:
    check_countersignature(given, VISIT, device_assessor=owner, device=DeviceStanding(state, since))


def test_a_colleague_signs_with_their_own_tablet() -> None:
    check(countersigned())


@pytest.mark.parametrize("change", [{"visit": "0" * 64}, {"round": 2}, {"case": "SL-2026-0138"}])
def test_a_countersignature_replayed_for_another_visit_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match=r"countersign\.other_visit"):
        check(countersigned(**change))


def test_the_lead_cannot_make_up_the_number_on_another_tablet_of_their_own() -> None:
    with pytest.raises(Refusal, match=r"countersign\.own_visit"):
        check(countersigned(assessor="a-0217"), owner="a-0217")


def test_the_leads_tablet_cannot_sign_for_a_colleague() -> None:
    with pytest.raises(Refusal, match=r"countersign\.own_visit"):
        check(countersigned(device="leads-tablet"), owner="a-0217")


def test_a_colleagues_tablet_cannot_sign_for_the_other_colleague() -> None:
    with pytest.raises(Refusal, match=r"countersign\.other_device"):
        check(countersigned(assessor="a-0219"), owner="a-0218")


@pytest.mark.parametrize("state", [DeviceState.CLOSING, DeviceState.REMOVED])
def test_a_tablet_that_is_closing_or_removed_signs_for_nobody(state: DeviceState) -> None:
    with pytest.raises(Refusal, match=r"countersign\.device_removed"):
        check(countersigned(), state=state)


def test_a_replaced_tablet_signed_until_it_was_replaced() -> None:
    check(countersigned(), state=DeviceState.REPLACED)
    with pytest.raises(Refusal, match=r"countersign\.device_removed"):
        check(countersigned(), state=DeviceState.REPLACED, since=SINCE - timedelta(hours=1))


def test_nobody_outside_the_team_signs() -> None:
    with pytest.raises(Refusal, match=r"countersign\.not_in_team"):
        check(countersigned(assessor="a-0220"), owner="a-0220")


@pytest.mark.parametrize(
    "change",
    [
        {"type": "visit"},
        {"round": "1"},
        {"round": True},
        {"visit": None},
        {"assessor": 218},
        {"signed_at": "yesterday"},
    ],
)
def test_what_is_no_countersignature_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match=r"countersign\.malformed"):
        parse_countersignature(PAYLOAD | change, "tablet")


@pytest.mark.parametrize("key", sorted(PAYLOAD))
def test_a_countersignature_that_lacks_a_fact_is_refused(key: str) -> None:
    with pytest.raises(Refusal, match=r"countersign\.malformed"):
        parse_countersignature({name: value for name, value in PAYLOAD.items() if name != key}, "tablet")

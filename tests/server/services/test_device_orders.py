"""A tablet is locked, closed, wiped, removed; what it still sends is never refused in silence (design §4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from server.domain.device import DeviceState, Order
from server.domain.stage import Stage
from server.errors import Refusal
from server.records.entries import Device, SetAside
from server.services.credentials import assessor_file
from server.services.device_orders import (
    close_device,
    closing_ends_on,
    end_closings,
    find_unsent,
    get_device,
    lock_device,
    remove_device,
    wipe_device,
    withdraw_order,
)
from server.services.device_states import settle_devices
from server.services.devices import challenge, confirm_wiped
from server.services.district import District
from server.services.verification import verify
from tests.factories import (
    CLERK,
    OFFICER,
    REVIEWER,
    Clock,
    PaperTablet,
    assigned_case,
    default_photos,
    enrolled_tablet,
    reconcile,
)
from tests.tablets import ask_token, prove, push_draft, waiting


@pytest.fixture
def tablet(district: District) -> PaperTablet:
    return enrolled_tablet(district)


def stored(tablet: PaperTablet) -> Device:
    return tablet.district.office.get(Device, tablet.id)


def members(tablet: PaperTablet, name: str) -> list[str]:
    roles: list[str] = tablet.district.database(f"{name}-{tablet.assessor}").security()["members"]["roles"]
    return roles


def acts(district: District) -> list[str]:
    kinds = [act.kind for act in district.casebook.read(assessor_file("a-0217"))]
    return [kind for kind in kinds if kind.startswith("device_")]


def codes(district: District) -> list[str]:
    (entry,) = district.office.every(SetAside)
    return [reason["code"] for reason in entry.reasons]


def wiped(tablet: PaperTablet) -> None:
    asked = challenge(tablet.district, tablet.id)
    confirm_wiped(tablet.district, tablet.id, asked, prove(tablet, asked))


def test_a_tablet_says_how_it_is_and_the_desk_sees_it(district: District, tablet: PaperTablet) -> None:
    storage = {"used": 120_000_000, "left": 2_100_000_000, "persisted": True}
    ask_token(tablet, app_version="1.4.0", storage=storage, **waiting(1, 8))
    ask_token(tablet)  # one that says nothing takes nothing back
    device = stored(tablet)
    assert device.status == {"app_version": "1.4.0", "storage": storage, **waiting(1, 8)}
    assert device.last_seen_at == "2026-03-02T01:00:00Z"
    assert vars(find_unsent(district, device)) == {"visits": 1, "photos": 8, "unreceived": 0}


def test_a_lock_is_told_once(district: District, tablet: PaperTablet) -> None:
    lock_device(district, OFFICER, tablet.id)
    assert [ask_token(tablet).order, ask_token(tablet).order] == [Order.LOCK, Order.NONE]


def test_an_order_not_heard_yet_is_taken_back(district: District, tablet: PaperTablet) -> None:
    lock_device(district, OFFICER, tablet.id)
    withdraw_order(district, OFFICER, tablet.id)
    assert ask_token(tablet).order == Order.NONE


def test_a_wipe_is_told_until_it_is_done_and_ends_the_tablet(district: District, tablet: PaperTablet) -> None:
    wipe_device(district, OFFICER, tablet.id)
    assert [ask_token(tablet).order, ask_token(tablet).order] == [Order.WIPE, Order.WIPE]
    wiped(tablet)
    assert (stored(tablet).state, stored(tablet).order) == ("removed", "")
    assert members(tablet, "tasks") == members(tablet, "outbox") == ["_admin"]
    assert acts(district) == ["device_enrolled", "device_wipe_ordered", "device_removed"]


def test_what_a_tablet_sends_before_it_is_wiped_counts(district: District, tablet: PaperTablet) -> None:
    case = assigned_case(district)
    wipe_device(district, OFFICER, tablet.id)
    tablet.push(tablet.seal(tablet.fill_in(case)))
    assert reconcile(district).accepted == 1


def test_a_wipe_at_once_is_recorded_with_what_was_lost(district: District, tablet: PaperTablet) -> None:
    ask_token(tablet, **waiting(2, 9))
    wipe_device(district, OFFICER, tablet.id, confirmed=True)
    assert ask_token(tablet).order == Order.WIPE_NOW
    last = district.casebook.read(assessor_file("a-0217"))[-1]
    assert (last.kind, last.by) == ("device_wipe_ordered", OFFICER.user_id)
    assert last.facts == {
        "device": tablet.id,
        "order": "wipe_now",
        "visits": 2,
        "photos": 9,
        "unreceived": 0,
    }


def test_that_a_tablet_was_wiped_must_be_signed_by_it(district: District, tablet: PaperTablet) -> None:
    other = enrolled_tablet(district, "a-0218")
    asked = challenge(district, tablet.id)
    with pytest.raises(Refusal, match=r"device\.signature"):
        confirm_wiped(district, tablet.id, asked, prove(other, asked))
    assert stored(tablet).state == "active"


def test_a_closing_tablet_reads_no_tasks_and_what_it_sends_is_set_aside(
    district: District, tablet: PaperTablet
) -> None:
    case = assigned_case(district)
    body = tablet.seal(tablet.fill_in(case))
    close_device(district, OFFICER, tablet.id)
    assert members(tablet, "tasks") == ["_admin"]
    assert members(tablet, "outbox") == ["_admin", f"device:{tablet.id}"]
    ask_token(tablet, **waiting(1, 2))
    tablet.push(body)
    assert reconcile(district).set_aside == 1
    assert codes(district) == ["visit.device_closing"]
    assert district.get_case(case.number).stage is Stage.ASSIGNED


def test_closing_ends_when_the_last_of_it_has_come(district: District, tablet: PaperTablet) -> None:
    close_device(district, OFFICER, tablet.id)
    for status in ({}, waiting(0, 1), waiting(1, 0)):
        ask_token(tablet, **status)
        assert stored(tablet).state == "closing"
    ask_token(tablet, **waiting(0, 0))
    assert stored(tablet).state == "removed"
    with pytest.raises(Refusal, match=r"device\.removed"):
        challenge(district, tablet.id)


def test_closing_does_not_end_before_a_visit_has_all_its_photos(
    district: District, tablet: PaperTablet
) -> None:
    case = assigned_case(district)
    door, room = default_photos()
    push_draft(tablet, assigned_case(district))  # a draft is no reason to wait
    tablet.push(tablet.seal(tablet.fill_in(case)), photos=[door])
    assert reconcile(district).waiting == 1
    close_device(district, OFFICER, tablet.id)
    ask_token(tablet, **waiting(0, 0))
    assert stored(tablet).state == "closing"
    tablet.push_photo(room)
    assert reconcile(district).set_aside == 1
    ask_token(tablet, **waiting(0, 0))
    assert stored(tablet).state == "removed"


def test_a_closing_tablet_to_be_wiped_goes_empty_once_all_of_it_has_come(
    district: District, tablet: PaperTablet
) -> None:
    """It reads no receipts any more, so the server, which wrote them, says when."""
    close_device(district, OFFICER, tablet.id)
    wipe_device(district, OFFICER, tablet.id)
    assert ask_token(tablet, **waiting(1, 0)).order == Order.WIPE
    assert ask_token(tablet, **waiting(0, 0)).order == Order.WIPE_NOW
    assert stored(tablet).state == "closing"
    wiped(tablet)
    assert stored(tablet).state == "removed"


def test_closing_ends_after_the_days_of_the_pack(
    district: District, tablet: PaperTablet, clock: Clock
) -> None:
    close_device(district, OFFICER, tablet.id)
    assert closing_ends_on(district, stored(tablet)) == date(2026, 4, 1)
    clock.move(days=30)
    end_closings(district)
    assert stored(tablet).state == "closing"
    clock.move(days=1)
    end_closings(district)
    assert stored(tablet).state == "removed"
    last = district.casebook.read(assessor_file("a-0217"))[-1]
    assert (last.by, last.facts["why"]) == ("ruhu", "days")


def test_closing_twice_keeps_the_first_day(district: District, tablet: PaperTablet, clock: Clock) -> None:
    close_device(district, OFFICER, tablet.id)
    clock.move(days=10)
    close_device(district, OFFICER, tablet.id)
    assert closing_ends_on(district, stored(tablet)) == date(2026, 4, 1)


def test_an_ended_tablet_takes_no_more_orders(district: District, tablet: PaperTablet) -> None:
    remove_device(district, OFFICER, tablet.id)
    remove_device(district, OFFICER, tablet.id)
    assert acts(district) == ["device_enrolled", "device_removed"]
    for order in (lock_device, close_device, wipe_device, withdraw_order):
        with pytest.raises(Refusal, match=r"device\.removed"):
            order(district, OFFICER, tablet.id)


def test_only_who_enrols_tablets_gives_them_orders(district: District, tablet: PaperTablet) -> None:
    elsewhere = replace(OFFICER, street="elsewhere")
    for order in (lock_device, close_device, wipe_device, remove_device, withdraw_order):
        with pytest.raises(Refusal, match=r"person\.may_not"):
            order(district, REVIEWER, tablet.id)
        with pytest.raises(Refusal, match=r"person\.other_area"):
            order(district, elsewhere, tablet.id)
    with pytest.raises(Refusal, match=r"person\.may_not"):
        get_device(district, CLERK, tablet.id)
    with pytest.raises(Refusal, match=r"device\.unknown"):
        get_device(district, OFFICER, "nobody")


def test_a_state_written_before_a_crash_holds_after_it(district: District, tablet: PaperTablet) -> None:
    remove_device(district, OFFICER, tablet.id)
    before_crash = replace(stored(tablet), state=DeviceState.ACTIVE.value, since="")
    district.office.save(before_crash)
    settle_devices(district)
    assert stored(tablet).state == "removed"
    assert members(tablet, "outbox") == ["_admin"]


def test_every_state_stands_in_the_assessors_file(district: District, tablet: PaperTablet) -> None:
    close_device(district, OFFICER, tablet.id)
    remove_device(district, OFFICER, tablet.id)
    assert acts(district) == ["device_enrolled", "device_closing", "device_removed"]
    file = district.casebook.read(assessor_file("a-0217"))
    enrolled = next(act for act in file if act.kind == "device_enrolled")
    assert enrolled.facts["jwk"]["kid"] == enrolled.facts["device"] == tablet.id
    assert enrolled.facts["opened_by"] == OFFICER.user_id
    assert verify(district).ok

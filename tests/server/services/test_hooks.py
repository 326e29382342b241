"""Other systems are told of approvals, by a real receiver's account: once, signed, again after a failure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from server.domain.hook import MOST_TRIES, check_signed
from server.errors import Refusal
from server.records.entries import HookCursor, HookDelivery, HookTurn
from server.services.district import District
from server.services.hooks import (
    end_hook,
    find_news,
    get_hook_view,
    list_hooks,
    register_hook,
    secret_of,
    send_again,
    send_due,
    try_hook,
)
from server.services.verification import verify
from tests.factories import ADMINISTRATOR, OFFICER, accepted_case
from tests.server.services.hook_receiver import Receiver
from tests.server.services.story import approved_case, move

EVENTS = ("approved", "stopped")


@pytest.fixture
def open_district(district: District) -> District:
    """A district that may tell this machine."""
    return replace(district, settings=replace(district.settings, hooks_to_this_machine=True))


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as made:
        yield made


def test_an_approval_is_told_once_signed_and_names_nobody(
    open_district: District, receiver: Receiver
) -> None:
    hook = register_hook(open_district, ADMINISTRATOR, "财政", receiver.url, EVENTS)
    case = approved_case(open_district)
    assert (find_news(open_district), send_due(open_district)) == (1, 1)
    assert (find_news(open_district), send_due(open_district)) == (0, 0)
    ((headers, body),) = receiver.got
    act = next(act for act in case.acts if act.kind == "approved")
    assert set(json.loads(body)["data"]) == {"case", "event", "digest", "at"}
    assert json.loads(body)["data"]["digest"] == act.digest
    check_signed(secret_of(open_district, ADMINISTRATOR, hook.id), headers, body, open_district.now())
    (delivery,) = get_hook_view(open_district, ADMINISTRATOR, hook.id).deliveries
    assert (delivery.state, delivery.answer, delivery.tries) == ("done", "204", 1)
    assert open_district.office.every(HookTurn) == []
    assert verify(open_district).ok


def test_what_happened_before_is_not_told(open_district: District, receiver: Receiver) -> None:
    approved_case(open_district)
    register_hook(open_district, ADMINISTRATOR, "财政", receiver.url, EVENTS)
    assert find_news(open_district) == 0


def test_a_hook_is_told_only_what_it_asked_for(open_district: District, receiver: Receiver) -> None:
    register_hook(open_district, ADMINISTRATOR, "财政", receiver.url, ["stopped"])
    approved_case(open_district)
    accepted_case(open_district)
    assert find_news(open_district) == 0


def test_a_failure_is_tried_again_later_and_later_then_by_hand(open_district: District) -> None:
    with Receiver(*[503] * MOST_TRIES) as receiver:
        hook = register_hook(open_district, ADMINISTRATOR, "财政", receiver.url, EVENTS)
        delivery = try_hook(open_district, ADMINISTRATOR, hook.id)
        for tries in range(1, MOST_TRIES + 1):
            send_due(open_district)
            send_due(open_district)  # its turn has not come
            assert len(receiver.got) == tries
            kept = open_district.office.get(HookDelivery, delivery.id)
            assert (kept.tries, kept.answer) == (tries, "503")
            move(open_district, days=1)
        assert kept.state == "failed"
        assert send_due(open_district) == 0
        send_again(open_district, ADMINISTRATOR, delivery.id)
        assert send_due(open_district) == 1
        assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1
        assert len({headers["webhook-timestamp"] for headers, _ in receiver.got}) == MOST_TRIES + 1
    with pytest.raises(Refusal, match=r"hook\.delivery"):
        send_again(open_district, ADMINISTRATOR, delivery.id)


def test_a_server_killed_before_it_sent_goes_on(open_district: District, receiver: Receiver) -> None:
    register_hook(open_district, ADMINISTRATOR, "财政", receiver.url, EVENTS)
    approved_case(open_district)
    find_news(open_district)
    for turn in open_district.office.every(HookTurn):  # killed between delivery and turn
        open_district.office.delete(turn)
    assert len(open_district.office.every(HookDelivery)) == 1
    open_district.office.save(HookCursor("casebook", "0"))
    assert find_news(open_district) == 1
    assert send_due(open_district) == 1
    open_district.office.save(HookCursor("casebook", "0"))
    find_news(open_district)
    assert send_due(open_district) == 0
    assert len(receiver.got) == 1


def test_nothing_is_sent_to_a_hook_that_ended(open_district: District, receiver: Receiver) -> None:
    hook = register_hook(open_district, ADMINISTRATOR, "财政", receiver.url, EVENTS)
    try_hook(open_district, ADMINISTRATOR, hook.id)
    end_hook(open_district, ADMINISTRATOR, hook.id)
    assert send_due(open_district) == 0
    assert receiver.got == []
    assert list_hooks(open_district, ADMINISTRATOR) == []
    with pytest.raises(Refusal, match=r"hook\.unknown"):
        try_hook(open_district, ADMINISTRATOR, hook.id)


def test_only_the_administrator_registers(open_district: District, receiver: Receiver) -> None:
    with pytest.raises(Refusal, match=r"person\.may_not"):
        register_hook(open_district, OFFICER, "财政", receiver.url, EVENTS)
    for name, events, code in (("", EVENTS, "name"), ("a", (), "events"), ("a", ("opened",), "events")):
        with pytest.raises(Refusal, match=rf"hook\.{code}"):
            register_hook(open_district, ADMINISTRATOR, name, receiver.url, events)

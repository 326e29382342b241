"""What the desk does to a tablet: lock, close, wipe, remove (design §4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from server.domain.act import ActDraft
from server.domain.days import parse_instant
from server.domain.device import ENDED, DeviceState, Order, closes_on
from server.domain.permission import Actor, check_may
from server.errors import Refusal
from server.records.entries import Assessor, Device
from server.services.credentials import append_to_file
from server.services.device_states import SERVER, change_state
from server.services.district import District, draft_act
from server.services.outboxes import count_unreceived
from server.services.tasks import outbox_name

PERMISSION: Final = "device.enrol"


@dataclass(frozen=True)
class Unsent:
    """What would be lost with a tablet: on it when it last spoke, and in its outbox without a receipt.

    ``visits`` and ``photos`` are None where the tablet never said.
    """

    visits: int | None
    photos: int | None
    unreceived: int

    @property
    def nothing(self) -> bool:
        """Whether it is known that nothing would be lost."""
        return self.visits == self.photos == self.unreceived == 0


def get_device(district: District, actor: Actor, device_id: str) -> Device:
    """A tablet a person may see; refuses an unknown one and another street's."""
    check_may(actor, "assessor.read")
    device = district.office.find(Device, device_id)
    if device is None:
        raise Refusal("device.unknown")
    assessor = district.office.find(Assessor, device.assessor)
    if actor.street and (assessor is None or assessor.street != actor.street):
        raise Refusal("person.other_area")
    return device


def find_unsent(district: District, device: Device) -> Unsent:
    waiting = device.status.get("waiting") or {}
    outbox = district.database(outbox_name(device.assessor))
    return Unsent(
        visits=waiting.get("visits"),
        photos=waiting.get("photos"),
        unreceived=count_unreceived(district, device.assessor, outbox, device.id),
    )


def lock_device(district: District, actor: Actor, device_id: str) -> Device:
    """Shows the PIN page on the tablet the next time it asks for a token."""
    device = _get_in_use(district, actor, device_id)
    return _order(district, device, Order.LOCK)


def close_device(district: District, actor: Actor, device_id: str) -> Device:
    """Withdraws a tablet's tasks; it may still send, and what it sends is set aside."""
    device = _get_in_use(district, actor, device_id)
    if device.state == DeviceState.CLOSING:
        return device
    days = district.policy.visit.closing_days
    facts = {"device": device_id, "last_day": closes_on(district.now(), days).isoformat()}
    return change_state(district, device, draft_act(actor, PERMISSION, "device_closing", facts))


def wipe_device(district: District, actor: Actor, device_id: str, *, confirmed: bool = False) -> Device:
    """Has a tablet remove everything of its assessor: once nothing waits, or at once where that is confirmed.

    Who confirms has read what will be lost; the act keeps what was known to be unsent then.
    """
    device = _get_in_use(district, actor, device_id)
    unsent = find_unsent(district, device)
    order = Order.WIPE_NOW if confirmed else Order.WIPE
    facts = {"device": device_id, "order": order.value} | vars(unsent)
    append_to_file(district, device.assessor, draft_act(actor, PERMISSION, "device_wipe_ordered", facts))
    return _order(district, device, order)


def withdraw_order(district: District, actor: Actor, device_id: str) -> Device:
    """Takes back an order the tablet has not heard yet."""
    device = _get_in_use(district, actor, device_id)
    return _order(district, device, Order.NONE)


def remove_device(district: District, actor: Actor, device_id: str) -> Device:
    """Ends a tablet's access at once: its role leaves ``_security``; what it sealed stays on record."""
    device = get_device(district, actor, device_id)
    check_may(actor, PERMISSION)
    if device.state in ENDED:
        return device
    facts = {"device": device_id, "why": "desk"}
    return change_state(district, device, draft_act(actor, PERMISSION, "device_removed", facts))


def closing_ends_on(district: District, device: Device) -> date | None:
    """The last day a closing tablet may send; None for one that is not closing."""
    if device.state != DeviceState.CLOSING:
        return None
    return closes_on(parse_instant(device.since), district.policy.visit.closing_days)


def end_closings(district: District) -> None:
    """Removes the tablets whose days of closing are over, whatever they still hold."""
    for device in district.office.every(Device):
        last_day = closing_ends_on(district, device)
        if last_day is not None and district.today() > last_day:
            facts = {"device": device.id, "why": "days"}
            change_state(district, device, ActDraft("device_removed", SERVER, "server", facts))


def _get_in_use(district: District, actor: Actor, device_id: str) -> Device:
    device = get_device(district, actor, device_id)
    check_may(actor, PERMISSION)
    if device.state in ENDED:
        raise Refusal("device.removed")
    return device


def _order(district: District, device: Device, order: Order) -> Device:
    return district.office.change(Device, device.id, lambda entry: replace(entry, order=order.value))

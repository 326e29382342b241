"""How a tablet stands, written in its assessor's file first: a seal is judged as of its time (design §4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from server.domain.act import ActDraft
from server.domain.days import format_instant
from server.domain.device import STATE_AFTER, DeviceStanding, DeviceState, fold_device
from server.records.entries import Device
from server.services.credentials import append_to_file, assessor_file
from server.services.district import District
from server.services.errand_tasks import publish_open_errands
from server.services.tasks import open_streets, publish_tasks_of

SERVER = "ruhu"  # who does what nobody did


def standing_of_device(
    district: District, device: Device, received_at: datetime | None = None
) -> DeviceStanding:
    """What a tablet's key is worth, or was when something of it was received."""
    acts = district.casebook.read(assessor_file(device.assessor))
    standing = fold_device(acts, device.id, received_at)
    return standing or DeviceStanding(DeviceState(device.state), district.now())


def change_state(district: District, device: Device, draft: ActDraft) -> Device:
    """Enters the act into the assessor's file, then lets the tablet in or keeps it out accordingly."""
    with district.casebook.turn:
        act = append_to_file(district, device.assessor, draft)
        standing = DeviceStanding(STATE_AFTER[act.kind], act.at)
        return _apply(district, device, standing)


def settle_devices(district: District) -> None:
    """Brings the office to what the acts say, where a crash came between the two."""
    for device in district.office.every(Device):
        standing = standing_of_device(district, device)
        if standing.state != device.state:
            _apply(district, device, standing)


def _apply(district: District, device: Device, standing: DeviceStanding) -> Device:
    since = format_instant(standing.since)
    changed = district.office.change(
        Device, device.id, lambda entry: replace(entry, state=standing.state.value, since=since)
    )
    open_streets(district, device.assessor)
    publish_tasks_of(district, device.assessor)
    publish_open_errands(district, device.assessor)
    return changed

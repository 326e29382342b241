"""A tablet's key over time: what the acts of its assessor's file add up to (design §4).

A tablet is *active*; *closing*: its tasks are withdrawn, it may still send, and what it sends is set aside;
*replaced*: its PIN was forgotten and the same tablet was enrolled again, so what it sealed before counts; or
*removed*. The history stands in the casebook, so that a seal is judged as of its time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from server.domain.act import Act
from server.domain.days import shanghai_date


class DeviceState(StrEnum):
    """Where a tablet stands; the value is stable, the words are the page's."""

    ACTIVE = "active"
    CLOSING = "closing"
    REPLACED = "replaced"
    REMOVED = "removed"


class Order(StrEnum):
    """What a tablet is told with its next token."""

    NONE = ""
    LOCK = "lock"
    WIPE = "wipe"  # once nothing waits for a receipt
    WIPE_NOW = "wipe_now"  # the desk confirmed in words what will be lost


ENDED: Final = frozenset({DeviceState.REPLACED, DeviceState.REMOVED})
STATE_AFTER: Final[Mapping[str, DeviceState]] = {
    "device_enrolled": DeviceState.ACTIVE,
    "device_closing": DeviceState.CLOSING,
    "device_replaced": DeviceState.REPLACED,
    "device_removed": DeviceState.REMOVED,
}


@dataclass(frozen=True)
class DeviceStanding:
    """What a tablet's key was worth, and since when."""

    state: DeviceState
    since: datetime


def fold_device(
    acts: Iterable[Act], device: str, received_at: datetime | None = None
) -> DeviceStanding | None:
    """How a tablet stands by its assessor's acts, or stood when something of it was received.

    ``device`` is the thumbprint of its key. What was received in the very second it ended came before that.
    """
    standing = None
    for act in acts:
        if act.kind not in STATE_AFTER or act.facts.get("device") != device:
            continue
        state = STATE_AFTER[act.kind]
        ends = state is not DeviceState.ACTIVE
        if received_at is None or act.at < received_at or (act.at == received_at and not ends):
            standing = DeviceStanding(state, act.at)
    return standing


def closes_on(since: datetime, days: int) -> date:
    """The day on which a tablet that began closing at ``since`` is removed, whatever it still holds."""
    return shanghai_date(since) + timedelta(days=days)

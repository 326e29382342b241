"""Receipts as they are written: what one copy of a tablet was told is not taken back by another's.

A tablet restored from a backup seals under the same name, and both copies look for the same receipt. It names
what came last, and as ``others`` everything accepted under the name before, so that either copy finds its own
digest and drops against nothing else (field lesson 12).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from server.services.district import District
from server.services.tasks import put_task, read_task, receipt_id, tasks_name

ACCEPTED: Final = "accepted"
_NAMED: Final = ("status", "digest", "photos", "received_at", "act")


def put_receipt(district: District, assessor: str, document_id: str, receipt: Mapping[str, Any]) -> None:
    """Writes the receipt of an upload; the same again changes nothing."""
    name = receipt_id(document_id)
    stored = district.database(tasks_name(assessor)).find(name)
    told = read_task(district, assessor, stored) if stored else None
    accepted = [*(told or {}).get("others", ()), *([told] if told and told["status"] == ACCEPTED else ())]
    others = [
        {key: one[key] for key in _NAMED if key in one}
        for one in accepted
        if one["digest"] != receipt["digest"]
    ]
    put_task(district, assessor, name, dict(receipt) | ({"others": others} if others else {}))

"""What tablets are to be told is gathered and written once, and not again where it lies there already."""

from __future__ import annotations

from typing import Any

import pytest

from server.records.codec import sign_payload
from server.services.deliveries import Delivery
from server.services.district import District
from server.services.tasks import tasks_name
from sync.couch import Database
from tests.factories import enrolled_tablet


def bulk_writes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many documents each write of several brought."""
    written: list[int] = []
    real = Database.bulk

    def counted(database: Database, docs: Any, **options: Any) -> Any:
        written.append(len(docs))
        return real(database, docs, **options)

    monkeypatch.setattr(Database, "bulk", counted)
    return written


def test_each_tasks_database_is_written_once_and_what_lies_there_not_again(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, theirs = enrolled_tablet(district), enrolled_tablet(district, "a-0218")
    written = bulk_writes(monkeypatch)
    for more in ([], [2]):
        delivery = Delivery(district)
        for number in (0, 1, *more):
            delivery.put("a-0217", f"receipt:{number}", {"type": "receipt", "n": number})
        delivery.put("a-0218", "receipt:0", {"type": "receipt", "n": 9})
        delivery.send()
    assert written == [2, 1, 1]
    assert [mine.read(f"receipt:{number}")["n"] for number in range(3)] == [0, 1, 2]
    assert theirs.read("receipt:0")["n"] == 9


def test_what_is_said_last_counts_and_what_is_not_there_need_not_be_taken_away(district: District) -> None:
    tablet = enrolled_tablet(district)
    tasks = district.database(tasks_name("a-0217"))
    delivery = Delivery(district)
    delivery.put("a-0217", "receipt:0", {"type": "receipt", "n": 0})
    delivery.put("a-0217", "receipt:1", {"type": "receipt", "n": 1})
    delivery.withdraw("a-0217", "confirm:never:1")
    delivery.send()
    delivery.put("a-0217", "receipt:0", {"type": "receipt", "n": 2})
    delivery.withdraw("a-0217", "receipt:1")
    delivery.send()
    assert tablet.read("receipt:0")["n"] == 2
    assert tasks.find("receipt:1") is None


def test_what_several_are_told_is_signed_once(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    mine, theirs = enrolled_tablet(district), enrolled_tablet(district, "a-0218")
    signed: list[Any] = []

    def counted(key: Any, payload: Any) -> str:
        signed.append(payload)
        return sign_payload(key, payload)

    monkeypatch.setattr("server.services.deliveries.sign_payload", counted)
    delivery, question = Delivery(district), {"type": "confirm", "case": "SL-2026-0001"}
    for assessor in ("a-0217", "a-0218"):
        delivery.put(assessor, "confirm:SL-2026-0001:1", question)
    delivery.put("a-0218", "receipt:0", {"type": "receipt", "n": 0})
    delivery.send()
    assert len(signed) == 2
    assert mine.read("confirm:SL-2026-0001:1") == theirs.read("confirm:SL-2026-0001:1") == question
    assert theirs.read("receipt:0")["n"] == 0

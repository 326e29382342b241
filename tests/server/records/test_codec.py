"""The codec: what goes to a tablet is signed, what comes from one is unwrapped."""

from __future__ import annotations

from typing import Any

import pytest
from joserfc.jwk import ECKey

from server.errors import Refusal
from server.records.codec import decode_outbox, decode_task, encode_outbox, encode_task

KEY = ECKey.generate_key("P-256", private=True)


def test_a_task_comes_back_as_it_was_signed() -> None:
    payload = {"type": "task", "case": "SL-2026-0137", "head": "周例平"}
    document = encode_task(KEY, "task:SL-2026-0137:1", payload)
    assert (document["type"], document["schema"]) == ("task", 1)
    assert decode_task(KEY, document) == payload


def test_a_task_signed_by_another_key_is_refused() -> None:
    other = ECKey.generate_key("P-256", private=True)
    with pytest.raises(Refusal, match=r"record\.damaged"):
        decode_task(KEY, encode_task(other, "task:x:1", {"type": "task"}))


def test_a_task_whose_payload_was_exchanged_is_refused() -> None:
    first = encode_task(KEY, "task:x:1", {"type": "task", "case": "x"})
    second = encode_task(KEY, "task:y:1", {"type": "task", "case": "y"})
    header, _, signature = first["signed"].split(".")
    swapped = ".".join((header, second["signed"].split(".")[1], signature))
    with pytest.raises(Refusal, match=r"record\.damaged"):
        decode_task(KEY, first | {"signed": swapped})


def test_an_outbox_body_comes_back_as_it_was() -> None:
    body = {"state": "draft", "case": "SL-2026-0137"}
    assert decode_outbox(encode_outbox("visit:SL-2026-0137:1:d", body)) == body


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ({"_id": "visit:x:1:d"}, "record.unknown_schema"),
        ({"_id": "visit:x:1:d", "schema": 2, "body": {}}, "record.unknown_schema"),
        ({"_id": "visit:x:1:d", "schema": 1}, "visit.malformed"),
        ({"_id": "visit:x:1:d", "schema": 1, "body": []}, "visit.malformed"),
    ],
)
def test_what_cannot_be_unwrapped_is_refused(document: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        decode_outbox(document)
    assert refused.value.code == code

"""The vectors tablet and server share: what one seals the other opens, and what is false neither does."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from pathlib import Path
from typing import Any, Final

import pytest
from joserfc.jwk import ECKey

from server.errors import Refusal
from server.records.codec import decode_outbox, decode_photo, decode_task
from server.records.envelope import import_key, open_for

VECTORS: Final[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "envelope.json").read_text("utf-8")
)
CASELOAD: Final = [import_key(VECTORS["caseload"])]


def raw(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def named(case: dict[str, Any]) -> str:
    return str(case["name"])


def test_the_kid_is_drawn_from_the_key() -> None:
    assert CASELOAD[0].jwk == VECTORS["caseload"]


def test_the_caseload_of_an_enrolment_is_opened_with_the_key_made_for_it() -> None:
    enrolment = VECTORS["enrolment"]
    assert open_for(ECKey.import_key(enrolment["ecdh"]), enrolment["caseload"]) == enrolment["opened"]


@pytest.mark.parametrize("case", VECTORS["tasks"], ids=["task", "roster"])
def test_a_task_is_opened_and_verified(case: dict[str, Any]) -> None:
    signer = "credential" if case["document"]["_id"] == "roster" else "log"
    key = ECKey.import_key(VECTORS["district"][signer])
    assert decode_task(key, CASELOAD, case["document"]) == case["payload"]


def test_a_visit_is_opened() -> None:
    assert decode_outbox(CASELOAD, VECTORS["visit"]["document"]) == VECTORS["visit"]["body"]


def test_a_photo_is_opened() -> None:
    photo = VECTORS["photo"]
    assert decode_outbox(CASELOAD, photo["document"]) == photo["body"]
    assert decode_photo(CASELOAD, photo["document"], raw(photo["attachment"])) == raw(photo["photo"])


def test_a_thumbnail_is_opened_under_its_own_name() -> None:
    thumb = VECTORS["photo"]["thumb"]
    assert CASELOAD[0].open_bytes(raw(thumb["sealed"]), thumb["name"]) == raw(thumb["bytes"])


@pytest.mark.parametrize("case", VECTORS["refused"], ids=named)
def test_a_false_document_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match=r"visit\.envelope"):
        decode_outbox(CASELOAD, case["document"])


@pytest.mark.parametrize("case", VECTORS["refused_photos"], ids=named)
def test_a_false_photo_is_refused(case: dict[str, Any]) -> None:
    document = VECTORS["photo"]["document"]
    assert document["_id"] == case["id"]
    with pytest.raises(Refusal, match=r"visit\.envelope"):
        decode_photo(CASELOAD, document, raw(case["attachment"]))

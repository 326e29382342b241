"""The codec: what goes to a tablet is signed and sealed, what comes from one is opened."""

from __future__ import annotations

import json
import zlib
from base64 import urlsafe_b64encode
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st
from joserfc.jwk import ECKey, OctKey

from server.errors import Refusal
from server.records.codec import (
    decode_outbox,
    decode_photo,
    decode_task,
    encode_outbox,
    encode_photo,
    encode_task,
    seal_signed,
    sign_payload,
)
from server.records.envelope import new_key

KEY = ECKey.generate_key("P-256", private=True)
CASELOAD = [new_key(), new_key()]
NEWEST, OLDER = CASELOAD
VISIT = "visit:SL-2026-0137:1:d"


def test_a_task_comes_back_as_it_was_signed() -> None:
    payload = {"type": "task", "case": "SL-2026-0137", "head": "周例平"}
    document = encode_task(KEY, NEWEST, "task:SL-2026-0137:1", payload)
    assert sorted(document) == ["_id", "schema", "sealed", "type"]
    assert (document["type"], document["schema"]) == ("task", 2)
    assert decode_task(KEY, CASELOAD, document) == payload


def test_a_task_larger_than_a_form_comes_back() -> None:
    payload = {"type": "form", "definition": "字" * 200_000}
    assert decode_task(KEY, CASELOAD, encode_task(KEY, NEWEST, "form:x@1", payload)) == payload


def test_a_task_signed_by_another_key_is_refused() -> None:
    other = ECKey.generate_key("P-256", private=True)
    with pytest.raises(Refusal, match=r"record\.damaged"):
        decode_task(KEY, CASELOAD, encode_task(other, NEWEST, "task:x:1", {"type": "task"}))


def test_a_task_sealed_to_another_assessor_is_refused() -> None:
    with pytest.raises(Refusal, match=r"record\.damaged"):
        decode_task(KEY, CASELOAD, encode_task(KEY, new_key(), "task:x:1", {"type": "task"}))


def test_a_task_whose_payload_was_exchanged_is_refused() -> None:
    first, second = (sign_payload(KEY, {"type": "task", "case": case}) for case in "xy")
    header, _, signature = first.split(".")
    swapped = ".".join((header, second.split(".")[1], signature))
    with pytest.raises(Refusal, match=r"record\.damaged"):
        decode_task(KEY, CASELOAD, seal_signed(NEWEST, "task:x:1", "task", swapped))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(body=st.dictionaries(st.text(), json_values, max_size=4), key=st.sampled_from(CASELOAD))
def test_an_outbox_body_comes_back_as_it_was_under_every_key_of_the_caseload(body: Any, key: Any) -> None:
    assert decode_outbox(CASELOAD, encode_outbox(key, VISIT, body)) == body


@given(photo=st.binary(max_size=2000), key=st.sampled_from(CASELOAD))
def test_a_photo_comes_back_as_it_was(photo: bytes, key: Any) -> None:
    name = "photo:" + "a" * 64
    document = encode_outbox(key, name, {"digest": "a" * 64})
    assert decode_photo(CASELOAD, document, encode_photo(key, name, photo)) == photo


@given(at=st.integers(0), bit=st.integers(0, 7))
def test_a_flipped_bit_never_changes_what_is_read(at: int, bit: int) -> None:
    """The last character of a base64url segment holds bits that say nothing; every other bit is refused."""
    document = encode_outbox(NEWEST, VISIT, {"state": "draft"})
    sealed = bytearray(document["sealed"].encode())
    sealed[at % len(sealed)] ^= 1 << bit
    assert opened_or_code(document | {"sealed": sealed.decode("latin-1")}) in (
        "visit.envelope",
        {"state": "draft"},
    )


def opened_or_code(document: dict[str, Any]) -> dict[str, Any] | str:
    try:
        return decode_outbox(CASELOAD, document)
    except Refusal as refusal:
        return refusal.code


def test_the_same_body_is_never_sealed_to_the_same_bytes() -> None:
    assert len({encode_outbox(NEWEST, VISIT, {})["sealed"] for _ in range(20)}) == 20


def test_an_open_body_of_a_tablet_from_before_the_envelope_is_read() -> None:
    body = {"state": "draft", "case": "SL-2026-0137"}
    document = {"_id": VISIT, "type": "visit", "schema": 1, "body": body}
    assert decode_outbox(CASELOAD, document) == body
    assert decode_photo(CASELOAD, document | {"_id": "photo:a"}, b"jpeg") == b"jpeg"


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ({"_id": VISIT}, "record.unknown_schema"),
        ({"_id": VISIT, "schema": 3, "sealed": ""}, "record.unknown_schema"),
        ({"_id": VISIT, "schema": 1}, "visit.malformed"),
        ({"_id": VISIT, "schema": 1, "body": []}, "visit.malformed"),
        ({"_id": VISIT, "schema": 2}, "visit.envelope"),
        ({"_id": VISIT, "schema": 2, "body": {}}, "visit.envelope"),
        ({"_id": VISIT, "schema": 2, "sealed": 7}, "visit.envelope"),
        ({"_id": VISIT, "schema": 2, "sealed": "é.."}, "visit.envelope"),
        ({"_id": VISIT, "schema": 2, "sealed": "e30.e30.e30.e30.e30"}, "visit.envelope"),
        ({"_id": VISIT, "schema": 2, "sealed": NEWEST.seal(b"[]")}, "visit.envelope"),
        ({"_id": VISIT, "schema": 2, "sealed": NEWEST.seal(b"[" * 100_000)}, "visit.envelope"),
        (
            {"_id": VISIT, "schema": 2, "sealed": NEWEST.seal(json.dumps({"id": VISIT, "body": 1}).encode())},
            "visit.malformed",
        ),
    ],
)
def test_what_cannot_be_opened_is_refused(document: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        decode_outbox(CASELOAD, document)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "more",
    [{"kid": None}, {"kid": [NEWEST.kid]}, {"zip": "DEF"}, {"crit": ["exp"], "exp": 1}],
    ids=["no kid", "kid is no text", "compressed", "critical extension"],
)
def test_a_header_outside_the_contract_is_refused(more: dict[str, Any]) -> None:
    """A compressed body could be a bomb; a body without the name of its key says nothing of whose it is."""
    plain = {"alg": "dir", "enc": "A256GCM", "kid": NEWEST.kid}
    assert decode_outbox(CASELOAD, sealed_by_hand(plain)) == {}
    header = {name: value for name, value in (plain | more).items() if value is not None}
    assert opened_or_code(sealed_by_hand(header)) == "visit.envelope"


def sealed_by_hand(header: dict[str, Any]) -> dict[str, Any]:
    """A document whose JWE is right but for its header (RFC 7516 §5.1)."""
    content = json.dumps({"id": VISIT, "body": {}}).encode()
    content = zlib.compress(content, wbits=-15) if "zip" in header else content
    protected = base64url(json.dumps(header).encode())
    raw = OctKey.import_key(NEWEST.jwk).raw_value
    assert isinstance(raw, bytes)
    sealed = AESGCM(raw).encrypt(bytes(12), content, protected.encode())
    parts = (protected, "", base64url(bytes(12)), base64url(sealed[:-16]), base64url(sealed[-16:]))
    return {"_id": VISIT, "type": "visit", "schema": 2, "sealed": ".".join(parts)}


def base64url(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()

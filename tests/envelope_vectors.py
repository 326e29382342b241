"""Makes ``tests/vectors/envelope.json`` (``python -m tests.envelope_vectors``); keys fixed, seals random.

What stands in the file is opened by pytest (``tests/server/records/test_envelope_vectors.py``) and by node
(``tests/static``), so that tablet and server agree on the envelope of design §4 byte for byte.
"""

from __future__ import annotations

import hashlib
import io
import json
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key
from joserfc import jwe
from joserfc.jwk import ECKey
from PIL import Image

from server.records.codec import SCHEMA, encode_outbox, encode_photo, encode_task
from server.records.envelope import CaseloadKey, seal_to
from server.records.keys import public_jwk

PATH: Final = Path(__file__).parent / "vectors" / "envelope.json"
TASK_ID: Final = "task:SL-2026-0137:1"
VISIT_ID: Final = "visit:SL-2026-0137:1:device-a"
OTHER_VISIT_ID: Final = "visit:SL-2026-0138:1:device-a"
TASK: Final = {
    "type": "task",
    "case": "SL-2026-0137",
    "round": 1,
    "head": "周例平",
    "address": "槐安路 12 号",
}
ROSTER: Final = {"type": "roster", "issued_at": "2026-03-12T00:10:00Z", "issuer": "示例区", "entries": []}
VISIT: Final = {
    "state": "draft",
    "case": "SL-2026-0137",
    "round": 1,
    "answers": {"head": "𠮷野·买买提", "amount": "1860.00", "member": [{"_id": "m1", "note": "屋里简单。"}]},
    "photos": [],
    "team": ["a-0217"],
    "saved_at": "2026-03-12T01:20:00Z",
}


def fixed_bytes(name: str) -> bytes:
    return hashlib.sha256(f"ruhu envelope vectors: {name}".encode()).digest()


def fixed_key(name: str) -> ECKey:
    """A P-256 key whose private scalar is drawn from its name."""
    scalar = int.from_bytes(fixed_bytes(name), "big") >> 1  # below the order of the curve
    key: ECKey = ECKey.import_key(derive_private_key(scalar, SECP256R1()))
    return key


def build() -> dict[str, Any]:
    key, stranger = CaseloadKey(fixed_bytes("caseload")), CaseloadKey(fixed_bytes("another assessor"))
    ecdh, log, credential = fixed_key("ecdh"), fixed_key("log"), fixed_key("credential")
    return {
        "about": "Envelope of design §4. Made by tests/envelope_vectors.py; bytes are base64url, no padding.",
        "caseload": key.jwk,
        "district": {"log": public_jwk(log), "credential": public_jwk(credential)},
        "enrolment": {
            "ecdh": ecdh.as_dict(private=True),
            "caseload": seal_to(ecdh, {"keys": [key.jwk]}),
            "opened": {"keys": [key.jwk]},
        },
        "tasks": [
            {"document": encode_task(log, key, TASK_ID, TASK), "payload": TASK},
            {"document": encode_task(credential, key, "roster", ROSTER), "payload": ROSTER},
        ],
        "visit": {"document": encode_outbox(key, VISIT_ID, VISIT), "body": VISIT},
        "photo": _photo(key),
        "refused": _refused(key, stranger),
        "refused_photos": _refused_photos(key, stranger),
    }


def _photo(key: CaseloadKey) -> dict[str, Any]:
    photo = picture()
    digest = hashlib.sha256(photo).hexdigest()
    document_id = f"photo:{digest}"
    body = {"digest": digest, "content_type": "image/jpeg", "length": len(photo)}
    thumb = key.seal_bytes(photo[:32], f"thumb:{digest}")
    return {
        "document": encode_outbox(key, document_id, body),
        "body": body,
        "photo": text(photo),
        "attachment": text(encode_photo(key, document_id, photo)),
        "thumb": {"name": f"thumb:{digest}", "bytes": text(photo[:32]), "sealed": text(thumb)},
    }


def _refused(key: CaseloadKey, stranger: CaseloadKey) -> list[dict[str, Any]]:
    """Documents of an outbox that must not open; each is right but for what its name says."""
    good = encode_outbox(key, VISIT_ID, VISIT)
    head, encrypted_key, iv, ciphertext, tag = good["sealed"].split(".")
    other_head = stranger.seal(b"{}").split(".")[0]

    def sealed(*parts: str) -> dict[str, Any]:
        return good | {"sealed": ".".join(parts)}

    return [
        {"name": "unknown kid", "document": encode_outbox(stranger, VISIT_ID, VISIT)},
        {"name": "another key under this kid", "document": _misnamed(key, stranger)},
        {"name": "kid swapped in the header", "document": sealed(other_head, "", iv, ciphertext, tag)},
        {"name": "moved to another document's name", "document": good | {"_id": OTHER_VISIT_ID}},
        {"name": "truncated ciphertext", "document": sealed(head, encrypted_key, iv, ciphertext[:-8], tag)},
        {"name": "truncated in the middle", "document": good | {"sealed": good["sealed"][:90]}},
        {"name": "no tag", "document": sealed(head, encrypted_key, iv, ciphertext, "")},
        {"name": "flipped byte", "document": sealed(head, encrypted_key, iv, _flip(ciphertext), tag)},
        {
            "name": "flipped byte of the tag",
            "document": sealed(head, encrypted_key, iv, ciphertext, _flip(tag)),
        },
        {
            "name": "no id inside",
            "document": good | {"sealed": key.seal(json.dumps({"body": VISIT}).encode())},
        },
        {"name": "not JSON inside", "document": good | {"sealed": key.seal(b"\xff\xfe")}},
        {"name": "empty", "document": good | {"sealed": ""}},
    ]


def _misnamed(key: CaseloadKey, stranger: CaseloadKey) -> dict[str, Any]:
    """Sealed with another key whose header says this one: by a thief who knows only the key's name."""
    header = {"alg": "dir", "enc": "A256GCM", "kid": key.kid}
    content = json.dumps({"id": VISIT_ID, "body": VISIT})
    sealed = jwe.encrypt_compact(header, content, stranger.key, algorithms=["dir", "A256GCM"])
    return {"_id": VISIT_ID, "type": "visit", "schema": SCHEMA, "sealed": sealed}


def _refused_photos(key: CaseloadKey, stranger: CaseloadKey) -> list[dict[str, str]]:
    """Attachments that must not open under this name with the key of the caseload."""
    photo = picture()
    name = f"photo:{hashlib.sha256(photo).hexdigest()}"
    good = encode_photo(key, name, photo)
    cases = {
        "of another document": encode_photo(key, "photo:" + "0" * 64, photo),
        "another assessor's key": encode_photo(stranger, name, photo),
        "truncated": good[:-1],
        "shorter than a tag": good[:20],
        "empty": b"",
        "flipped byte": good[:40] + bytes([good[40] ^ 1]) + good[41:],
        "not encrypted at all": photo,
    }
    return [{"name": why, "id": name, "attachment": text(sealed)} for why, sealed in cases.items()]


def picture() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), (120, 80, 40)).save(buffer, "JPEG", quality=60)
    return buffer.getvalue()


def text(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def _flip(segment: str) -> str:
    """The segment with one bit of its first byte flipped."""
    return ("B" if segment[0] != "B" else "C") + segment[1:]


if __name__ == "__main__":
    PATH.write_text(json.dumps(build(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

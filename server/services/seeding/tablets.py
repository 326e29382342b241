"""Tablets of the synthetic district: each has a real key, seals real visits and pushes them as a tablet does.

The shapes are those of ``static/app`` (outbox documents, JWS with detached content). The keys are thrown away
when the seeding ends: no seeded tablet can send anything afterwards.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from joserfc import jws
from joserfc.jwk import ECKey

from server.domain.permission import Actor
from server.domain.seal import visit_bytes, visit_digest
from server.records.codec import SEALED_BYTES, encode_outbox, encode_photo
from server.records.entries import Assessor
from server.records.envelope import CaseloadKey, import_key, open_for
from server.records.keys import ALGORITHM, public_jwk
from server.services.devices import enrol_device, open_enrolment
from server.services.district import District
from server.services.tasks import outbox_name

_LABEL: Final = "Android 13, 8.7 寸"
JPEG: Final = "image/jpeg"


@dataclass(frozen=True)
class Tablet:
    """A tablet enrolled for one assessor."""

    assessor: Assessor
    device: str
    key: ECKey
    caseload: CaseloadKey

    def seal(self, visit: Mapping[str, Any]) -> str:
        """The detached JWS over the canonical visit (RFC 7515 appendix F)."""
        header = {"alg": ALGORITHM, "kid": self.device}
        compact = jws.serialize_compact(header, visit_bytes(visit), self.key, algorithms=[ALGORITHM])
        head, _, signature = compact.split(".")
        return f"{head}..{signature}"

    def countersign(self, visit: Mapping[str, Any], signed_at: str) -> str:
        """A colleague's signature over a sealed visit, as ``static/app/core/countersign.mjs`` makes it."""
        payload = {
            "type": "countersign",
            "case": visit["case"],
            "round": visit["round"],
            "visit": visit_digest(visit),
            "assessor": self.assessor.id,
            "signed_at": signed_at,
        }
        jwk = {name: value for name, value in public_jwk(self.key).items() if name != "kid"}
        header = {"alg": ALGORITHM, "kid": self.device, "jwk": jwk}
        text = json.dumps(payload, separators=(",", ":")).encode("utf-8")
        return jws.serialize_compact(header, text, self.key, algorithms=[ALGORITHM])


def enrol_tablet(
    district: District, officer: Actor, assessor_id: str, enrol: Callable[..., dict[str, Any]] = enrol_device
) -> Tablet:
    """Enrols a tablet with a code opened at the desk, as an assessor does."""
    key, ecdh = (ECKey.generate_key("P-256", private=True) for _ in range(2))
    opened = open_enrolment(district, officer, assessor_id)
    enrolled = enrol(district, opened.code, public_jwk(key), public_jwk(ecdh), _LABEL)
    (caseload, *_) = open_for(ecdh, enrolled["caseload"])["keys"]
    return Tablet(opened.assessor, enrolled["device"]["id"], key, import_key(caseload))


def push(
    district: District, tablet: Tablet, visit: Mapping[str, Any], photos: Sequence[bytes], seal: str
) -> None:
    """Pushes the photos, one document each, then the sealed visit."""
    outbox = district.database(outbox_name(tablet.assessor.id))
    for photo in photos:
        digest = hashlib.sha256(photo).hexdigest()
        photo_id = f"photo:{digest}"
        body = {
            "case": visit["case"],
            "round": visit["round"],
            "digest": digest,
            "content_type": JPEG,
            "length": len(photo),
        }
        document = encode_outbox(tablet.caseload, photo_id, body)
        sealed = encode_photo(tablet.caseload, photo_id, photo)
        outbox.create_with_attachment(document, "photo", sealed, SEALED_BYTES)
    visit_id = f"visit:{visit['case']}:{visit['round']}:{tablet.device}"
    body = {"state": "sealed", "visit": json.loads(visit_bytes(visit)), "seal": seal}
    outbox.put(encode_outbox(tablet.caseload, visit_id, body))


def push_countersign(district: District, tablet: Tablet, visit: Mapping[str, Any], colleague: Tablet) -> None:
    """Pushes a colleague's signature, read from their screen by the lead's tablet."""
    document_id = f"countersign:{visit['case']}:{visit['round']}:{colleague.assessor.id}"
    body = {"token": colleague.countersign(visit, visit["sealed_at"])}
    district.database(outbox_name(tablet.assessor.id)).put(encode_outbox(tablet.caseload, document_id, body))

"""Tablets: enrolled with a one-time code, let in by short-lived tokens (design §4)."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from server.domain.act import ActDraft
from server.domain.days import format_instant, parse_instant
from server.domain.device import ENDED, DeviceState, Order
from server.domain.permission import Actor, check_may
from server.errors import Refusal
from server.records.entries import Assessor, Device, Enrolment
from server.records.envelope import seal_to
from server.records.key_chain import read_links
from server.records.keys import ALGORITHM, LOG, Keys, parse_public_key, public_jwk, thumbprint
from server.services.credentials import append_to_file, get_assessor
from server.services.device_states import SERVER, change_state
from server.services.district import District
from server.services.errand_tasks import publish_open_errands
from server.services.outboxes import count_unreceived
from server.services.rosters import publish_roster
from server.services.tasks import open_streets, outbox_name, publish_tasks_of, tasks_name

ENROLMENT_LIFETIME: Final = timedelta(minutes=30)
TOKEN_LIFETIME: Final = timedelta(minutes=15)
_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no 0/O, 1/I/L: a code may be typed
_CODE_LENGTH: Final = 12  # 31^12 ≈ 2^59, guessed at most a few times a minute for half an hour
_LABEL_LENGTH: Final = 80


@dataclass(frozen=True)
class OpenedEnrolment:
    """Shown once at the desk; only its digest is kept."""

    assessor: Assessor
    code: str
    link: str
    expires_at: datetime

    @property
    def id(self) -> str:
        """What the enrolment is kept under: a digest, from which nobody finds the code."""
        return _hash(self.code)


@dataclass(frozen=True)
class Token:
    token: str
    expires_at: datetime
    order: str = ""  # what the desk wants of the tablet


def open_enrolment(district: District, actor: Actor, assessor_id: str) -> OpenedEnrolment:
    """Opens a one-time code with which one tablet may be enrolled for an assessor."""
    assessor = get_assessor(district, assessor_id)
    check_may(actor, "device.enrol")
    if actor.street and actor.street != assessor.street:
        raise Refusal("person.other_area")
    code = "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))
    expires_at = district.now() + ENROLMENT_LIFETIME
    district.office.create(Enrolment(_hash(code), assessor_id, actor.user_id, format_instant(expires_at)))
    link = f"{district.settings.public_url}/tablet/#enrol={code}"
    return OpenedEnrolment(assessor, code, link, expires_at)


def find_enrolled(district: District, assessor_id: str, enrolment_id: str) -> Device | None:
    """The tablet that used a code of an assessor's; None while none has."""
    enrolment = district.office.find(Enrolment, enrolment_id)
    if enrolment is None or enrolment.assessor != assessor_id:
        raise Refusal("enrolment.unknown")
    return find_device(district, enrolment.device) if enrolment.device else None


def enrol_device(
    district: District, code: str, jwk: Any, ecdh: Any, label: str, replaces: str = ""
) -> dict[str, Any]:
    """Lets a tablet in (:func:`let_in`); every other one is told of it."""
    enrolled = let_in(district, code, jwk, ecdh, label, replaces)
    publish_roster(district)
    return enrolled


def let_in(
    district: District, code: str, jwk: Any, ecdh: Any, label: str, replaces: str = ""
) -> dict[str, Any]:
    """Lets a tablet in; the code is then used up, though the same tablet may ask again (a lost answer).

    ``jwk`` is the key it signs with; to ``ecdh``, made for this request alone, the caseload keys are sealed.
    ``replaces`` names the key the same tablet had before its PIN was forgotten.
    """
    receiver = parse_public_key(ecdh)
    enrolment = district.office.find(Enrolment, _hash(code))
    if enrolment is None or parse_instant(enrolment.expires_at) <= district.now():
        raise Refusal("enrolment.unknown")
    device_id = thumbprint(jwk)
    assessor = get_assessor(district, enrolment.assessor)
    with district.casebook.turn:
        district.office.change(Enrolment, enrolment.id, lambda entry: _use(entry, device_id))
        device = _find_or_add(district, device_id, jwk, enrolment, label)
        _replace(district, device, replaces)
    open_streets(district, assessor.id)
    publish_tasks_of(district, assessor.id)
    publish_open_errands(district, assessor.id)
    return _enrolled(district, assessor, device) | {"caseload": _caseload(district, assessor, receiver)}


def challenge(district: District, device_id: str) -> str:
    """A challenge for a tablet to sign."""
    _get_usable(district, device_id)
    return district.challenges.open(device_id, district.now())


def issue_token(
    district: District,
    device_id: str,
    challenge_text: str,
    signature: str,
    status: Mapping[str, Any] | None = None,
) -> Token:
    """A token for the store against the tablet's signature over its challenge, with what the desk orders.

    The claims are what Apache CouchDB's JWT handler reads: ``sub``, ``exp``, ``_couchdb.roles``
    (https://docs.couchdb.org/en/stable/api/server/authn.html#jwt-authentication).
    """
    device = _prove(district, device_id, challenge_text, signature)
    at = format_instant(district.now())
    heard = district.office.change(Device, device_id, lambda entry: _hear(entry, at, status))
    token = sign_token(district.keys, device.assessor, [f"device:{device.id}"], now=district.now())
    return replace(token, order=_order_now(district, replace(heard, order=device.order)))


def confirm_wiped(district: District, device_id: str, challenge_text: str, signature: str) -> None:
    """A tablet has removed everything of its assessor; its key is the last thing it deletes."""
    device = _prove(district, device_id, challenge_text, signature)
    facts = {"device": device_id, "why": "wiped"}
    by = f"assessor:{device.assessor}"
    change_state(district, device, ActDraft("device_removed", by, "assessor", facts))
    district.office.change(Device, device_id, lambda entry: replace(entry, order=""))


def sign_token(keys: Keys, subject: str, roles: list[str], *, now: datetime) -> Token:
    """An ES256 JWT (RFC 7519) by the token key, good for a quarter of an hour."""
    expires_at = now + TOKEN_LIFETIME
    claims = {
        "sub": subject,
        "iat": int(now.timestamp()),
        "exp": int(expires_at.timestamp()),
        "_couchdb.roles": roles,
    }
    header = {"alg": ALGORITHM, "kid": keys.token.thumbprint(), "typ": "JWT"}
    return Token(jwt.encode(header, claims, keys.token, algorithms=[ALGORITHM]), expires_at)


def list_devices(district: District, actor: Actor, assessor_id: str = "") -> list[Device]:
    """The tablets a person may see, newest first; a street sees its own assessors' tablets."""
    check_may(actor, "assessor.read")
    streets = {assessor.id: assessor.street for assessor in district.office.every(Assessor)}
    devices = [
        device
        for device in district.office.every(Device)
        if assessor_id in ("", device.assessor)
        and (not actor.street or streets.get(device.assessor) == actor.street)
    ]
    return sorted(devices, key=lambda device: device.number, reverse=True)


def find_device(district: District, device_id: str) -> Device | None:
    return district.office.find(Device, device_id)


def public_keys(keys: Keys) -> dict[str, list[dict[str, str]]]:
    """The public keys a tablet trusts, the present one last: a key is followed by its successor."""
    credential = [dict(link.jwk) for link in read_links(keys) if not link.compromised]
    log = [dict(link.jwk) for link in read_links(keys, LOG)]
    return {"credential": credential, "log": log, "encryption": [public_jwk(keys.encryption)]}


def _use(enrolment: Enrolment, device_id: str) -> Enrolment:
    if enrolment.device not in ("", device_id):
        raise Refusal("enrolment.unknown")
    return replace(enrolment, device=device_id)


def _find_or_add(
    district: District, device_id: str, jwk: Mapping[str, Any], enrolment: Enrolment, label: str
) -> Device:
    """The tablet as known, or newly numbered; a key belongs to one assessor for good."""
    devices = district.office.every(Device)
    known = next((device for device in devices if device.id == device_id), None)
    if known is not None:
        if known.assessor != enrolment.assessor or known.state in ENDED:
            raise Refusal("device.key")
        return known
    number = max((int(device.number.removeprefix("T-")) for device in devices), default=0) + 1
    device = Device(
        id=device_id,
        number=f"T-{number:04d}",
        assessor=enrolment.assessor,
        jwk=public_jwk(parse_public_key(jwk)),
        label=label.strip()[:_LABEL_LENGTH],
        enrolled_at=format_instant(district.now()),
    )
    facts = {
        "device": device_id,
        "number": device.number,
        "jwk": device.jwk,
        "opened_by": enrolment.opened_by,
    }
    by = f"assessor:{enrolment.assessor}"
    append_to_file(district, enrolment.assessor, ActDraft("device_enrolled", by, "assessor", facts))
    district.office.create(device)
    return device


def _hear(device: Device, at: str, status: Mapping[str, Any] | None) -> Device:
    """The tablet as it spoke at ``at``; an order to lock is told once, an order to wipe until it is done."""
    order = "" if device.order == Order.LOCK else device.order
    return replace(device, last_seen_at=at, status=dict(status or device.status), order=order)


def _replace(district: District, device: Device, replaces: str) -> None:
    """Ends the key this tablet had before, where it is in use and of the same assessor."""
    old = find_device(district, replaces) if replaces and replaces != device.id else None
    if old is None or old.assessor != device.assessor or old.state != DeviceState.ACTIVE:
        return
    facts = {"device": old.id, "successor": device.id}
    by = f"assessor:{device.assessor}"
    change_state(district, old, ActDraft("device_replaced", by, "assessor", facts))


def _order_now(district: District, device: Device) -> str:
    """What the tablet is told now; one that is closing may go empty, or end, once all of it has come.

    A closing tablet reads no receipts any more: the server, which has them, tells it when to go.
    """
    if device.state != DeviceState.CLOSING or not _has_sent_all(district, device):
        return device.order
    if device.order == Order.WIPE:
        return Order.WIPE_NOW.value
    if device.order == Order.NONE:
        facts = {"device": device.id, "why": "last_receipt"}
        change_state(district, device, ActDraft("device_removed", SERVER, "server", facts))
    return device.order


def _has_sent_all(district: District, device: Device) -> bool:
    """Whether the tablet says it holds nothing, and nothing of it lies in the outbox without a receipt."""
    waiting = device.status.get("waiting") or {}
    if (waiting.get("visits"), waiting.get("photos")) != (0, 0):
        return False
    outbox = district.database(outbox_name(device.assessor))
    return count_unreceived(district, device.assessor, outbox, device.id) == 0


def _enrolled(district: District, assessor: Assessor, device: Device) -> dict[str, Any]:
    profile = district.profile
    return {
        "assessor": {
            "id": assessor.id,
            "name": assessor.name,
            "street": district.area(assessor.street).names,
        },
        "device": {"id": device.id, "number": device.number},
        "district": {
            "id": profile.id,
            "name": profile.name_zh,
            "name_en": profile.name_en,
            "phone": profile.phone,
        },
        "keys": public_keys(district.keys),
        "databases": {
            "tasks": district.database_name(tasks_name(assessor.id)),
            "outbox": district.database_name(outbox_name(assessor.id)),
        },
        "couch": "/couch",
    }


def _caseload(district: District, assessor: Assessor, receiver: ECKey) -> str:
    """An assessor's caseload keys, sealed to the key a tablet made to receive them."""
    district.caseloads.newest(assessor.id)
    return seal_to(receiver, {"keys": [key.jwk for key in district.caseloads.find(assessor.id)]})


def _prove(district: District, device_id: str, challenge_text: str, signature: str) -> Device:
    """The tablet that signed its own open challenge; the challenge is then used up."""
    device = _get_usable(district, device_id)
    if not district.challenges.use(challenge_text, device_id, district.now()):
        raise Refusal("device.challenge")
    if _signed_challenge(device, signature) != challenge_text:
        raise Refusal("device.signature")
    return device


def _get_usable(district: District, device_id: str) -> Device:
    device = find_device(district, device_id)
    if device is None:
        raise Refusal("device.unknown")
    if device.state in ENDED:
        raise Refusal("device.removed")
    return device


def _signed_challenge(device: Device, signature: str) -> object:
    """What the tablet's signature says; None when it is not this tablet's (RFC 7515, ES256 only)."""
    key = parse_public_key(dict(device.jwk))
    try:
        payload = json.loads(jws.deserialize_compact(signature, key, algorithms=[ALGORITHM]).payload)
    except (JoseError, ValueError):
        return None
    return payload.get("challenge") if isinstance(payload, dict) else None


def _hash(code: str) -> str:
    """A code is matched without its case, spaces and dashes."""
    plain = "".join(character for character in code.upper() if character.isalnum())
    return hashlib.sha256(plain.encode("utf-8")).hexdigest()

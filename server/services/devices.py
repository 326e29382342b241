"""Tablets: enrolled with a one-time code, let in by short-lived tokens, removed (design §4)."""

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

from server.domain.days import format_instant, parse_instant
from server.domain.permission import Actor, check_may
from server.errors import Refusal
from server.records.entries import Assessor, Device, Enrolment
from server.records.key_chain import read_links
from server.records.keys import ALGORITHM, Keys, parse_public_key, public_jwk, thumbprint
from server.services.credentials import get_assessor
from server.services.district import District
from server.services.rosters import publish_roster
from server.services.tasks import open_streets, outbox_name, tasks_name

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


@dataclass(frozen=True)
class Token:
    token: str
    expires_at: datetime


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


def enrol_device(district: District, code: str, jwk: Any, label: str) -> dict[str, Any]:
    """Lets a tablet in; the code is then used up, though the same tablet may ask again (a lost answer)."""
    enrolment = district.office.find(Enrolment, _hash(code))
    if enrolment is None or parse_instant(enrolment.expires_at) <= district.now():
        raise Refusal("enrolment.unknown")
    device_id = thumbprint(jwk)
    assessor = get_assessor(district, enrolment.assessor)
    with district.casebook.turn:
        district.office.change(Enrolment, enrolment.id, lambda entry: _use(entry, device_id))
        device = _find_or_add(district, device_id, jwk, assessor, label)
    open_streets(district, assessor.id)
    publish_roster(district)
    return _enrolled(district, assessor, device)


def challenge(district: District, device_id: str) -> str:
    """A challenge for a tablet to sign."""
    _get_usable(district, device_id)
    return district.challenges.open(device_id, district.now())


def issue_token(district: District, device_id: str, challenge_text: str, signature: str) -> Token:
    """A token for the store against the tablet's signature over its challenge.

    The claims are what Apache CouchDB's JWT handler reads: ``sub``, ``exp``, ``_couchdb.roles``
    (https://docs.couchdb.org/en/stable/api/server/authn.html#jwt-authentication).
    """
    device = _get_usable(district, device_id)
    now = district.now()
    if not district.challenges.use(challenge_text, device_id, now):
        raise Refusal("device.challenge")
    if _signed_challenge(device, signature) != challenge_text:
        raise Refusal("device.signature")
    district.office.change(Device, device_id, lambda entry: replace(entry, last_seen_at=format_instant(now)))
    roles = [f"device:{device.id}"]
    return sign_token(district.keys, device.assessor, roles, now=now)


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


def remove_device(district: District, actor: Actor, device_id: str) -> Device:
    """Ends a tablet's access at once: its role leaves ``_security``; what it sealed stays on record."""
    device = find_device(district, device_id)
    if device is None:
        raise Refusal("device.unknown")
    check_may(actor, "device.enrol")
    removed = district.office.change(Device, device_id, lambda entry: replace(entry, state="removed"))
    open_streets(district, device.assessor)
    return removed


def find_device(district: District, device_id: str) -> Device | None:
    return district.office.find(Device, device_id)


def public_keys(keys: Keys) -> dict[str, list[dict[str, str]]]:
    """The public keys a tablet trusts, the present one last: a key is followed by its successor."""
    credential = [dict(link.jwk) for link in read_links(keys) if not link.compromised]
    return {"credential": credential, "log": [public_jwk(keys.log)]}


def _use(enrolment: Enrolment, device_id: str) -> Enrolment:
    if enrolment.device not in ("", device_id):
        raise Refusal("enrolment.unknown")
    return replace(enrolment, device=device_id)


def _find_or_add(
    district: District, device_id: str, jwk: Mapping[str, Any], assessor: Assessor, label: str
) -> Device:
    """The tablet as known, or newly numbered; a key belongs to one assessor for good."""
    devices = district.office.every(Device)
    known = next((device for device in devices if device.id == device_id), None)
    if known is not None:
        if known.assessor != assessor.id or known.state == "removed":
            raise Refusal("device.key")
        return known
    number = max((int(device.number.removeprefix("T-")) for device in devices), default=0) + 1
    device = Device(
        id=device_id,
        number=f"T-{number:04d}",
        assessor=assessor.id,
        jwk=public_jwk(parse_public_key(jwk)),
        label=label.strip()[:_LABEL_LENGTH],
        enrolled_at=format_instant(district.now()),
    )
    district.office.create(device)
    return device


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


def _get_usable(district: District, device_id: str) -> Device:
    device = find_device(district, device_id)
    if device is None:
        raise Refusal("device.unknown")
    if device.state == "removed":
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

"""The dated roster: every credential and its status, signed, for tablets and whoever checks a badge."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from server.domain.days import format_instant, parse_instant
from server.records.codec import seal_signed, sign_payload
from server.records.entries import Area, Assessor, Device
from server.records.key_chain import format_link, read_links
from server.records.keys import LOG, public_jwk
from server.services.district import District
from server.services.tasks import read_task, tasks_name

_AGE: Final = timedelta(days=1)
_ROSTER: Final = "roster"


def roster_payload(district: District, *, for_tablets: bool = True) -> dict[str, Any]:
    """The dated list of every credential and its status (S7-AMB-13), and of the keys badges are signed by.

    It names the log keys too: a tablet believes the roster, and so the key that follows in the log. What
    anybody may have names no portrait, not even by its digest: a face is shown to who holds the badge.
    Tablets are told besides the key that what they cannot send is sealed to.
    """
    certified = [assessor for assessor in district.office.every(Assessor) if assessor.status]
    return {
        "type": "roster",
        "issued_at": format_instant(district.now()),
        "issuer": district.profile.issuer,
        "keys": [format_link(link) for link in read_links(district.keys)],
        "streets": _streets(district),
        "entries": [_roster_line(district, assessor, for_tablets) for assessor in certified],
        "log_keys": [dict(link.jwk) for link in read_links(district.keys, LOG)],
    } | ({"bundle_key": public_jwk(district.keys.bundle)} if for_tablets else {})


def roster(district: District, *, for_tablets: bool = False) -> str:
    """The roster signed by the credential key, as anybody may have it (compact JWS)."""
    return sign_payload(district.keys.credential, roster_payload(district, for_tablets=for_tablets))


def publish_roster(district: District) -> None:
    """Puts the newest roster on every tablet's way."""
    signed = roster(district, for_tablets=True)
    for assessor in _with_tasks(district):
        tasks = district.database(tasks_name(assessor))
        kept = {"_rev": stored["_rev"]} if (stored := tasks.find(_ROSTER)) else {}
        tasks.put(seal_signed(district.caseloads.newest(assessor), _ROSTER, _ROSTER, signed) | kept)


def refresh_rosters(district: District) -> None:
    """Publishes the roster again once it is a day old, so that a tablet in use never holds a stale one."""
    ages = (_roster_age(district, assessor) for assessor in _with_tasks(district))
    if any(age is None or age >= _AGE for age in ages):
        publish_roster(district)


def _roster_line(district: District, assessor: Assessor, for_tablets: bool) -> dict[str, Any]:
    line: dict[str, Any] = {
        "serial": assessor.serial,
        "assessor": assessor.id,
        "name": assessor.name,
        "status": assessor.status,
        "from": assessor.valid_from,
        "until": assessor.valid_until,
        "street_id": assessor.street,
    }
    days = {"status_from": assessor.status_from, "status_until": assessor.status_until}
    line |= {key: day for key, day in days.items() if day}
    if not for_tablets:
        return line
    street = district.area(assessor.street).names
    mine = (device for device in district.office.every(Device) if device.assessor == assessor.id)
    devices = sorted(device.id for device in mine if device.state == "active")
    face = {"portrait": assessor.portrait, "portrait_data": assessor.portrait_data}
    return line | {"street": street, "devices": devices} | face


def _streets(district: District) -> dict[str, dict[str, str]]:
    """The offices a resident may call, by street."""
    streets = (area for area in district.office.every(Area) if area.kind == "street")
    return {street.id: street.names | {"phone": street.phone} for street in streets}


def _with_tasks(district: District) -> list[str]:
    """The assessors who have a tasks database."""
    start = district.database_name(tasks_name(""))
    return [name.removeprefix(start) for name in district.couch.names() if name.startswith(start)]


def _roster_age(district: District, assessor: str) -> timedelta | None:
    """How old the roster on an assessor's way is; None where there is none that can be read or of any use."""
    stored = district.database(tasks_name(assessor)).find(_ROSTER)
    payload = read_task(district, assessor, stored) if stored else None
    if payload is None or payload.get("bundle_key") != public_jwk(district.keys.bundle):
        return None
    return district.now() - parse_instant(payload["issued_at"])

"""Assessors' credentials: issued, suspended, revoked, listed on a signed roster, judged (S7-CRED-01…07)."""

from __future__ import annotations

import base64
import hashlib
import io
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from PIL import Image, UnidentifiedImageError

from server.domain.act import Act, ActDraft
from server.domain.credential import Claims, RosterEntry, Standing, Verdict, judge_badge, parse_claims
from server.domain.days import format_instant, parse_date
from server.domain.permission import Actor, check_may
from server.errors import Refusal
from server.records.entries import Assessor
from server.services.badges import Unverified, read_badge, sign_badge
from server.services.district import District, draft_act
from server.services.rosters import publish_roster

PORTRAIT: Final = "portrait"
_PORTRAIT_SIZE: Final = (72, 96)
_PORTRAIT_BYTES: Final = 3000


@dataclass(frozen=True)
class Judged:
    """What a badge is worth, and what it says where its signature holds."""

    verdict: Verdict
    claims: Claims | None


@dataclass(frozen=True)
class Certificate:
    """What is certified: who, for which street, how long, with which portrait (JPEG or PNG bytes)."""

    name: str
    street: str
    valid_from: date
    valid_until: date
    portrait: bytes
    serial: str = ""  # the next one, or the one held before


def issue_credential(
    district: District, actor: Actor, assessor_id: str, certificate: Certificate
) -> Assessor:
    """Certifies an assessor and makes their badge (S7-CRED-03); one certified before gets a new badge."""
    check_may(actor, "credential.issue")
    if certificate.valid_until < certificate.valid_from:
        raise Refusal("date.malformed", text=certificate.valid_until.isoformat())
    with district.casebook.turn:
        assessor = _certify(district, assessor_id, certificate)
        facts = {
            "serial": assessor.serial,
            "valid_from": assessor.valid_from,
            "valid_until": assessor.valid_until,
            "badge": hashlib.sha256(assessor.badge.encode("ascii")).hexdigest(),
        }
        append_to_file(district, assessor_id, draft_act(actor, "credential.issue", "certified", facts))
        district.office.save(assessor)
        district.office.put_attachment(assessor, PORTRAIT, certificate.portrait, "image/jpeg")
    publish_roster(district)
    return assessor


def set_standing(
    district: District, actor: Actor, assessor_id: str, standing: Standing, reason: str
) -> Assessor:
    """Suspends, revokes or reinstates a credential, with the reason; the roster says so at once."""
    assessor = get_assessor(district, assessor_id)
    check_may(actor, "credential.issue")
    if standing not in (Standing.VALID, Standing.SUSPENDED, Standing.REVOKED):
        raise Refusal("credential.malformed")
    if not reason.strip():
        raise Refusal("approval.reason")
    facts = {
        "serial": assessor.serial,
        "status": standing.value,
        "reason": district.put_text(assessor_file(assessor_id), "reason", reason),
    }
    append_to_file(district, assessor_id, draft_act(actor, "credential.issue", "standing_changed", facts))
    changed = district.office.change(
        Assessor, assessor_id, lambda entry: replace(entry, status=standing.value)
    )
    publish_roster(district)
    return changed


def get_assessor(district: District, assessor_id: str) -> Assessor:
    assessor = district.office.find(Assessor, assessor_id)
    if assessor is None:
        raise Refusal("person.unknown", id=assessor_id)
    return assessor


def list_assessors(district: District, actor: Actor) -> list[Assessor]:
    """The assessors a person may see: a street its own, the district all."""
    check_may(actor, "assessor.read")
    assessors = district.office.every(Assessor)
    return [one for one in assessors if not actor.street or one.street == actor.street]


def get_portrait(district: District, assessor_id: str) -> bytes:
    return district.office.get_attachment(get_assessor(district, assessor_id), PORTRAIT)


def badge_url(district: District, assessor_id: str) -> str:
    """What the badge's QR holds: the public check page with the credential in the fragment."""
    assessor = get_assessor(district, assessor_id)
    if not assessor.badge:
        raise Refusal("credential.unknown", serial=assessor.serial or assessor_id)
    return f"{district.settings.public_url}/check#{assessor.badge}"


def judge(district: District, token: str, on: date) -> Judged:
    """The standing of a badge on a day; ``token`` is the compact JWS or the whole address of the QR."""
    token = token.strip().rpartition("#")[2]
    try:
        claims = parse_claims(read_badge(district.keys.credential, token))
    except Unverified as unverified:
        return Judged(Verdict(unverified.standing), None)
    except Refusal:
        return Judged(Verdict(Standing.MALFORMED), None)
    assessor = district.office.find(Assessor, claims.assessor)
    entry = roster_entry(assessor) if assessor and assessor.serial == claims.serial else None
    verdict = judge_badge(
        claims,
        entry,
        on=on,
        roster_issued_at=format_instant(district.now()),
        stale_days=district.policy.visit.roster_stale_days,
    )
    return Judged(verdict, claims)


def standing_of(assessor: Assessor, on: date) -> Standing:
    """What an assessor's own credential is worth on a day; none at all counts as revoked (S7-CRED-04)."""
    entry = roster_entry(assessor)
    return standing_on(entry, on) if entry else Standing.REVOKED


def standing_on(entry: RosterEntry, on: date) -> Standing:
    """What the roster's line is worth on a day."""
    if entry.status != Standing.VALID:
        return Standing(entry.status)
    if on < entry.valid_from:
        return Standing.NOT_YET_VALID
    return Standing.EXPIRED if on > entry.valid_until else Standing.VALID


def entry_at(district: District, assessor_id: str, at: datetime) -> RosterEntry | None:
    """The credential as it stood at an instant, from the assessor's own acts; None before any was issued."""
    entry: RosterEntry | None = None
    name = getattr(district.office.find(Assessor, assessor_id), "name", "")
    for act in district.casebook.read(assessor_file(assessor_id)):
        if act.at > at:
            break
        entry = _follow(entry, act, assessor_id, name)
    return entry


def roster_entry(assessor: Assessor) -> RosterEntry | None:
    if not assessor.status:
        return None
    return RosterEntry(
        serial=assessor.serial,
        assessor=assessor.id,
        name=assessor.name,
        status=assessor.status,
        valid_from=parse_date(assessor.valid_from),
        valid_until=parse_date(assessor.valid_until),
    )


def assessor_file(assessor_id: str) -> str:
    """The file of an assessor's acts: ``a-0217`` → ``assessor-0217``."""
    return f"assessor-{assessor_id.removeprefix('a-')}"


def _certify(district: District, assessor_id: str, certificate: Certificate) -> Assessor:
    before = district.office.find(Assessor, assessor_id)
    assessor = Assessor(
        id=assessor_id,
        name=certificate.name.strip(),
        street=certificate.street,
        serial=certificate.serial or (before.serial if before else "") or _next_serial(district),
        status=Standing.VALID.value,
        valid_from=certificate.valid_from.isoformat(),
        valid_until=certificate.valid_until.isoformat(),
        portrait=hashlib.sha256(certificate.portrait).hexdigest(),
        portrait_data=_small_portrait(certificate.portrait),
    )
    badge = sign_badge(district.keys.credential, assessor, district.profile.issuer)
    return replace(assessor, badge=badge)


def _next_serial(district: District) -> str:
    serials = (assessor.serial for assessor in district.office.every(Assessor))
    return f"{max((int(serial) for serial in serials if serial.isdigit()), default=0) + 1:04d}"


def _small_portrait(portrait: bytes) -> str:
    """A portrait small enough for every tablet to hold all of them: at most 3 kB, as a ``data:`` address."""
    try:
        image = Image.open(io.BytesIO(portrait)).convert("RGB")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise Refusal("image.unreadable") from error
    image.thumbnail(_PORTRAIT_SIZE)
    for quality in (70, 50, 30, 10):
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=quality, optimize=True)
        if buffer.tell() <= _PORTRAIT_BYTES:
            break
    return "data:image/jpeg;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")


def append_to_file(district: District, assessor_id: str, draft: ActDraft) -> Act:
    """Adds to the assessor's own file, whatever is newest in it."""
    with district.casebook.turn:
        file = assessor_file(assessor_id)
        acts = district.casebook.read(file)
        return district.casebook.append(draft, file, acts[-1] if acts else None, policy=district.policy.key)


def _follow(entry: RosterEntry | None, act: Act, assessor_id: str, name: str) -> RosterEntry | None:
    facts = act.facts
    if act.kind == "certified":
        first, last = parse_date(facts["valid_from"]), parse_date(facts["valid_until"])
        return RosterEntry(facts["serial"], assessor_id, name, Standing.VALID.value, first, last)
    if act.kind == "standing_changed" and entry is not None:
        return replace(entry, status=facts["status"])
    return entry

"""Assessors' credentials: issued on a pass, suspended, lifted, revoked, judged (S7-CRED-01…07)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from server.domain.act import Act, ActDraft
from server.domain.credential import (
    STANDING_WORDS,
    Claims,
    RosterEntry,
    Standing,
    Verdict,
    judge_badge,
    parse_claims,
    standing_between,
    standing_on,
)
from server.domain.days import format_instant, parse_date
from server.domain.permission import Actor, check_may
from server.domain.training import find_basis
from server.errors import Refusal
from server.records.entries import Assessor
from server.services.badges import Unverified, read_badge, sign_badge
from server.services.district import District, draft_act
from server.services.portraits import normal_portrait, small_portrait
from server.services.rosters import publish_roster


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
    """Certifies who passed, and makes their badge (S7-CRED-03); one certified before gets a new badge."""
    (assessor,) = issue_credentials(district, actor, {assessor_id: certificate})
    return assessor


def issue_credentials(
    district: District, actor: Actor, certificates: Mapping[str, Certificate]
) -> list[Assessor]:
    """:func:`issue_credential` for everybody who passed; the tablets are told once.

    Each act names the course whose pass it rests on; without one there is no credential (S7-CRED-04).
    """
    check_may(actor, "credential.issue")
    issued = [_issue(district, actor, who, certificate) for who, certificate in certificates.items()]
    publish_roster(district)
    return issued


def _issue(district: District, actor: Actor, assessor_id: str, certificate: Certificate) -> Assessor:
    if certificate.valid_until < certificate.valid_from:
        raise Refusal("date.malformed", text=certificate.valid_until.isoformat())
    portrait = _portrait_to_keep(district, assessor_id, certificate.portrait)
    with district.casebook.turn:
        file = assessor_file(assessor_id)
        course = _find_course(district, assessor_id, certificate)
        assessor = _certify(district, assessor_id, replace(certificate, portrait=portrait))
        facts = {
            "serial": assessor.serial,
            "valid_from": assessor.valid_from,
            "valid_until": assessor.valid_until,
            "course": course,
            "badge": hashlib.sha256(assessor.badge.encode("ascii")).hexdigest(),
            "portrait": district.evidence.put_photo(file, portrait, "image/jpeg"),
        }
        append_to_file(district, assessor_id, draft_act(actor, "credential.issue", "certified", facts))
        district.office.save(assessor)
    return assessor


def set_standing(
    district: District,
    actor: Actor,
    assessor_id: str,
    standing: Standing,
    reason: str,
    *,
    first_day: date | None = None,
    last_day: date | None = None,
) -> Assessor:
    """Suspends, revokes or reinstates a credential, with the reason and its first day; the roster says so.

    A suspension has a ``last_day`` or waits to be lifted; a revocation has no end.
    """
    assessor = get_assessor(district, assessor_id)
    check_may(actor, "credential.issue")
    first_day = first_day or district.today()
    _check_change(district, assessor, standing, first_day, last_day)
    if not reason.strip():
        raise Refusal("approval.reason")
    is_withdrawn = standing is not Standing.VALID
    days = {
        "from": first_day.isoformat() if is_withdrawn else "",
        "until": last_day.isoformat() if last_day else "",
    }
    facts = {
        "serial": assessor.serial,
        "status": standing.value,
        "reason": district.put_text(assessor_file(assessor_id), "reason", reason),
    } | days
    append_to_file(district, assessor_id, draft_act(actor, "credential.issue", "standing_changed", facts))
    changed = district.office.change(
        Assessor,
        assessor_id,
        lambda entry: replace(
            entry, status=standing.value, status_from=days["from"], status_until=days["until"]
        ),
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
    """The portrait a credential was issued with, byte for byte (its digest is on the badge)."""
    assessor = get_assessor(district, assessor_id)
    return district.evidence.get_photo(assessor_file(assessor_id), assessor.portrait)


def find_portrait(district: District, beginning: str) -> bytes:
    """The portrait whose digest begins as a badge says: known only to who has seen the badge."""
    for assessor in district.office.every(Assessor):
        if assessor.portrait and assessor.portrait[: len(beginning)] == beginning:
            return get_portrait(district, assessor.id)
    raise Refusal("record.missing", document=f"photo:{beginning}")


def badge_url(district: District, assessor_id: str) -> str:
    """What the badge's QR holds: the public check page with the credential in the fragment."""
    assessor = get_assessor(district, assessor_id)
    if not assessor.badge:
        raise Refusal("credential.unknown", serial=assessor.serial or assessor_id)
    return f"{district.settings.public_url}/check#{assessor.badge}"


def judge(district: District, token: str, on: date) -> Judged:
    """The standing of a badge on a day; ``token`` is the compact JWS or the whole address of the QR."""
    try:
        claims = _read_claims(district, token.strip().rpartition("#")[2])
    except Unverified as unverified:
        return Judged(Verdict(unverified.standing), None)
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


def judge_between(
    district: District, assessor_id: str, serial: str, badge: str, first: datetime, last: datetime
) -> Standing:
    """What the credential of somebody in a home was worth through the interval a visit can have been in.

    ``badge`` is the code that was scanned, empty for the tablet's own assessor. The badge must be the one of
    the assessor it is shown for; a credential that changed within the interval is not certain (design §4).
    """
    claims: Claims | None = None
    if badge:
        try:
            claims = _read_claims(district, badge)
        except Unverified as unverified:
            return unverified.standing
        if (claims.assessor, claims.serial) != (assessor_id, serial):
            return Standing.FORGED
    acts = _acts_of_serial(district.casebook.read(assessor_file(assessor_id)), serial, last)
    return standing_between(acts, assessor_id, claims, first, last) if acts else Standing.REVOKED


def standing_of(assessor: Assessor, on: date) -> Standing:
    """What an assessor's own credential is worth on a day (S7-CRED-04)."""
    return standing_on(roster_entry(assessor), on)


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
        status_from=parse_date(assessor.status_from) if assessor.status_from else None,
        status_until=parse_date(assessor.status_until) if assessor.status_until else None,
    )


def assessor_file(assessor_id: str) -> str:
    """The file of an assessor's acts: ``a-0217`` → ``assessor-0217``."""
    return f"assessor-{assessor_id.removeprefix('a-')}"


def append_to_file(district: District, assessor_id: str, draft: ActDraft) -> Act:
    """Adds to the assessor's own file, whatever is newest in it."""
    with district.casebook.turn:
        file = assessor_file(assessor_id)
        acts = district.casebook.read(file)
        return district.casebook.append(draft, file, acts[-1] if acts else None, policy=district.policy.key)


def sign_anew(district: District) -> list[Assessor]:
    """Every badge that still counts, by the present key (after a succession); to be printed again."""
    renewed = []
    for assessor in district.office.every(Assessor):
        if assessor.status and assessor.status != Standing.REVOKED:
            badge = sign_badge(district.keys.credential, assessor, district.profile.issuer)
            renewed.append(replace(assessor, badge=badge))
            district.office.save(renewed[-1])
    return renewed


def _read_claims(district: District, token: str) -> Claims:
    try:
        return district.badges.recall(token, "", lambda: parse_claims(read_badge(district.keys, token)))
    except Refusal as refusal:
        if refusal.code != "credential.malformed":
            raise
        raise Unverified(Standing.MALFORMED) from refusal


def _acts_of_serial(acts: Sequence[Act], serial: str, last: datetime) -> list[Act]:
    """The acts, where the credential held at last is the one of this serial; none where it is another."""
    serials = [act.facts["serial"] for act in acts if act.kind == "certified" and act.at <= last]
    return list(acts) if serials and serials[-1] == serial else []


def _check_change(
    district: District, assessor: Assessor, standing: Standing, first_day: date, last_day: date | None
) -> None:
    """Only a credential there is can change, and only to what it is not; never in the past."""
    if not assessor.status:
        raise Refusal("credential.not_issued", name=assessor.name)
    ways = {
        Standing.SUSPENDED: (Standing.VALID, Standing.SUSPENDED),
        Standing.REVOKED: (Standing.VALID, Standing.SUSPENDED),
        Standing.VALID: (Standing.SUSPENDED, Standing.REVOKED),
    }
    if assessor.status not in ways.get(standing, ()):
        zh, en = STANDING_WORDS[Standing(assessor.status)]
        raise Refusal("credential.standing", standing=zh, standing_en=en)
    if first_day < district.today() or (last_day and last_day < first_day):
        raise Refusal("credential.day_past")


def _find_course(district: District, assessor_id: str, certificate: Certificate) -> str:
    """The course whose pass the certificate rests on."""
    acts = district.casebook.read(assessor_file(assessor_id))
    before = district.office.find(Assessor, assessor_id)
    entry = roster_entry(before) if before else None
    basis = find_basis(acts, entry, certificate.valid_until, on=district.today())
    if certificate.valid_from < basis.held_on:
        raise Refusal("credential.before_pass", day=basis.held_on.isoformat())
    return basis.course


def _portrait_to_keep(district: District, assessor_id: str, given: bytes) -> bytes:
    """The portrait made like the others; the one kept before stays byte for byte."""
    before = district.office.find(Assessor, assessor_id)
    is_kept = before is not None and hashlib.sha256(given).hexdigest() == before.portrait
    return given if is_kept else normal_portrait(given)


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
        portrait_data=small_portrait(certificate.portrait),
    )
    badge = sign_badge(district.keys.credential, assessor, district.profile.issuer)
    return replace(assessor, badge=badge)


def _next_serial(district: District) -> str:
    serials = (assessor.serial for assessor in district.office.every(Assessor))
    return f"{max((int(serial) for serial in serials if serial.isdigit()), default=0) + 1:04d}"

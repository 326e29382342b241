"""A sealed visit as it came out of an outbox, and every rule it is checked by (S7-CRED, S7-EVAL)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from joserfc import jws
from joserfc.errors import JoseError

from forms.validate import Checked, Checker
from server.domain.act import Act, digest_of
from server.domain.case import Case
from server.domain.credential import Standing
from server.domain.days import parse_instant, shanghai_date
from server.domain.errand import Errand, check_awaited
from server.domain.periodic_review import awaits_home
from server.domain.procedure import check_step
from server.domain.seal import Known, SealedVisit, TeamMember, check_sealed_visit, parse_visit
from server.domain.sealed_contribution import check_canonical
from server.errors import Refusal
from server.records.entries import Device
from server.records.keys import ALGORITHM, parse_public_key
from server.services.credentials import judge_between
from server.services.device_states import standing_of_device
from server.services.devices import find_device
from server.services.district import District
from server.services.errands import find_errand
from server.services.forms import get_checker, get_form
from sync.reconcile.decisions import Reason

EVIDENCE: Final = "visit"
VISITS: Final = ("visit_received", "review_visited")  # the acts a sealed visit enters the record by


@dataclass(frozen=True)
class Upload:
    """A sealed visit as it came out of an outbox: the visit, its detached seal, and whose outbox it was."""

    assessor: str
    document: Mapping[str, Any]
    seal: str

    @property
    def salt(self) -> str:
        """Drawn from the seal, which is random and secret: the same upload is always the same evidence."""
        return hashlib.sha256(self.seal.encode("utf-8")).hexdigest()[:32]

    @property
    def content(self) -> dict[str, Any]:
        return {"visit": dict(self.document), "seal": self.seal}


def parse_upload(assessor: str, body: Mapping[str, Any]) -> tuple[Upload, SealedVisit]:
    """The sealed visit of an outbox body; refuses one that cannot be read or cannot be made canonical."""
    document, seal = body.get("visit"), body.get("seal")
    if not isinstance(document, Mapping) or not isinstance(seal, str):
        raise Refusal("visit.malformed", why="visit, seal")
    visit = parse_visit(document)
    check_canonical(visit)
    return Upload(assessor, document, seal), visit


def reason_of(refusal: Refusal) -> Reason:
    """Why an upload is set aside, as its tablet and the desk are told."""
    return Reason(refusal.code, refusal.sentence("zh"), refusal.sentence("en"))


def check_upload(
    district: District, upload: Upload, visit: SealedVisit, photos: Collection[str], at: datetime
) -> list[Refusal]:
    """Every rule an upload breaks at ``at``; ``photos`` are the digests of the bytes that arrived."""
    with district.remembering():
        case, errand = _find_case(district, visit.case), find_errand(district, visit.case, visit.round)
        if case is not None and errand is not None:
            case = replace(case, team=errand.team)
        known = known_for(district, upload, visit, case, photos, at)
    refusals = check_sealed_visit(visit, known)
    if case is not None and not refusals:
        refusals.extend(_step_refusals(case, errand))
    if upload.assessor != visit.assessor:
        refusals.append(Refusal("visit.other_device"))
    return refusals


def find_received(district: District, upload: Upload, number: str) -> Act | None:
    """The act under which exactly this upload was received before; None if it was not."""
    received = [act for act in district.casebook.read(number) if act.kind in VISITS]
    digest = evidence_digest(upload, number) if received else ""
    return next((act for act in received if act.facts.get("visit") == digest), None)


def kind_of_receipt(case: Case) -> str:
    """The act a sealed visit of the case is received by: of an application, or of a home review."""
    return "review_visited" if awaits_home(case) else "visit_received"


def evidence_digest(upload: Upload, number: str) -> str:
    """The digest an upload's evidence is named by, without writing it."""
    return digest_of(
        {"type": EVIDENCE, "schema": 1, "file": number, "salt": upload.salt, "content": upload.content}
    )


def known_for(
    district: District,
    upload: Upload,
    visit: SealedVisit,
    case: Case | None,
    photos: Collection[str],
    at: datetime,
    *,
    received: bool = False,
    checked: Checked | None = None,
) -> Known:
    """What the district knows of a visit at ``at``; ``received`` asks again about one in the record.

    ``checked``: what the form's own rules found, where the caller has asked them already.
    """
    device = find_device(district, visit.device)
    policy = district.policy_of(case.policy) if case else district.policy
    form = find_form(district, visit.form)
    if checked is None and form:
        checked = find_checked(get_checker(district, visit.form), visit)
    return Known(
        team=case.team if case else None,
        policy=policy,
        device_assessor=device.assessor if device else None,
        device=standing_of_device(district, device, at if received else None) if device else None,
        seal_verifies=device is not None and seal_verifies(device, visit.canonical, upload.seal),
        standings={member.assessor: _standing(district, visit, member, at) for member in visit.team},
        form_digest=str(form["digest"]) if form else None,
        form_differences=len(checked.differences) if checked else 0,
        photo_digests=photos,
        photos_answered=checked.photos if checked else (),
        received_at=at,
    )


def seal_verifies(device: Device, payload: bytes, seal: str) -> bool:
    """Whether the seal is this tablet's ES256 signature over exactly these bytes (RFC 7515 appendix F)."""
    key = parse_public_key(dict(device.jwk))
    try:
        signed = jws.deserialize_compact(seal, key, algorithms=[ALGORITHM], payload=payload)
    except (JoseError, ValueError, TypeError):
        return False
    return signed.headers().get("kid") == device.id


def _standing(district: District, visit: SealedVisit, member: TeamMember, at: datetime) -> Standing:
    """What a member's credential was worth while the visit can have been: since the roster, until ``at``."""
    is_own = member.how == "this_tablet" and member.assessor == visit.assessor
    if not member.badge and not is_own:
        return Standing.MALFORMED  # only the tablet's own assessor scans no badge
    try:
        first = parse_instant(visit.roster_issued_at)
    except Refusal:
        return Standing.MALFORMED
    return judge_between(district, member.assessor, member.serial, member.badge, first, at)


def find_checked(checker: Checker, visit: SealedVisit) -> Checked:
    """What the form's own rules find when the answers are checked again, on the day they were sealed."""
    return checker.check(dict(visit.answers), today=shanghai_date(visit.sealed_at))


def find_form(district: District, key: str) -> dict[str, Any] | None:
    """A published form by its key; None where there is no such form."""
    try:
        return get_form(district, key)
    except Refusal:
        return None


def _find_case(district: District, number: str) -> Case | None:
    try:
        return district.get_case(number)
    except Refusal as refusal:
        if refusal.code != "case.unknown":
            raise
        return None


def _step_refusals(case: Case, errand: Errand | None) -> Iterator[Refusal]:
    """A visit is received once, while the case, or the file of its errand, waits for it."""
    try:
        if errand is not None:
            check_awaited(errand)
        else:
            check_step(case, kind_of_receipt(case))
    except Refusal as refusal:
        yield refusal if errand else Refusal("visit.already_received")

"""An upload that was set aside, as a person reads and judges it (design §5, field lesson 2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from server.domain.act import Act
from server.domain.case import Case
from server.domain.days import parse_instant
from server.domain.errand import Errand
from server.domain.household import parse_household
from server.domain.periodic_review import awaits_home
from server.domain.permission import RELEASED_BY, Actor, may
from server.domain.seal import SealedVisit
from server.domain.stage import Stage
from server.errors import Refusal
from server.records.entries import SetAside
from server.services.comparisons import ComparedRow, compare
from server.services.contributions import check_contribution, lay_beside_visit
from server.services.district import District
from server.services.drafts import check_draft, read_draft
from server.services.errand_results import check_result_of
from server.services.errands import find_errand
from server.services.forms import get_form
from server.services.outboxes import DRAFT, PHOTO, find_body
from server.services.recordings import EVIDENCE as CONTRIBUTION
from server.services.recordings import ReceivedContribution, read_contribution, second_record
from server.services.returns import may_return
from server.services.uploads import Upload, check_upload, parse_upload
from server.services.visits import VisitView, get_set_aside, view_visit

SET_ASIDE_FILE: Final = "set-aside"  # where photos of no known case are kept
VISIT: Final = "visit"
# What reading a hostile document may raise in the parts that read it.
_UNREADABLE: Final = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


@dataclass(frozen=True)
class Release:
    """An upload that could enter the case, and the rules that would be overridden by it.

    Where the case waits for a visit it enters as the visit; where it has one, beside it; what was made for an
    errand enters the file of that. ``visit`` is None for what a colleague recorded, which is never the visit.
    """

    upload: Upload | None
    visit: SealedVisit | None
    beside: ReceivedContribution
    case: Case
    refusals: tuple[Refusal, ...]
    errand: Errand | None = None  # it enters the file of an errand, and is no visit of the case

    @property
    def goes_beside(self) -> bool:
        return self.errand is None and self.case.stage is Stage.VISITED

    @property
    def is_review(self) -> bool:
        """The household is in receipt and waits for a home review, which this is (S7-REV-15)."""
        team = self.case.team
        return (
            awaits_home(self.case)
            and self.visit is not None
            and team is not None
            and self.visit.form == team.form
        )

    @property
    def codes(self) -> list[str]:
        return sorted({refusal.code for refusal in self.refusals})


@dataclass(frozen=True)
class SetAsideView:
    """One upload with what it is compared with; ``answers`` is empty where nothing can be read."""

    entry: SetAside
    body: Mapping[str, Any] | None  # None where it does not open
    form: Mapping[str, Any] | None
    answers: Mapping[str, Any]
    captions: Mapping[str, str]  # of the photos, by the digest each was sealed with
    case: Case | None
    declared: Sequence[ComparedRow]
    record: VisitView | None  # the visit that stands in the record
    may_return: bool
    barrier: Refusal | None  # why this person cannot accept it; None where they can
    goes_beside: bool  # accepted, it is laid beside the visit that stands in the record
    errand: Errand | None  # what it was made for, where that is no step of the case
    invalid: Sequence[Mapping[str, Any]]  # answers of a draft the form does not allow, and why


def read_set_aside(district: District, actor: Actor, entry_id: str) -> SetAsideView:
    """An upload set aside, read as far as it can be read."""
    entry = get_set_aside(district, actor, entry_id)
    body = find_body(district, entry.assessor, entry.document)
    sealed = _sealed_part(body)
    case, errand = find_case(district, entry.case), find_errand(district, entry.case, entry.round)
    return SetAsideView(
        entry=entry,
        body=body,
        form=_find_form(district, sealed.get("form") or _form_sent(case, errand)),
        answers=_mapping(sealed.get("answers")),
        captions=_captions(sealed.get("photos")),
        case=case,
        declared=_compare_declared(district, body, case),
        record=None if errand else _find_record(district, case),
        may_return=entry.state != "accepted" and may_return(district, entry),
        barrier=_find_barrier(district, actor, entry),
        goes_beside=errand is None and case is not None and case.stage is Stage.VISITED,
        errand=errand,
        invalid=_find_invalid(district, entry),
    )


def find_release(district: District, entry: SetAside) -> Release:
    """What would enter the case with this upload; refuses one that holds no record of a case.

    The rules are asked about as of its arrival, when a credential was worth what it was worth then.
    """
    case = find_case(district, entry.case)
    body = find_body(district, entry.assessor, entry.document) or {}
    errand = find_errand(district, entry.case, entry.round)
    if errand and body.get("state") == DRAFT:
        raise Refusal("set_aside.unsealed")
    try:
        upload, visit, beside = _read_release(district, entry, body)
    except (Refusal, *_UNREADABLE) as error:
        raise Refusal("set_aside.unreadable") from error
    if case is None or beside.sealed.case != case.number:
        raise Refusal("set_aside.unreadable")
    at = parse_instant(entry.received_at) if entry.received_at else district.now()
    arrived = {photo.digest for photo in beside.sealed.photos if _photo_file(district, entry, photo.digest)}
    if upload and visit:
        refusals = check_upload(district, upload, visit, arrived, at)
        refusals += _refused_by_file(district, errand, visit)
    elif beside.kind == DRAFT:
        refusals = check_draft(district, beside)
    else:
        refusals = check_contribution(district, beside, arrived, at)
    return Release(upload, visit, beside, case, tuple(refusals), errand)


def _read_release(
    district: District, entry: SetAside, body: Mapping[str, Any]
) -> tuple[Upload | None, SealedVisit | None, ReceivedContribution]:
    """A sealed visit, which may also lie beside another; or what was recorded beside one, or only begun."""
    if body.get("state") == DRAFT:
        came = partial(_photo_file, district, entry)
        there = (district, entry.assessor, entry.document, body, lambda one: bool(came(one)))
        draft = read_draft(*there, mended=True)
        return None, None, draft
    if CONTRIBUTION in body:
        return None, None, read_contribution(entry.assessor, body)
    upload, visit = parse_upload(entry.assessor, body)
    return upload, visit, second_record(entry.assessor, visit, upload.seal)


def check_release(actor: Actor, release: Release) -> None:
    """Refuses what nobody, or not this person, can release, naming the rule; or what comes too late."""
    _check_in_time(release)
    for refusal in release.refusals:
        permission = RELEASED_BY.get(refusal.code)
        if permission is None:
            raise Refusal("set_aside.not_released", code=refusal.code)
        if not may(actor, permission):
            raise Refusal("set_aside.district_releases", code=refusal.code)


def _check_in_time(release: Release) -> None:
    """Its case waits for it, or has a visit to lay it beside; an errand's own file says so itself."""
    if release.errand or release.is_review:
        return
    if release.case.stage is Stage.ASSIGNED and release.visit is None:
        raise Refusal("contribution.no_visit")
    if release.case.stage not in (Stage.ASSIGNED, Stage.VISITED):
        raise Refusal("set_aside.too_late")


def _refused_by_file(district: District, errand: Errand | None, visit: SealedVisit) -> list[Refusal]:
    """Why the file of an errand does not take it, whoever was sent."""
    try:
        if errand is not None:
            check_result_of(district, errand, visit)
    except Refusal as refusal:
        return [refusal]
    return []


def check_form(district: District, release: Release) -> None:
    """Beside a visit only what answers the same questions can be laid."""
    if release.goes_beside:
        lay_beside_visit(district, release.case, release.beside)


def get_kept_photo(district: District, actor: Actor, entry_id: str, digest: str) -> bytes:
    """A photo that came with an upload, under the digest it was sealed with."""
    entry = get_set_aside(district, actor, entry_id)
    return kept_photo(district, entry, digest)


def kept_photo(district: District, entry: SetAside, digest: str) -> bytes:
    """The bytes a seal names; refuses where others came under that name, or none."""
    file = _photo_file(district, entry, digest)
    if not file:
        raise Refusal("record.missing", document=f"{PHOTO}:{digest[:8]}")
    return district.evidence.get_photo(file, digest)


def find_released(district: District, entry: SetAside) -> Act | None:
    """The act with which an upload entered the record after it had been set aside."""
    case, errand = find_case(district, entry.case), find_errand(district, entry.case, entry.round)
    acts = district.casebook.read(errand.file) if errand else case.acts if case else ()
    return next((act for act in acts if act.facts.get("released") == entry.id), None)


def find_case(district: District, number: str) -> Case | None:
    """The case an upload names; None where there is no such case."""
    try:
        return district.get_case(number)
    except Refusal as refusal:
        if refusal.code != "case.unknown":
            raise
        return None


def _find_barrier(district: District, actor: Actor, entry: SetAside) -> Refusal | None:
    try:
        if entry.state == "accepted":
            raise Refusal("set_aside.accepted")
        release = find_release(district, entry)
        check_release(actor, release)
        check_form(district, release)
    except Refusal as refusal:
        return refusal
    return None


def _form_sent(case: Case | None, errand: Errand | None) -> str | None:
    """The form a draft is of: it does not name it where an older tablet kept it."""
    team = errand.team if errand else case.team if case else None
    return team.form if team else None


def _find_invalid(district: District, entry: SetAside) -> Sequence[Mapping[str, Any]]:
    """What is left out of a draft when it is accepted; nothing where it cannot be read."""
    body = find_body(district, entry.assessor, entry.document) or {}
    if body.get("state") != DRAFT:
        return ()
    try:
        _, _, draft = _read_release(district, entry, body)
        return tuple(draft.sealed.document.get("invalid") or ())
    except (Refusal, *_UNREADABLE):
        return ()


def _find_record(district: District, case: Case | None) -> VisitView | None:
    try:
        return view_visit(district, case) if case and case.visit else None
    except Refusal:
        return None


def _photo_file(district: District, entry: SetAside, digest: str) -> str:
    """Where the bytes of this digest are kept: with the case, or among what belongs to none."""
    files = (entry.case, SET_ASIDE_FILE)
    return next((file for file in files if file and _has_photo(district, file, digest)), "")


def _has_photo(district: District, file: str, digest: str) -> bool:
    try:
        return district.evidence.has(PHOTO, file, digest)
    except Refusal:
        return False


def _sealed_part(body: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """What was sealed: a visit, or a contribution to one; else the draft."""
    parts = (_mapping((body or {}).get(kind)) for kind in (VISIT, CONTRIBUTION))
    return next((part for part in parts if part), _mapping(body))


def _compare_declared(
    district: District, body: Mapping[str, Any] | None, case: Case | None
) -> tuple[ComparedRow, ...]:
    """What was declared beside what this upload says; nothing where either cannot be read."""
    try:
        _, visit = parse_upload("", body or {})
        if case is None:
            return ()
        household = parse_household(district.evidence.get("declared", case.number, case.declared))
        return compare(household, visit.answers)
    except (Refusal, *_UNREADABLE):
        return ()


def _find_form(district: District, key: object) -> Mapping[str, Any] | None:
    try:
        return get_form(district, str(key))
    except (Refusal, *_UNREADABLE):
        return None


def _captions(photos: object) -> dict[str, str]:
    listed = photos if isinstance(photos, list) else []
    named = (_mapping(photo) for photo in listed)
    return {str(photo.get("digest")): str(photo.get("caption") or "") for photo in named}


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}

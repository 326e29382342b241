"""What a sealed visit must be to enter the record: one function a rule (S7-CRED-04…06, S7-EVAL-04…07).

Each function refuses with its own code. ``check_sealed_visit`` runs them all and returns every refusal, so
that a person sees the whole picture at once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final, Literal, Protocol, TypeVar

from server.domain.canonical import canonical_bytes_of_json
from server.domain.case_parts import Team
from server.domain.credential import STANDING_WORDS, Standing
from server.domain.days import parse_instant
from server.domain.device import DeviceStanding, DeviceState
from server.domain.policy import Policy
from server.domain.signature import Signature, check_hands, parse_signature
from server.errors import Refusal

One = TypeVar("One")


@dataclass(frozen=True)
class TeamMember:
    """One assessor of the visit; ``badge`` is the scanned code, empty for the tablet's own assessor."""

    assessor: str
    serial: str
    badge: str
    how: Literal["this_tablet", "scanned"]
    seen_at: str


@dataclass(frozen=True)
class Photo:
    """What the seal says of a photo; ``digest`` is the SHA-256 of its bytes."""

    digest: str
    path: str
    caption: str
    taken_at: str
    content_type: str
    length: int
    source: str
    replaced: bool
    position: Mapping[str, str] | None


@dataclass(frozen=True)
class SealedVisit:
    """The visit as it was sealed; ``document`` is the JSON the seal covers, byte for byte once canonical."""

    case: str
    round: int
    form: str
    form_digest: str
    policy: str
    assessor: str
    device: str
    roster_issued_at: str
    started_at: datetime
    sealed_at: datetime
    team: tuple[TeamMember, ...]
    photos: tuple[Photo, ...]
    signatures: tuple[Signature, ...]
    answers: Mapping[str, Any]
    totals: Mapping[str, str]
    document: Mapping[str, Any]

    @cached_property
    def canonical(self) -> bytes:
        """The bytes the seal covers."""
        return visit_bytes(self.document)

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of them."""
        return hashlib.sha256(self.canonical).hexdigest()


class Sealed(Protocol):
    """What the rules ask that hold for a visit and for a contribution to one alike."""

    @property
    def form(self) -> str: ...
    @property
    def form_digest(self) -> str: ...
    @property
    def assessor(self) -> str: ...
    @property
    def photos(self) -> tuple[Photo, ...]: ...
    @property
    def started_at(self) -> datetime: ...
    @property
    def sealed_at(self) -> datetime: ...


@dataclass(frozen=True)
class Known:
    """What the district knows when a visit arrives; everything is looked up before, nothing in here."""

    team: Team | None
    policy: Policy
    device_assessor: str | None  # whose tablet it is; None = no such tablet
    device: DeviceStanding | None  # what its key is worth; None = no such tablet
    seal_verifies: bool
    standings: Mapping[str, Standing]  # assessor → standing of the badge shown, on the day of the visit
    form_digest: str | None  # None = no such form
    form_differences: int
    photo_digests: Collection[str]  # digests of the bytes that arrived
    photos_answered: Collection[str]  # digests the answers give, by the form's own questions
    received_at: datetime


def visit_bytes(document: Mapping[str, Any]) -> bytes:
    """The bytes a seal covers: canonical JSON (RFC 8785) of the visit."""
    return canonical_bytes_of_json(dict(document))


def visit_digest(document: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of the bytes a seal covers."""
    return hashlib.sha256(visit_bytes(document)).hexdigest()


def parse_visit(document: Mapping[str, Any]) -> SealedVisit:
    """The visit of a sealed document; refuses a malformed one, naming what is wrong."""
    try:
        return SealedVisit(
            case=read_text(document, "case"),
            round=int(document["round"]),
            form=read_text(document, "form"),
            form_digest=read_text(document, "form_digest"),
            policy=read_text(document, "policy"),
            assessor=read_text(document, "assessor"),
            device=read_text(document, "device"),
            roster_issued_at=read_text(document, "roster_issued_at"),
            started_at=parse_instant(read_text(document, "started_at")),
            sealed_at=parse_instant(read_text(document, "sealed_at")),
            team=tuple(_parse_team_member(item) for item in document["team"]),
            photos=tuple(parse_photo(item) for item in document["photos"]),
            signatures=tuple(parse_signature(item) for item in document["signatures"]),
            answers=dict(document["answers"]),
            totals={str(key): str(value) for key, value in document["totals"].items()},
            document=dict(document),
        )
    except Refusal as refusal:
        raise Refusal("visit.malformed", why=refusal.sentence()) from refusal
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refusal("visit.malformed", why=f"{type(error).__name__} {error}") from error


def check_sealed_visit(visit: SealedVisit, known: Known) -> list[Refusal]:
    """Every rule the visit breaks; an empty list means it may enter the record."""
    return [refusal for rule in RULES for refusal in broken(rule, visit, known)]


def check_seal(_visit: Sealed, known: Known) -> None:
    """The seal is the device's signature over exactly this visit (S7-EVAL-07)."""
    if known.device_assessor is None:
        raise Refusal("visit.unknown_device")
    if not known.seal_verifies:
        raise Refusal("visit.bad_seal")


def check_device(visit: Sealed, known: Known) -> None:
    """The tablet is in use and belongs to the assessor who sealed; before it was replaced, it was."""
    if known.device_assessor is not None and known.device_assessor != visit.assessor:
        raise Refusal("visit.other_device")
    if known.device is None or known.device.state is DeviceState.ACTIVE:
        return
    if known.device.state is DeviceState.CLOSING:
        raise Refusal("visit.device_closing")
    if known.device.state is DeviceState.REMOVED or visit.sealed_at > known.device.since:
        raise Refusal("visit.device_removed")


def check_assignment(visit: SealedVisit, known: Known) -> None:
    """The visit is the one the street arranged, sealed by its lead (S7-EVAL-01)."""
    if known.team is None or known.team.round != visit.round:
        raise Refusal("visit.not_their_case")
    if visit.assessor != known.team.lead:
        raise Refusal("visit.not_lead")
    for member in visit.team:
        if member.assessor not in known.team.assessors:
            raise Refusal("visit.not_assigned", who=member.assessor)


def check_team_size(visit: SealedVisit, known: Known) -> None:
    """At least three assessors, each counted once (S7-CRED-05)."""
    present = [member.assessor for member in visit.team]
    for who in present:
        if present.count(who) > 1:
            raise Refusal("visit.assessor_counted_twice", who=who)
    if len(present) < known.policy.visit.min_team:
        raise Refusal("visit.too_few_assessors", needed=known.policy.visit.min_team, given=len(present))


def check_badges(visit: SealedVisit, known: Known) -> None:
    """Every assessor in the home held a valid credential that day (S7-CRED-04, S7-CRED-06)."""
    for member in visit.team:
        if member.how == "scanned" and not member.badge:
            raise Refusal("visit.badge_missing", who=member.assessor)
        standing = known.standings.get(member.assessor, Standing.MALFORMED)
        if standing is not Standing.VALID:
            raise Refusal("visit.bad_badge", who=member.assessor, standing=STANDING_WORDS[standing][0])


def check_form(visit: Sealed, known: Known) -> None:
    """The answers were given under the form that was sent, and hold when checked again (S7-EVAL-06)."""
    if known.form_digest is None:
        raise Refusal("visit.unknown_form", form=visit.form)
    if visit.form_digest != known.form_digest:
        raise Refusal("visit.form_digest")
    if known.form_differences:
        raise Refusal("visit.answers", count=known.form_differences)


def check_photos(visit: Sealed, known: Known) -> None:
    """Every photo the answers give is named by the seal, and has arrived byte for byte (S7-EVAL-04)."""
    named = {photo.digest for photo in visit.photos}
    missing = named - set(known.photo_digests)
    if missing:
        raise Refusal("visit.photo_missing", count=len(missing))
    unnamed = set(known.photos_answered) - named
    if unnamed:
        raise Refusal("visit.photo_unnamed", count=len(unnamed))


def check_signatures(visit: SealedVisit, _known: Known) -> None:
    """The applicant and every assessor signed, or a proxy or witness stands (S7-EVAL-07, S7-AMB-11/12)."""
    members = visit.answers.get("member") or ()
    household = {str(member.get("name") or "") for member in members if isinstance(member, Mapping)}
    check_hands(visit.signatures, [member.assessor for member in visit.team], household)


def check_totals(visit: SealedVisit, _known: Known) -> None:
    """What was read out beside the signatures is what the answers say (S7-EVAL-07)."""
    if any(visit.totals[name] != visit.answers.get(name, "") for name in visit.totals):
        raise Refusal("visit.totals")


def check_times(visit: Sealed, _known: Known) -> None:
    """Begun, then sealed, then received; the tablet's clock is a claim (design §4)."""
    if not visit.started_at <= visit.sealed_at:
        raise Refusal("visit.times")


RULES: Final[tuple[Callable[[SealedVisit, Known], None], ...]] = (
    check_seal,
    check_device,
    check_assignment,
    check_team_size,
    check_badges,
    check_form,
    check_photos,
    check_signatures,
    check_totals,
    check_times,
)


def broken(rule: Callable[[One, Known], None], sealed: One, known: Known) -> Iterator[Refusal]:
    """What one rule finds wrong."""
    try:
        rule(sealed, known)
    except Refusal as refusal:
        yield refusal


def read_text(data: Mapping[str, Any], key: str) -> str:
    """A text of a sealed document; TypeError where there is none."""
    value = data[key]
    if not isinstance(value, str):
        raise TypeError(key)
    return value


def _parse_team_member(data: Mapping[str, Any]) -> TeamMember:
    how = read_text(data, "how")
    if how not in ("this_tablet", "scanned"):
        raise ValueError(how)
    return TeamMember(
        assessor=read_text(data, "assessor"),
        serial=read_text(data, "serial"),
        badge=str(data.get("badge") or ""),
        how="this_tablet" if how == "this_tablet" else "scanned",
        seen_at=read_text(data, "seen_at"),
    )


def parse_photo(data: Mapping[str, Any]) -> Photo:
    """What a seal says of a photo; refuses one that says no time, on which checks for a person rest."""
    position = data.get("position")
    parse_instant(read_text(data, "taken_at"))
    return Photo(
        digest=read_text(data, "digest"),
        path=read_text(data, "path"),
        caption=str(data.get("caption") or ""),
        taken_at=read_text(data, "taken_at"),
        content_type=read_text(data, "content_type"),
        length=int(data["length"]),
        source=read_text(data, "source"),
        replaced=bool(data.get("replaced", False)),
        position={str(key): str(value) for key, value in position.items()} if position else None,
    )

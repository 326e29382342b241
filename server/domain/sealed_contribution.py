"""A contribution as its tablet sealed it: what must hold for it to be laid beside the visit (design §5)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from server.domain.canonical import CanonicalizationError
from server.domain.credential import STANDING_WORDS, Standing
from server.domain.days import parse_instant
from server.domain.seal import (
    Known,
    Photo,
    SealedVisit,
    broken,
    check_device,
    check_form,
    check_photos,
    check_seal,
    check_times,
    parse_photo,
    read_text,
    visit_bytes,
)
from server.errors import Refusal

SCHEMA: Final = 1


@dataclass(frozen=True)
class SealedContribution:
    """What one assessor saw and heard; ``document`` is the JSON the seal covers."""

    case: str
    round: int
    form: str
    form_digest: str
    assessor: str
    device: str
    roster_issued_at: str
    started_at: datetime
    sealed_at: datetime
    photos: tuple[Photo, ...]
    answers: Mapping[str, Any]
    document: Mapping[str, Any]

    @cached_property
    def canonical(self) -> bytes:
        """The bytes the seal covers."""
        return visit_bytes(self.document)

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of them."""
        return hashlib.sha256(self.canonical).hexdigest()


def of_visit(visit: SealedVisit) -> SealedContribution:
    """A second sealed record of a visit, to be laid beside the one that was received (design §5)."""
    shared = [item.name for item in fields(SealedContribution)]
    return SealedContribution(**{name: getattr(visit, name) for name in shared})


def parse_draft(document: Mapping[str, Any]) -> SealedContribution:
    """What somebody began and never sealed, as :mod:`server.services.drafts` keeps it."""
    try:
        texts = ("case", "form", "assessor", "device")
        saved_at = parse_instant(read_text(document, "saved_at"))
        return SealedContribution(
            **{key: read_text(document, key) for key in texts},
            round=int(document["round"]),
            form_digest="",
            roster_issued_at="",
            started_at=saved_at,
            sealed_at=saved_at,
            photos=tuple(parse_photo(photo) for photo in document["photos"]),
            answers=dict(document["answers"]),
            document=dict(document),
        )
    except Refusal as refusal:
        raise Refusal("visit.malformed", why=refusal.sentence()) from refusal
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refusal("visit.malformed", why=f"{type(error).__name__} {error}") from error


def parse_contribution(document: Mapping[str, Any]) -> SealedContribution:
    """The contribution of a sealed document; refuses a malformed one, naming what is wrong."""
    try:
        if (document["type"], document["schema"]) != ("contribution", SCHEMA):
            raise ValueError("type, schema")
        texts = ("case", "form", "form_digest", "assessor", "device", "roster_issued_at")
        return SealedContribution(
            **{key: read_text(document, key) for key in texts},
            round=int(document["round"]),
            started_at=parse_instant(read_text(document, "started_at")),
            sealed_at=parse_instant(read_text(document, "sealed_at")),
            photos=tuple(parse_photo(photo) for photo in document["photos"]),
            answers=dict(document["answers"]),
            document=dict(document),
        )
    except Refusal as refusal:
        raise Refusal("visit.malformed", why=refusal.sentence()) from refusal
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refusal("visit.malformed", why=f"{type(error).__name__} {error}") from error


def check_sealed_contribution(contribution: SealedContribution, known: Known) -> list[Refusal]:
    """Every rule the contribution breaks; an empty list means it may be laid beside the visit."""
    return [refusal for rule in RULES for refusal in broken(rule, contribution, known)]


def check_contributor(contribution: SealedContribution, known: Known) -> None:
    """Somebody the street sent to this home in this round (S7-EVAL-01)."""
    if known.team is None or known.team.round != contribution.round:
        raise Refusal("visit.not_their_case")
    if contribution.assessor not in known.team.assessors:
        raise Refusal("visit.not_assigned", who=contribution.assessor)


def check_certified(contribution: SealedContribution, known: Known) -> None:
    """Certified that day (S7-CRED-04, S7-CRED-06)."""
    standing = known.standings.get(contribution.assessor, Standing.MALFORMED)
    if standing is not Standing.VALID:
        raise Refusal("visit.bad_badge", who=contribution.assessor, standing=STANDING_WORDS[standing][0])


RULES: Final[tuple[Callable[[SealedContribution, Known], None], ...]] = (
    check_seal,
    check_device,
    check_contributor,
    check_certified,
    check_form,
    check_photos,
    check_times,
)


def check_canonical(sealed: SealedVisit | SealedContribution) -> None:
    """What was sealed can be written as RFC 8785 wants it; there is nothing else to check a seal against."""
    try:
        bytes(sealed.canonical)
    except (CanonicalizationError, RecursionError, ValueError) as error:
        raise Refusal("visit.malformed", why="RFC 8785") from error

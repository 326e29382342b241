"""Whose hand is under a visit, and what stands in its place where the applicant did not sign (S7-AMB-12)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from server.errors import Refusal

APPLICANT: Final = "applicant"
WITNESSED: Final = ("refused", "unable", "absent")
ON_PAPER: Final = "on_paper"  # signed on the printed sheet, which is kept
ON_SHEET: Final = "on_sheet"  # on a sheet of which the file has a photo
SIGNED_HOW: Final = ("signed", "proxy", *WITNESSED)


@dataclass(frozen=True)
class Hand:
    """Another hand beside the applicant's: a witness, or who signs for them; ``relation`` is the proxy's."""

    name: str
    relation: str
    has_ink: bool


@dataclass(frozen=True)
class Signature:
    """A hand that signed, or why it did not and who stands for it (S7-AMB-12)."""

    who: str  # "applicant", or the id of an assessor
    name: str
    how: str
    reason: str
    signed_at: str
    has_ink: bool
    witness: Hand | None = None
    proxy: Hand | None = None


def parse_signature(data: Mapping[str, Any]) -> Signature:
    """A signature of a sealed visit; raises KeyError, TypeError or AttributeError on another shape."""
    who, how = data["who"], data["how"]
    if not isinstance(who, str) or not isinstance(how, str):
        raise TypeError("signatures")
    return Signature(
        who=who,
        name=_words(data, "name"),
        how=how,
        reason=_words(data, "reason"),
        signed_at=_words(data, "signed_at"),
        has_ink=_has_ink(data),
        witness=_parse_hand(data.get("witness")),
        proxy=_parse_hand(data.get("proxy")),
    )


def check_hands(signatures: Sequence[Signature], team: Collection[str], household: Collection[str]) -> None:
    """The applicant and every assessor signed; for the applicant a proxy or a witness may stand.

    ``team`` holds ids of assessors, ``household`` names of members (S7-EVAL-07, S7-AMB-11, S7-AMB-12).
    """
    by_hand = {signature.who: signature for signature in signatures}
    for who in (APPLICANT, *team):
        if who not in by_hand or by_hand[who].how not in SIGNED_HOW:
            raise Refusal("visit.signature_missing", who=who)
    for assessor in team:
        _check_own_hand(by_hand[assessor])
    assessors = {by_hand[assessor].name for assessor in team}
    _check_applicant(by_hand[APPLICANT], assessors, household)


def _check_own_hand(signature: Signature) -> None:
    """An assessor signs in person, with ink: nobody stands for them (S7-AMB-11)."""
    if signature.how != "signed" or not signature.has_ink:
        raise Refusal("visit.signature_missing", who=signature.who)


def _check_applicant(signature: Signature, assessors: Collection[str], household: Collection[str]) -> None:
    if signature.how == "signed":
        _check_own_hand(signature)
    elif signature.how == "proxy":
        _check_proxy(signature.proxy, assessors)
    else:
        _check_witness(signature, {*assessors, *household, signature.name})


def _check_proxy(proxy: Hand | None, assessors: Collection[str]) -> None:
    """Who signs for the applicant is named, says what they are to them, signs, and is no assessor."""
    if proxy is None or not (proxy.name and proxy.relation and proxy.has_ink):
        raise Refusal("visit.signature_proxy")
    if proxy.name in assessors:
        raise Refusal("visit.signature_by_party", name=proxy.name)


def _check_witness(signature: Signature, parties: Collection[str]) -> None:
    """A reason in words, and a witness who is neither an assessor nor of the household, who signs."""
    if not signature.reason:
        raise Refusal("visit.signature_reason")
    witness = signature.witness
    if witness is None or not (witness.name and witness.has_ink):
        raise Refusal("visit.signature_witness")
    if witness.name in parties:
        raise Refusal("visit.signature_by_party", name=witness.name)


def _parse_hand(data: Any) -> Hand | None:
    if data is None:
        return None
    return Hand(_words(data, "name"), _words(data, "relation"), _has_ink(data))


def _words(data: Mapping[str, Any], key: str) -> str:
    return str(data.get(key) or "").strip()


def _has_ink(data: Mapping[str, Any]) -> bool:
    ink = data.get("ink")
    return isinstance(ink, Mapping) and bool(ink.get("paths"))

"""What was offered to a member and why they refused, in the words that were written down (S7-EMP-05, C-28).

The words lie in evidence: those of an offer recorded by itself as texts, those of a feedback form within its
answers. An offer recorded before the two texts were kept apart has one, which is what was offered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from server.domain.case import Case
from server.domain.employment import JobRecord, Offer, counted_refusals
from server.domain.periodic_review import PeriodicReview
from server.errors import Refusal
from server.records.employment_rows import seekers_in
from server.services.district import District
from server.services.job_forms import EVIDENCE

WORK: Final = "work"  # the occasion of a review that refusals led to
_WHAT: Final = ("who", "what")


@dataclass(frozen=True)
class ReadOffer:
    """An offer with its words; both are empty where nobody wrote any, or they are erased."""

    offer: Offer
    what: str
    reason: str


@dataclass(frozen=True)
class Refusing:
    """A member, the refusals a review of their share rests on, the oldest first, and why it was suggested."""

    member: str
    name: str
    offers: Sequence[ReadOffer]
    suggested: str  # in the street's words; empty where nobody suggested it


def read_offers(district: District, case: Case, offers: Iterable[Offer]) -> list[ReadOffer]:
    """Each offer with what was written of it."""
    forms: dict[str, Sequence[Mapping[str, Any]]] = {}
    found = []
    for offer in offers:
        if offer.form and offer.form not in forms:
            forms[offer.form] = _lines(district, case.number, offer.form)
        read = _on_form(offer, forms[offer.form]) if offer.form else _by_itself(district, case, offer)
        if offer.again:
            read = replace(read, reason=_text(district, case.number, offer.reason))
        found.append(read)
    return found


def read_refusals(district: District, case: Case, review: PeriodicReview | None) -> list[Refusing]:
    """Of a review opened for refusals, what it rests on; nothing of any other (C-28).

    These are the refusals it was suggested for; without a suggestion those that count today.
    """
    return list(_refusing(district, case)) if review is not None and review.occasion == WORK else []


def read_counted(district: District, number: str, member: str) -> list[ReadOffer]:
    """The refusals of a member that count today, which a review would be suggested for."""
    case = district.get_case(number)
    record = case.jobs.get(member, JobRecord())
    return read_offers(district, case, _counted(district, case, record))


def _refusing(district: District, case: Case) -> Iterator[Refusing]:
    names = {row.member: row.name for row in seekers_in(district.index, case.number)}
    for member, record in case.jobs.items():
        if offers := record.rests_on or _counted(district, case, record):
            suggested = _text(district, case.number, record.suggested_why)
            yield Refusing(
                member, names.get(member) or member, read_offers(district, case, offers), suggested
            )


def _counted(district: District, case: Case, record: JobRecord) -> tuple[Offer, ...]:
    return counted_refusals(record, district.policy_of(case.policy).employment, district.today())


def _by_itself(district: District, case: Case, offer: Offer) -> ReadOffer:
    return ReadOffer(
        offer, _text(district, case.number, offer.what), _text(district, case.number, offer.reason)
    )


def _on_form(offer: Offer, lines: Sequence[Mapping[str, Any]]) -> ReadOffer:
    given = lines[offer.line] if offer.line < len(lines) else {}
    what = "，".join(str(given[key]) for key in _WHAT if given.get(key))
    return ReadOffer(offer, what, str(given.get("refusal_reason") or ""))


def _lines(district: District, number: str, form: str) -> Sequence[Mapping[str, Any]]:
    """The offers of a form in its order; none where it is erased."""
    try:
        answers = district.evidence.get(EVIDENCE, number, form)["answers"]
    except Refusal:
        return ()
    return tuple(answers.get("offer") or ())


def _text(district: District, number: str, digest: str) -> str:
    try:
        return district.get_text(number, "reason", digest) if digest else ""
    except Refusal:
        return ""

"""Everything the reviewer's checks are made from, read again from the store (S7-APPR-03)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from server.domain.act import check_chain
from server.domain.benefit import Benefit
from server.domain.case import Case
from server.domain.meeting import Meeting
from server.domain.review import Evidence, check_case
from server.domain.review_check import Check
from server.domain.stage import Stage
from server.errors import Refusal
from server.services.benefits import benefit_of_case
from server.services.countersignatures import list_waiting
from server.services.district import District
from server.services.issued_papers import newest_papers
from server.services.photo_places import dismissed_photos, photo_places
from server.services.visits import VisitView, view_visit


@dataclass(frozen=True)
class Review:
    """The checks of a case, failures first, the visit they were made on (None where damaged), the benefit.

    ``broken`` is the first break in the chains the decision stands on.
    """

    checks: Sequence[Check]
    visit: VisitView | None
    benefit: Benefit | Refusal | None
    broken: Refusal | None = None
    meeting: Meeting | None = None

    @property
    def failed(self) -> int:
        return sum(check.failed for check in self.checks)


def review(district: District, case: Case) -> Review:
    """Checks everything the decision stands on, read again from the store and not from a page."""
    view, visit_damage = _find_visit(district, case)
    meeting, broken = _find_meeting(district, case)
    evidence = Evidence(
        case=case,
        policy=district.policy_of(case.policy),
        chain=_broken_chain(case) or broken,
        damaged=_list_damaged(district, case, visit_damage),
        visit=view.visit if view else None,
        visit_refusals=view.refusals if view else (),
        damaged_photos=view.damaged_photos if view else (),
        damaged_proofs=_damaged_proofs(district, case),
        answers_differ=len(view.differences) if view else 0,
        far_photos=_find_far(district, case, view) if view else None,
        unconfirmed=tuple(list_waiting(district, case)),
        meeting=meeting,
        today=district.today(),
        benefit=_find_benefit(district, case) if view else None,
        papers=newest_papers(district, case),
    )
    return Review(check_case(evidence), view, evidence.benefit, evidence.chain, meeting)


def _find_visit(district: District, case: Case) -> tuple[VisitView | None, Refusal | None]:
    """The visit of the case; a damaged one is a finding of the review, not the end of the page.

    One that was erased after its time is none any more.
    """
    if case.visit is None or case.stage is Stage.ERASED:
        return None, None
    try:
        return view_visit(district, case), None
    except Refusal as refusal:
        return None, refusal


def _find_far(district: District, case: Case, view: VisitView) -> list[tuple[int, int]] | None:
    """The photos taken far from the address; None while nobody has said where it is, or none has a place.

    A photo whose flag a person has looked at and put away counts no more (``domain.flag``).
    """
    places = photo_places(district, case, view.visit.photos)
    if not places:
        return None
    put_away = dismissed_photos(district, case)
    return [
        (n, places[photo.digest].metres)
        for n, photo in enumerate(view.visit.photos, start=1)
        if photo.digest in places and places[photo.digest].is_far and photo.digest not in put_away
    ]


def _find_benefit(district: District, case: Case) -> Benefit | Refusal | None:
    try:
        return benefit_of_case(district, case)
    except Refusal as refusal:
        return refusal


def _list_damaged(district: District, case: Case, visit: Refusal | None) -> list[Refusal]:
    """What the case stands on and cannot be read as it was kept, each once; erasure is no damage."""
    if case.stage is Stage.ERASED:
        return []
    try:
        district.evidence.get("declared", case.number, case.declared)
    except Refusal as declared:
        same = visit is not None and visit.facts == declared.facts
        return [declared] if visit is None or same else [declared, visit]
    return [visit] if visit else []


def _damaged_proofs(district: District, case: Case) -> list[str]:
    """Which photos of the notice are not what was handed in (S7-AMB-22)."""
    if case.notice is None or case.stage is Stage.ERASED:
        return []
    return [
        which for which, proof in case.notice.proofs.items() if not _is_whole(district, case, proof.photo)
    ]


def _is_whole(district: District, case: Case, photo: str) -> bool:
    try:
        district.evidence.get_photo(case.number, photo)
    except Refusal:
        return False
    return True


def _find_meeting(district: District, case: Case) -> tuple[Meeting | None, Refusal | None]:
    """The meeting that voted; the break of its chain where it does not hold, which is a finding too."""
    if case.resolution is None:
        return None, None
    try:
        return district.get_meeting(case.resolution.meeting), None
    except Refusal as refusal:
        return None, refusal


def _broken_chain(case: Case) -> Refusal | None:
    """The first break in the case's own chain."""
    try:
        check_chain(case.acts)
    except Refusal as refusal:
        return refusal
    return None

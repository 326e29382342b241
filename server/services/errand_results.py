"""What was sealed for an errand enters the file it was made for, each purpose in its own way (design §5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from server.domain.act import Act
from server.domain.errand import Errand, Purpose, check_awaited
from server.domain.seal import SealedVisit
from server.errors import Refusal
from server.services.campaign_visits import check_sealed_result, receive_check
from server.services.district import District
from server.services.errand_tasks import withdraw_errands
from server.services.errands import errands_in, find_errand
from server.services.housing_visits import check_sealed_survey, receive_survey
from server.services.job_visits import check_sealed_form, receive_job_form
from server.services.uploads import EVIDENCE, Upload

_CHECKS: Final[Mapping[Purpose, Callable[[District, Errand, SealedVisit], None]]] = {
    Purpose.CAMPAIGN: check_sealed_result,
    Purpose.HOUSING: check_sealed_survey,
    Purpose.EMPLOYMENT: check_sealed_form,
}
_RECEIVES: Final[Mapping[Purpose, Callable[[District, Errand, SealedVisit, str, Mapping[str, str]], Act]]] = {
    Purpose.CAMPAIGN: receive_check,
    Purpose.HOUSING: receive_survey,
    Purpose.EMPLOYMENT: receive_job_form,
}


def check_result_of(district: District, errand: Errand, visit: SealedVisit) -> None:
    """Refuses what the file of the errand does not take, whoever was sent."""
    _CHECKS[errand.purpose](district, errand, visit)


def enter_result(
    district: District,
    errand: Errand,
    upload: Upload,
    visit: SealedVisit,
    photos: Mapping[str, bytes],
    released: str = "",
) -> Act:
    """Photos and visit first, then the act that names them; nobody goes for the same any more.

    ``released``: the upload set aside that a person accepted all the same, whoever was sent since.
    """
    kinds = {photo.digest: photo.content_type for photo in visit.photos}
    named = [(photos[digest], kind) for digest, kind in kinds.items()]
    with district.casebook.turn:
        if not released:
            _check_still_awaited(district, errand)
        digest = district.evidence.put_whole(EVIDENCE, errand.file, upload.content, named, salt=upload.salt)
        before = {each for each in errands_in(district, errand) if each.is_open}
        how = {"released": released} if released else {}
        act = _RECEIVES[errand.purpose](district, errand, visit, digest, how)
    left = {_key(each) for each in errands_in(district, errand) if each.is_open}
    others = [each for each in before if _key(each) not in left and _key(each) != _key(errand)]
    withdraw_errands(district, others)
    return act


def _check_still_awaited(district: District, errand: Errand) -> None:
    awaited = find_errand(district, errand.case, errand.team.round)
    if awaited is None:
        raise Refusal("visit.not_their_case")
    check_awaited(awaited)


def _key(errand: Errand) -> tuple[str, int]:
    return errand.case, errand.team.round

"""What was sealed for an errand, read again at the desk: the form in its own words, with its photos."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from server.domain.act import Act
from server.domain.housing import file_of
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.seal import Photo
from server.errors import Refusal
from server.records.evidence import PHOTO
from server.services.campaigns import may_see
from server.services.district import District
from server.services.forms import get_form
from server.services.uploads import EVIDENCE, parse_upload


@dataclass(frozen=True)
class SealedForm:
    """A sealed form with the definition it was filled in under, and the photos it names."""

    form: Mapping[str, Any]
    answers: Mapping[str, Any]
    photos: Sequence[Photo]


def read_sealed(district: District, file: str, digest: str) -> SealedForm | None:
    """The sealed form an act of a file names; None where there is none, or it is erased."""
    if not digest:
        return None
    try:
        content = district.evidence.get(EVIDENCE, file, digest)
        _, visit = parse_upload("", content)
        return SealedForm(get_form(district, visit.form), visit.answers, visit.photos)
    except Refusal:
        return None


def photo_of_survey(district: District, actor: Actor, number: str, digest: str) -> bytes:
    """A photo of a home's sealed survey."""
    case = district.get_case(number)
    check_may(actor, "housing.read")
    check_in_area(actor, case.street, case.community)
    return _photo(district, district.casebook.read(file_of(number)), digest)


def photo_of_check(district: District, actor: Actor, campaign_id: str, number: str, digest: str) -> bytes:
    """A photo of a household's check in a campaign."""
    check_may(actor, "campaign.read")
    case = district.get_case(number)
    if not may_see(district, actor, case.community):
        raise Refusal("person.other_area")
    acts = [act for act in district.casebook.read(campaign_id) if act.facts.get("case") == number]
    return _photo(district, acts, digest)


def _photo(district: District, acts: Sequence[Act], digest: str) -> bytes:
    """The bytes of a photo an act names; what no act names is not given out."""
    named = next((act for act in acts if digest in act.facts.get("photos", ())), None)
    if named is None:
        raise Refusal("record.missing", document=f"{PHOTO}:{digest[:8]}")
    return district.evidence.get_photo(named.file, digest)

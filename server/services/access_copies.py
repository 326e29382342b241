"""A copy of what the record holds about a household, made at the desk for who asks (PR-13; PIPL arts 45, 48).

It is issued like every paper, and says who the asker is by the number of the member and how it was made sure
of, without a name: the act identifies nobody. Making it is a read of the file and stands among the reads it
lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from server.domain.access_copy import IDENTITY_WAYS, check_asker, may_ask
from server.domain.case import Case
from server.domain.household import Member
from server.domain.paper import PaperKind
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.stage import Stage
from server.errors import Refusal
from server.services.district import District
from server.services.dossiers import Dossier
from server.services.issued_papers import issue_paper
from server.services.papers_of_subjects import access_copy, known_household
from server.services.reads import COPY, note_read

IDENTITY_WORDS: Final[Mapping[str, str]] = {
    "id_card": "居民身份证",
    "temporary_id": "临时身份证",
    "register": "户口簿和本人的其他证件",
}


def list_askers(district: District, actor: Actor, number: str) -> tuple[Member, ...]:
    """Who of a household may have a copy: the head, and every other adult."""
    dossier = _open(district, actor, number)
    return may_ask(known_household(dossier), district.today())


def make_copy(district: District, actor: Actor, number: str, member: str, identity: str) -> int:
    """The ordinal of the copy as an issued paper; asked for again on the same day it is the same paper."""
    dossier = _open(district, actor, number)
    asker = check_asker(known_household(dossier), member, district.today())
    if identity not in IDENTITY_WAYS:
        raise Refusal("copy.identity")
    note_read(district, actor, number, COPY)
    sheet = access_copy(dossier, asker, IDENTITY_WORDS[identity])
    return issue_paper(
        district,
        actor,
        dossier.case,
        PaperKind.ACCESS_COPY,
        sheet,
        about=asker.id,
        noted={"identity": identity},
    )


def _open(district: District, actor: Actor, number: str) -> Dossier:
    check_may(actor, "copy.make")
    case: Case = district.get_case(number)
    check_in_area(actor, case.street, case.community)
    if case.stage is Stage.ERASED:
        raise Refusal("copy.erased")
    return Dossier(district, case)

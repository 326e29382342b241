"""Three more assessors, who know nothing of the first visit: they investigate after an objection."""

from __future__ import annotations

from server.records.entries import Assessor
from server.services.credentials import issue_credential
from server.services.district import District
from tests.courses import pass_course
from tests.factories import REVIEWER, STREET_ID, certificate

OTHERS = ("a-0221", "a-0222", "a-0223")


def certify_others(district: District) -> None:
    """Puts them into the street, trained and certified."""
    names = dict(zip(OTHERS, ("吴样宁", "郑示明", "冯例远"), strict=True))
    for assessor, name in names.items():
        district.office.save(Assessor(assessor, name, STREET_ID))
    pass_course(district, *OTHERS)
    for assessor, name in names.items():
        issue_credential(district, REVIEWER, assessor, certificate(name, assessor))

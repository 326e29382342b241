"""What a team began in a home and left, given to the lead who goes instead (design §5, field lesson 1).

A draft of an errand given to others is set aside, whole, and enters no file by itself. Its answers are handed
to the new lead, to go on from in the home; photos and signatures stay with whoever took them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from server.domain.errand import Errand
from server.records.entries import SetAside
from server.records.errand_rows import rounds_left
from server.services.district import District
from server.services.errands import find_errand
from server.services.handed_drafts import without_hands
from server.services.outboxes import draft_in, last_draft
from server.services.tasks import outbox_name


def handed_over(district: District, errand: Errand, form: Mapping[str, Any]) -> dict[str, Any] | None:
    """The newest draft of the teams sent for the same before; None where they left nothing."""
    found = [draft for each in _before(district, errand) for draft in _drafts(district, each)]
    newest = max(found, key=lambda draft: str(draft["saved_at"]), default=None)
    return without_hands(district, form, newest) if newest else None


def _before(district: District, errand: Errand) -> Iterator[Errand]:
    for number in rounds_left(district.index, errand.file, errand.case):
        earlier = find_errand(district, errand.case, number)
        if earlier and number < errand.team.round and earlier.about == errand.about:
            yield earlier


def _drafts(district: District, errand: Errand) -> Iterator[dict[str, Any]]:
    """In the lead's outbox while the reconciler has not seen it, then among what was set aside."""
    lead, number = errand.team.lead, errand.team.round
    prefix = f"visit:{errand.case}:{number}:"
    waiting = last_draft(district, lead, district.database(outbox_name(lead)), prefix)
    aside = [
        draft_in(district, lead, one.document)
        for one in district.office.every(SetAside)
        if (one.case, one.round, one.assessor) == (errand.case, number, lead)
    ]
    yield from (draft | {"by": lead} for draft in (waiting, *aside) if draft)

"""What is read before acting on a review: what was said, and the refusals it rests on (S7-REV-15, C-28)."""

from __future__ import annotations

from typing import Any

from server.domain.case import Case
from server.domain.periodic_review import last_review
from server.services.offer_words import read_refusals
from server.services.review_sayings import read_sayings
from server.web.current import current_district


def said_before(case: Case) -> dict[str, Any]:
    """The words ``reviews/_sayings.html`` shows."""
    district = current_district()
    return {
        "sayings": read_sayings(district, case),
        "refusals": read_refusals(district, case, last_review(case)),
    }

"""Which upload a document of an outbox is, by its name, its errand and whether it was sealed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.errors import Refusal
from server.services.arrival_claims import identity_of
from server.services.arrivals import (
    Arrival,
    AuthorisationArrival,
    ContributionArrival,
    CountersignArrival,
    DraftArrival,
    HardshipArrival,
    Leaf,
    VisitArrival,
)
from server.services.authorisation_uploads import PREFIX as AUTHORISATION
from server.services.contribution_uploads import PREFIX as CONTRIBUTION
from server.services.countersign_uploads import PREFIX as COUNTERSIGN
from server.services.district import District
from server.services.errand_arrivals import ErrandArrival
from server.services.errands import find_errand
from server.services.hardship_uploads import PREFIX as HARDSHIP
from server.services.intake import Intake
from server.services.outboxes import DRAFT, open_body
from sync.couch import Database


def open_arrival(
    district: District, outbox: Database, assessor: str, document: dict[str, Any], intake: Intake
) -> Arrival:
    leaf = Leaf(district, outbox, assessor, document, intake, *_open(district, assessor, document))
    if document["_id"].startswith(COUNTERSIGN):
        return CountersignArrival(leaf)
    if document["_id"].startswith(AUTHORISATION):
        return AuthorisationArrival(leaf)
    if document["_id"].startswith(HARDSHIP):
        return HardshipArrival(leaf)
    if leaf.body is not None and leaf.body.get("state") == DRAFT:
        return DraftArrival(leaf)
    if document["_id"].startswith(CONTRIBUTION):
        return ContributionArrival(leaf)
    return _open_visit(leaf)


def _open_visit(leaf: Leaf) -> Arrival:
    """The round in its name says whether it is a visit of the case or of an errand."""
    claimed = identity_of(str(leaf.document["_id"]))
    errand = find_errand(leaf.district, claimed["case"], claimed["round"])
    return ErrandArrival(leaf, errand) if errand else VisitArrival(leaf)


def _open(
    district: District, assessor: str, document: Mapping[str, Any]
) -> tuple[dict[str, Any] | None, Refusal | None]:
    """The body, or why it does not open."""
    try:
        return open_body(district, assessor, document), None
    except Refusal as refusal:
        return None, refusal

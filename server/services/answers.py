"""What the visit of a case says with everything taken and decided (S7-EVAL-05), read from the records alone.

The index folds rows out of it while a district is being opened, so nothing here asks for a whole district.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from forms.beside import Other, effective
from server.domain.case import Case
from server.domain.contribution import Contribution
from server.domain.days import shanghai_date
from server.domain.seal import SealedVisit, parse_visit
from server.domain.sealed_contribution import SealedContribution
from server.records.evidence import Evidence
from server.records.versions import Versions
from server.services.forms import find_form
from server.services.recordings import EVIDENCE, recorded_in

_VISIT: Final = "visit"
Decisions = Mapping[tuple[str, str], str]  # by a contribution's digest and the path: which answer counts


def answers_in(
    evidence: Evidence, versions: Versions, case: Case, more: Decisions | None = None
) -> dict[str, Any]:
    """The effective answers of a case's visit, empty before one; ``more`` are decisions not yet written."""
    if case.visit is not None and case.team is not None and not case.contributions:
        answers: dict[str, Any] = _sealed(evidence, case, case.visit.digest)["answers"]
        return dict(answers)
    visit = visit_in(evidence, case)
    if visit is None:
        return {}
    others = [
        other_of(contribution, contribution_in(evidence, case, contribution).answers, more or {})
        for contribution in case.contributions
    ]
    definition = find_form(versions, visit.form)
    return effective(definition, visit.answers, others, today=shanghai_date(visit.sealed_at))


def visit_in(evidence: Evidence, case: Case) -> SealedVisit | None:
    """The sealed visit of a case; None before it was received."""
    if case.visit is None or case.team is None:
        return None
    return parse_visit(_sealed(evidence, case, case.visit.digest))


def _sealed(evidence: Evidence, case: Case, digest: str) -> dict[str, Any]:
    sealed: dict[str, Any] = evidence.get(_VISIT, case.number, digest)["visit"]
    return sealed


def contribution_in(evidence: Evidence, case: Case, contribution: Contribution) -> SealedContribution:
    return recorded_in(evidence.get(EVIDENCE, case.number, contribution.digest))


def other_of(contribution: Contribution, answers: Mapping[str, Any], more: Decisions) -> Other:
    """A contribution's answers as they are laid beside the visit, with what was decided of them."""
    decided = {path: more.get((contribution.digest, path), "") for path in contribution.differing}
    chosen = {path: decided[path] or contribution.decided.get(path, "") for path in decided}
    counting = frozenset(path for path, choice in chosen.items() if choice == EVIDENCE)
    return Other(answers, counting, contribution.signed)

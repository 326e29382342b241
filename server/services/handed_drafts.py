"""What one lead left unfinished and another goes on from: which rounds, and what of a draft is given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from server.domain.case import Case
from server.domain.case_parts import Team
from server.domain.periodic_review import awaits_home
from server.records.entries import Assessor
from server.services.district import District
from server.services.forms import asked_of

_SENT: Final = ("team_assigned", "review_team_assigned")
_OWN: Final = ("image", "signature")  # questions whose answers are not handed to another assessor


def earlier_rounds(case: Case, team: Team) -> Iterator[tuple[str, int]]:
    """Who led a round before this one with the same form; of a home review, since it was opened."""
    opened = (act.n for act in case.acts if act.kind == "review_opened")
    since = max(opened, default=0) if awaits_home(case) else 0
    for act in case.acts:
        facts = act.facts
        if act.n > since and act.kind in _SENT and facts["form"] == team.form and facts["round"] < team.round:
            yield facts["lead"], facts["round"]


def without_hands(
    district: District, form: Mapping[str, Any], draft: dict[str, Any]
) -> dict[str, Any] | None:
    """A draft as it is given to somebody else, with the answers the form has; None where nothing is left.

    Photos and signatures stay with whoever took them: they are closed under another's key, and a hand signs
    what it was shown. ``by`` is who began it.
    """
    try:
        answers = asked_of(form, draft["answers"], _OWN)
    except (AttributeError, TypeError):
        return None
    given = {name: value for name, value in draft.items() if name != "by"}
    given |= {"assessor": _giver(district, draft["by"]), "photos": [], "team": [], "signatures": []}
    return given | {"answers": answers} if answers else None


def _giver(district: District, assessor_id: str) -> dict[str, str]:
    assessor = district.office.find(Assessor, assessor_id)
    return {"id": assessor_id, "name": assessor.name if assessor else assessor_id}

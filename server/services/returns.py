"""A visit is sent back to the tablet it came from, with words: what the assessor is told, and by whom."""

from __future__ import annotations

from collections.abc import Mapping

from server.domain.act import Act
from server.domain.case import Case
from server.domain.case_parts import Team
from server.domain.days import format_instant
from server.domain.periodic_review import awaits_home, open_review
from server.domain.stage import Stage
from server.errors import Refusal
from server.records.entries import SentBack, SetAside, User
from server.services.district import District
from server.services.errands import find_errand


def find_returned(district: District, case: Case, team: Team) -> dict[str, str] | None:
    """What the visit of this round was returned with, or the case at the end of the round before."""
    sent_back = find_sent_back(district, case, team)
    if sent_back:
        return sent_back
    act = _home_returned(case) if awaits_home(case) else _case_returned(case)
    if act is None:
        return None
    words = district.get_text(case.number, "reason", act.facts["reason"])
    return _told(district, {"at": format_instant(act.at), "by": act.by, "words": words})


def _case_returned(case: Case) -> Act | None:
    """The act that returned the case, where this team was sent for it."""
    acts = [act for act in case.acts if act.kind in ("returned", "team_assigned")]
    return acts[-2] if len(acts) > 1 and acts[-2].kind == "returned" else None


def _home_returned(case: Case) -> Act | None:
    """The act that sent a home review back to the home, where nobody has been there since (S7-REV-15)."""
    review = open_review(case)
    reason = review.home_again if review else ""
    return next((act for act in reversed(case.acts) if reason and act.facts.get("reason") == reason), None)


def find_sent_back(district: District, case: Case, team: Team) -> dict[str, str] | None:
    """What an upload of this team was sent back with; of an errand too."""
    sent_back = district.office.find(SentBack, round_id(case.number, team.round))
    entry = district.office.find(SetAside, sent_back.upload) if sent_back else None
    return _told(district, entry.returned) if entry is not None and _is_of(entry, case, team) else None


def forget_returned(district: District, number: str, round_number: int) -> None:
    """Another visit of the round has come: what was asked of the one before is answered."""
    sent_back = district.office.find(SentBack, round_id(number, round_number))
    if sent_back is not None:
        district.office.delete(sent_back)


def round_id(number: str, round_number: int) -> str:
    return f"{number}:{round_number}"


def may_return(district: District, entry: SetAside) -> bool:
    """Whether the case still waits for this assessor's visit in this round, so that it can be sealed anew."""
    if not str(entry.document.get("_id")).startswith("visit:"):
        return False
    try:
        case = district.get_case(entry.case)
    except Refusal:
        return False
    errand = find_errand(district, entry.case, entry.round)
    if errand is not None:
        return errand.is_open and _is_of(entry, case, errand.team)
    is_awaited = case.stage is Stage.ASSIGNED or awaits_home(case)
    return is_awaited and case.team is not None and _is_of(entry, case, case.team)


def _is_of(entry: SetAside, case: Case, team: Team) -> bool:
    return (entry.case, entry.round, entry.assessor) == (case.number, team.round, team.lead)


def _told(district: District, returned: Mapping[str, str]) -> dict[str, str]:
    """As the tablet is told: the name of who returned it, not their account."""
    user = district.office.find(User, returned["by"])
    return {"at": returned["at"], "by": user.name if user else "", "words": returned["words"]}

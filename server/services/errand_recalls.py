"""A team is called off and nobody is sent instead: its tasks go, the reason stays on the file (S7-CRED-05).

What it seals or has begun all the same is set aside, whole, for a person to decide on; nothing of it is lost.
"""

from __future__ import annotations

from server.domain.campaign import Campaign, check_open
from server.domain.case import Case
from server.domain.employment import form_id
from server.domain.errand import Errand
from server.domain.housing import CALLED_OFF, errands_of, file_of
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.procedure import check_step
from server.errors import Refusal
from server.services import housing
from server.services.campaigns import WORDS, append, get_campaign
from server.services.district import District, draft_act
from server.services.errand_leavings import call_off
from server.services.jobs import get_case_in_area
from server.services.tasks import withdraw_task


def recall_home_review(district: District, actor: Actor, number: str, reason: str) -> Case:
    """The home review is not made by this team; an objection still leads to the home (S7-REV-15)."""
    kind = "review_team_called_off"
    check_may(actor, "team.assign")
    with district.casebook.turn:
        case = district.get_case(number)
        check_in_area(actor, case.street, case.community)
        check_step(case, kind)
        facts = {"reason": _put_reason(district, number, "reason", reason)}
        recalled = district.append_to_case(case, draft_act(actor, "team.assign", kind, facts))
    withdraw_task(district, case)
    return recalled


def recall_surveyors(district: District, actor: Actor, number: str, reason: str) -> None:
    """The home is not surveyed by this team."""
    case, file = district.get_case(number), file_of(number)
    check_may(actor, "housing.survey")
    check_in_area(actor, case.street, case.community)
    with district.casebook.turn:
        acts = district.casebook.read(file)
        sent = _sent(errands_of(acts))
        facts = {"reason": _put_reason(district, file, housing.WORDS, reason)}
        draft = draft_act(actor, "housing.survey", CALLED_OFF, facts)
        district.casebook.append(draft, file, acts[-1], policy=case.policy)
    call_off(district, sent)


def recall_job_team(
    district: District, actor: Actor, number: str, member: str, of: tuple[int, int], reason: str
) -> Case:
    """The feedback form of a member comes back another way; ``of`` is its year and period."""
    kind, about = "job_team_called_off", form_id(member, *of)
    get_case_in_area(district, actor, number, "job.record")
    with district.casebook.turn:
        case = district.get_case(number)
        check_step(case, kind)
        sent = _sent(tuple(each for each in case.errands if each.about == about))
        facts = {"member": member, "year": of[0], "period": of[1], "job_form": about}
        facts["reason"] = _put_reason(district, number, "reason", reason)
        recalled = district.append_to_case(case, draft_act(actor, "job.record", kind, facts))
    call_off(district, sent)
    return recalled


def recall_campaign_team(
    district: District, actor: Actor, campaign_id: str, community: str, reason: str
) -> Campaign:
    """Nobody goes to the homes of a community that are not checked; each is still to be checked."""
    check_may(actor, "campaign.check")
    check_in_area(actor, district.area(community).parent, community)
    with district.casebook.turn:
        campaign = get_campaign(district, campaign_id)
        check_open(campaign)
        sent = _sent(sent_to(campaign, community))
        words = _put_reason(district, campaign_id, WORDS, reason)
        facts = {"cases": [each.case for each in sent], "reason": words}
        draft = draft_act(actor, "campaign.check", "campaign_team_called_off", facts)
        recalled = append(district, campaign, draft)
    call_off(district, sent)
    return recalled


def sent_to(campaign: Campaign, community: str) -> tuple[Errand, ...]:
    """The errands to a community's households that are still to be done."""
    mine = campaign.community_of
    return tuple(each for each in campaign.errands if each.is_open and mine[each.case] == community)


def _sent(errands: tuple[Errand, ...]) -> list[Errand]:
    """Those still to be done; refuses where there is none."""
    found = [each for each in errands if each.is_open]
    if not found:
        raise Refusal("errand.nobody_sent")
    return found


def _put_reason(district: District, file: str, kind: str, reason: str) -> str:
    """Why, as evidence, since it may name somebody; refuses no word."""
    if not reason.strip():
        raise Refusal("errand.reason")
    return district.put_text(file, kind, reason)

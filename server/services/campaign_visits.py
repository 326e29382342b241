"""A sealed check of a household enters its campaign as the result (S3-PH-2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.domain.act import Act, ActDraft
from server.domain.campaign import Campaign, Result, check_result
from server.domain.days import format_instant, shanghai_date
from server.domain.errand import Errand, check_awaited, find
from server.domain.seal import SealedVisit
from server.errors import Refusal
from server.services.campaigns import append, get_campaign, put_words
from server.services.district import District


def check_sealed_result(district: District, errand: Errand, visit: SealedVisit) -> None:
    """Refuses a result the campaign does not take: closed, of another kind of household, of another day."""
    _result_of(district, get_campaign(district, errand.file), visit)


def receive_check(district: District, errand: Errand, visit: SealedVisit, digest: str) -> Act:
    """Enters the check; ``digest`` names the sealed visit in the evidence of the campaign."""
    campaign = get_campaign(district, errand.file)
    awaited = find(campaign.errands, errand.case, errand.team.round)
    if awaited is None:
        raise Refusal("visit.not_their_case")
    check_awaited(awaited)
    result = _result_of(district, campaign, visit)
    facts: dict[str, Any] = {
        "case": errand.case,
        "result": result.value,
        "checked_on": shanghai_date(visit.sealed_at).isoformat(),
        "words": put_words(district, campaign, str(visit.answers.get("result_reason") or "")),
    }
    draft = ActDraft(
        kind="campaign_checked",
        by=f"assessor:{visit.assessor}",
        role="assessor",
        facts=facts | _sealed_facts(visit, digest),
    )
    return append(district, campaign, draft).last


def _result_of(district: District, campaign: Campaign, visit: SealedVisit) -> Result:
    given: Mapping[str, Any] = visit.answers
    if given.get("result") not in list(Result):
        raise Refusal("campaign.result")
    result, on = Result(given["result"]), shanghai_date(visit.sealed_at)
    check_result(campaign, visit.case, result, on, today=district.today())
    return result


def _sealed_facts(visit: SealedVisit, digest: str) -> dict[str, Any]:
    """Facts that identify nobody (design §2)."""
    return {
        "visit": digest,
        "round": visit.round,
        "photos": sorted({photo.digest for photo in visit.photos}),
        "assessors": [member.assessor for member in visit.team],
        "device": visit.device,
        "started_at": format_instant(visit.started_at),
        "sealed_at": format_instant(visit.sealed_at),
    }

"""A sealed check of a household enters its campaign as the result (S3-PH-2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.domain.act import Act
from server.domain.campaign import Campaign, Result, check_result
from server.domain.days import shanghai_date
from server.domain.errand import Errand
from server.domain.seal import SealedVisit
from server.errors import Refusal
from server.services.campaigns import append, get_campaign, put_words
from server.services.district import District
from server.services.sealed_facts import sealed_draft, sealed_facts


def check_sealed_result(district: District, errand: Errand, visit: SealedVisit) -> None:
    """Refuses a result the campaign does not take: closed, of another kind of household, of another day."""
    _result_of(district, get_campaign(district, errand.file), visit)


def receive_check(
    district: District, errand: Errand, visit: SealedVisit, digest: str, released: Mapping[str, str]
) -> Act:
    """Enters the check; ``digest`` names the sealed visit in the evidence of the campaign."""
    campaign = get_campaign(district, errand.file)
    result = _result_of(district, campaign, visit)
    facts: dict[str, Any] = {
        "case": errand.case,
        "result": result.value,
        "checked_on": shanghai_date(visit.sealed_at).isoformat(),
        "words": put_words(district, campaign, str(visit.answers.get("result_reason") or "")),
    }
    facts |= {**sealed_facts(visit, digest), **released}
    return append(district, campaign, sealed_draft("campaign_checked", visit, facts)).last


def _result_of(district: District, campaign: Campaign, visit: SealedVisit) -> Result:
    given: Mapping[str, Any] = visit.answers
    if given.get("result") not in list(Result):
        raise Refusal("campaign.result")
    result, on = Result(given["result"]), shanghai_date(visit.sealed_at)
    check_result(campaign, visit.case, result, on, today=district.today())
    return result

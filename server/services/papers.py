"""The printed papers: who may have one, and the facts it prints, gathered from the record."""

from __future__ import annotations

from datetime import datetime, time
from typing import Final

from server.documents.badge import BadgeCard, print_card, print_sheet
from server.documents.benefit import BenefitPaper, print_benefit
from server.documents.notice import NoticePaper, PosterSize, print_notice
from server.domain.benefit import Benefit
from server.domain.case import Case, fold_case
from server.domain.credential import Standing
from server.domain.days import SHANGHAI, parse_date
from server.domain.household import parse_household
from server.domain.permission import Actor, check_in_area, check_may
from server.errors import Refusal
from server.records.entries import Area, Assessor
from server.services.benefits import benefit_of_case
from server.services.credentials import badge_url, get_assessor, get_portrait, list_assessors, standing_of
from server.services.district import District
from server.services.heads import newest_printed
from server.services.households_now import recorded_benefit
from server.services.notices import PostedNotice, get_notice_for_desk

_PRINTED: Final = (Standing.VALID, Standing.NOT_YET_VALID)


def notice_pdf(district: District, actor: Actor, notice_id: str, size: PosterSize = "a4") -> bytes:
    """The building notice to be stamped and posted, A4 or A3; its code leads to the board (S7-NOTICE-01)."""
    notice = get_notice_for_desk(district, actor, notice_id)
    street, policy = notice.street, notice.policy
    paper = NoticePaper(
        organ=f"{street.name_zh}办事处",
        number=f"{street.name_zh[:1]}低保公示〔{notice.year}〕{notice.number} 号",
        notice_id=notice.id,
        title=policy.names.notice_title,
        place=notice.place,
        committee=policy.org.committee.zh,
        head=notice.head or "",
        persons=notice.persons or 0,
        amount_fen=notice.amount_fen or 0,
        period=notice.period,
        days=_days_of(district, notice),
        anonymous=policy.objection.anonymous,
        office=_office(street),
        phone=street.phone,
        counter=notice.community.place,
        seal_hint=policy.names.seal_hint,
        url=f"{district.settings.public_url}/board/notices/{notice.id}",
        newest_head=newest_printed(district),
        demonstration=district.settings.demo,
        created_at=datetime.combine(notice.period.posted_on, time(), SHANGHAI),
    )
    return print_notice(paper, policy.notice, size)


def _days_of(district: District, notice: PostedNotice) -> int:
    """The pack's days for a first notice, or for one posted again after an objection (S7-AMB-06)."""
    acts = district.get_case(notice.case).acts
    posted = next(act for act in acts if act.kind == "notice_posted" and act.facts["notice"] == notice.id)
    rules = notice.policy.notice
    return rules.renotice_days if fold_case(acts[: posted.n - 1]).objections else rules.days


def benefit_pdf(district: District, actor: Actor, number: str) -> bytes:
    """How the benefit of a case is worked out, for the family (S1-CALC-01, PR-14)."""
    case = district.get_case(number)
    check_may(actor, "case.read")
    check_in_area(actor, case.street, case.community)
    benefit = benefit_of_case(district, case)
    if benefit is None:
        raise Refusal("record.missing", document=f"visit:{number}")
    return _print_benefit(district, case, benefit)


def review_benefit_pdf(district: District, actor: Actor, number: str) -> bytes:
    """How the newest review worked the amount out, for the family it is told to (S7-REV-15, C-26, C-28)."""
    case = district.get_case(number)
    check_may(actor, "review.read")
    check_in_area(actor, case.street, case.community)
    benefit = recorded_benefit(district, case)
    if benefit is None:
        raise Refusal("record.missing", document=f"review:{number}")
    return _print_benefit(district, case, benefit)


def _print_benefit(district: District, case: Case, benefit: Benefit) -> bytes:
    policy, street = district.policy_of(case.policy), district.area(case.street)
    household = parse_household(district.evidence.get("declared", case.number, case.declared))
    paper = BenefitPaper(
        organ=f"{street.name_zh}办事处",
        number=case.number,
        head=household.head.name,
        pack=policy.title,
        issuer=policy.issuer,
        benefit=benefit,
        remedy=(policy.remedy.text.zh, policy.remedy.text.en),
        phone=street.phone,
        newest_head=newest_printed(district),
        demonstration=district.settings.demo,
        created_at=datetime.combine(benefit.on, time(), SHANGHAI),
    )
    return print_benefit(paper)


def badge_pdf(district: District, actor: Actor, assessor_id: str) -> bytes:
    """The badge of one assessor on a page of the card's size (S7-CRED-03)."""
    check_may(actor, "assessor.read")
    assessor = get_assessor(district, assessor_id)
    return print_card(_card(district, actor, assessor), _made_at(assessor))


def badge_sheet_pdf(district: District, actor: Actor) -> bytes:
    """The badges a person may see that are good or will be, four to an A4 sheet, to be cut."""
    today = district.today()
    everybody = list_assessors(district, actor)
    assessors = [one for one in everybody if standing_of(one, today) in _PRINTED]
    cards = [_card(district, actor, assessor) for assessor in assessors]
    return print_sheet(cards, max((_made_at(assessor) for assessor in assessors), default=district.now()))


def _card(district: District, actor: Actor, assessor: Assessor) -> BadgeCard:
    """The card of a credential that is good or will be; one that is lost is not printed again."""
    if actor.street and actor.street != assessor.street:
        raise Refusal("person.other_area")
    standing = standing_of(assessor, district.today())
    if standing not in _PRINTED:
        raise Refusal("team.not_certified", name=assessor.name)
    profile, street = district.profile, district.area(assessor.street)
    return BadgeCard(
        title=district.policy.names.credential,
        issuer=profile.issuer,
        name=assessor.name,
        post=f"{street.name_zh}低保评估员",
        serial=f"{profile.name_zh[:1]}评字第 {assessor.serial} 号",
        valid_from=parse_date(assessor.valid_from),
        valid_until=parse_date(assessor.valid_until),
        office=_office(street),
        phone=street.phone or profile.phone,
        portrait=get_portrait(district, assessor.id),
        url=badge_url(district, assessor.id),
        demonstration=district.settings.demo,
    )


def _office(street: Area) -> str:
    return f"{street.name_zh}低保所"


def _made_at(assessor: Assessor) -> datetime:
    """A badge printed again is the same paper: it is dated by the credential, not by the printer."""
    return datetime.combine(parse_date(assessor.valid_from), time(), SHANGHAI)

"""What a meeting makes: the approval form all present sign, and the resolution fed back (S7-MEET-A8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, cast

from server.documents.approval_form import ApprovalForm, Opinion, approval_form_sheet
from server.documents.blocks import Hand, Seal
from server.documents.feedback import ResolutionFeedback, feedback_sheet
from server.documents.issued import Sheet
from server.documents.minutes import arithmetic
from server.documents.words import chinese_date
from server.domain.ballot import Tally
from server.domain.case_parts import Resolution
from server.domain.days import shanghai_date
from server.domain.meeting import Meeting
from server.domain.money import format_yuan
from server.domain.policy import Policy
from server.records.entries import Area
from server.services.benefits import household_of_case
from server.services.dossiers import Dossier, day_of, need
from server.services.meetings import member_names
from server.services.papers_of_visits import visited_members
from server.services.signing import is_drawn

BASES = {"all_members": "全体成员", "present": "到会成员"}
_NEXT = {
    True: "没有异议的，请签字；社区发给《低保档案》，指导您填好，报街道审核。",
    False: "您可以提出异议，街道另派一组人重新调查，再公示、再评议。"
    "没有异议的，这次申请到此办结，情况变化后可以重新申请。",
}
VEHICLE_WORDS: Final[Mapping[str, str]] = {
    "motorbike": "摩托车",
    "tricycle": "三轮车",
    "car": "小汽车",
    "van": "货车、面包车",
    "mobility": "残疾人代步车",
}
_NEXT_ADVISORY = "议事会的意见供审核参考，您的申请照常报街道审核。您也可以提出异议，街道重新调查。"


def approval_form(dossier: Dossier) -> Sheet:
    """DOC-05: the family, everybody present, and the opinions as far as there are any (S7-MEET-A8a, A8c)."""
    case, household, visit = dossier.case, dossier.household, dossier.visit
    return approval_form_sheet(
        ApprovalForm(
            title=dossier.policy.forms.doc05.zh,
            organ=dossier.station,
            case=case.number,
            community=dossier.community.name_zh,
            head=dossier.head,
            shown_head=dossier.shown_head,
            identity_number=household.head.identity_number,
            address=household.address,
            phone=household.phone,
            applied_on=case.applied_on,
            members=visited_members(dossier),
            income_total_fen=visit.income_total_fen,
            per_capita_fen=visit.income_per_capita_fen,
            standard_fen=dossier.policy.benefit.standard_fen,
            amount_fen=dossier.finding.amount_fen,
            property=_property(dossier),
            present=_present(dossier),
            deliberation=dossier.policy.org.deliberation.zh,
            residents=_residents_opinion(dossier),
            street=_street_opinion(dossier),
            district=_district_opinion(dossier),
        )
    )


def feedback(dossier: Dossier) -> Sheet:
    """DOC-06: the resolution in figures, and what the applicant says to it (S7-MEET-A8d, S7-AMB-05)."""
    resolution = need(dossier.case.resolution)
    meeting = dossier.district.get_meeting(resolution.meeting)
    given = dossier.case.feedback
    advisory = resolution.effect == "advisory"
    return feedback_sheet(
        ResolutionFeedback(
            title=dossier.policy.forms.doc06.zh,
            organ=dossier.residents,
            deliberation=deliberation_of(dossier.policy, dossier.community),
            head=dossier.head,
            shown_head=dossier.shown_head,
            case=dossier.case.number,
            held_on=meeting.held_on,
            verdict=verdict_words(dossier.policy, passed=resolution.passed),
            passed=resolution.passed,
            arithmetic=_arithmetic(dossier, resolution),
            next_step=_NEXT_ADVISORY if advisory and not resolution.passed else _NEXT[resolution.passed],
            outcome=cast('Literal["", "agreed", "objected", "not_signed"]', given.outcome if given else ""),
            reason=dossier.text(given.words) if given else "",
            applicant=_applicant(dossier),
            witness=Hand(f"在场 {dossier.text(given.witness)}") if given and given.witness else None,
            seal_hint=dossier.seals[0],
        )
    )


def _property(dossier: Dossier) -> str:
    """What the visit found the family to own, in a line; empty where it did not ask (D-28)."""
    household = household_of_case(dossier.district, dossier.case)
    assets = household.assets if household else None
    if assets is None:
        return ""
    vehicles = "、".join(VEHICLE_WORDS[kind] for kind in assets.vehicles) or "没有"
    return f"存款等 {format_yuan(assets.financial_fen)} 元；自有住房 {assets.homes} 套；车辆：{vehicles}"


def deliberation_of(policy: Policy, community: Area) -> str:
    """The pack's name of the meeting with its community's: 槐安社区低保议事会."""
    return f"{community.name_zh}{policy.org.deliberation.zh.removeprefix('社区')}"


def verdict_words(policy: Policy, *, passed: bool) -> str:
    """The pack's word for what a vote found (S7-AMB-04)."""
    return policy.meeting.pass_words.zh if passed else policy.meeting.fail_words.zh


def _applicant(dossier: Dossier) -> Hand:
    given = dossier.case.feedback
    if given is None:
        return Hand(dossier.head)
    return Hand(dossier.head, dossier.ink(given.signature) if given.signature else None)


def _present(dossier: Dossier) -> list[Hand]:
    """Everybody who attended, with the ink of those who signed on the pad."""
    if dossier.case.resolution is None:
        return []
    meeting = dossier.district.get_meeting(dossier.case.resolution.meeting)
    names = member_names(dossier.district, meeting.community)
    return [_signed(dossier, meeting, member, names.get(member, member)) for member in meeting.attended]


def _signed(dossier: Dossier, meeting: Meeting, member: str, name: str) -> Hand:
    kept = meeting.signatures.get(member, "")
    return Hand(name, dossier.ink(kept, meeting.id) if is_drawn(kept) else None)


def _residents_opinion(dossier: Dossier) -> Opinion | None:
    """None where the case went on without a meeting, as a pack may have it (C-16)."""
    resolution = dossier.case.resolution
    if resolution is None:
        return None
    meeting = dossier.district.get_meeting(resolution.meeting)
    recorder = dossier.names.user(str(meeting.acts[0].facts["recorder"]))
    verdict = verdict_words(dossier.policy, passed=resolution.passed)
    deliberation = dossier.policy.org.deliberation.zh
    words = [f"{chinese_date(meeting.held_on)}{deliberation}评议。", *_arithmetic(dossier, resolution)[:1]]
    hand = Hand("经办人", words=recorder, signed_on=meeting.held_on)
    return Opinion([*words, f"{verdict}。"], [hand], Seal(dossier.seals[0], dossier.residents))


def _arithmetic(dossier: Dossier, resolution: Resolution) -> list[str]:
    rules = dossier.policy.meeting
    tally = Tally(
        resolution.base,
        resolution.agree,
        resolution.against,
        resolution.abstain,
        resolution.not_voting,
        rules.threshold,
        rules.comparator,
        resolution.invalid,
        resolution.issued,
    )
    return arithmetic(BASES[dossier.policy.meeting.vote_base], tally)


def _street_opinion(dossier: Dossier) -> Opinion:
    seal, audit = Seal(dossier.seals[1], dossier.office), dossier.case.audit
    if audit is None:
        return Opinion([], [Hand("审核人"), Hand("负责人")], seal)
    on = day_of(audit.at)
    verdict = "审核合格，报区审批。" if audit.passed else "审核不合格。"
    people = [("审核人", audit.auditor), ("负责人", audit.responsible)]
    hands = [Hand(role, words=dossier.names.user(who), signed_on=on) for role, who in people]
    return Opinion([verdict, dossier.text(audit.words)], hands, seal)


def _district_opinion(dossier: Dossier) -> Opinion:
    """Two levels at the district: who examined, and the bureau's head (S7-APPR-06, S7-APPR-07)."""
    case, seal = dossier.case, Seal(dossier.seals[2], dossier.bureau)
    examined = Hand("审核人")
    if case.examination is not None:
        who = dossier.names.user(case.examination.by)
        examined = Hand("审核人", words=who, signed_on=day_of(case.examination.at))
    return Opinion(_decision(dossier), [examined, _head_of_bureau(dossier)], seal)


def _head_of_bureau(dossier: Dossier) -> Hand:
    act = dossier.find_act("approved") or dossier.find_act("refused")
    if act is None or not (dossier.case.approval or dossier.case.refused):
        return Hand("局负责人")
    return Hand("局负责人", words=dossier.names.actor(act.by), signed_on=shanghai_date(act.at))


def _decision(dossier: Dossier) -> list[str]:
    case = dossier.case
    if case.approval is not None:
        amount = format_yuan(case.approval.amount_fen)
        year, month = case.approval.start_month.split("-")
        return [f"批准，{case.persons} 人，每月 {amount} 元，{year}年{int(month)}月起。"]
    return ["不予批准。"] if case.refused is not None else []

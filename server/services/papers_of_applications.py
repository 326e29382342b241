"""What an applicant is given before the visit: rules, checklist, a list of what is missing, a reasoned no."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from server.documents.application import ApplicationLetter, DeclaredIncome, application_sheet
from server.documents.blocks import Hand
from server.documents.disclosure import DisclosureLetter, disclosure_sheet
from server.documents.family import RELATIONS, SEXES, PrintedMember
from server.documents.issued import Sheet
from server.documents.missing_papers import MissingPapers, missing_papers_sheet
from server.documents.not_handled import NotHandledNotice, not_handled_sheet
from server.documents.words import chinese_count
from server.domain.days import parse_date, shanghai_date
from server.domain.household import Member
from server.domain.material import MATERIAL_WORDS
from server.domain.money import format_yuan
from server.domain.policy import Policy
from server.domain.policy_reader import Clock
from server.records.entries import Area
from server.services.comparisons import INCOME_WORDS
from server.services.dossiers import Dossier, need


def disclosure(dossier: Dossier) -> Sheet:
    """DOC-01, with what was handed in ticked off (S7-APPLY-03, S7-APPLY-04)."""
    case = dossier.case
    direct = case.channel != "community"
    letter = disclosure_letter(
        dossier.policy,
        dossier.street if direct else dossier.community,
        dossier.street,
        dossier.notice_seal if direct else dossier.seals[0],
    )
    return disclosure_sheet(replace(letter, **_settled(dossier)))


def disclosure_letter(policy: Policy, at: Area, street: Area, seal_hint: str) -> DisclosureLetter:
    """The letter for whoever asks ``at`` a community or a street, nothing ticked (S7-APPLY-01)."""
    office = f"{street.name_zh}低保所"
    return DisclosureLetter(
        title=policy.forms.doc01.zh,
        organ=f"{at.name_zh}居民委员会" if at.kind == "community" else f"{at.name_zh}办事处",
        to="",
        rules=_rules(policy),
        listed=_listed(policy),
        steps=_steps(policy, office),
        office=office,
        phone=street.phone,
        counter=at.place,
        remedy=policy.remedy.text.zh,
        seal_hint=seal_hint,
        may_be_declined=policy.pre_review.enabled,
    )


def application(dossier: Dossier) -> Sheet:
    """DOC-16 as the family declared itself, to be signed and read aloud (S7-APPLY-04, S7-MEET-A1)."""
    household, case = dossier.household, dossier.case
    direct = case.channel != "community"
    return application_sheet(
        ApplicationLetter(
            title=dossier.policy.forms.doc16.zh,
            organ=dossier.office if direct else dossier.station,
            case=case.number,
            community=dossier.community.name_zh,
            head=dossier.head,
            shown_head=dossier.shown_head,
            address=household.address,
            phone=household.phone,
            applied_on=case.applied_on,
            members=[_declared_member(member, case.applied_on) for member in household.members],
            incomes=[
                DeclaredIncome(member.name, INCOME_WORDS[income.kind][0], income.source, income.amount_fen)
                for member in household.members
                for income in member.incomes
            ],
            per_capita_fen=household.per_capita_fen,
            note=household.note,
            materials=[MATERIAL_WORDS[code][0] for code in case.materials.given],
            authorising=_authorising(dossier),
        )
    )


def _declared_member(member: Member, on: date) -> PrintedMember:
    return PrintedMember(
        name=member.name,
        relation=RELATIONS[member.relation],
        sex=SEXES[member.sex],
        age=member.age_on(on),
        identity_number=member.identity_number,
        income_fen=member.income_fen,
    )


def _authorising(dossier: Dossier) -> list[Hand]:
    """Every adult of the day they applied, with the ink of those who signed on a pad (C-06)."""
    if not dossier.policy.info_check.authorisation_required:
        return []
    signed = dossier.case.authorised
    return [
        Hand(member.name, dossier.ink(signed.get(member.id, "")))
        for member in dossier.household.adults(dossier.case.applied_on)
    ]


def not_handled(dossier: Dossier) -> Sheet:
    """The community's reasoned refusal, which blocks nothing (S7-PRE-03, S7-PRE-04)."""
    act = dossier.last_act("not_handled")
    return not_handled_sheet(
        NotHandledNotice(
            organ=dossier.residents,
            station=dossier.station,
            head=dossier.head,
            shown_head=dossier.shown_head,
            case=dossier.case.number,
            applied_on=dossier.case.applied_on,
            refused_on=shanghai_date(act.at),
            reason=dossier.text(act.facts["reason"]),
            office=dossier.office,
            office_phone=dossier.street.phone,
            seal_hint=dossier.seals[0],
        )
    )


def missing_papers(dossier: Dossier) -> Sheet:
    """Everything that is missing, told once (C-07)."""
    act = dossier.last_act("materials_asked")
    due_on = act.facts.get("due_on")
    need(dossier.case.materials.asked or None)
    return missing_papers_sheet(
        MissingPapers(
            organ=dossier.street_office,
            head=dossier.head,
            shown_head=dossier.shown_head,
            case=dossier.case.number,
            applied_on=dossier.case.applied_on,
            missing=dossier.case.materials.asked,
            due_on=parse_date(due_on) if due_on else None,
            office=dossier.office,
            phone=dossier.street.phone,
            counter=dossier.street.place,
            seal_hint=dossier.notice_seal,
        )
    )


def _settled(dossier: Dossier) -> dict[str, Any]:
    """Whose letter it is, and what of the checklist has come or is not needed."""
    materials, signed = dossier.case.materials, dossier.case.authorised
    adults = dossier.household.adults(dossier.case.applied_on)
    authorised = ("authority",) if all(adult.id in signed for adult in adults) else ()
    return {
        "to": dossier.head,
        "given": (*materials.given, *authorised),
        "waived": materials.waived,
        "is_noted": bool(materials.asked_at),
    }


def _listed(policy: Policy) -> list[str]:
    """The pack's checklist, and the authorisation where the information check needs one (C-06)."""
    return [*policy.apply.materials, *(["authority"] if policy.info_check.authorisation_required else [])]


def _rules(policy: Policy) -> list[str]:
    notice, standard = policy.notice, format_yuan(policy.benefit.standard_fen)
    working = "个工作日" if notice.day_kind == "working" else "天"
    shown = "、".join(_FIELDS[field] for field in notice.fields)
    rules = [
        f"本地标准每人每月 {standard} 元。家庭人均收入低于标准、财产符合规定的，可以享受最低生活保障。",
        f"收入按全家每月实际所得计算；公示{chinese_count(notice.days)}{working}，只公示{shown}。",
    ]
    if policy.info_check.authorisation_required:
        rules.append("成年家庭成员要授权核对收入和财产；核对结果您可以提异议，我们复核。")
    if policy.timers.total:
        rules.append(f"自受理起{_clock(policy.timers.total)}内办结，依法需要延长的除外。")
    return rules


def _steps(policy: Policy, office: str) -> list[str]:
    first = (
        f"材料交到社区低保站，或者直接交到{office}。" if policy.pre_review.enabled else f"材料交到{office}。"
    )
    steps = [first, f"{office}受理后，{policy.visit.min_team} 名以上评估员到家里看，出示证件，不收钱。"]
    steps.append(f"{policy.org.committee.zh}评议；符合条件的公示，不符合的书面告诉您理由。")
    if policy.meeting.mode == "always":
        steps.append("公示没有异议的，社区召开议事会评议，请您到会宣读申请、回答询问。")
    elif policy.meeting.mode == "on_objection":
        steps.append(f"公示有异议的，重新调查、重新公示，需要的召开{policy.org.deliberation.zh}。")
    steps.append("区里审查批准后发给低保证，按月发放；不批准的，书面告诉您理由和怎么救济。")
    return steps


def _clock(clock: Clock) -> str:
    return f" {clock.days} {'个工作日' if clock.kind == 'working' else '天'}"


_FIELDS = {"head": "户主姓名", "persons": "家庭人口", "amount": "拟发金额"}

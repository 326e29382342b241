"""What the visit and the committee make: the assessment form, the report for the meeting, the finding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from server.documents.assessment_form import AssessmentForm, IncomeClass, assessment_form_sheet
from server.documents.assessment_report import AssessmentReport, assessment_report_sheet
from server.documents.blocks import Hand, Pair
from server.documents.family import RELATIONS, SEXES, PrintedMember
from server.documents.ineligible import IneligibleNotice, ineligible_sheet
from server.documents.issued import Sheet
from server.documents.words import chinese_date, chinese_period, shanghai_time
from server.domain.days import shanghai_date
from server.domain.money import parse_yuan
from server.domain.signature import APPLICANT
from server.services.comparisons import INCOME_WORDS, work_income_out
from server.services.dossiers import Dossier, need
from server.services.readings import Line, Rows, Section, read_out

# Sections of the form that stand on the paper as they were asked; the rest has places of its own.
_HOUSING: Final = ("housing",)
_PROPERTY: Final = ("property",)
_SPENDING: Final = ("spending",)
_SIGNED: Final[Mapping[str, str]] = {
    "refused": "不愿签字",
    "unable": "不会写字",
    "absent": "不在场",
    "proxy": "由人代签",
}


def assessment_form(dossier: Dossier) -> Sheet:
    """DOC-02 from the visit as sealed, with what was taken and decided since (S7-EVAL-06, S7-EVAL-07)."""
    view = dossier.view
    sections = {section.name: section for section in read_out(view.form, dossier.answers, "zh")}
    return assessment_form_sheet(
        AssessmentForm(
            title=dossier.policy.forms.doc02.zh,
            organ=dossier.office,
            case=dossier.case.number,
            community=dossier.community.name_zh,
            visited=_visited(dossier),
            head=dossier.head,
            shown_head=dossier.shown_head,
            phone=dossier.household.phone,
            address=dossier.household.address,
            members=visited_members(dossier),
            incomes=list(_incomes(dossier)),
            arithmetic=[
                (line.label_zh, f"{line.sign} {line.amount} 元".strip())
                for line in work_income_out(dossier.answers)
            ],
            housing=list(_pairs(sections, _HOUSING)),
            property=list(_pairs(sections, _PROPERTY)),
            spending=list(_pairs(sections, _SPENDING)),
            opinion=_opinion(sections),
            applicant=list(_applicant(dossier)),
            assessors=[_assessor(dossier, signature) for signature in _team_signatures(dossier)],
            seal_digest=dossier.visit.digest,
            photos=len(dossier.visit.photos),
        )
    )


def assessment_report(dossier: Dossier) -> Sheet:
    """DOC-04, to be read aloud at the meeting (S7-MEET-A2)."""
    case, visit, view = dossier.case, dossier.visit, dossier.view
    finding, found = case.finding, dossier.find_act("committee_found")
    return assessment_report_sheet(
        AssessmentReport(
            title=dossier.policy.forms.doc04.zh,
            organ=dossier.office,
            case=case.number,
            community=dossier.community.name_zh,
            head=dossier.head,
            shown_head=dossier.shown_head,
            persons=visit.persons,
            applied_on=case.applied_on,
            visited_on=shanghai_date(view.visit.started_at),
            assessors=[dossier.names.assessor(each) for each in visit.assessors],
            lead=dossier.names.assessor(visit.sealed_by),
            income_total_fen=visit.income_total_fen,
            per_capita_fen=visit.income_per_capita_fen,
            standard_fen=dossier.policy.benefit.standard_fen,
            differences=[
                f"{row.label_zh}：申报 {row.declared or '没有'}，查到 {row.observed or '没有'}"
                for row in view.compared
                if row.differs and row.path.startswith("member[")
            ],
            investigation="".join(dossier.text(each.words) for each in case.investigations),
            committee=dossier.committee,
            committee_on=shanghai_date(found.at) if finding and found else None,
            committee_members=len(finding.members) if finding else 0,
            eligible=finding.eligible if finding else None,
            amount_fen=finding.amount_fen if finding else 0,
            notice=_notice_sentence(dossier),
        )
    )


def ineligible(dossier: Dossier) -> Sheet:
    """DOC-03, in two copies, with the committee's reason and the pack's remedy (S7-EVAL-09)."""
    found, act = dossier.finding, dossier.last_act("committee_found")
    finding = need(None if found.eligible else found)
    return ineligible_sheet(
        IneligibleNotice(
            title=dossier.policy.forms.doc03.zh,
            organ=dossier.street_office,
            committee=dossier.committee,
            head=dossier.head,
            shown_head=dossier.shown_head,
            case=dossier.case.number,
            applied_on=dossier.case.applied_on,
            found_on=shanghai_date(act.at),
            reason=dossier.text(finding.reason),
            remedy=dossier.policy.remedy.doc03.zh,
            seal_hint=dossier.notice_seal,
        )
    )


def visited_members(dossier: Dossier) -> list[PrintedMember]:
    """The members as the visit found them, in the words of its form."""
    rows = list(_member_rows(dossier))
    return [
        _member(answered, dict(_lines(items)))
        for answered, (_, items) in zip(dossier.answers.get("member") or (), rows, strict=False)
    ]


def _member(answered: Mapping[str, Any], words: Mapping[str, str]) -> PrintedMember:
    age, income = str(answered.get("age") or ""), answered.get("member_income")
    return PrintedMember(
        name=str(answered.get("name") or ""),
        relation=RELATIONS.get(str(answered.get("relation")), words.get("relation", "")),
        sex=SEXES.get(str(answered.get("sex")), ""),
        age=int(age) if age.isdecimal() else None,
        identity_number=str(answered.get("id_number") or ""),
        work=words.get("employment", ""),
        health=words.get("health", ""),
        income_fen=parse_yuan(str(income)) if income not in (None, "") else None,
    )


def _member_rows(dossier: Dossier) -> Iterator[tuple[str, tuple[Line | Rows, ...]]]:
    for section in read_out(dossier.view.form, dossier.answers, "zh"):
        for item in section.items:
            if section.name == "members" and isinstance(item, Rows):
                yield from item.rows


def _lines(items: tuple[Line | Rows, ...]) -> Iterator[tuple[str, str]]:
    for item in items:
        if isinstance(item, Line):
            yield item.name, item.text


def _incomes(dossier: Dossier) -> Iterator[IncomeClass]:
    """Income by class: what was declared of it and what was found."""
    declared: dict[str, int] = {}
    found: dict[str, int] = {}
    whose: dict[str, list[str]] = {}
    for member in dossier.household.members:
        for income in member.incomes:
            declared[income.kind] = declared.get(income.kind, 0) + income.amount_fen
            whose.setdefault(income.kind, []).append(member.name)
    for member in dossier.answers.get("member") or ():
        for income in member.get("income") or ():
            kind = str(income.get("kind") or "other")
            found[kind] = found.get(kind, 0) + parse_yuan(str(income.get("amount") or "0"))
            whose.setdefault(kind, []).append(str(member.get("name") or ""))
    for kind, names in whose.items():
        name = INCOME_WORDS.get(kind, (kind, kind))[0]
        yield IncomeClass(name, "、".join(dict.fromkeys(names)), declared.get(kind), found.get(kind))


def _pairs(sections: Mapping[str, Section], wanted: tuple[str, ...]) -> Iterator[Pair]:
    """What a section was asked and answered; rows of it under their own name."""
    for name in wanted:
        for item in sections[name].items if name in sections else ():
            if isinstance(item, Line):
                yield item.label, item.text
                continue
            for row, inside in item.rows:
                yield item.label, "，".join([row, *(text for _, text in _lines(inside))])


def _opinion(sections: Mapping[str, Section]) -> str:
    """The team's own sentence: what it thinks and why."""
    items = sections["opinion_section"].items if "opinion_section" in sections else ()
    said = dict(_lines(items))
    return "。".join(said[name].rstrip("。") for name in ("opinion", "opinion_reason") if name in said) + "。"


def _applicant(dossier: Dossier) -> Iterator[Hand]:
    """The applicant's hand, or why there is none and who stands for it (S7-AMB-12)."""
    for signature in dossier.view.signatures:
        if signature["who"] != APPLICANT:
            continue
        words = _SIGNED.get(str(signature["how"]), "")
        reason = f"：{signature['reason']}" if words and signature.get("reason") else ""
        yield Hand(
            str(signature.get("name") or dossier.head), signature.get("ink") or None, f"{words}{reason}"
        )
        for role, title in (("proxy", "代签"), ("witness", "见证")):
            if signature.get(role):
                yield Hand(f"{title} {signature[role]['name']}", signature[role].get("ink") or None)


def _team_signatures(dossier: Dossier) -> list[Mapping[str, Any]]:
    return [signature for signature in dossier.view.signatures if signature["who"] != APPLICANT]


def _assessor(dossier: Dossier, signature: Mapping[str, Any]) -> Hand:
    return Hand(dossier.names.assessor(str(signature["who"])), signature.get("ink") or None)


def _visited(dossier: Dossier) -> str:
    visit = dossier.view.visit
    begun, ended = shanghai_time(visit.started_at), shanghai_time(visit.sealed_at)
    return f"{chinese_date(shanghai_date(visit.started_at))} {begun} 至 {ended}"


def _notice_sentence(dossier: Dossier) -> str:
    notice = dossier.case.notice
    if notice is None:
        return ""
    days = chinese_period(notice.period.first_day, notice.period.last_day)
    objections = [each for each in dossier.case.objections if each.kind == "notice"]
    told = f"收到异议 {len(objections)} 件，已经重新调查。" if objections else "没有收到异议。"
    return f"公示：{days}。{told}" if notice.period.is_over(dossier.district.today()) else f"公示：{days}。"

"""What goes on a copy for a household or one of its members, gathered from the whole record (PR-13)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

from server.documents.access_copy import AccessCopy, CopiedVisit, access_copy_sheet
from server.documents.blocks import Pair, Photo
from server.documents.family import RELATIONS, SEXES, PrintedMember
from server.documents.issued import Sheet
from server.documents.words import chinese_date, chinese_period, shanghai_time
from server.domain.access_copy import (
    is_of_all,
    is_shown_photo,
    is_shown_section,
    shown_answers,
    shown_members,
)
from server.domain.act import Act
from server.domain.days import parse_date, parse_instant, shanghai_date
from server.domain.household import Household, Income, Member
from server.domain.identity import mask_identity_number
from server.domain.money import format_yuan
from server.domain.month import month_zh
from server.domain.notice import mask_name
from server.domain.permission import ROLE_WORDS
from server.domain.quarter import parse_quarter
from server.domain.retention import keep_until
from server.domain.review_household import found_household
from server.domain.seal import Photo as SealedPhoto
from server.domain.seal import SealedVisit
from server.domain.stage import STAGE_WORDS
from server.errors import Refusal
from server.records.evidence import STATEMENT
from server.records.list_rows import lists_of_community
from server.records.payment_rows import PaymentLineRow, payments_of
from server.services.answers import contribution_in
from server.services.comparisons import INCOME_WORDS
from server.services.dossiers import Dossier
from server.services.forms import get_form
from server.services.households_now import answers_now
from server.services.info_checks import CONTRADICTS, read_results
from server.services.quarter_lists import find_list, view_list
from server.services.readings import Line, Rows, read_out
from server.services.reads import WHAT_WORDS, posts_that_read
from server.services.sentences import act_lines
from server.services.uploads import EVIDENCE as VISIT
from server.services.uploads import VISITS, parse_upload

Row = Sequence[str]
# What was decided about the household; questions between offices, returns and checks are notes of theirs.
_DECISIONS: Final = frozenset(
    {
        *("not_handled", "committee_found", "resolved", "audited", "approved", "refused", "withdrawn"),
        *("class_set", "standard_applied", "review_decided", "stopped", "taken_over"),
        *("hardship_decided", "overpayment_found", "recovery_waived"),
    }
)
_PAID: Final[Mapping[str, str]] = {"monthly": "保障金", "subsidy": "价格补贴", "recovery": "扣回多发的"}
_PAYMENT_STATES: Final[Mapping[str, str]] = {
    "proposed": "还没签",
    "signed": "签了，还没送银行",
    "sent": "送了银行",
    "closed": "发了",
    "returned": "银行退回",
    "held": "银行退回，先留着",
}
_SENT: Final = ("sent", "closed", "returned", "held")


def access_copy(dossier: Dossier, asker: Member, identity: str) -> Sheet:
    """The copy for one asker, as of this moment."""
    case, household = dossier.case, known_household(dossier)
    payments = payments_of(dossier.district.index, case.number)
    return access_copy_sheet(
        AccessCopy(
            organ=dossier.street_office,
            case=case.number,
            asker=f"{asker.name}（{RELATIONS[asker.relation]}）",
            shown_asker=mask_name(asker.name),
            is_of_all=is_of_all(asker),
            identity=identity,
            made_on=dossier.district.today(),
            persons=len(household.members),
            address=household.address,
            phone=household.phone if is_of_all(asker) else "",
            applied_on=case.applied_on,
            stage=STAGE_WORDS[case.stage][0],
            members=[_member(dossier, each, asker) for each in _members(dossier, asker)],
            incomes=list(_incomes(dossier, asker)),
            visits=list(_visits(dossier, asker)),
            decisions=list(_decisions(dossier, asker)),
            spells=list(_spells(dossier)),
            payments=[_payment(row) for row in payments],
            notices=[*_notices(dossier), *_lists(dossier)],
            shared=[*_checks(dossier, asker), *_results(dossier, asker), *_bank(payments)],
            reads=list(_reads(dossier)),
            kept=_kept(dossier),
            remedy=dossier.policy.remedy.text.zh,
            ask=f"有事请找{dossier.office}，电话 {dossier.street.phone or '—'}；也可以找{dossier.bureau}。",
            seal_hint=dossier.notice_seal,
        )
    )


def known_household(dossier: Dossier) -> Household:
    """As it stands after the visit, what was decided of it and the last review; else as declared."""
    return found_household(dossier.household, answers_now(dossier.district, dossier.case))


def _members(dossier: Dossier, asker: Member) -> list[Member]:
    members = {each.id: each for each in known_household(dossier).members}
    return [members[each] for each in shown_members(members, asker)]


def _member(dossier: Dossier, member: Member, asker: Member) -> PrintedMember:
    """The asker's own number in full; of the others a copy that is lost gives nothing away."""
    number = member.identity_number
    return PrintedMember(
        name=member.name,
        relation=RELATIONS[member.relation],
        sex=SEXES[member.sex],
        age=member.age_on(dossier.district.today()),
        identity_number=number if member.id == asker.id or not number else mask_identity_number(number),
        income_fen=member.income_fen,
    )


def _incomes(dossier: Dossier, asker: Member) -> Iterator[Row]:
    """Each as it was declared and as it counts now; a dash where it was not there."""
    declared = {(who.id, each.id): each for who in dossier.household.members for each in who.incomes}
    for member in _members(dossier, asker):
        for income in member.incomes:
            before = declared.pop((member.id, income.id), None)
            yield _income(member.name, income, before, income)
    names = {member.id: member.name for member in dossier.household.members}
    for (who, _), income in declared.items():
        if shown_members([who], asker):
            yield _income(names[who], income, income, None)


def _income(name: str, income: Income, before: Income | None, now: Income | None) -> Row:
    kind = INCOME_WORDS.get(income.kind, (income.kind, ""))[0]
    amounts = (format_yuan(each.amount_fen) if each else "—" for each in (before, now))
    return name, kind, income.source or "—", *amounts


def _visits(dossier: Dossier, asker: Member) -> Iterator[CopiedVisit]:
    """Every visit, home reviews too; the newest of the application with what was taken and decided since."""
    newest = dossier.case.visit
    for act in dossier.case.acts:
        if act.kind not in VISITS:
            continue
        _, visit = parse_upload("", dossier.district.evidence.get(VISIT, act.file, act.facts["visit"]))
        is_newest = newest is not None and act.facts["visit"] == newest.digest
        taken = [*visit.photos, *(_added_photos(dossier) if is_newest else ())]
        yield CopiedVisit(
            title=_visit_title(dossier, visit),
            sections=list(_sections(dossier, visit, dossier.answers if is_newest else visit.answers, asker)),
            photos=[_photo(photo) for photo in taken if is_shown_photo(photo.path, asker)],
        )


def _added_photos(dossier: Dossier) -> Iterator[SealedPhoto]:
    for each in dossier.case.contributions:
        yield from contribution_in(dossier.district.evidence, dossier.case, each).photos


def _visit_title(dossier: Dossier, visit: SealedVisit) -> str:
    begun, ended = shanghai_time(visit.started_at), shanghai_time(visit.sealed_at)
    team = "、".join(dossier.names.assessor(each.assessor) for each in visit.team)
    return f"{chinese_date(shanghai_date(visit.started_at))} {begun} 至 {ended}，评估员 {team}。"


def _photo(photo: SealedPhoto) -> Photo:
    at = parse_instant(photo.taken_at)
    return Photo(
        photo.digest, photo.caption or "入户照片", f"{chinese_date(shanghai_date(at))} {shanghai_time(at)}"
    )


def _sections(
    dossier: Dossier, visit: SealedVisit, answers: Mapping[str, Any], asker: Member
) -> Iterator[tuple[str, list[Pair]]]:
    form = get_form(dossier.district, visit.form)
    for section in read_out(form, shown_answers(answers, asker), "zh"):
        if is_shown_section(section.name, asker):
            yield section.label, list(_pairs(section.items))


def _pairs(items: tuple[Line | Rows, ...], above: str = "") -> Iterator[Pair]:
    for item in items:
        if isinstance(item, Line):
            yield f"{above}{item.label}", item.text
            continue
        for name, inside in item.rows:
            yield from _pairs(inside, f"{name} · ") if inside else [(f"{above}{item.label}", name)]


def _decisions(dossier: Dossier, asker: Member) -> Iterator[Row]:
    """Each decision as the file says it; in what words it was reasoned is for the head alone."""
    roles = {act.n: act.role for act in dossier.case.acts}
    for line in act_lines(dossier.district, dossier.case, dossier.names):
        if line.kind in _DECISIONS:
            words = f"{line.zh}{line.words}" if is_of_all(asker) else line.zh
            yield chinese_date(shanghai_date(line.at)), _post(roles[line.n]), words


def _spells(dossier: Dossier) -> Iterator[Row]:
    for spell in dossier.case.receipt.spells if dossier.case.receipt else ():
        until = month_zh(spell.until) if spell.until else "现在"
        yield month_zh(spell.since), until, f"{spell.persons} 人", format_yuan(spell.amount_fen)


def _payment(row: PaymentLineRow) -> Row:
    month, for_month = month_zh(row.month), month_zh(row.for_month) if row.for_month else ""
    return month, _PAID[row.kind], for_month, format_yuan(row.amount_fen), _PAYMENT_STATES[row.state]


def _notices(dossier: Dossier) -> Iterator[Row]:
    """What each notice said in public, word for word what was kept of it."""
    for act in dossier.case.acts:
        if act.kind != "notice_posted" or not act.facts.get(STATEMENT):
            continue
        said = dossier.district.evidence.get(STATEMENT, act.file, act.facts[STATEMENT])
        period = chinese_period(parse_date(act.facts["first_day"]), parse_date(act.facts["last_day"]))
        shown = _shown(said.get("head"), said.get("persons"), said.get("amount_fen"))
        yield _day(act), f"公示 {act.facts['notice']}，{period}：{shown}。"


def _lists(dossier: Dossier) -> Iterator[Row]:
    """Each quarterly list the household stood on, while it hung."""
    district, number = dossier.district, dossier.case.number
    for row in lists_of_community(district.index, dossier.case.community):
        listed = find_list(district, row.community, parse_quarter(row.quarter))
        if listed is None or listed.posted_on is None:
            continue
        with suppress(Refusal):  # one erased after its years
            for line in view_list(district, listed).lines:
                if line.case == number:
                    shown = _shown(line.head, line.persons, line.amount_fen)
                    yield chinese_date(listed.posted_on), f"季度公示榜 {row.quarter}：{shown}。"


def _shown(head: str | None, persons: int | None, amount_fen: int | None) -> str:
    parts = (
        f"户主 {head}" if head else "",
        f"{persons} 人" if persons else "",
        f"每月 {format_yuan(amount_fen)} 元" if amount_fen is not None else "",
    )
    return "，".join(part for part in parts if part)


def _checks(dossier: Dossier, asker: Member) -> Iterator[Row]:
    """With whom data was shared to be checked: names and identity numbers, of whom (C-13)."""
    names = {member.id: member.name for member in dossier.household.members}
    for act in dossier.case.acts:
        asked = shown_members(act.facts["adults"], asker) if act.kind == "info_check_requested" else []
        if asked:
            who = "、".join(names.get(each, each) for each in asked)
            yield _day(act), "信息核对机构", f"{who}的姓名、身份证号，用来核对收入和财产。"


def _results(dossier: Dossier, asker: Member) -> Iterator[Row]:
    """What came back, result by result."""
    names = {member.id: member.name for member in dossier.household.members}
    recorded = [act for act in dossier.case.acts if act.kind == "info_check_recorded"]
    for act, result in zip(recorded, read_results(dossier.district, dossier.case), strict=False):
        for row in result["adults"]:
            if shown_members([row["member"]], asker):
                says = "有出入" if row["says"] == CONTRADICTS else "没有出入"
                words = f"：{row['words']}" if row["words"] else ""
                yield _day(act), "核对回来的", f"{names.get(row['member'], '')}{says}{words}。"


def _bank(payments: Sequence[PaymentLineRow]) -> Iterator[Row]:
    """Each roll of a month that went to the bank with the household on it."""
    for month in sorted({row.month for row in payments if row.state in _SENT}):
        yield month, "发放银行", "收款人的姓名、账号末四位、金额，用来发放保障金。"


def _reads(dossier: Dossier) -> Iterator[Row]:
    for each in posts_that_read(dossier.district, dossier.case.number, dossier.case.applied_on):
        yield chinese_date(each.on), _post(each.role), WHAT_WORDS[each.what]


def _kept(dossier: Dossier) -> str:
    rules = dossier.policy.retention
    until = keep_until(dossier.case, rules)
    days = (
        f"办完、停发满 {rules.case_years} 年以后，能认出您家的材料都销毁"
        if until is None
        else f"保存到 {chinese_date(until)}，以后能认出您家的材料都销毁"
    )
    return f"{days}；只留下办过什么、什么时候、谁办的，里面没有您家的姓名和情况。"


def _day(act: Act) -> str:
    return chinese_date(shanghai_date(act.at))


def _post(role: str) -> str:
    return ROLE_WORDS[role][0] if role in ROLE_WORDS else "系统"

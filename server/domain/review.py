"""What the district reviewer sees checked before anything else: one line a rule (S7-APPR-03, S7-APPR-04)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from server.domain.ballot import passes
from server.domain.benefit import Benefit
from server.domain.case import Case
from server.domain.case_parts import Audit, Finding, Notice, Resolution
from server.domain.day_words import say_day
from server.domain.meeting import DISCUSSION, LEAVING, Meeting
from server.domain.money import format_yuan
from server.domain.policy import Policy
from server.domain.position import format_distance
from server.domain.review_check import Check
from server.domain.review_papers import PaperFinding, check_papers
from server.domain.seal import SealedVisit
from server.domain.signature import APPLICANT, Signature
from server.domain.stage import Stage
from server.errors import Refusal

# The acts the checks are about.
_VISIT, _MEETING, _FOUND = "visit_received", "resolved", "committee_found"


@dataclass(frozen=True)
class Evidence:
    """What the checks are made from; every part is read again from the store, not from a page."""

    case: Case
    policy: Policy
    chain: Refusal | None
    visit: SealedVisit | None = None
    visit_refusals: Sequence[Refusal] = ()
    damaged_photos: Sequence[str] = ()
    answers_differ: int = 0  # places where the form worked out again says something else
    # place in the visit and metres from the address; None where the address is on no map
    far_photos: Sequence[tuple[int, int]] | None = None
    unconfirmed: Sequence[str] = ()  # names of the colleagues who have not signed the visit themselves
    meeting: Meeting | None = None
    today: date | None = None
    benefit: Benefit | Refusal | None = None  # worked out again; the refusal where it cannot be
    papers: Sequence[PaperFinding] = ()  # the newest of each kind that counts


def check_case(evidence: Evidence) -> list[Check]:
    """Every check that applies at the case's stage: failures first, then what waits."""
    return sorted(_checks(evidence), key=lambda check: (not check.failed, check.ok))


def failed(checks: Iterable[Check]) -> list[Check]:
    """The checks that did not hold."""
    return [check for check in checks if check.failed]


def _checks(evidence: Evidence) -> Iterator[Check]:
    case, policy, meeting = evidence.case, evidence.policy, evidence.meeting
    yield check_chain_of_acts(evidence.chain)
    if evidence.visit is not None:
        yield check_seal(evidence.visit_refusals)
        yield check_team(evidence.visit, policy)
        yield check_everybody_signed(evidence.unconfirmed)
        if case.contributions:
            yield check_everything_decided(len(case.undecided))
        yield check_applicant_signed(evidence.visit)
        yield check_photos(evidence.visit, evidence.damaged_photos)
        yield check_form(evidence.answers_differ)
        if evidence.far_photos is not None:
            yield check_photo_places(evidence.far_photos)
    if case.notice is not None:
        yield check_notice_period(case.notice, policy, meeting, again=bool(case.objections))
        yield from check_notice_proofs(case, policy, evidence.today)
    if meeting is not None and case.resolution is not None:
        yield from _checks_of_meeting(meeting, case.number, case.resolution, policy)
    if case.audit is not None:
        yield check_separation(case.audit)
    if case.finding is not None and evidence.benefit is not None:
        yield check_eligibility(case.finding, evidence.benefit)
        yield from check_items(evidence.benefit)
    yield from check_papers(case, evidence.papers)


def _checks_of_meeting(
    meeting: Meeting, number: str, resolution: Resolution, policy: Policy
) -> Iterator[Check]:
    yield check_applicant_left(meeting, number)
    yield check_two_thirds(resolution, policy)
    yield check_all_signed(meeting)
    if not policy.meeting.chair_votes:  # where the pack gives the chair a vote, it is no fault (S7-AMB-02)
        yield check_chair_abstains(meeting)


def check_chain_of_acts(broken: Refusal | None) -> Check:
    """Every act follows from the one before it; none is missing or changed."""
    return Check(
        "S7-APPR-05",
        broken is None,
        "经过断了，有缺页或者改页" if broken else "各件逐件相扣，没有缺页、改页",
        "The chain of acts is broken" if broken else "The acts are chained; none is missing or changed",
        broken.sentence() if broken else "",
        broken.sentence("en") if broken else "",
    )


def check_seal(refusals: Sequence[Refusal]) -> Check:
    """The seal, the device, the badges and the answers hold when checked again (S7-EVAL-07)."""
    return Check(
        "S7-EVAL-07",
        not refusals,
        "封存的记录复核通不过" if refusals else "封存签名、平板、证件和答案复核一致",
        "The sealed record does not hold when checked again"
        if refusals
        else "Seal, tablet, badges and answers hold when checked again",
        " ".join(refusal.sentence() for refusal in refusals),
        " ".join(refusal.sentence("en") for refusal in refusals),
        about=_VISIT,
    )


def check_team(visit: SealedVisit, policy: Policy) -> Check:
    """Enough certified assessors were in the home (S7-CRED-05)."""
    count, wanted = len({member.assessor for member in visit.team}), policy.visit.min_team
    enough = count >= wanted
    return Check(
        "S7-CRED-05",
        enough,
        f"{count} 位评估员持证入户，{'至少' if enough else '不够'} {wanted} 位",
        f"{count} certified assessors in the home, {'at least' if enough else 'fewer than'} {wanted}",
        about=_VISIT,
    )


def check_everybody_signed(unconfirmed: Sequence[str]) -> Check:
    """Every colleague signed the sealed visit with the key of their own tablet (S7-EVAL-07, design §4)."""
    return Check(
        "S7-EVAL-07",
        not unconfirmed,
        "同事用自己的平板会签" if unconfirmed else "同事都用自己的平板会签了",
        "Colleagues countersign on their own tablets"
        if unconfirmed
        else "Every colleague countersigned on their own tablet",
        f"等{'、'.join(unconfirmed)}会签" if unconfirmed else "",
        f"Waiting for {', '.join(unconfirmed)}" if unconfirmed else "",
        waits=bool(unconfirmed),
        about=_VISIT,
    )


def check_everything_decided(undecided: int) -> Check:
    """Where assessors' records of the visit differ the street has decided (S7-EVAL-05)."""
    return Check(
        "S7-EVAL-05",
        undecided == 0,
        "评估员记得不一样的要决定" if undecided else "评估员的记录都对上了",
        "Differences between assessors' records are decided"
        if undecided
        else "Assessors' records agree or are decided",
        f"还有 {undecided} 处" if undecided else "",
        f"{undecided} left" if undecided else "",
        waits=bool(undecided),
    )


def check_applicant_signed(visit: SealedVisit) -> Check:
    """The applicant signed in person; if not, a person judges why and who stands for them (S7-AMB-12)."""
    signature = next((item for item in visit.signatures if item.who == APPLICANT), None)
    signed = signature is not None and signature.how == "signed"
    zh, en = _who_stands(signature)
    return Check(
        "S7-EVAL-07",
        signed,
        "申请人本人签字" if signed else "申请人没有亲笔签字",
        "The applicant signed in person" if signed else "The applicant did not sign in person",
        "" if signed else zh,
        "" if signed else en,
        about=_VISIT,
    )


def _who_stands(signature: Signature | None) -> tuple[str, str]:
    """The reason and the witness, or the proxy, in both languages."""
    if signature is None:
        return "什么也没有", "nothing is given"
    if signature.proxy:
        name, relation = signature.proxy.name, signature.proxy.relation
        return f"{name}（{relation}）代签", f"signed by {name} ({relation})"
    witness = signature.witness.name if signature.witness else ""
    zh, en = (f"{witness}见证", f"witnessed by {witness}") if witness else ("没有见证人", "no witness")
    return f"{signature.reason} {zh}", f"{signature.reason} {en}"


def check_photos(visit: SealedVisit, damaged: Sequence[str]) -> Check:
    """Every photo is the one that was sealed, byte for byte (S7-EVAL-04)."""
    digests = "、".join(digest[:8] for digest in damaged)
    return Check(
        "S7-EVAL-04",
        not damaged,
        f"{len(damaged)} 张照片和封存时不一样" if damaged else f"{len(visit.photos)} 张照片和封存时一致",
        f"{len(damaged)} photos are not as sealed"
        if damaged
        else f"{len(visit.photos)} photos are as sealed",
        f"对不上：{digests}" if damaged else "",
        f"Changed: {digests}" if damaged else "",
        about=_VISIT,
    )


def check_form(differ: int) -> Check:
    """The form worked out again on the server gives what was sealed (S7-EVAL-06)."""
    return Check(
        "S7-EVAL-06",
        differ == 0,
        "答案和计算复核，没有出入" if not differ else "答案和计算复核有出入",
        "Answers and sums worked out again agree"
        if not differ
        else "Answers or sums worked out again differ",
        f"{differ} 处" if differ else "",
        f"{differ} places" if differ else "",
        about=_VISIT,
    )


def check_photo_places(far: Sequence[tuple[int, int]]) -> Check:
    """Photos with a position were taken at the address, where that is known (S7-EVAL-04)."""
    return Check(
        "S7-EVAL-04",
        not far,
        "照片和住址对不上" if far else "有位置的照片都拍在住址",
        "Photos were not taken at the address" if far else "Photos with a position were taken at the address",
        "；".join(f"第 {n} 张拍在 {format_distance(metres)[0]}外" for n, metres in far),
        "; ".join(f"Photo {n} was taken {format_distance(metres)[1]} away" for n, metres in far),
        about=_VISIT,
    )


def check_notice_period(
    notice: Notice, policy: Policy, meeting: Meeting | None, *, again: bool = False
) -> Check:
    """The notice ran its days, and the meeting came after (S7-NOTICE-02, S7-MEET-01)."""
    wanted = policy.notice.renotice_days if again else policy.notice.days
    first, last = notice.period.first_day, notice.period.last_day
    (first_zh, first_en), (last_zh, last_en) = say_day(first), say_day(last)
    days = (last - first).days + 1
    too_early = meeting is not None and meeting.held_on <= last
    return Check(
        "S7-NOTICE-02",
        days >= wanted and not too_early,
        f"公示 {days} 天，{first_zh}至{last_zh}",
        f"On notice for {days} days, {first_en} to {last_en}",
        "会在公示期满之前开了" if too_early else "" if days >= wanted else f"要 {wanted} 天",
        "The meeting was held before the notice ended"
        if too_early
        else ""
        if days >= wanted
        else f"{wanted} days are needed",
        about="notice_posted",
    )


def check_notice_proofs(case: Case, policy: Policy, today: date | None) -> Iterator[Check]:
    """Two photos prove that the notice hung: as it was posted, and once it was taken down (S7-AMB-22)."""
    notice = case.notice
    if notice is None or not policy.notice.proof_photos:
        return
    ran_out = today is not None and notice.period.is_over(today)
    over = ran_out or case.stage is Stage.OBJECTED
    wanted = {"posted": ("张贴的照片", "as posted"), "removed": ("取下的照片", "once taken down")}
    missing = [which for which in wanted if which not in notice.proofs and (over or which == "posted")]
    due = [wanted[which] for which in missing]
    yield Check(
        "S7-AMB-22",
        not due,
        "公示的照片要存" if due else "公示张贴、取下有照片" if over else "公示张贴有照片",
        "Photos of the notice are kept"
        if due
        else f"Photos show the notice posted{' and taken down' if over else ''}",
        f"还缺{'、'.join(zh for zh, _ in due)}" if due else "",
        f"Missing: {', '.join(en for _, en in due)}" if due else "",
        waits=bool(due),
    )


def check_applicant_left(meeting: Meeting, case: str) -> Check:
    """The applicant left before the discussion (S7-MEET-A5)."""
    done = meeting.agenda(case).done
    ok = LEAVING in done and done[LEAVING] <= done.get(DISCUSSION, done[LEAVING])
    return Check(
        "S7-MEET-A5",
        ok,
        "申请人先退场，后讨论" if ok else "讨论的时候申请人没有退场",
        "The applicant left before the discussion" if ok else "The applicant was there for the discussion",
        about=_MEETING,
    )


def check_two_thirds(resolution: Resolution, policy: Policy) -> Check:
    """Two thirds agreed, in whole numbers (S7-MEET-A7)."""
    part, whole = policy.meeting.threshold
    agree, base, comparator = resolution.agree, resolution.base, policy.meeting.comparator
    enough, short = (">", "≤") if comparator == "more_than" else ("≥", "<")
    holds = passes(agree, base, policy.meeting.threshold, comparator)
    sum_line = f"{whole}×{agree} {enough if holds else short} {part}×{base}"
    return Check(
        "S7-MEET-A7",
        resolution.passed and holds,
        f"{base} 人中 {agree} 人同意，{sum_line}",
        f"{agree} of {base} agreed, {sum_line}",
        about=_MEETING,
    )


def check_all_signed(meeting: Meeting) -> Check:
    """Everyone who attended signed (S7-MEET-A8c)."""
    missing = len(meeting.unsigned)
    return Check(
        "S7-MEET-A8",
        missing == 0,
        "到会的人没有签齐" if missing else "到会的人都签了字",
        "Not everyone who attended signed" if missing else "Everyone who attended signed",
        f"还差 {missing} 人" if missing else "",
        f"{missing} missing" if missing else "",
        about=_MEETING,
    )


def check_chair_abstains(meeting: Meeting) -> Check:
    """The chair is a street assessor and has no vote (S7-MEET-02, S7-AMB-02)."""
    ok = meeting.chair not in meeting.members
    return Check(
        "S7-MEET-02",
        ok,
        "主持人不投票" if ok else "主持人也在投票的人里",
        "The chair has no vote" if ok else "The chair is among those who vote",
        about=_MEETING,
    )


def check_separation(audit: Audit) -> Check:
    """Whoever audits was not in the home (S7-AMB-10); a pack that only flags leaves it to the reader."""
    count = len(audit.visited)
    return Check(
        "S7-AMB-10",
        count == 0,
        "审核签字的人参加过入户" if count else "审核签字的人没有参加入户",
        "Who signed the audit was in the home" if count else "Nobody who signed the audit was in the home",
        f"签字的两人里有 {count} 人入过户" if count else "",
        f"{count} of the two who signed were in the home" if count else "",
        about="audited",
    )


def check_eligibility(finding: Finding, benefit: Benefit | Refusal) -> Check:
    """The benefit worked out again is the amount found, and above zero (S7-APPR-04, S1-CALC-01)."""
    if isinstance(benefit, Refusal):
        why = benefit.sentence(), benefit.sentence("en")
        says = "保障金额算不出来", "The benefit cannot be worked out"
        return Check("S7-APPR-04", False, *says, *why, about=_FOUND)
    ok = finding.eligible and benefit.amount_fen == finding.amount_fen and benefit.eligible
    need, income = f"{benefit.persons}×{format_yuan(benefit.standard_fen)}", format_yuan(benefit.income_fen)
    plain = benefit.persons * benefit.standard_fen - benefit.income_fen
    sign = "=" if plain == benefit.amount_fen else "→"
    working = f"{need}−{income}{sign}{format_yuan(benefit.amount_fen)}"
    return Check(
        "S7-APPR-04",
        ok,
        f"符合保障条件：{working}" if ok else f"和评议对不上：{working}",
        f"Eligible: {working}" if ok else f"Not as found: {working}",
        "" if ok else f"评议写的是 {format_yuan(finding.amount_fen)}",
        "" if ok else f"The finding says {format_yuan(finding.amount_fen)}",
        about=_FOUND,
    )


def check_items(benefit: Benefit | Refusal) -> Iterator[Check]:
    """Nothing was left out or deducted that the pack has no item of; else a person has to look (D-29)."""
    if not isinstance(benefit, Refusal) and (unknown := benefit.unknown):
        yield Check(
            "D-29",
            False,
            "有填成不计入或者扣减的，政策里没有这一项",
            "Something is left out or deducted that the pack has no item of",
            " ".join(step.zh for step in unknown),
            " ".join(step.en for step in unknown),
            about=_FOUND,
        )

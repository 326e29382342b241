"""What follows an audit and the decision, down to the family's door; and receipts of objections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from server.documents.blocks import Hand
from server.documents.certificate import Certificate, certificate_sheet
from server.documents.disclosure import MATERIALS
from server.documents.issued import Sheet
from server.documents.objection_receipt import ObjectionReceipt, objection_receipt_sheet
from server.documents.originals_call import OriginalsCall, originals_call_sheet
from server.documents.passbook import Leg, PassbookRecord, passbook_sheet
from server.documents.refusal import RefusalNotice, refusal_sheet
from server.documents.undertaking import PROMISES, Undertaking, undertaking_sheet
from server.domain.days import shanghai_date
from server.errors import Refusal
from server.services.dossiers import Dossier, day_of, need
from server.services.originals import originals_of

_HOW: Final = {"in_person": "当面", "phone": "电话", "page": "网上", "feedback": "反馈意见书"}


def originals_call(dossier: Dossier) -> Sheet:
    """The call for the originals of all copies, with its clock (S7-AUDIT-05, S7-AMB-08)."""
    call, rules = need(dossier.case.originals), dossier.policy.originals
    act = dossier.find_act("originals_extended")
    asked = originals_of(dossier.case)
    return originals_call_sheet(
        OriginalsCall(
            organ=dossier.street_office,
            head=dossier.head,
            shown_head=dossier.shown_head,
            case=dossier.case.number,
            called_on=call.called_on,
            days=rules.days,
            day_kind=rules.day_kind,
            due_on=call.due_on if call.received_on or call.extended else None,
            copies=[each.name for each in MATERIALS if each.code in asked],
            district_office=dossier.centre,
            district_phone=dossier.district.profile.phone,
            seal_hint=dossier.notice_seal,
            extension_reason=dossier.text(act.facts.get("reason", "")) if act and call.extended else "",
        )
    )


def certificate(dossier: Dossier) -> Sheet:
    """DOC-08 (S7-APPR-09)."""
    approval, household = need(dossier.case.approval), dossier.household
    members = sorted(household.members, key=lambda member: member.relation != "head")
    return certificate_sheet(
        Certificate(
            title=dossier.policy.forms.doc08.zh,
            number=approval.certificate,
            organ=dossier.bureau,
            head=dossier.head,
            shown_head=dossier.shown_head,
            members=[member.name for member in members],
            address=household.address,
            review_class=need(dossier.case.receipt).spells[0].klass,
            amount_fen=approval.amount_fen,
            start_month=approval.start_month,
            case=dossier.case.number,
            seal_hint=dossier.seals[2],
        )
    )


def refusal(dossier: Dossier) -> Sheet:
    """DOC-09, with the head's reasons, a line each, and the pack's remedy (S7-APPR-10, D-20)."""
    refused = need(dossier.case.refused)
    reasons = [line.strip() for line in dossier.text(refused.reason).splitlines() if line.strip()]
    return refusal_sheet(
        RefusalNotice(
            title=dossier.policy.forms.doc09.zh,
            organ=dossier.bureau,
            head=dossier.head,
            shown_head=dossier.shown_head,
            case=dossier.case.number,
            applied_on=dossier.case.applied_on,
            refused_on=day_of(refused.at),
            reasons=reasons,
            remedy=dossier.policy.remedy.doc09.zh,
            seal_hint=dossier.seals[2],
        )
    )


def passbook(dossier: Dossier) -> Sheet:
    """DOC-10: the account by its last digits, and each hand-over with its day (S7-APPR-12, S7-APPR-13)."""
    approval, kept = need(dossier.case.approval), _passbook(dossier)
    return passbook_sheet(
        PassbookRecord(
            title=dossier.policy.forms.doc10.zh,
            organ=dossier.office,
            case=dossier.case.number,
            head=dossier.head,
            shown_head=dossier.shown_head,
            bank=kept.get("bank", ""),
            account=kept.get("text", ""),
            holder=dossier.head,
            amount_fen=approval.amount_fen,
            start_month=approval.start_month,
            legs=list(_legs(dossier)),
            custody=_custody(kept.get("custody", "")),
            family=_family(dossier),
            seal_hint=dossier.seals[1],
            organ_seal=dossier.office,
        )
    )


def undertaking(dossier: Dossier) -> Sheet:
    """DOC-11, signed by the family when it receives the certificate (S7-APPR-14)."""
    need(dossier.case.approval)
    given = _received(dossier)
    return undertaking_sheet(
        Undertaking(
            title=dossier.policy.forms.doc11.zh,
            organ=dossier.station,
            head=dossier.head,
            shown_head=dossier.shown_head,
            case=dossier.case.number,
            persons=len(dossier.household.members),
            promises=PROMISES,
            signed=[_family(dossier)],
            signed_on=None,
            unsigned=dossier.text(given.get("words", "")),
            witness=_seen_by(dossier, given),
        )
    )


def objection_receipt(dossier: Dossier, objection_id: str) -> Sheet:
    """The receipt of one objection; nothing of what was said stands on it (S7-AMB-06)."""
    objections = {each.id: each for each in dossier.case.objections}
    objection = need(objections.get(objection_id))
    filed_on = day_of(objection.filed_at)
    days = dossier.policy.objection.answer_days
    return objection_receipt_sheet(
        ObjectionReceipt(
            organ=dossier.street_office,
            receipt=objection.id,
            notice=objection.notice or "—",
            received_on=filed_on,
            how=_HOW.get(objection.how, objection.how),
            named=objection.named,
            answer_by=dossier.district.calendar().add_working_days(filed_on, days)
            if objection.named
            else None,
            office=dossier.office,
            phone=dossier.street.phone,
            seal_hint=dossier.notice_seal,
        )
    )


def _passbook(dossier: Dossier) -> dict[str, str]:
    """Bank, last digits and custody as they were arranged; empty before (S7-APPR-12)."""
    digest = dossier.case.handover.passbook
    try:
        return dossier.district.evidence.get("passbook", dossier.case.number, digest) if digest else {}
    except Refusal:
        return {}


def _custody(words: str) -> str:
    return f"存折由他人代管：{words}。代管协议存档。" if words else ""


def _received(dossier: Dossier) -> Mapping[str, Any]:
    """The facts of the family's receipt of the papers; nothing before it."""
    acts = (act.facts for act in reversed(dossier.case.acts) if act.kind == "passed_on")
    return next((facts for facts in acts if facts["leg"] == "family"), {})


def _seen_by(dossier: Dossier, given: Mapping[str, Any]) -> Hand:
    """Whoever saw that it was not signed; else the station's clerk (S7-AMB-12)."""
    witness = dossier.text(given.get("witness", ""))
    return Hand(f"在场 {witness}") if witness else Hand("社区低保站经办人")


def _family(dossier: Dossier) -> Hand:
    """The family's hand where it received the papers, or a line to sign on (S7-APPR-14)."""
    kept = dossier.case.handover.undertaking
    return Hand(dossier.head, dossier.ink(kept) if kept else None)


def _legs(dossier: Dossier) -> Iterator[Leg]:
    """District → street → community → family, who received each; a leg to come is left to be written."""
    gone = {act.facts["leg"]: act for act in dossier.case.acts if act.kind == "passed_on"}
    certificate_title = dossier.policy.forms.doc08.zh
    both = f"{certificate_title}、{dossier.policy.forms.doc10.zh}"
    places = (
        ("street", "区到街道", f"{certificate_title}、低保档案", dossier.centre, dossier.office),
        ("community", "街道到社区", both, dossier.office, dossier.station),
        ("family", "社区到家庭", both, dossier.station, dossier.head),
    )
    for leg, words, papers, giver, taker in places:
        act = gone.get(leg)
        who = dossier.text(act.facts.get("receiver", "")) if act else ""
        yield Leg(words, papers, giver, who or taker, shanghai_date(act.at) if act else None)

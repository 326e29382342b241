"""A tip-off received, looked into by two others, found, answered (S7-DUTY-S6).

Whose case it is about stands in the complaint's own chain; the case shows at most that a review was opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from server.domain.act import ActDraft
from server.domain.complaint import (
    ABOUT,
    ANSWERED,
    ASSIGNED,
    FOUND,
    LOOKED,
    LOOKING,
    OPENING,
    RECEIVED,
    REVIEW,
    STAFF,
    TO_ANSWER,
    WAYS,
    WEIGHED,
    Complaint,
    check_finding,
    check_officers,
    check_state,
    file_of,
    fold_complaint,
    sent_to,
)
from server.domain.objection import (
    IN_PERSON,
    PAGE,
    PHONE,
    RECEIPT_BITS,
    Statement,
    check_lengths,
    format_receipt,
    parse_receipt,
)
from server.domain.periodic_review import open_review
from server.domain.permission import DISTRICT, STREET, Actor, check_in_area, check_may
from server.errors import Refusal
from server.records.complaint_rows import filed_already
from server.records.entries import Area, User
from server.services.district import District, draft_act
from server.services.objections import ANSWER, BOARD, RESIDENT, keep_secret, keep_words
from server.services.periodic_reviews import begin_review

EVIDENCE: Final = "complaint"
WORDS: Final = "complaint-words"


def complain_on_page(district: District, about: str, community: str, statement: Statement) -> str:
    """Anybody complains, named or not; returns the receipt. Nothing is said of whom it is about."""
    return _receive(district, ActDraft(OPENING, BOARD, RESIDENT, {"how": PAGE}), about, community, statement)


def record_complaint(
    district: District, actor: Actor, how: str, about: str, community: str, statement: Statement
) -> str:
    """Somebody came or called, and the desk writes it down."""
    check_may(actor, "complaint.record")
    if how not in (IN_PERSON, PHONE):
        raise Refusal("objection.how")
    draft = draft_act(actor, "complaint.record", OPENING, {"how": how})
    return _receive(district, draft, about, community, statement)


def assign_officers(
    district: District, actor: Actor, receipt: str, number: str, officers: Sequence[str]
) -> Complaint:
    """Sends two who were never sent to the household it is about (D-10), or others in their place.

    Nobody has to know yet which household it is: it may be found, or be in no file at all. A household that
    was named stays so where none is given.
    """
    with district.casebook.turn:
        complaint = get_own(district, actor, "complaint.assign", receipt)
        check_state(complaint, RECEIVED, LOOKING, WEIGHED)
        number = number.strip() or complaint.case
        barred = _barred(district, actor, complaint, number)
        candidates = {user.id: user.assessor_id for user in list_candidates(district, complaint)}
        if set(officers) - set(candidates):
            raise Refusal("complaint.officer")
        check_officers({officer: candidates[officer] for officer in officers}, barred)
        if actor.assessor_id in barred:
            raise Refusal("complaint.own_case")
        facts = {"case": number, "officers": sorted(officers)}
        return append_to(district, complaint, draft_act(actor, "complaint.assign", ASSIGNED, facts))


def look_into(
    district: District, actor: Actor, receipt: str, way: str, looked_on: date, words: str
) -> Complaint:
    """One of the two writes down a visit, papers they saw or what somebody said."""
    with district.casebook.turn:
        complaint = _get_assigned(district, actor, receipt)
        check_state(complaint, LOOKING, WEIGHED)
        if way not in WAYS:
            raise Refusal("complaint.way")
        if not complaint.received_on <= looked_on <= district.today():
            raise Refusal("complaint.day")
        facts = {"way": way, "looked_on": looked_on.isoformat(), "words": _put(district, complaint, words)}
        return append_to(district, complaint, draft_act(actor, "complaint.look", LOOKED, facts))


def find_complaint(
    district: District, actor: Actor, receipt: str, result: str, consequence: str, reason: str
) -> Complaint:
    """True, not true or not to be established, and what follows; a review is opened with it (S7-REV-01)."""
    with district.casebook.turn:
        complaint = _get_assigned(district, actor, receipt)
        check_finding(complaint, result, consequence)
        facts = {"result": result, "consequence": consequence, "reason": _put(district, complaint, reason)}
        if consequence == REVIEW and not open_review(district.get_case(complaint.case)):
            begin_review(district, actor, complaint.case, "inquiry")
        return append_to(district, complaint, draft_act(actor, "complaint.look", FOUND, facts))


def answer_complaint(district: District, actor: Actor, receipt: str, words: str) -> Complaint:
    """Whoever gave a name is told what was found, without anything private of the household."""
    with district.casebook.turn:
        complaint = get_own(district, actor, "complaint.answer", receipt)
        check_state(complaint, TO_ANSWER)
        if not words.strip():
            raise Refusal("objection.answer_words")
        facts = {"words": district.put_text(complaint.id, ANSWER, words)}
        return append_to(district, complaint, draft_act(actor, "complaint.answer", ANSWERED, facts))


def get_complaint(district: District, receipt: str) -> Complaint:
    """The complaint of a receipt as it was read or typed; refuses an unknown one."""
    return fold_complaint(district.casebook.read(file_of(parse_receipt(receipt))))


def get_own(district: District, actor: Actor, permission: str, receipt: str) -> Complaint:
    """A complaint of the person's area that is not about a household they were sent to."""
    check_may(actor, permission)
    complaint = get_complaint(district, receipt)
    check_in_area(actor, complaint.street, complaint.community)
    if is_involved(district, actor, complaint.case):
        raise Refusal("complaint.own_case")
    return complaint


def is_involved(district: District, actor: Actor, number: str) -> bool:
    """Whether the person was ever sent to the household as an assessor."""
    return bool(number and actor.assessor_id) and actor.assessor_id in sent_to(district.get_case(number))


def list_candidates(district: District, complaint: Complaint) -> list[User]:
    """Who may be sent: officers of its street and of the district, in post."""
    return sorted(
        (user for user in district.office.every(User) if user.active and _may_look(user, complaint.street)),
        key=lambda user: (user.street != complaint.street, user.name),
    )


def list_communities(district: District) -> list[Area]:
    """Every community there is, whatever happens in it."""
    found = (area for area in district.office.every(Area) if area.kind == "community")
    return sorted(found, key=lambda area: (area.parent, area.id))


def _may_look(user: User, street: str) -> bool:
    of_street = STREET in user.roles and bool(street) and user.street == street
    return of_street or DISTRICT in user.roles


def _barred(district: District, actor: Actor, complaint: Complaint, number: str) -> frozenset[str]:
    """Who was sent to the household before; one of another street than was said is for the district."""
    if not number:
        return frozenset()
    case = district.get_case(number)
    if complaint.street and case.street != complaint.street and actor.street:
        raise Refusal("complaint.other_street")
    return sent_to(case)


def _receive(district: District, draft: ActDraft, about: str, community: str, statement: Statement) -> str:
    _check(about, statement)
    street = _street_of(district, about, community)
    with district.casebook.turn:
        earlier = filed_already(district.index, statement.once)
        if earlier:
            return fold_complaint(district.casebook.read(earlier.file)).receipt
        receipt = _new_receipt(district)
        facts = {
            **draft.facts,
            "about": about,
            "street": street,
            "community": community,
            "named": statement.is_named,
            "words": keep_words(district, EVIDENCE, file_of(receipt), statement),
            "once": statement.once,
        }
        opening = ActDraft(draft.kind, draft.by, draft.role, facts)
        district.casebook.append(opening, file_of(receipt), None, policy=district.policy.key)
    keep_secret(district, receipt, statement)
    return receipt


def _check(about: str, statement: Statement) -> None:
    if about not in ABOUT:
        raise Refusal("complaint.about")
    if not statement.text.strip():
        raise Refusal("complaint.words")
    check_lengths(statement)


def _street_of(district: District, about: str, community: str) -> str:
    """Which street looks into it; what is about staff, or names no place, is for the district."""
    if not community:
        return ""
    area = district.office.find(Area, community)
    if area is None or area.kind != "community":
        raise Refusal("complaint.community")
    return "" if about == STAFF else area.parent


def _new_receipt(district: District) -> str:
    while True:
        receipt = format_receipt(district.rng.getrandbits(RECEIPT_BITS))
        if district.casebook.last(file_of(receipt)) is None:
            return receipt


def _get_assigned(district: District, actor: Actor, receipt: str) -> Complaint:
    complaint = get_own(district, actor, "complaint.look", receipt)
    if complaint.officers and actor.user_id not in complaint.officers:
        raise Refusal("complaint.not_yours")
    return complaint


def _put(district: District, complaint: Complaint, words: str) -> str:
    if not words.strip():
        raise Refusal("complaint.reason")
    return district.put_text(complaint.id, WORDS, words)


def append_to(district: District, complaint: Complaint, draft: ActDraft) -> Complaint:
    """Adds an act to the chain of a complaint."""
    act = district.casebook.append(draft, complaint.id, complaint.last, policy=complaint.policy)
    return fold_complaint([*complaint.acts, act])

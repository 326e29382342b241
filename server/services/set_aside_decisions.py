"""What the desk decides of an upload that was set aside: accept it, send it back, close it (design §5).

Each decision is an act on the case's chain, or on the assessor's where the upload names no case; the upload
stays where it is, whole, and its tablet is told by the receipt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from server.domain.act import Act
from server.domain.days import format_instant
from server.domain.periodic_review import awaits_home
from server.domain.permission import Actor, check_may
from server.domain.stage import Stage
from server.errors import Refusal
from server.records.entries import SentBack, SetAside
from server.services.authorisation_uploads import PREFIX as AUTHORISATION
from server.services.contributions import receive_contribution
from server.services.countersign_uploads import PREFIX as COUNTERSIGN
from server.services.countersign_uploads import ask_colleagues
from server.services.credentials import append_to_file, assessor_file
from server.services.district import District, draft_act
from server.services.errand_results import enter_result
from server.services.errand_tasks import publish_errands
from server.services.errands import find_errand
from server.services.hardship_uploads import PREFIX as HARDSHIP
from server.services.receipts import ACCEPTED, with_others
from server.services.returns import may_return, round_id
from server.services.set_asides import (
    Release,
    check_form,
    check_release,
    find_case,
    find_release,
    find_released,
    kept_photo,
)
from server.services.tasks import (
    find_task,
    open_streets,
    publish_task,
    put_task,
    receipt_id,
    receipt_payload,
    withdraw_task,
)
from server.services.visits import Sound, get_set_aside, receive_visit

# What is said or signed apart from a visit is answered by name and gets no receipt.
_ANSWERS: Final = {COUNTERSIGN: "confirmed", AUTHORISATION: "authorised", HARDSHIP: "referred"}


def return_set_aside(district: District, actor: Actor, entry_id: str, words: str) -> SetAside:
    """Sends a visit back to its tablet with what has to be put right; it can then be sealed again.

    The upload stays where it is, whole. Only a visit the case still waits for can be sent back.
    """
    entry = _open(district, actor, entry_id, "set_aside.return")
    if not words.strip():
        raise Refusal("set_aside.words")
    if not may_return(district, entry):
        raise Refusal("set_aside.not_awaited")
    _append(district, actor, entry, "set_aside.return", "set_aside_returned", words)
    returned = {"at": format_instant(district.now()), "by": actor.user_id, "words": words.strip()}
    changed = district.office.change(
        SetAside, entry_id, lambda kept: replace(kept, returned=returned, decided={})
    )
    district.office.save(SentBack(round_id(entry.case, entry.round), entry_id))
    _publish(district, entry)
    _tell(district, changed)
    return changed


def close_set_aside(district: District, actor: Actor, entry_id: str, reason: str) -> SetAside:
    """Ends the matter: what came does not enter the case, and is kept with the reason."""
    entry = _open(district, actor, entry_id, "set_aside.close")
    if not reason.strip():
        raise Refusal("set_aside.reason")
    _append(district, actor, entry, "set_aside.close", "set_aside_closed", reason)
    return _decide(district, actor, entry, "closed", reason)


def accept_set_aside(district: District, actor: Actor, entry_id: str, reason: str) -> SetAside:
    """Enters an upload into its case all the same; the act names every rule that did not hold.

    Where the case has a visit already it is laid beside that one; of an errand it enters the errand's file.
    First that it was accepted and by whom, then the record as it was sealed: killed in between, the same
    decision taken again goes on where this one stopped.
    """
    entry = _open(district, actor, entry_id, "set_aside.accept")
    if not reason.strip():
        raise Refusal("set_aside.reason")
    with district.casebook.turn:
        if find_released(district, entry) is None:
            release = find_release(district, entry)
            check_release(actor, release)
            check_form(district, release)
            _append_accepted(district, actor, entry, release, reason)
            _enter(district, entry, release)
            _withdraw_from_others(district, release)
    changed = _decide(district, actor, entry, ACCEPTED, reason)
    ask_colleagues(district, district.get_case(entry.case))
    return changed


def answer_set_aside(district: District, entry: SetAside) -> dict[str, Any]:
    """What the tablet of an upload that was set aside is told: why, what was decided since, or the act."""
    document_id = str(entry.document["_id"])
    act = find_released(district, entry)
    if act is not None:
        taken = {"received_at": format_instant(act.at), "act": act.n, "reason": None}
        return receipt_payload(document_id, ACCEPTED, entry.digest, sorted(act.facts["photos"]), **taken)
    told = {"received_at": entry.received_at, "act": None, "reason": _reason(entry)}
    return receipt_payload(document_id, "set_aside", entry.digest, entry.photos, **told)


def _open(district: District, actor: Actor, entry_id: str, permission: str) -> SetAside:
    """The entry, for somebody who may decide on it; what was accepted is in the record for good."""
    entry = get_set_aside(district, actor, entry_id)
    check_may(actor, permission)
    if entry.state == ACCEPTED:
        raise Refusal("set_aside.accepted")
    return entry


def _enter(district: District, entry: SetAside, release: Release) -> None:
    """As the visit the case waits for, or beside the one it has (S7-EVAL-05)."""
    sealed = release.beside.sealed
    photos = {photo.digest: kept_photo(district, entry, photo.digest) for photo in sealed.photos}
    if release.goes_beside:
        receive_contribution(district, release.beside, photos, released=entry.id)
    elif release.errand and release.upload and release.visit:
        enter_result(district, release.errand, release.upload, release.visit, photos, entry.id)
    elif release.upload and release.visit:
        receive_visit(district, Sound(release.upload, release.visit, photos, released=entry.id))


def _withdraw_from_others(district: District, release: Release) -> None:
    """Whoever was sent instead has nothing to visit any more; what they still send is received."""
    team, sealed = release.case.team, release.beside.sealed
    if release.goes_beside or release.errand or team is None:
        return
    if (team.lead, team.round) != (sealed.assessor, sealed.round):
        withdraw_task(district, release.case)


def _append_accepted(
    district: District, actor: Actor, entry: SetAside, release: Release, reason: str
) -> None:
    last = release.case.last
    if (last.kind, last.facts.get("entry")) != ("set_aside_accepted", entry.id):
        overridden = {"overridden": release.codes}
        _append(district, actor, entry, "set_aside.accept", "set_aside_accepted", reason, overridden)


def _append(
    district: District,
    actor: Actor,
    entry: SetAside,
    permission: str,
    kind: str,
    reason: str,
    more: Mapping[str, Any] | None = None,
) -> Act:
    """The decision as an act; what a person wrote is evidence, since it may name somebody."""
    with district.casebook.turn:
        case = find_case(district, entry.case)
        file = case.number if case else assessor_file(entry.assessor)
        facts = {
            "entry": entry.id,
            "upload": entry.digest,
            "codes": sorted({reason["code"] for reason in entry.reasons}),
            "reason": district.put_text(file, "reason", reason),
        }
        draft = draft_act(actor, permission, kind, facts | dict(more or {}))
        if case is None:
            return append_to_file(district, entry.assessor, draft)
        return district.append_to_case(case, draft).last


def _decide(district: District, actor: Actor, entry: SetAside, state: str, words: str) -> SetAside:
    at = format_instant(district.now())
    decided = {"state": state, "at": at, "by": actor.user_id, "words": words.strip()}
    changed = district.office.change(SetAside, entry.id, lambda kept: replace(kept, decided=decided))
    _close_question(district, changed)
    _tell(district, changed)
    return changed


def _close_question(district: District, entry: SetAside) -> None:
    """A task does not ask any more for what was decided otherwise since it was sent back."""
    sent_back = district.office.find(SentBack, round_id(entry.case, entry.round))
    if sent_back is not None and sent_back.upload == entry.id:
        district.office.delete(sent_back)
        _publish(district, entry)


def _publish(district: District, entry: SetAside) -> None:
    """Writes the task anew that is still to be done, with what is asked of it or no more."""
    errand, case = find_errand(district, entry.case, entry.round), find_case(district, entry.case)
    if errand is not None:
        publish_errands(district, [errand] if errand.is_open else [])
    elif case is not None and (case.stage is Stage.ASSIGNED or awaits_home(case)):
        publish_task(district, case)


def _tell(district: District, entry: SetAside) -> None:
    """The receipt says what was decided, unless it is by now about a later upload of the same visit."""
    document_id = str(entry.document["_id"])
    open_streets(district, entry.assessor)
    kind, colon, name = document_id.partition(":")
    answer = _ANSWERS.get(kind + colon)
    if answer is not None:
        told = {"type": answer, "id": name, "reason": _reason(entry)}
        put_task(district, entry.assessor, f"{answer}:{name}", told)
        return
    name = receipt_id(document_id)
    receipt = find_task(district, entry.assessor, name)
    if receipt is None or receipt.get("digest") == entry.digest:
        put_task(district, entry.assessor, name, with_others(answer_set_aside(district, entry), receipt))


def _reason(entry: SetAside) -> dict[str, str] | None:
    """Why it is not in the record, in the words of whoever decided last."""
    if entry.state == "closed":
        return _sentence(Refusal("set_aside.told_closed", words=entry.decided.get("words", "")))
    if entry.state == "returned":
        return _sentence(Refusal("set_aside.told_returned", words=entry.returned.get("words", "")))
    return dict(entry.reasons[0]) if entry.reasons else None


def _sentence(refusal: Refusal) -> dict[str, str]:
    return {"code": refusal.code, "zh": refusal.sentence("zh"), "en": refusal.sentence("en")}

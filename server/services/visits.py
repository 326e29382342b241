"""A sealed visit enters the record, and is read again at the desk (S7-EVAL-04…07, S7-APPR-03)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from forms.validate import Difference
from server.domain.act import Act, ActDraft
from server.domain.case import Case, fold_case
from server.domain.days import format_instant
from server.domain.hardship_call import is_before_the_street
from server.domain.household import parse_household
from server.domain.money import parse_yuan
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.procedure import check_step
from server.domain.seal import SealedVisit, check_sealed_visit
from server.errors import Refusal
from server.records.casebook import Following
from server.records.entries import Assessor, SetAside
from server.records.evidence import Whole
from server.services.comparisons import ComparedRow, compare, whole_number
from server.services.devices import find_device
from server.services.district import District
from server.services.forms import get_checker, get_form
from server.services.hardship import due_at
from server.services.uploads import (
    EVIDENCE,
    VISITS,
    Upload,
    find_checked,
    kind_of_receipt,
    known_for,
    parse_upload,
)


@dataclass(frozen=True)
class VisitView:
    """A received visit as the desk reads it."""

    number: str
    visit: SealedVisit
    seal: str
    signatures: tuple[Mapping[str, Any], ...]  # as sealed, with the ink
    compared: tuple[ComparedRow, ...]
    form: Mapping[str, Any]
    device_number: str
    names: Mapping[str, str]  # assessor → name
    received_at: str
    refusals: tuple[Refusal, ...]  # what a check made again now finds wrong
    differences: tuple[Difference, ...]
    damaged_photos: tuple[str, ...]


@dataclass(frozen=True)
class Sound:
    """A sealed visit that passed every check, with the bytes of its photos.

    ``released``: the one among those set aside that a person accepted all the same.
    """

    upload: Upload
    visit: SealedVisit
    photos: Mapping[str, bytes]
    released: str = ""

    @property
    def evidence(self) -> Whole:
        """What is kept of it, its photos in the order it names them."""
        kinds = {photo.digest: photo.content_type for photo in self.visit.photos}
        named = tuple((self.photos[name], kind) for name, kind in kinds.items())
        return Whole(EVIDENCE, self.visit.case, self.upload.content, named, self.upload.salt)


def receive_visit(district: District, sound: Sound) -> Act:
    """Enters one visit into the record; returns its act."""
    (received,) = receive_visits(district, [sound])
    if isinstance(received, Refusal):
        raise received
    return received


def receive_visits(district: District, sound: Sequence[Sound]) -> list[Act | Refusal]:
    """Enters visits of as many cases into the record; the act of each, or why it was refused.

    Photos and visits first, then the acts that name them: killed at any point, the same uploads can be
    received again and leave the same record.
    """
    with district.casebook.turn:
        waited_for = [_awaiting(district, one) for one in sound]
        may = [one for one, case in zip(sound, waited_for, strict=True) if isinstance(case, Case)]
        cases = [case for case in waited_for if isinstance(case, Case)]
        digests = district.evidence.put_wholes([one.evidence for one in may])
        drafts = map(partial(_draft, district), may, cases, digests)
        acts = district.casebook.append_all(
            [
                Following(draft, case.number, case.last, case.policy)
                for draft, case in zip(drafts, cases, strict=True)
            ]
        )
        following = iter(acts)
        return [next(following) if isinstance(case, Case) else case for case in waited_for]


def _awaiting(district: District, one: Sound) -> Case | Refusal:
    """The case that waits for this visit; why it does not."""
    try:
        case = district.get_case(one.visit.case)
        check_step(case, kind_of_receipt(case))
    except Refusal as refusal:
        return refusal
    return case


def _draft(district: District, one: Sound, case: Case, digest: str) -> ActDraft:
    household = parse_household(district.evidence.get("declared", case.number, case.declared))
    facts = _facts(one.visit, digest, compare(household, one.visit.answers))
    facts |= _urgent_facts(district, case, one.visit)
    return ActDraft(
        kind=kind_of_receipt(case),
        by=f"assessor:{one.visit.assessor}",
        role="assessor",
        facts=facts | ({"released": one.released} if one.released else {}),
    )


def read_visit(district: District, actor: Actor, number: str, round_number: int | None = None) -> VisitView:
    """A received visit with its checks made again (S7-APPR-03); the newest where no round is named."""
    case = district.get_case(number)
    check_may(actor, "case.read")
    check_in_area(actor, case.street, case.community)
    return view_visit(district, case, round_number)


def view_visit(district: District, case: Case, round_number: int | None = None) -> VisitView:
    """:func:`read_visit` for a caller that has checked who asks."""
    act = _find_receipt(case, round_number)
    if act is None:
        raise Refusal("record.missing", document=f"visit:{case.number}:{round_number or ''}")
    content = district.evidence.get(EVIDENCE, case.number, act.facts["visit"])
    upload, visit = parse_upload(act.by.removeprefix("assessor:"), content)
    damaged = tuple(_damaged_photos(district, visit))
    arrived = {photo.digest for photo in visit.photos} - set(damaged)
    household = parse_household(district.evidence.get("declared", case.number, case.declared))
    before = fold_case(case.acts[: act.n - 1])
    checked = find_checked(get_checker(district, visit.form), visit)
    known = known_for(district, upload, visit, before, arrived, act.at, received=True, checked=checked)
    device, form = find_device(district, visit.device), get_form(district, visit.form)
    return VisitView(
        number=case.number,
        visit=visit,
        seal=upload.seal,
        signatures=tuple(visit.document["signatures"]),
        compared=compare(household, visit.answers),
        form=form,
        device_number=device.number if device else "",
        names=_names(district, visit),
        received_at=format_instant(act.at),
        refusals=tuple(check_sealed_visit(visit, known)),
        differences=tuple(checked.differences),
        damaged_photos=damaged,
    )


def get_photo(district: District, actor: Actor, number: str, digest: str) -> bytes:
    """The bytes of a photo of a received visit; photos nobody's act names are not given out."""
    case = district.get_case(number)
    check_may(actor, "case.read")
    check_in_area(actor, case.street, case.community)
    kinds = (*VISITS, "contribution_received")
    named = {photo for act in case.acts if act.kind in kinds for photo in act.facts["photos"]}
    if digest not in named:
        raise Refusal("record.missing", document=f"photo:{number}")
    return district.evidence.get_photo(number, digest)


def list_set_aside(district: District, actor: Actor) -> list[SetAside]:
    """What a person may see, newest first; a street sees what its own assessors sent."""
    check_may(actor, "set_aside.read")
    streets = {assessor.id: assessor.street for assessor in district.office.every(Assessor)}
    entries = [
        entry
        for entry in district.office.every(SetAside)
        if not actor.street or streets.get(entry.assessor) == actor.street
    ]
    return sorted(entries, key=lambda entry: entry.received_at, reverse=True)


def count_set_aside(district: District, actor: Actor) -> int:
    """How many uploads nobody decided on yet a person may see, without reading them."""
    check_may(actor, "set_aside.read")
    counts = district.tallies.open_set_asides()
    if not actor.street:
        return sum(counts.values())
    mine = {one.id for one in district.office.every(Assessor) if one.street == actor.street}
    return sum(count for assessor, count in counts.items() if assessor in mine)


def get_set_aside(district: District, actor: Actor, entry_id: str) -> SetAside:
    """One upload set aside, whole; refuses an unknown one and another street's."""
    found = next((entry for entry in list_set_aside(district, actor) if entry.id == entry_id), None)
    if found is None:
        raise Refusal("record.missing", document=f"set-aside:{entry_id}")
    return found


def _facts(visit: SealedVisit, digest: str, compared: tuple[ComparedRow, ...]) -> dict[str, Any]:
    """Facts that identify nobody (design §2): digests, counts, amounts and times."""
    return {
        "round": visit.round,
        "visit": digest,
        "photos": sorted({photo.digest for photo in visit.photos}),
        "assessors": [member.assessor for member in visit.team],
        "device": visit.device,
        "seal": "ok",
        "persons": whole_number(visit.answers.get("persons")),
        "income_total_fen": parse_yuan(str(visit.answers.get("income_total") or "0")),
        "income_per_capita_fen": parse_yuan(str(visit.answers.get("income_per_capita") or "0")),
        "differences": sum(row.differs for row in compared if row.path.startswith("member[")),
        "started_at": format_instant(visit.started_at),
        "sealed_at": format_instant(visit.sealed_at),
    }


def _urgent_facts(district: District, case: Case, visit: SealedVisit) -> dict[str, Any]:
    """Hardship the assessors saw is referred by the visit itself, with the street's clock (C-23, §11).

    ``urgent_anew`` says that an earlier one of the case is over: without it a visit's hardship is its first.
    """
    seen = set(visit.answers.get("urgent") or ()) - {"none"}
    if not seen or is_before_the_street(case, visit.round):
        return {}
    rules = district.policy_of(case.policy).hardship
    anew = {"urgent_anew": True} if case.hardship is not None else {}
    return {"urgent_due_at": due_at(rules, district.now()), **anew}


def _find_receipt(case: Case, round_number: int | None) -> Act | None:
    received = (act for act in reversed(case.acts) if act.kind == "visit_received")
    return next((act for act in received if round_number in (None, act.facts["round"])), None)


def _damaged_photos(district: District, visit: SealedVisit) -> Iterator[str]:
    for photo in visit.photos:
        try:
            district.evidence.get_photo(visit.case, photo.digest)
        except Refusal:
            yield photo.digest


def _names(district: District, visit: SealedVisit) -> dict[str, str]:
    known = {assessor.id: assessor.name for assessor in district.office.every(Assessor)}
    return {member.assessor: known.get(member.assessor, member.assessor) for member in visit.team}

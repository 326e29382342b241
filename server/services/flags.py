"""Raises what a person should look at, keeps it until somebody has, and never holds anything up (design §5).

Acts are looked at after they are in the record, one by one, by a place of its own in the casebook's changes:
a kill between the receipt of a visit and its flags loses none, and looking twice raises none twice.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import rfc8785

from server.domain import flag as rules
from server.domain.act import Act
from server.domain.case import Case, fold_case
from server.domain.days import format_instant, parse_instant
from server.domain.flag import Flag
from server.domain.household import Household, parse_household
from server.domain.permission import Actor, check_in_area, check_may, may_in_area
from server.domain.position import Position, parse_position
from server.domain.seal import Photo, SealedVisit
from server.domain.stage import Stage
from server.errors import Refusal
from server.records.entries import Flag as FlagEntry
from server.records.entries import HomePosition
from server.records.index import file_of
from server.records.sightings import SeenVisit
from server.services.comparisons import asked_income_fen
from server.services.district import District, draft_act
from server.services.photo_hashes import hash_photo
from server.services.uploads import EVIDENCE, parse_upload

_PAGE: Final = 100
_CLOSED: Final = (Stage.INELIGIBLE, Stage.NOT_PASSED)
_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True)
class FlagView:
    """A flag as a person reads it; ``beside`` are the cases it is between, as far as one may see them."""

    entry: FlagEntry
    zh: str
    en: str
    beside: tuple[Case, ...]

    @property
    def photos(self) -> tuple[tuple[str, str], ...]:
        """The photos it is about, each with its case, as far as this person may see them."""
        facts, own = self.entry.facts, self.entry.case
        named = ((own, facts.get("photo")), (facts.get("other"), facts.get("other_photo")))
        seen = {case.number for case in self.beside}
        return tuple((str(case), str(photo)) for case, photo in named if photo and case in seen)

    @property
    def visits(self) -> tuple[Act, ...]:
        """The visits it is between, where it is about two at once."""
        if "from_at" not in self.entry.facts:
            return ()
        return tuple(act for case in self.beside for act in case.acts if act.kind == "visit_received")


@dataclass(frozen=True)
class Raised:
    """A flag and the case it stands in: what was found between two homes stands in both."""

    case: str
    flag: Flag


def raise_flags(district: District, *, pages: int = 0) -> int:
    """Looks at every act that entered since the last time; returns how many flags are new.

    With ``pages`` at most so many hundred acts, so that who calls goes on with other work in between. A case
    that cannot be read is logged and left: verification names what is wrong with it.
    """
    new, read, sightings = 0, 0, district.sightings
    while True:
        rows, since = district.casebook.database.changes(sightings.since, limit=_PAGE)
        read += 1
        for file in dict.fromkeys(file_of(row["id"]) for row in rows if row["id"].startswith("act:")):
            try:
                new += look_at_case(district, file)
            except Exception:
                # No flag is worth a pass of the reconciler.
                _log.exception("flags: %s could not be looked at", file)
        sightings.move_on(since)
        if len(rows) < _PAGE or read == pages:
            return new


def look_at_case(district: District, number: str) -> int:
    """Raises the flags of what entered a case and was not looked at yet; returns how many are new."""
    acts = district.casebook.read(number)
    if not acts or acts[0].kind != "applied":
        return 0
    new = 0
    for act in acts:
        if act.kind in _LOOKS and not district.sightings.has_looked(act.digest):
            before = fold_case(acts[: act.n])
            new += sum(_keep(district, raised) for raised in list(_LOOKS[act.kind](district, before, act)))
            district.sightings.note_looked(act.digest)
    return new


def list_flags(district: District, actor: Actor, case: Case) -> list[FlagView]:
    """The flags of a case, the oldest first; ``dismissed`` is what the chain says."""
    check_may(actor, "flag.read")
    check_in_area(actor, case.street, case.community)
    entries = district.office.every(FlagEntry, f"{case.number}:")
    told = [replace(entry, dismissed=entry.id in case.dismissed) for entry in entries]
    told.sort(key=lambda entry: (entry.raised_at, entry.code, entry.id))
    return [_view(district, actor, case, entry) for entry in told]


def get_flag(district: District, actor: Actor, case: Case, flag_id: str) -> FlagView:
    """One flag of a case; refuses an unknown one and another case's."""
    found = next((view for view in list_flags(district, actor, case) if view.entry.id == flag_id), None)
    if found is None:
        raise Refusal("record.missing", document=f"flag:{flag_id}")
    return found


def list_open_flags(district: District, actor: Actor) -> list[FlagView]:
    """Every flag nobody put away yet, of the actor's area, the newest first."""
    check_may(actor, "flag.read")
    entries = [
        entry
        for entry in district.office.every(FlagEntry)
        if not entry.dismissed and may_in_area(actor, entry.street, entry.community)
    ]
    entries.sort(key=lambda entry: (entry.raised_at, entry.id), reverse=True)
    return [_told(entry, ()) for entry in entries]


def count_open_flags(district: District, actor: Actor) -> int:
    return len(list_open_flags(district, actor))


def dismiss_flag(district: District, actor: Actor, number: str, flag_id: str, reason: str) -> Case:
    """A person looked and says why nothing needs doing; the flag stays readable.

    Killed between the act and the entry, the same again sets the entry right and appends nothing.
    """
    case = district.get_case(number)
    check_may(actor, "flag.dismiss")
    check_in_area(actor, case.street, case.community)
    entry = get_flag(district, actor, case, flag_id).entry
    if not reason.strip():
        raise Refusal("flag.no_reason")
    if flag_id not in case.dismissed:
        facts = {
            "flag": flag_id,
            "code": entry.code,
            "reason": district.put_text(number, "reason", reason),
        }
        case = district.append_to_case(case, draft_act(actor, "flag.dismiss", "flag_dismissed", facts))
    district.office.change(FlagEntry, flag_id, lambda stored: replace(stored, dismissed=True))
    return case


def _view(district: District, actor: Actor, case: Case, entry: FlagEntry) -> FlagView:
    other = str(entry.facts.get("other", ""))
    found = district.get_case(other) if other else None
    mine = found is not None and may_in_area(actor, found.street, found.community)
    return _told(entry, (case, found) if found and mine else (case,))


def _told(entry: FlagEntry, beside: tuple[Case, ...]) -> FlagView:
    zh, en = (rules.sentence_of(entry.code, entry.facts, lang) for lang in ("zh", "en"))
    return FlagView(entry, zh, en, beside)


def _keep(district: District, raised: Raised) -> bool:
    """Keeps a flag once; whether it is new."""
    flag, case = raised.flag, district.get_case(raised.case)
    content = rfc8785.dumps([flag.code, dict(flag.facts)])
    entry_id = f"{case.number}:{hashlib.sha256(content).hexdigest()[:24]}"
    if district.office.find(FlagEntry, entry_id) is not None:
        return False
    entry = FlagEntry(
        id=entry_id,
        case=case.number,
        street=case.street,
        community=case.community,
        code=flag.code,
        facts=dict(flag.facts),
        raised_at=format_instant(district.now()),
        dismissed=entry_id in case.dismissed,
    )
    district.office.save(entry)
    return True


def _look_at_application(district: District, case: Case, _act: Act) -> Iterator[Raised]:
    """The same person in two households that are not closed."""
    household = _declared(district, case)
    numbers = sorted({member.identity_number for member in household.members} - {""})
    district.sightings.note_identities(case.number, numbers)
    others = {other for number in numbers for other in district.sightings.find_identity(case.number, number)}
    for other in sorted(others):
        if district.get_case(other).stage not in _CLOSED:
            yield Raised(case.number, rules.flag_identity(other))
            yield Raised(other, rules.flag_identity(case.number))


def _look_at_visit(district: District, case: Case, act: Act) -> Iterator[Raised]:
    content = district.evidence.get(EVIDENCE, case.number, act.facts["visit"])
    _, visit = parse_upload(act.by.removeprefix("assessor:"), content)
    for flag in _own_flags(district, case, visit, act.at):
        yield Raised(case.number, flag)
    for photo in visit.photos:
        yield from _look_for_alike(district, case, photo)
    for member in visit.team:
        yield from _look_for_overlap(district, visit, member.assessor)


def _own_flags(district: District, case: Case, visit: SealedVisit, received_at: datetime) -> Iterator[Flag]:
    """What the visit shows by itself."""
    checks = district.policy_of(case.policy).checks
    issued_at = parse_instant(visit.roster_issued_at)
    yield from rules.flag_clock(visit.sealed_at, issued_at, received_at, checks)
    declared = _declared(district, case).income_fen
    yield from rules.flag_difference(declared, asked_income_fen(visit.answers), checks)
    took = visit.sealed_at - visit.started_at
    yield from rules.flag_speed(rules.count_answers(visit.answers), took, checks)
    home = _home_position(district, case.number)
    for photo in visit.photos:
        if case.team is not None:
            assigned_at = parse_instant(case.team.assigned_at)
            yield from rules.flag_before_assignment(photo.digest, parse_instant(photo.taken_at), assigned_at)
        yield from rules.flag_far(photo.digest, parse_position(photo.position), home, checks)


def _look_for_alike(district: District, case: Case, photo: Photo) -> Iterator[Raised]:
    photo_hash = hash_photo(district.evidence.get_photo(case.number, photo.digest))
    district.sightings.note_photo(case.number, photo.digest, photo_hash)
    for seen in district.sightings.find_alike(case.number, photo.digest, photo_hash):
        yield Raised(case.number, rules.flag_alike(photo.digest, seen.case, seen.digest, seen.bits))
        yield Raised(seen.case, rules.flag_alike(seen.digest, case.number, photo.digest, seen.bits))


def _look_for_overlap(district: District, visit: SealedVisit, assessor: str) -> Iterator[Raised]:
    started, sealed = format_instant(visit.started_at), format_instant(visit.sealed_at)
    this = SeenVisit(visit.case, visit.round, started, sealed)
    district.sightings.note_visit(assessor, this)
    for other in district.sightings.find_overlapping(assessor, this):
        first = parse_instant(max(started, other.started_at))
        last = parse_instant(min(sealed, other.sealed_at))
        yield Raised(visit.case, rules.flag_overlap(other.case, first, last))
        yield Raised(other.case, rules.flag_overlap(visit.case, first, last))


def _declared(district: District, case: Case) -> Household:
    return parse_household(district.evidence.get("declared", case.number, case.declared))


def _home_position(district: District, number: str) -> Position | None:
    entry = district.office.find(HomePosition, number)
    return parse_position(entry.position) if entry else None


_LOOKS: Final = {"applied": _look_at_application, "visit_received": _look_at_visit}

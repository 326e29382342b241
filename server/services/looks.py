"""What is looked at in an act that entered: one rule after another, each by itself (design §5).

A rule that cannot be applied is logged and becomes a flag of its own, "could not be checked"; the others are
applied all the same.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from server.domain import flag as rules
from server.domain.act import Act
from server.domain.case import Case
from server.domain.days import format_instant, parse_instant
from server.domain.flag import Flag
from server.domain.household import Household, parse_household
from server.domain.position import Position, parse_position
from server.domain.seal import Photo, SealedVisit
from server.domain.sealed_contribution import SealedContribution
from server.domain.stage import Stage
from server.records.entries import HomePosition
from server.records.sightings import SeenVisit
from server.services.comparisons import asked_income_fen
from server.services.district import District
from server.services.photo_hashes import hash_photo
from server.services.recordings import EVIDENCE as CONTRIBUTION
from server.services.recordings import recorded_in
from server.services.uploads import EVIDENCE as VISIT
from server.services.uploads import parse_upload
from sync.couch import Unavailable

_CLOSED: Final = (Stage.INELIGIBLE, Stage.NOT_PASSED)
_log: Final = logging.getLogger(__name__)

Record = SealedVisit | SealedContribution


@dataclass(frozen=True)
class Raised:
    """A flag and the case it stands in: what was found between two homes stands in both."""

    case: str
    flag: Flag


@dataclass(frozen=True)
class Look:
    """One rule about one thing; ``code`` is that of the flag it may raise."""

    code: str
    apply: Callable[[], Iterable[Raised]]


def look_at_act(district: District, case: Case, act: Act) -> Iterator[Raised]:
    """Everything a person should look at in an act; ``case`` is as it was after it."""
    for look in _looks_at(district, case, act):
        try:
            yield from list(look.apply())
        except Unavailable:
            raise  # the store does not answer: nothing was found out about the rule
        except Exception:
            # What one rule stumbles over must not silence the others, and is told.
            _log.exception("flags: %s of %s act %d could not be checked", look.code, case.number, act.n)
            yield Raised(case.number, rules.flag_unchecked(look.code, act.n))


def look_for_far(district: District, case: Case, act: Act) -> Iterator[Raised]:
    """The photos of an act beside the position of the address, once that is known."""
    for look in _looks_at(district, case, act):
        if look.code == "flag.photo_far":
            yield from look.apply()
        elif look.code == "flag.unchecked":
            list(look.apply())


def _looks_at(district: District, case: Case, act: Act) -> Iterator[Look]:
    """The rules to apply; where what the act names cannot be read, that alone."""
    looks: list[Look] = []

    def read() -> Iterable[Raised]:
        looks.extend(LOOKS[act.kind](district, case, act))
        return ()

    yield Look("flag.unchecked", read)
    yield from looks


def _look_at_application(district: District, case: Case, _act: Act) -> Iterator[Look]:
    yield Look("flag.identity_twice", partial(_look_for_identity, district, case))


def _look_at_visit(district: District, case: Case, act: Act) -> Iterator[Look]:
    content = district.evidence.get(VISIT, case.number, act.facts["visit"])
    _, visit = parse_upload(act.by.removeprefix("assessor:"), content)
    yield from _look_at_record(district, case, act, visit)
    yield _own("flag.declared_differs", case, _look_for_difference, district, visit)
    yield _own("flag.too_fast", case, _look_for_speed, district, visit)
    for member in visit.team:
        yield Look("flag.visits_overlap", partial(_look_for_overlap, district, visit, member.assessor))


def _look_at_contribution(district: District, case: Case, act: Act) -> Iterator[Look]:
    """A colleague's own photos and clock; the home and the time are those of the visit."""
    content = district.evidence.get(CONTRIBUTION, case.number, act.facts[CONTRIBUTION])
    yield from _look_at_record(district, case, act, recorded_in(content))


def _look_at_record(district: District, case: Case, act: Act, record: Record) -> Iterator[Look]:
    """What holds for whatever a tablet sealed: its clock and its photos."""
    if record.roster_issued_at:  # a draft was never sealed
        yield _own("flag.clock", case, _look_at_clock, district, act, record)
    for photo in record.photos:
        yield Look("flag.photo_alike", partial(_look_for_alike, district, case, photo))
        yield _own("flag.photo_before_assignment", case, _look_for_old, photo)
        yield _own("flag.photo_far", case, _look_for_far, district, photo)


def _own(code: str, case: Case, rule: Callable[..., Iterable[Flag]], *about: object) -> Look:
    """A rule that speaks of this case alone."""
    return Look(code, lambda: (Raised(case.number, flag) for flag in rule(case, *about)))


def _look_for_identity(district: District, case: Case) -> Iterator[Raised]:
    """The same person in two households that are not closed."""
    household = _declared(district, case)
    numbers = sorted({member.identity_number for member in household.members} - {""})
    district.sightings.note_identities(case.number, numbers)
    others = {other for number in numbers for other in district.sightings.find_identity(case.number, number)}
    for other in sorted(others):
        if district.get_case(other).stage not in _CLOSED:
            yield Raised(case.number, rules.flag_identity(other))
            yield Raised(other, rules.flag_identity(case.number))


def _look_at_clock(case: Case, district: District, act: Act, record: Record) -> Iterable[Flag]:
    checks = district.policy_of(case.policy).checks
    return rules.flag_clock(record.sealed_at, parse_instant(record.roster_issued_at), act.at, checks)


def _look_for_difference(case: Case, district: District, visit: SealedVisit) -> Iterable[Flag]:
    declared, asked = _declared(district, case).income_fen, asked_income_fen(visit.answers)
    return rules.flag_difference(declared, asked, district.policy_of(case.policy).checks)


def _look_for_speed(case: Case, district: District, visit: SealedVisit) -> Iterable[Flag]:
    took, answers = visit.sealed_at - visit.started_at, rules.count_answers(visit.answers)
    return rules.flag_speed(answers, took, district.policy_of(case.policy).checks)


def _look_for_old(case: Case, photo: Photo) -> Iterable[Flag]:
    if case.team is None:
        return ()
    taken_at, assigned_at = parse_instant(photo.taken_at), parse_instant(case.team.assigned_at)
    return rules.flag_before_assignment(photo.digest, taken_at, assigned_at)


def _look_for_far(case: Case, district: District, photo: Photo) -> Iterable[Flag]:
    taken, home = parse_position(photo.position), _home_position(district, case.number)
    return rules.flag_far(photo.digest, taken, home, district.policy_of(case.policy).checks)


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


LOOKS: Final[Mapping[str, Callable[[District, Case, Act], Iterator[Look]]]] = {
    "applied": _look_at_application,
    "visit_received": _look_at_visit,
    "contribution_received": _look_at_contribution,
}

"""Raises what a person should look at, keeps it until somebody has, and never holds anything up (design §5).

Acts are looked at after they are in the record, one by one, by a place of its own in the casebook's changes:
a kill between the receipt of a visit and its flags loses none, and looking twice raises none twice.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, replace
from typing import Final

from server.domain import flag as rules
from server.domain.act import Act
from server.domain.canonical import canonical_bytes
from server.domain.case import OPENINGS, Case, fold_case
from server.domain.days import format_instant
from server.domain.permission import Actor, check_in_area, check_may, may_in_area
from server.domain.retention import find_erasure
from server.errors import Refusal
from server.records.entries import Flag as FlagEntry
from server.records.index import file_of
from server.services.district import District, draft_act
from server.services.looks import LOOKS, Raised, look_at_act, look_for_far
from sync.couch import Unavailable

_PAGE: Final = 100
_UNCHECKED: Final = "flag.unchecked"
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


def raise_flags(district: District, *, pages: int = 0) -> int:
    """Looks at every act that entered since the last time; returns how many flags are new.

    With ``pages`` at most so many hundred acts, so that who calls goes on with other work in between. A case
    that cannot be read is logged and left: verification names what is wrong with it. One rule that cannot be
    applied is a flag of its own (:mod:`server.services.looks`).
    """
    sightings = district.sightings
    new = sum(_look_safely(district, file) for file in sightings.due_again(district.now()))
    read = 0
    while True:
        rows, since = district.casebook.database.changes(sightings.since, limit=_PAGE)
        read += 1
        for file in dict.fromkeys(file_of(row["id"]) for row in rows if row["id"].startswith("act:")):
            new += _look_safely(district, file)
        sightings.move_on(since)
        if len(rows) < _PAGE or read == pages:
            return new


def _look_safely(district: District, file: str) -> int:
    try:
        return look_at_case(district, file)
    except Unavailable:
        raise  # the next pass goes on from the same place
    except Exception:
        # No flag is worth a pass of the reconciler.
        _log.exception("flags: %s could not be looked at", file)
        return 0


def look_at_case(district: District, number: str) -> int:
    """Raises the flags of what entered a case and was not looked at yet; returns how many are new.

    Of an erased case there is nothing left to look at, also when the cache is made again.

    An act with a rule that could not be applied is looked at again; what was said of it then is withdrawn.
    """
    acts = district.casebook.read(number)
    if not acts or acts[0].kind not in OPENINGS or find_erasure(acts):
        return 0
    new = 0
    for act in acts:
        if act.kind in LOOKS and not district.sightings.has_looked(act.digest):
            found = list(look_at_act(district, fold_case(acts[: act.n]), act))
            new += sum(_keep(district, raised) for raised in found)
            _note(district, act, [raised.flag for raised in found if raised.flag.code == _UNCHECKED])
    return new


def _note(district: District, act: Act, unchecked: list[rules.Flag]) -> None:
    """The act counts as looked at once every rule was applied."""
    if district.sightings.is_unchecked(act.digest):
        told = (entry for entry in district.office.every(FlagEntry, f"{act.file}:") if not entry.dismissed)
        said = [dict(flag.facts) for flag in unchecked]
        for entry in told:
            facts = dict(entry.facts)
            if entry.code == _UNCHECKED and facts["act"] == act.n and facts not in said:
                district.office.delete(entry)
    if unchecked:
        district.sightings.note_unchecked(act.digest, act.file, district.now())
    else:
        district.sightings.note_looked(act.digest)


def raise_far(district: District, case: Case) -> int:
    """Looks at every photo of a case again, now that the position of its address is known."""
    new = 0
    for act in case.acts:
        if act.kind in ("visit_received", "contribution_received"):
            found = look_for_far(district, fold_case(case.acts[: act.n]), act)
            new += sum(_keep(district, raised) for raised in list(found))
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
    """How many flags nobody put away yet in the actor's area, without reading them."""
    check_may(actor, "flag.read")
    counts = district.tallies.open_flags().items()
    return sum(count for (street, community), count in counts if may_in_area(actor, street, community))


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
    content = canonical_bytes([flag.code, dict(flag.facts)])
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

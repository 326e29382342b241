"""Taking away what identifies people in a file, once its act says that it goes (PR-07, PR-13).

The act comes first and names how many documents go, so that whoever verifies the record knows that they are
not missing; then they are deleted, and within the hour the databases compacted. Killed in between, the next
start goes on. A backup loses them with its next run.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Final

from server.domain.act import Act
from server.domain.case import OPENINGS, Case
from server.domain.retention import find_erasure
from server.errors import Refusal
from server.records.entries import Erasing, HomePosition, ObjectionSecret, SetAside
from server.services.district import District
from server.services.part_erasures import erase_parts
from server.services.tasks import erase_tasks
from sync.couch import CouchError

_log: Final = logging.getLogger(__name__)


def begin_erasure(district: District, file: str) -> None:
    """Notes that a file is about to be erased, before its act is written."""
    district.office.save(Erasing(file))


def finish_erasures(district: District) -> int:
    """Goes on with what was begun, then compacts once for all of them; how many there were.

    A server does so when it starts and every hour: compacting reads a whole database, nobody waits for it.
    One that cannot be finished, because a chain it touches is broken, waits and keeps no other from its end.
    """
    ended, erased = [], 0
    for one in district.office.every(Erasing):
        try:
            erased += _finish(district, one.id)
        except (CouchError, Refusal):
            _log.exception("erasure: %s is left for the next time", one.id)
        else:
            ended.append(one)
    if erased:
        district.evidence.compact()
        district.office.compact()
        district.index.forget_words()
    for one in ended:
        district.office.delete(one)
    return erased


def _finish(district: District, file: str) -> bool:
    """Whether something was taken away: an erasure may have ended before its act."""
    acts = district.casebook.read(file)
    if find_erasure(acts) is None:
        return False
    take_away(district, acts)
    return True


def take_away(district: District, acts: Sequence[Act]) -> None:
    """Deletes what identifies people, wherever it is; done again it changes nothing."""
    file, erasure = acts[0].file, find_erasure(acts)
    if acts[0].kind in OPENINGS and erasure is not None:
        erase_parts(district, district.get_case(file), erasure)
        _take_from_tablets(district, district.get_case(file))
        _take_from_flags(district, file)
    secret = district.office.find(ObjectionSecret, file.removeprefix("complaint-"))
    if secret is not None:
        district.office.delete(secret)
    left = erasure.facts.get("lines", "") if erasure else ""
    district.evidence.erase(file, left={left} if left else ())
    district.index.refresh(file)


def _take_from_flags(district: District, number: str) -> None:
    """Where the home lies, and what later photos and numbers would be compared with."""
    home = district.office.find(HomePosition, number)
    if home is not None:
        district.office.delete(home)
    district.sightings.forget(number)


def _take_from_tablets(district: District, case: Case) -> None:
    """What was set aside of a case, and what assessors' tablets have of it."""
    for entry in district.office.every(SetAside):
        if entry.case == case.number:
            district.office.delete(entry)
    for team in (*case.earlier_teams, *([case.team] if case.team else ())):
        for assessor in team.assessors:
            erase_tasks(district, assessor, case)

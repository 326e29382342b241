"""What is done to several cases at once: each its own act, by the service its own page calls.

So permission, area, step and completeness are checked case by case, and one that is refused holds up none of
the others. Only what decides nothing and gives no money is here: handing papers on that are complete, and a
note. Printing is for reading alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from server.domain.permission import Actor, check_in_area, check_may, may
from server.errors import Refusal
from server.records.index_rows import CaseRow
from server.services.applications import forward_application
from server.services.district import District
from server.services.family_files import family_files_pdf
from server.services.feedback import complete_file
from server.services.questions import write_note
from server.services.reads import COPY, note_read

MANY: Final = 20  # the cases of one page
Do = Callable[[District, Actor, str, str], object]


@dataclass(frozen=True)
class BulkAct:
    """``do`` takes the number of a case and the words typed, if the act takes any."""

    permission: str
    do: Do
    takes_words: bool = False


BULK_ACTS: Final[Mapping[str, BulkAct]] = {
    "forward": BulkAct("case.forward", lambda place, by, number, _: forward_application(place, by, number)),
    "send_file": BulkAct("file.complete", lambda place, by, number, _: complete_file(place, by, number)),
    "note": BulkAct("note.write", write_note, takes_words=True),
}


@dataclass(frozen=True)
class Result:
    """What came of one case; ``refused`` says why nothing was done."""

    number: str
    row: CaseRow | None  # None where the person may not read it
    refused: Refusal | None = None


def bulk_acts_of(actor: Actor) -> list[str]:
    """What this person's posts let them do to several cases."""
    return [name for name, act in BULK_ACTS.items() if may(actor, act.permission)]


def look_at_chosen(district: District, actor: Actor, numbers: Sequence[str]) -> list[Result]:
    """The cases chosen, before anything is done to them."""
    return [_result(district, actor, number, None) for number in _check_chosen(numbers)]


def do_to_chosen(
    district: District, actor: Actor, name: str, numbers: Sequence[str], words: str = ""
) -> list[Result]:
    """Does one thing to each case in turn; what came of each."""
    act = BULK_ACTS.get(name)
    if act is None:
        raise Refusal("search.act")
    check_may(actor, act.permission)
    return [
        _result(district, actor, number, _refusal_of(act.do, district, actor, number, words))
        for number in _check_chosen(numbers)
    ]


def print_chosen(district: District, actor: Actor, numbers: Sequence[str]) -> bytes:
    """The family files one behind the other as one PDF; one that may not be read refuses the whole."""
    chosen = _check_chosen(numbers)
    content = family_files_pdf(district, actor, chosen)
    for number in chosen:
        note_read(district, actor, number, COPY)
    return content


def _check_chosen(numbers: Sequence[str]) -> list[str]:
    chosen = list(dict.fromkeys(numbers))[:MANY]
    if not chosen:
        raise Refusal("search.none_chosen")
    return chosen


def _refusal_of(do: Do, district: District, actor: Actor, number: str, words: str) -> Refusal | None:
    try:
        do(district, actor, number, words)
    except Refusal as refusal:
        return refusal
    return None


def _result(district: District, actor: Actor, number: str, refused: Refusal | None) -> Result:
    """The line of one case; of one that is not the person's nothing is shown but the number they sent."""
    row = district.index.find_case(number)
    try:
        check_may(actor, "case.read")
        if row is None:
            raise Refusal("case.unknown", number=number)
        check_in_area(actor, row.street, row.community)
    except Refusal as refusal:
        return Result(number, None, refused or refusal)
    return Result(number, row, refused)

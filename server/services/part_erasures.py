"""A household that is erased, in the files of others: meetings, campaigns, draws, its housing (PR-07, PR-13).

Minutes are the record of a body: what it did stays, and so does every other family's item. What was said of
the family that is erased goes: the words about it, what was found in its home, and whatever other words name
one of its people, their numbers, telephone or address. A photo of a signed or stamped sheet names every
family of its meeting, a photo of a spot audit may show every family it found something of: each goes with the
last of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from server.domain.act import Act, ActDraft
from server.domain.campaign import OPENING as CAMPAIGN
from server.domain.campaign import fold_campaign
from server.domain.case import Case
from server.domain.errand import Errand
from server.domain.housing import errands_of, file_of
from server.domain.part_erasure import PART_ERASED, digests_about, gone_from
from server.domain.retention import find_erasure
from server.records.campaign_rows import files_of_household
from server.records.draw_rows import draws_of
from server.records.entries import SavedSearch
from server.records.evidence import PHOTO
from server.services.district import District
from server.services.paper_register import REGISTER
from server.services.tasks import erase_tasks

_NOTES: Final = "attendance_notes"
_LOOKED_AT: Final = "community_looked_at"
_SAID: Final = ("name", "identity_number", "id_number", "address", "phone")
_SHORTEST: Final = 2  # characters of a name


@dataclass(frozen=True)
class _Part:
    """What goes from a file as ``kind:digest``, and what its act says beside."""

    gone: frozenset[str]
    facts: Mapping[str, str]


def erase_parts(district: District, case: Case, erasure: Act) -> None:
    """Takes a household out of every file that is not its own; done again it changes nothing."""
    words = strings_of(district, case)
    housing = file_of(case.number)
    for file in (housing, *_shared_files(district, case)):
        acts = district.casebook.read(file)
        if acts:
            _erase_part(district, case, acts, words, erasure)
    for errand in _errands_of(district, case):
        for assessor in errand.team.assessors:
            erase_tasks(district, assessor, case)
    for search in district.office.every(SavedSearch):
        if _names(words, search.name, *search.filters.values()):
            district.office.delete(search)


def strings_of(district: District, case: Case) -> frozenset[str]:
    """Names, numbers, telephone and address of a household, as declared and as found in its home."""
    kinds = ("declared", "visit", "review")
    documents = (one["content"] for one in district.evidence.of_file(case.number) if one["type"] in kinds)
    return frozenset(text for content in documents for text in _said(content))


def _said(value: object) -> Iterator[str]:
    """What the fields that name people hold, within the members and beside them."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            if isinstance(item, str):
                if key in _SAID and len(item.strip()) >= _SHORTEST:
                    yield item.strip()
            elif key != "team":
                yield from _said(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _said(item)


def _shared_files(district: District, case: Case) -> Iterator[str]:
    yield from (row.id for row in district.index.meetings(community=case.community))
    yield from files_of_household(district.index, case.number)
    yield from (row.file for row in draws_of(district.index))
    yield REGISTER


def _erase_part(
    district: District, case: Case, acts: Sequence[Act], words: frozenset[str], erasure: Act
) -> None:
    file = acts[0].file
    documents = list(district.evidence.of_file(file))
    part = _part_of(district, case, acts, documents, words)
    new = part.gone - gone_from(acts).keys()
    if new:
        facts = {"case": case.number, "gone": sorted(new), **part.facts}
        draft = ActDraft(PART_ERASED, erasure.by, erasure.role, facts)
        acts = [*acts, district.casebook.append(draft, file, acts[-1], policy=acts[-1].policy)]
    district.evidence.erase_some(file, gone_from(acts).keys() & {_name(one) for one in documents})


def _part_of(
    district: District,
    case: Case,
    acts: Sequence[Act],
    documents: Sequence[Mapping[str, Any]],
    words: frozenset[str],
) -> _Part:
    """What of a file is the household's: all of its housing, of others what is about it or names it."""
    file = acts[0].file
    if file == file_of(case.number):
        return _Part(frozenset(map(_name, documents)), {})
    about = digests_about(acts, case.number) | _corrections(acts, case.number)
    if acts[0].kind == "convened":
        about |= _sheets(district, acts, case.number)
    about |= _looked(district, acts, case.number)
    gone, facts = set(), {}
    for document in documents:
        digest = document["_id"].rpartition(":")[2]
        if document["type"] == _NOTES:
            left = _notes_left(document, acts, case.number, words)
            if left is not None:
                gone.add(_name(document))
                facts["notes"] = _keep_notes(district, file, left)
        elif digest in about or (document["type"] != PHOTO and _names(words, _text_of(document))):
            gone.add(_name(document))
    return _Part(frozenset(gone), facts)


def _corrections(acts: Sequence[Act], number: str) -> set[str]:
    """How problems of a household were corrected in a campaign; those acts name the problem alone."""
    if acts[0].kind != CAMPAIGN:
        return set()
    problems = {problem.id for problem in fold_campaign(acts).problems if problem.case == number}
    corrected = (act.facts for act in acts if act.kind == "campaign_corrected")
    return {str(facts["proof"]) for facts in corrected if facts["problem"] in problems}


def _sheets(district: District, acts: Sequence[Act], number: str) -> set[str]:
    """The photos of a meeting's sheets, once no family on them is kept any more."""
    if not _is_last(district, acts[0].facts["cases"], number):
        return set()
    named = (act.facts.get("sheet") or act.facts.get("photo") for act in acts)
    return {str(digest) for digest in named if digest}


def _looked(district: District, acts: Sequence[Act], number: str) -> set[str]:
    """The photos of a spot audit, and where they were taken, once no family it named is kept any more."""
    found: set[str] = set()
    for act in acts:
        named = [case for case, *_ in act.facts["findings"]] if act.kind == _LOOKED_AT else []
        if number in named and _is_last(district, named, number):
            found.update(act.facts["photos"], act.facts["details"])
    return found


def _is_last(district: District, cases: Iterable[str], number: str) -> bool:
    """Whether every other of the households is erased."""
    others = (case for case in cases if case != number)
    return all(find_erasure(district.casebook.read(case)) is not None for case in others)


def _notes_left(
    document: Mapping[str, Any], acts: Sequence[Act], number: str, words: frozenset[str]
) -> dict[str, str] | None:
    """What was said of members and has nothing to do with the household; None where all of it stays."""
    attended = (act.facts["recused"] for act in acts if act.kind == "attendance_taken")
    related = {member for recused in attended for member in recused.get(number, ())}
    said: Mapping[str, str] = document["content"]["notes"]
    left = {who: text for who, text in said.items() if who not in related and not _names(words, text)}
    return None if len(left) == len(said) else left


def _keep_notes(district: District, file: str, left: Mapping[str, str]) -> str:
    if not left:
        return ""
    return district.evidence.put(_NOTES, file, {"notes": dict(left)}, salt=district.new_salt())


def _errands_of(district: District, case: Case) -> Iterator[Errand]:
    """Everybody who was sent to the household for something other than its own visits."""
    yield from case.errands
    yield from errands_of(district.casebook.read(file_of(case.number)))
    for file in files_of_household(district.index, case.number):
        found = fold_campaign(district.casebook.read(file)).errands
        yield from (errand for errand in found if errand.case == case.number)


def _name(document: Mapping[str, Any]) -> str:
    """``kind:digest`` of a document of evidence."""
    kind, _, rest = str(document["_id"]).partition(":")
    return f"{kind}:{rest.rpartition(':')[2]}"


def _text_of(document: Mapping[str, Any]) -> str:
    return json.dumps(document["content"], ensure_ascii=False)


def _names(words: frozenset[str], *texts: str) -> bool:
    """Whether one of the texts has one of the words in it."""
    return any(word in text for word in words for text in texts)

"""Drafts nobody goes on with: laid beside the visit that was made instead (design §5, field lessons 1 and 3).

While a case waits for its visit the new lead goes on from the draft of the one before. Once a visit of that
round or a later one is in the record, a draft of it (on the lead's other tablet, of a tablet restored twice)
is evidence beside it. It was signed by nobody, so nothing of it counts before a person decided so. What a
colleague began beside the visit of its own round is theirs to go on with.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from forms.beside import leave_out
from forms.record import Record
from forms.shapes import Difference
from forms.validate import recheck
from server.domain.act import Act
from server.domain.case import Case
from server.domain.case_parts import Team
from server.domain.days import parse_instant, shanghai_date
from server.domain.sealed_contribution import parse_draft
from server.domain.stage import Stage
from server.errors import Refusal
from server.records.entries import Device
from server.services.contribution_uploads import judge_beside
from server.services.contributions import find_contribution, receive_contribution
from server.services.district import District
from server.services.errands import find_errand
from server.services.forms import asked_of, get_form
from server.services.outboxes import DRAFT, clear_photos, find_body, open_photos
from server.services.recordings import ReceivedContribution
from server.services.tasks import outbox_name
from server.services.uploads import reason_of
from sync.couch import Database
from sync.reconcile.decisions import Known
from sync.reconcile.loop import leaves_of

VISIT: Final = "visit"
_KINDS: Final = (VISIT, "contribution")
_OWN: Final = (
    "image",
    "signature",
)  # not laid beside: photos are kept with it, a hand signs what it was shown
# What reading a hostile document may raise in the parts that read it.
_UNREADABLE: Final = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def look_up_draft(
    district: District, outbox: Database, assessor: str, document: Mapping[str, Any], body: Mapping[str, Any]
) -> Known | None:
    """What a draft is by now; None while somebody may still go on with it, or where it is of no case."""
    name = str(document["_id"]).split(":")
    case = _find_case(district, name[1]) if len(name) == 4 and name[2].isdecimal() else None
    errand = find_errand(district, name[1], int(name[2])) if case else None
    if errand is not None:  # no step of the case: there is nothing it could be laid beside
        return None if errand.is_open else Known(reasons=(reason_of(Refusal("errand.over")),))
    if case is None or not _is_over(case, name[0], int(name[2])):
        return None
    return _judge(district, outbox, assessor, document, body, case)


def _judge(
    district: District,
    outbox: Database,
    assessor: str,
    document: Mapping[str, Any],
    body: Mapping[str, Any],
    case: Case,
) -> Known:
    """How a draft nobody goes on with compares with the visit made instead."""
    try:
        given = _read(district, outbox, assessor, document, body)
        if find_contribution(district, given) is not None:
            return Known(done=True)
        late = [] if case.stage is Stage.VISITED else [Refusal("contribution.late")]
        return judge_beside(district, case, given, late or check_draft(district, given))
    except Refusal as refusal:
        return Known(reasons=(reason_of(refusal),))
    except _UNREADABLE as error:
        return Known(reasons=(reason_of(Refusal("visit.malformed", why=type(error).__name__)),))


def read_draft(
    district: District,
    assessor: str,
    document: Mapping[str, Any],
    body: Mapping[str, Any],
    arrived: Callable[[str], bool],
    *,
    mended: bool = False,
) -> ReceivedContribution:
    """A draft as it is kept: what would have been sealed of it, the photos that came, the whole snapshot.

    ``arrived`` says of a digest whether the bytes are there. ``mended``: answers the form does not allow are
    not among what is laid beside the visit; they are named under ``invalid``, and stay in the snapshot.
    """
    _, number, round_text, device = str(document["_id"]).split(":")
    team = _team_of(district.get_case(number), int(round_text))
    answers = _would_seal(district, team, body)
    answers, invalid = _mended(get_form(district, team.form), answers, body) if mended else (answers, [])
    kept = {
        "type": DRAFT,
        "case": number,
        "round": int(round_text),
        "form": team.form,
        "assessor": assessor,
        "device": device,
        "saved_at": body.get("saved_at"),
        "answers": answers,
        "photos": [photo for photo in _listed(body) if arrived(str(photo.get("digest")))],
        "snapshot": dict(body),
    } | ({"invalid": invalid} if invalid else {})
    return ReceivedContribution(
        assessor, parse_draft(kept), "", DRAFT, str(document.get("sealed") or document["_rev"])
    )


def check_draft(district: District, given: ReceivedContribution) -> list[Refusal]:
    """What is written so far is valid, as in any contribution; what is not written yet is no fault."""
    invalid = given.sealed.document.get("invalid") or ()
    if invalid:
        return [Refusal("draft.answers", count=len(invalid))]
    form, day = get_form(district, given.sealed.form), shanghai_date(given.sealed.sealed_at)
    wrong = _find_wrong(form, given.sealed.answers, day)
    return [Refusal("visit.answers", count=len(wrong))] if wrong else []


def lay_drafts_beside(district: District, case: Case) -> None:
    """Takes in what the teams before left unfinished, now that there is a visit to lay it beside."""
    for assessor, outbox, document in list(_left_behind(district, case)):
        body = find_body(district, assessor, document)
        if body is None or body.get("state") != DRAFT:
            continue
        known = look_up_draft(district, outbox, assessor, document, body)
        if known is not None and known.beside is not None:
            take_draft(district, outbox, assessor, document, body)
            outbox.delete(document)


def take_draft(
    district: District, outbox: Database, assessor: str, document: Mapping[str, Any], body: Mapping[str, Any]
) -> None:
    """Enters a draft beside the visit; there is no receipt for what was never sealed."""
    given = _read(district, outbox, assessor, document, body)
    photos = open_photos(district, assessor, outbox, (photo.digest for photo in given.sealed.photos))
    receive_contribution(district, given, photos.opened)
    clear_photos(outbox, photos.opened, photos.revisions)


def _read(
    district: District, outbox: Database, assessor: str, document: Mapping[str, Any], body: Mapping[str, Any]
) -> ReceivedContribution:
    """:func:`read_draft` with the photos that lie in the outbox."""
    named = [str(photo.get("digest")) for photo in _listed(body)]
    opened = open_photos(district, assessor, outbox, named).opened
    return read_draft(district, assessor, document, body, opened.__contains__)


def _listed(body: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [photo for photo in body.get("photos") or () if isinstance(photo, Mapping)]


def _left_behind(district: District, case: Case) -> Iterator[tuple[str, Database, dict[str, Any]]]:
    """Documents of earlier rounds in the outboxes of those sent then, and of the lead's other tablets."""
    for act in case.acts:
        if act.kind != "team_assigned" or not _is_over(case, VISIT, act.facts["round"]):
            continue
        number = act.facts["round"]
        if case.visit and number == case.visit.round:
            outbox = district.database(outbox_name(act.facts["lead"]))
            names = [f"{VISIT}:{case.number}:{number}:{other}" for other in _others(district, case, act)]
            yield from ((act.facts["lead"], outbox, leaf) for leaf in leaves_of(outbox, names))
            continue
        for assessor in act.facts["assessors"]:
            outbox = district.database(outbox_name(assessor))
            for kind in _KINDS:
                prefix = f"{kind}:{case.number}:{number}:"
                names = [str(one["_id"]) for one in outbox.all(prefix, f"{prefix}\ufff0", include_docs=False)]
                yield from ((assessor, outbox, leaf) for leaf in leaves_of(outbox, names))


def _others(district: District, case: Case, act: Act) -> list[str]:
    """The lead's tablets beside the one the visit was sealed on."""
    devices = (one for one in district.office.every(Device) if one.assessor == act.facts["lead"])
    return [one.id for one in devices if case.visit and one.id != case.visit.device]


def _is_over(case: Case, kind: str, number: int) -> bool:
    """Whether a visit of this round or a later one is in the record, so that nobody goes on with this."""
    if case.visit is None or case.stage is Stage.ASSIGNED:
        return False
    return number < case.visit.round or (kind == VISIT and number == case.visit.round)


def _team_of(case: Case, number: int) -> Team:
    teams = (act.facts for act in case.acts if act.kind == "team_assigned")
    facts = next((facts for facts in teams if facts["round"] == number), None)
    if facts is None or case.team is None:
        raise Refusal("visit.not_their_case")
    return Team(number, tuple(facts["assessors"]), facts["lead"], facts["form"], case.team.due_on, "")


def _would_seal(district: District, team: Team, body: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that are asked and shown; what the form hides is blank, as in a seal (design §7)."""
    form = get_form(district, team.form)
    asked = asked_of(form, dict(body.get("answers") or {}), _OWN)
    return Record(form, asked, today=district.today().isoformat()).sealed()


def _find_wrong(form: Mapping[str, Any], answers: Mapping[str, Any], day: date) -> list[Difference]:
    """What was answered and is not allowed; what is not answered yet is no fault."""
    return [each for each in recheck(form, dict(answers), today=day) if each.got]


def _mended(
    form: dict[str, Any], answers: Mapping[str, Any], body: Mapping[str, Any]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The answers without those the form does not allow, and each of these with what is wrong with it.

    Leaving one out may hide others or make a figure another, so what remains is worked out again.
    """
    day = shanghai_date(parse_instant(str(body.get("saved_at"))))
    left, invalid = copy.deepcopy(dict(answers)), list[dict[str, Any]]()
    while wrong := _find_wrong(form, left, day):
        before = copy.deepcopy(left)
        for each in wrong:
            leave_out(left, each.path)
            invalid.append({"path": each.path, "got": each.got} | each.message)
        left = Record(form, left, today=day.isoformat()).sealed()
        if left == before:
            raise Refusal("visit.answers", count=len(wrong))
    return left, invalid


def _find_case(district: District, number: str) -> Case | None:
    try:
        return district.get_case(number)
    except Refusal:
        return None

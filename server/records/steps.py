"""Numbered steps that bring a record made by an older version to what this one writes (docs/upgrading.md).

The number of the last one a district has had is an entry of its office, so that it travels with backups and
replication. Steps run once, in order, when the process that owns the record opens it. Each may be killed at
any point and run again: it is noted only when it is done. None of them changes an act, evidence or a
published version, which are hashed: what those looked like is read for good (``stored_packs``, ``codec``).

A step works on documents as they are stored and not on today's entries, whose shape goes on changing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from server.domain.days import format_instant, parse_instant
from server.errors import Refusal
from server.records.entries import RecordSteps
from server.records.office import Office
from sync.couch import Couch, CouchError, Database
from sync.rule_installation import install_write_rule

STREET_REVS: Final = 50  # revisions CouchDB keeps of a document in tasks and outboxes
_RECORD: Final = "record"
_LAST: Final = "\ufff0"


@dataclass(frozen=True)
class Ground:
    """What a step may reach. ``rules``: of a CouchDB that keeps write rules as documents."""

    couch: Couch
    prefix: str
    rules: bool
    casebook: Database
    office: Database


@dataclass(frozen=True)
class Step:
    """One step, with what it does in a sentence; done again it changes nothing."""

    number: int
    zh: str
    en: str
    do: Callable[[Ground], None]


def renew_streets(ground: Ground) -> None:
    """Assessors' databases take what today's rules say, as those of a new assessor do."""
    for name in ground.couch.names():
        if name.startswith((f"{ground.prefix}tasks-", f"{ground.prefix}outbox-")):
            database = ground.couch.at(name)
            if ground.rules:
                install_write_rule(database, ground.prefix)
            if database.revs_limit() != STREET_REVS:
                database.set_revs_limit(STREET_REVS)


def note_sent_back(ground: Ground) -> None:
    """Who was asked to seal again before that was noted by round is found by round."""
    for (case, number), upload in _newest_uploads(ground.office).items():
        if not upload.get("returned") or (upload.get("decided") or {}).get("state", "returned") != "returned":
            continue
        entry_id = f"sent-back:{case}:{number}"
        if ground.office.find(entry_id) is None and not _has_come(ground.casebook, case, upload):
            entry = {"type": "sent-back", "schema": 1, "id": f"{case}:{number}", "upload": upload["id"]}
            ground.office.create({"_id": entry_id} | entry)


def erase_again(ground: Ground) -> None:
    """Files erased when less went with them are erased as today: the next pass of the server does it.

    That is what lies with others of the household: meetings, campaigns, draws, its housing, tablets.
    """
    acts = _acts_in(ground.casebook)
    for file in dict.fromkeys(act["file"] for act in acts if act.get("kind") == "erased"):
        entry_id = f"erasing:{file}"
        if ground.office.find(entry_id) is None:
            ground.office.create({"_id": entry_id, "type": "erasing", "schema": 1, "id": file})


def _acts_in(casebook: Database) -> Iterator[dict[str, Any]]:
    """Every act that can be read: one that is damaged keeps no step from being taken."""
    try:
        yield from casebook.all("act:", f"act:{_LAST}")
    except CouchError:
        for row in casebook.all("act:", f"act:{_LAST}", include_docs=False):
            with suppress(CouchError):
                yield casebook.get(str(row["_id"]))


STEPS: Final = (
    Step(
        1,
        "评估员的上传库按现在的规则收：出具的意见、会签和授权也收；每份文件最多留五十个改动。",
        "Assessors' databases take what today's rules say, contributions, countersignatures and"
        " authorisations too, and keep fifty revisions of a document.",
        renew_streets,
    ),
    Step(
        2,
        "以前退回去重签的上传，按案卷和轮次记一笔，平板上才找得到。",
        "Uploads that were sent back to be sealed again are noted by case and round, and tablets are told.",
        note_sent_back,
    ),
    Step(
        3,
        "评估员的上传库也收平板上转的急难救助。",
        "Assessors' databases take calls for urgent help from a tablet, too.",
        renew_streets,
    ),
    Step(
        4,
        "以前删除过的人家，照现在的规矩再删一遍：会议、专项、抽查、住房和平板上留着的一并清掉。",
        "Households erased before are erased as today: from meetings, campaigns, draws, housing and"
        " tablets too.",
        erase_again,
    ),
)


def find_last(office: Office) -> int:
    """The number of the last step the record has had; 0 is a record from before there were steps."""
    entry = office.find(RecordSteps, _RECORD)
    return entry.last if entry else 0


def check_not_newer(office: Office, steps: Sequence[Step] = STEPS) -> None:
    """Refuses a record that a newer version has brought further than this one knows."""
    last, known = find_last(office), len(steps)
    if last > known:
        raise Refusal("run.record_newer", number=last, known=known)


def take_steps(
    ground: Ground, office: Office, clock: Callable[[], datetime], steps: Sequence[Step] = STEPS
) -> list[Step]:
    """Takes every step the record has not had, and notes each when it is done; returns those taken."""
    check_not_newer(office, steps)
    due = list(steps[find_last(office) :])
    for step in due:
        step.do(ground)
        _note(office, step, clock())
    return due


def _note(office: Office, step: Step, now: datetime) -> None:
    entry = office.find(RecordSteps, _RECORD)
    done = {"step": str(step.number), "at": format_instant(now)}
    office.save(RecordSteps(_RECORD, step.number, (*(entry.done if entry else ()), done)))


def _newest_uploads(office: Database) -> dict[tuple[str, int], dict[str, Any]]:
    """The upload set aside last, of each round of each case."""
    newest: dict[tuple[str, int], dict[str, Any]] = {}
    for upload in office.all("set-aside:", f"set-aside:{_LAST}"):
        place = (str(upload["case"]), int(upload["round"]))
        if place not in newest or upload.get("received_at", "") > newest[place].get("received_at", ""):
            newest[place] = upload
    return newest


def _has_come(casebook: Database, case: str, upload: dict[str, Any]) -> bool:
    """Whether a visit of the case was received after the upload was sent back."""
    acts = casebook.all(f"act:{case}:", f"act:{case}:{_LAST}")
    since = parse_instant(upload["returned"]["at"])
    return any(act["kind"] == "visit_received" and parse_instant(act["at"]) >= since for act in acts)

"""A district: its records, keys, rules and clock in one place, the first argument of every service."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from server.domain.act import Act, ActDraft
from server.domain.case import OPENINGS, Case, fold_case, fold_on
from server.domain.credential import Claims
from server.domain.days import Calendar, shanghai_date
from server.domain.in_force import check_pack
from server.domain.meeting import Meeting, fold_meeting
from server.domain.permission import Actor
from server.domain.policy import Policy
from server.domain.policy_checks import end_superseded
from server.errors import Refusal
from server.records.calendars import read_calendar
from server.records.casebook import Casebook, Following
from server.records.caseloads import Caseloads
from server.records.entries import Area, Profile
from server.records.evidence import Evidence
from server.records.heads import Heads
from server.records.index import Index
from server.records.keys import Keys, open_keys
from server.records.memory import Memory
from server.records.office import Office
from server.records.rebuild import fill_index
from server.records.rows import Sources, fold_rows
from server.records.sightings import Sightings
from server.records.steps import STREET_REVS, Ground, check_not_newer, take_steps
from server.records.stored_packs import read_stored
from server.records.tallies import Tallies
from server.records.versions import Versions, named_packs, parse_packs, read_packs
from server.services.answers import answers_in
from server.services.challenges import Challenges
from server.services.passes import Passes
from server.settings import Settings
from sync.couch import Couch, Database

POLICIES: Final = Path(__file__).parents[1] / "policies"
_PROFILE: Final = "district"


Fill = Callable[[Index, Database, Sources], None]


def system_clock() -> datetime:
    """The machine's clock in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class District:
    """Everything a service needs; nothing in here decides anything."""

    settings: Settings
    couch: Couch
    casebook: Casebook
    heads: Heads
    versions: Versions
    evidence: Evidence
    office: Office
    index: Index
    sightings: Sightings
    tallies: Tallies
    keys: Keys
    caseloads: Caseloads
    policies: Mapping[str, Policy]
    clock: Callable[[], datetime]
    rng: random.Random
    challenges: Challenges = field(default_factory=Challenges)
    passes: Passes = field(default_factory=Passes)
    opened: Memory[Database] = field(default_factory=Memory)
    read_today: set[tuple[str, ...]] = field(default_factory=set)  # reads on the record already
    badges: Memory[Claims] = field(default_factory=Memory)  # by the code that was verified

    def now(self) -> datetime:
        """The present instant, in UTC."""
        return self.clock()

    def today(self) -> date:
        """The present day in Asia/Shanghai."""
        return shanghai_date(self.clock())

    def new_salt(self) -> str:
        """128 random bits in hex."""
        return f"{self.rng.getrandbits(128):032x}"

    @property
    def profile(self) -> Profile:
        return self.office.find(Profile, _PROFILE) or Profile(_PROFILE)

    @property
    def policy(self) -> Policy:
        """The pack new cases are decided under; a case keeps its own."""
        return self.policy_of(self.profile.policy)

    def policy_of(self, key: str) -> Policy:
        if key not in self.policies:
            raise Refusal("policy.unknown", id=key)
        return self.policies[key]

    def calendar(self) -> Calendar:
        """The working days known from the published holidays (design §6)."""
        return read_calendar(self.office)

    def area(self, area_id: str) -> Area:
        """A street or community; an unknown one is shown by its id."""
        return self.office.find(Area, area_id) or Area(area_id, "", area_id, area_id, area_id)

    def get_case(self, number: str) -> Case:
        """The case folded from its acts; refuses an unknown number."""
        return self.casebook.fold(number, _fold_case)

    def get_meeting(self, meeting_id: str) -> Meeting:
        """The meeting folded from its acts; refuses an unknown id."""
        acts = self.casebook.read(meeting_id)
        if not acts or acts[0].kind != "convened":
            raise Refusal("meeting.unknown", id=meeting_id)
        return fold_meeting(acts, self.policy_of(acts[0].policy))

    def append_to_case(self, case: Case, draft: ActDraft) -> Case:
        """Appends to a case under the pack it keeps; returns the case with the act folded in."""
        act = self.casebook.append(draft, case.number, case.last, policy=case.policy)
        return fold_on(case, act)

    def append_to_meeting(self, meeting: Meeting, draft: ActDraft) -> Meeting:
        act = self.casebook.append(draft, meeting.id, meeting.acts[-1], policy=meeting.policy)
        return fold_meeting([*meeting.acts, act], self.policy_of(meeting.policy))

    def put_text(self, file: str, kind: str, text: str) -> str:
        """Keeps words a person wrote as evidence, since acts hold no personal data; returns their digest."""
        return self.evidence.put(kind, file, {"text": text.strip()}, salt=self.new_salt())

    def get_text(self, file: str, kind: str, digest: str) -> str:
        return str(self.evidence.get(kind, file, digest)["text"])

    def database(self, name: str) -> Database:
        """A database of this district, under its prefix, made where it is missing."""
        full, options = self.database_name(name), _options_of(name)
        return self.opened.recall(full, "", lambda: self.couch.database(full, **options))

    def database_name(self, name: str) -> str:
        return f"{self.settings.prefix}{name}"

    @contextmanager
    def remembering(self) -> Iterator[None]:
        """While this is open, this thread reads the same thing once, unless somebody writes it."""
        with ExitStack() as stack:
            for records in (self.casebook, self.office, self.evidence):
                stack.enter_context(records.remembering())
            for memory in (self.opened, self.badges):
                stack.enter_context(memory.open())
            yield

    def close(self) -> None:
        self.index.close()
        self.sightings.close()


def _new_packs(versions: Versions) -> dict[str, dict[str, Any]]:
    """What ships and the record has not got. A pack that ships with other content under a version that was
    published is not used: the record keeps the one its cases were decided by (docs/upgrading.md).
    """
    published = set(versions.keys("policy"))
    if named_packs(POLICIES) <= published:
        return {}
    shipped = read_packs(POLICIES)
    parse_packs(shipped)
    return {key: pack for key, pack in shipped.items() if key not in published}


def _open_packs(versions: Versions) -> dict[str, Policy]:
    """The packs the record holds."""
    return end_superseded(
        {key: versions.read_as("policy", key, read_stored) for key in versions.keys("policy")}
    )


def _look_at_packs(versions: Versions, new: Mapping[str, Any]) -> dict[str, Policy]:
    """The same for who only looks: with those of ``new``, and what ships where one does not hold."""
    shipped = read_packs(POLICIES)
    packs = {}
    for key in versions.keys("policy"):
        try:
            versions.get("policy", key)
        except Refusal:
            if key not in shipped:
                raise
            packs[key] = read_stored(shipped[key])
        else:
            packs[key] = versions.read_as("policy", key, read_stored)
    return end_superseded(packs | {key: read_stored(pack) for key, pack in new.items()})


def index_path(settings: Settings) -> Path:
    """One index a process; those that only read are told apart by their ports."""
    return settings.data / (f"index-{settings.port}.sqlite" if settings.reading else "index.sqlite")


def _open_index(path: Path | None, casebook: Casebook, sources: Sources, office: Office, fill: Fill) -> Index:
    """The index follows every act from now on; one that is kept is brought up to date first."""
    index = Index(path, casebook.database, partial(fold_rows, casebook, sources))
    casebook.on_append.append(index.fold_acts)
    if path is not None:
        with office.remembering():
            if index.is_new:
                fill(index, casebook.database, sources)
            index.catch_up()
    return index


def _borrow_index(index: Index, kept: Path, casebook: Casebook, sources: Sources, fill: Fill) -> None:
    """Beside the process that keeps an index: what it holds, and what came since; else made from nothing."""
    if kept.exists():
        if not index.take_over(kept) or index.is_new:
            fill(index, casebook.database, sources)
        index.catch_up()


def open_sources(settings: Settings, couch: Couch) -> Sources:
    """What rows are folded from, for a process that folds beside the one that opened the district."""
    database, office = (couch.database(f"{settings.prefix}{name}") for name in ("casebook", "office"))
    versions = Versions(database, open_keys(settings.data / "keys"))
    policies = _open_packs(versions)
    evidence = Evidence(couch.database(f"{settings.prefix}evidence"))
    return _sources(evidence, policies, Office(office), versions)


def _sources(
    evidence: Evidence, policies: Mapping[str, Policy], office: Office, versions: Versions
) -> Sources:
    answers = partial(answers_in, evidence, versions)
    return Sources(evidence, policies, partial(read_calendar, office), answers)


def _check_pack(policies: Mapping[str, Policy], one: Following, at: datetime) -> None:
    """Every act of a case passes here on its way into the record, whoever enters it from wherever."""
    if one.policy in policies:
        check_pack(policies[one.policy], one.draft.kind, shanghai_date(at))


def _options_of(name: str) -> dict[str, int]:
    """The two databases of an assessor are small and many: one shard each, and a short history."""
    is_street = name.startswith(("tasks-", "outbox-"))
    return {"shards": 1, "revs_limit": STREET_REVS} if is_street else {}


def _fold_case(number: str, acts: Sequence[Act]) -> Case:
    if not acts or acts[0].kind not in OPENINGS:
        raise Refusal("case.unknown", number=number)
    return fold_case(acts)


def draft_act(
    actor: Actor, permission: str, kind: str, facts: Mapping[str, object] | None = None
) -> ActDraft:
    """An act by a person, under the role that lets them do it."""
    return ActDraft(kind=kind, by=actor.user_id, role=actor.role_for(permission), facts=dict(facts or {}))


def open_district(
    settings: Settings,
    couch: Couch,
    *,
    clock: Callable[[], datetime] = system_clock,
    rng: random.Random | None = None,
    owns_folder: bool = True,
    only_looking: bool = False,
    fill: Fill = fill_index,
) -> District:
    """Opens the district kept in ``couch``, with the keys of its data folder.

    Who owns the folder takes the steps its record has not had, keeps the index in it and brings it up to
    date; a command beside a running server works on a copy of its index, in memory and of no consequence.
    ``only_looking`` writes nothing at all, so that a damaged record can be opened and looked at. ``fill``
    makes an index that is not there yet.
    """
    rng = rng or secrets.SystemRandom()
    settings.data.mkdir(parents=True, exist_ok=True)
    database = couch.database(f"{settings.prefix}casebook")
    casebook = Casebook(database, clock=clock, new_salt=lambda: f"{rng.getrandbits(128):032x}")
    evidence = Evidence(couch.database(f"{settings.prefix}evidence"))
    keys = open_keys(settings.data / "keys")
    versions = Versions(database, keys)
    keeps_index = owns_folder and not only_looking
    office_database = couch.database(f"{settings.prefix}office")
    office = Office(office_database)
    if keeps_index and not settings.reading:
        ground = Ground(couch, settings.prefix, bool(settings.couchdb), database, office_database)
        take_steps(ground, office, clock)
    check_not_newer(office)
    new = {} if settings.reading else _new_packs(versions)
    for key, pack in () if only_looking else new.items():
        versions.publish("policy", key, pack)
    policies = _look_at_packs(versions, new) if only_looking else _open_packs(versions)
    casebook.checks.append(partial(_check_pack, policies))
    sources = _sources(evidence, policies, office, versions)
    path = index_path(settings) if keeps_index else None
    index = _open_index(path, casebook, sources, office, fill)
    if not owns_folder and not only_looking:
        _borrow_index(index, index_path(settings), casebook, sources, fill)
    return District(
        settings=settings,
        couch=couch,
        casebook=casebook,
        heads=Heads(database),
        versions=versions,
        evidence=evidence,
        office=office,
        index=index,
        tallies=Tallies(office_database),
        sightings=Sightings(
            settings.data / "sightings.sqlite" if keeps_index and not settings.reading else None
        ),
        keys=keys,
        caseloads=Caseloads(office, keys.encryption),
        policies=policies,
        clock=clock,
        rng=rng,
    )

"""What the office keeps and may change: people, areas, tablets, rolls, holidays, uploads set aside.

Each entry is one document ``<type>:<id>`` of the ``office`` database with the fields written here and no
others; a tuple is a JSON array there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

DEFAULT_POLICY = "sifang-seed@1"


@dataclass(frozen=True)
class Entry:
    """A document of the office; ``type`` names the kind, ``id`` the one."""

    type: ClassVar[str]

    id: str


@dataclass(frozen=True)
class Profile(Entry):
    """The district itself (``profile:district``): names, telephone, and the pack new cases go by."""

    type = "profile"

    name_zh: str = "未命名的区"
    name_en: str = "Unnamed district"
    issuer: str = "区低保中心"  # short name on badges
    phone: str = ""
    policy: str = DEFAULT_POLICY


@dataclass(frozen=True)
class Area(Entry):
    """A street or a community; a street's ``code`` (``SL``) opens its case numbers."""

    type = "area"

    kind: str  # street | community
    name_zh: str
    name_en: str
    code: str
    parent: str = ""  # a community's street
    phone: str = ""
    place: str = ""  # where residents may come in person
    closed_on: str = ""  # the day from which nothing new begins there

    @property
    def names(self) -> dict[str, str]:
        """The name in each language, as tablets take it."""
        return {"zh": self.name_zh, "en": self.name_en}


@dataclass(frozen=True)
class User(Entry):
    """A person who signs in at the desk; ``password`` is an argon2id hash."""

    type = "user"

    name: str
    roles: tuple[str, ...]
    password: str
    street: str = ""
    community: str = ""
    assessor_id: str = ""
    active: bool = True
    post: str = ""  # on the street's committee: leader | staff | social_worker; empty: by role
    must_change: bool = False  # the password was given by the administrator


@dataclass(frozen=True)
class Session(Entry):
    """A sign-in that lasts; ``id`` is the SHA-256 of its token, ``agent`` what the browser says it is."""

    type = "session"

    user: str
    begun_at: str
    seen_at: str
    agent: str = ""
    confirmed_at: str = ""  # when the password was given last, and the code where there is one


@dataclass(frozen=True)
class SecondFactor(Entry):
    """The secret a person's telephone makes codes from (RFC 6238), by the person's id.

    Sealed by ``services.second_factors``; ``recovery`` are SHA-256 of the recovery codes not used yet.
    """

    type = "second-factor"

    secret: str = field(repr=False)
    confirmed_at: str = ""  # empty: proposed only
    used_step: int = 0  # of the last code that was used
    recovery: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Assessor(Entry):
    """An assessor and the credential they hold; ``badge`` is the credential's compact JWS."""

    type = "assessor"

    name: str
    street: str
    serial: str = ""
    status: str = ""  # valid | suspended | revoked; empty = never certified
    valid_from: str = ""
    valid_until: str = ""
    badge: str = ""
    status_from: str = ""  # the first day a suspension or revocation counts
    status_until: str = ""  # the last day of a suspension; empty: until it is lifted
    portrait: str = ""  # SHA-256 of the portrait, a photo among the evidence of the assessor's file
    portrait_data: str = ""  # a small portrait as a data: URL, for the tablets' roster


@dataclass(frozen=True)
class Device(Entry):
    """A tablet, named by the RFC 7638 thumbprint of its key (design §4)."""

    type = "device"

    number: str  # T-0417, for people
    assessor: str
    jwk: Mapping[str, Any]
    label: str
    enrolled_at: str
    state: str = "active"  # active | closing | replaced | removed
    since: str = ""  # the instant of that state, empty while the first one lasts
    order: str = ""  # what it is told with its next token: lock | wipe | wipe_now
    last_seen_at: str = ""
    status: Mapping[str, Any] = field(default_factory=dict)  # what it last said: version, storage, what waits


@dataclass(frozen=True)
class CaseloadKeys(Entry):
    """The keys an assessor's tasks and outbox are sealed with (design §4); ``id`` is the assessor.

    Each is a compact JWE to the district's encryption key, the newest first.
    """

    type = "caseload"

    keys: tuple[str, ...]


@dataclass(frozen=True)
class Enrolment(Entry):
    """A one-time code that lets one tablet in; ``id`` is the SHA-256 of the code, never the code."""

    type = "enrolment"

    assessor: str
    opened_by: str
    expires_at: str
    device: str = ""  # the tablet that used it


@dataclass(frozen=True)
class Roll(Entry):
    """The members of a community's meeting, each ``{"id", "name"}``; ``id`` is the community."""

    type = "roll"

    members: tuple[Mapping[str, str], ...]


@dataclass(frozen=True)
class Holidays(Entry):
    """The published exceptions of a year: ``{"2026-10-01": false}`` is a day off, ``true`` a day worked."""

    type = "holidays"

    exceptions: Mapping[str, bool]
    source: str = ""  # the decree they come from


@dataclass(frozen=True)
class ObjectionSecret(Entry):
    """The password an objector reads their answer with, as an argon2id hash; ``id`` is the receipt."""

    type = "objection-secret"

    password: str


@dataclass(frozen=True)
class Report(Entry):
    """What came when a notice could no longer be objected to; kept for the street, ``id`` is the receipt."""

    type = "report"

    case: str
    street: str
    community: str
    notice: str
    how: str
    named: bool
    words: str  # digest of the statement in evidence
    filed_at: str
    once: str = ""
    closed: Mapping[str, str] = field(default_factory=dict)  # {"at", "by", "words"}, once it was looked at


@dataclass(frozen=True)
class Erasing(Entry):
    """A case whose erasure was begun and may not be finished; ``id`` is its number."""

    type = "erasing"


@dataclass(frozen=True)
class SetAside(Entry):
    """An upload that could not be accepted, kept whole with its reasons (design §5)."""

    type = "set-aside"

    assessor: str
    case: str
    round: int
    device: str
    digest: str  # of the visit as sealed, empty when it cannot be read
    document: Mapping[str, Any]
    reasons: tuple[Mapping[str, str], ...]  # {"code", "zh", "en"}
    photos: Mapping[str, str] = field(default_factory=dict)  # digest sealed → digest of the bytes kept
    received_at: str = ""
    returned: Mapping[str, str] = field(default_factory=dict)  # {"at", "by", "words"}, once it was sent back
    decided: Mapping[str, str] = field(default_factory=dict)  # {"state", "at", "by", "words"}, since then

    @property
    def state(self) -> str:
        """open | returned | accepted | closed, as decided last; the acts are in the casebook."""
        return self.decided.get("state") or ("returned" if self.returned else "open")


@dataclass(frozen=True)
class Flag(Entry):
    """Something a person should look at; ``id`` is ``<case>:<digest of code and facts>``.

    The act ``flag_dismissed`` on the case's chain is what counts; ``dismissed`` repeats it for lists.
    """

    type = "flag"

    case: str
    street: str
    community: str
    code: str
    facts: Mapping[str, str | int]  # name nobody
    raised_at: str
    dismissed: bool = False


@dataclass(frozen=True)
class HomePosition(Entry):
    """Where an address lies, with the coordinate system it was read in; ``id`` is the case's number."""

    type = "home-position"

    position: Mapping[str, str]  # {"lat", "lon", "accuracy_m", "system"} as text, as a photo has it
    by: str = ""
    at: str = ""


@dataclass(frozen=True)
class Unsettled(Entry):
    """Since when each outbox has something the reconciler could not settle; one entry, ``outboxes``."""

    type = "unsettled"

    since: Mapping[str, str]  # assessor → instant
    passed_at: str = ""  # when a pass ended, of whichever process; to some minutes


@dataclass(frozen=True)
class SentBack(Entry):
    """The upload a round's tablet was last asked to put right; ``id`` is ``<case>:<round>``."""

    type = "sent-back"

    upload: str  # the id of the one set aside


@dataclass(frozen=True)
class Mail(Entry):
    """A mail to the auditor with the heads from ``first`` to the day it is named by, until it is sent."""

    type = "mail"

    first: str
    left: tuple[str, ...]  # addresses that have not taken it yet
    tries: int = 0
    next_at: str = ""
    sent_at: str = ""
    error: str = ""  # what the mail server said last


@dataclass(frozen=True)
class SavedSearch(Entry):
    """What a person looks for again and again; ``id`` is ``<user>:<128 random bits>``."""

    type = "saved-search"

    name: str
    filters: Mapping[str, str]


@dataclass(frozen=True)
class FeedToken(Entry):
    """What a spreadsheet reads the feed with; ``id`` is the SHA-256 of the token, which nobody keeps here."""

    type = "feed-token"

    user: str
    label: str  # what its owner calls it
    begun_at: str
    ends_on: str
    seen_at: str = ""


@dataclass(frozen=True)
class Hook(Entry):
    """Another system that is told of events; its secret is derived from the district's and kept nowhere."""

    type = "hook"

    name: str
    url: str
    events: tuple[str, ...]
    by: str
    begun_at: str
    ended_at: str = ""


@dataclass(frozen=True)
class HookDelivery(Entry):
    """One thing one hook is told; ``id`` is ``<hook>:<case>:<act>``, the same at every try."""

    type = "hook-delivery"

    hook: str
    event: str
    case: str
    body: str
    made_at: str
    state: str = "waiting"  # waiting | done | failed
    tries: int = 0
    tried_at: str = ""
    answer: str = ""  # the status the receiver gave, or the code of what went wrong


@dataclass(frozen=True)
class HookTurn(Entry):
    """A delivery that is still to be made, and not before when; gone once it is made or has failed."""

    type = "hook-turn"

    next_at: str


@dataclass(frozen=True)
class HookCursor(Entry):
    """How far the casebook's changes were looked through for what hooks are told; one entry, ``casebook``."""

    type = "hook-cursor"

    since: str


@dataclass(frozen=True)
class RecordSteps(Entry):
    """The last numbered step the district's record has had (``records/steps.py``); one entry, ``record``."""

    type = "record-steps"

    last: int
    done: tuple[Mapping[str, str], ...] = ()  # {"step", "at"}, as they were taken

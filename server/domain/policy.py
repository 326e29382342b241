"""A policy pack: the dated, sourced values a case is decided under (design §6).

``parse_policy`` reads the TOML of ``server/policies/<id>/<version>.toml``. In the file every value is a
table ``{ value = …, source = "…" }``, so that nothing stands in a pack without saying where it is from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from server.errors import Refusal

DayKind = Literal["calendar", "working"]
VoteBase = Literal["all_members", "present"]
NOTICE_FIELDS = ("head", "persons", "amount")


@dataclass(frozen=True)
class VisitRules:
    min_team: int  # S7-CRED-05
    roster_stale_days: int  # S7-AMB-13
    closing_days: int  # how long a tablet that is being closed may still send (design §4)


@dataclass(frozen=True)
class CommitteeRules:
    min_members: int  # S7-ORG-04


@dataclass(frozen=True)
class NoticeRules:
    days: int  # S7-NOTICE-02
    day_kind: DayKind  # S7-AMB-07
    extend_past_holiday: bool  # Civil Code art. 203
    fields: tuple[str, ...]  # PR-02, D-09
    mask_name: bool  # PR-16


@dataclass(frozen=True)
class MeetingRules:
    vote_base: VoteBase  # S7-AMB-01
    threshold: tuple[int, int]  # S7-MEET-A7: (2, 3)
    min_members: int  # S7-AMB-02
    quorum: tuple[int, int]  # share of the members who must be present
    effect: Literal["gate", "advisory"]  # S7-AMB-04


@dataclass(frozen=True)
class BenefitRules:
    standard_fen: int  # yuan a person a month, in fen (S1-CALC-01)


@dataclass(frozen=True)
class CheckRules:
    """From where on a person should look; nothing is decided by any of them (design §5)."""

    difference_share: tuple[int, int]  # of the larger of declared and found (S7-EVAL-05)
    answer_seconds: int  # the least a question takes to be asked and answered
    clock_minutes: int
    photo_metres: int


@dataclass(frozen=True)
class Names:
    credential: str  # S7-CRED-03
    notice_title: str
    assessment_form: str  # DOC-02
    seal_hint: str
    remedy: str  # D-20


@dataclass(frozen=True)
class Policy:
    id: str
    version: int
    title: str
    issuer: str
    valid_from: date
    valid_until: date | None
    visit: VisitRules
    committee: CommitteeRules
    notice: NoticeRules
    meeting: MeetingRules
    benefit: BenefitRules
    checks: CheckRules
    names: Names

    @property
    def key(self) -> str:
        """``sifang-seed@1``, as acts name it."""
        return f"{self.id}@{self.version}"


def parse_policy(data: Mapping[str, Any]) -> Policy:
    """The pack a TOML file holds; refuses a missing, unsourced or impossible value by its key."""
    read = _Reader(data)
    return Policy(
        id=str(data["id"]),
        version=int(data["version"]),
        title=str(data["title"]),
        issuer=str(data["issuer"]),
        valid_from=data["valid_from"],
        valid_until=data.get("valid_until"),
        visit=VisitRules(
            min_team=read.count("visit.min_team"),
            roster_stale_days=read.count("visit.roster_stale_days"),
            closing_days=read.count("visit.closing_days"),
        ),
        committee=CommitteeRules(read.count("committee.min_members")),
        notice=NoticeRules(
            days=read.count("notice.days"),
            day_kind=read.one_of("notice.day_kind", "calendar", "working"),
            extend_past_holiday=read.flag("notice.extend_past_holiday"),
            fields=read.subset("notice.fields", NOTICE_FIELDS),
            mask_name=read.flag("notice.mask_name"),
        ),
        meeting=MeetingRules(
            vote_base=read.one_of("meeting.vote_base", "all_members", "present"),
            threshold=read.share("meeting.threshold"),
            min_members=read.count("meeting.min_members"),
            quorum=read.share("meeting.quorum"),
            effect=read.one_of("meeting.effect", "gate", "advisory"),
        ),
        benefit=BenefitRules(read.count("benefit.standard_fen")),
        checks=CheckRules(
            difference_share=read.share("checks.difference_share"),
            answer_seconds=read.count("checks.answer_seconds"),
            clock_minutes=read.count("checks.clock_minutes"),
            photo_metres=read.count("checks.photo_metres"),
        ),
        names=Names(
            credential=read.text("names.credential"),
            notice_title=read.text("names.notice_title"),
            assessment_form=read.text("names.assessment_form"),
            seal_hint=read.text("names.seal_hint"),
            remedy=read.text("names.remedy"),
        ),
    )


class _Reader:
    """Reads sourced values and refuses by key."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data

    def _value(self, key: str) -> Any:
        section, name = key.split(".")
        entry = self._data.get(section, {}).get(name)
        if not isinstance(entry, Mapping) or "value" not in entry:
            raise Refusal("policy.invalid", key=key, why="没有这个值 / no value")
        if not str(entry.get("source", "")).strip():
            raise Refusal("policy.invalid", key=key, why="没有写出处 / no source")
        return entry["value"]

    def count(self, key: str) -> int:
        value = self._value(key)
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise Refusal("policy.invalid", key=key, why="要正整数 / a positive whole number is needed")
        return value

    def flag(self, key: str) -> bool:
        value = self._value(key)
        if not isinstance(value, bool):
            raise Refusal("policy.invalid", key=key, why="要 true 或 false / true or false is needed")
        return value

    def text(self, key: str) -> str:
        value = self._value(key)
        if not isinstance(value, str) or not value.strip():
            raise Refusal("policy.invalid", key=key, why="要文字 / text is needed")
        return value

    def one_of(self, key: str, *choices: str) -> Any:
        value = self._value(key)
        if value not in choices:
            raise Refusal("policy.invalid", key=key, why=" | ".join(choices))
        return value

    def subset(self, key: str, choices: tuple[str, ...]) -> tuple[str, ...]:
        value = self._value(key)
        if not isinstance(value, list) or not value or not set(value) <= set(choices):
            raise Refusal("policy.invalid", key=key, why=" | ".join(choices))
        return tuple(value)

    def share(self, key: str) -> tuple[int, int]:
        """An integer fraction ``[2, 3]`` between zero and one."""
        value = self._value(key)
        if not (isinstance(value, list) and len(value) == 2 and all(isinstance(part, int) for part in value)):
            raise Refusal("policy.invalid", key=key, why="[2, 3]")
        part, whole = value
        if not 0 <= part <= whole or whole < 1:
            raise Refusal("policy.invalid", key=key, why="0 ≤ a/b ≤ 1")
        return part, whole

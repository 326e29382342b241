"""What a person should look at: one function a rule, each with a stable code. Never a decision.

A flag says what was noticed and between what; it holds nothing up and proves nothing. Facts name nobody:
numbers of cases, digests, times, counts and amounts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from server.domain.days import SHANGHAI, format_instant, parse_instant
from server.domain.money import format_yuan
from server.domain.policy import CheckRules
from server.domain.position import Position, metres_between

Facts = Mapping[str, str | int]

FLAG_WORDS: Final[dict[str, tuple[str, str]]] = {
    "flag.identity_twice": (
        "家里有人的身份证号，在案卷 {other} 里也有。",
        "An identity number of this household also stands in case {other}.",
    ),
    "flag.photo_alike": (
        "有一张照片和案卷 {other} 的一张几乎一样。",
        "A photo is nearly the same as one of case {other}.",
    ),
    "flag.photo_before_assignment": (
        "有一张照片拍于 {taken_at}，派人是 {assigned_at}。",
        "A photo was taken at {taken_at}; the team was assigned at {assigned_at}.",
    ),
    "flag.photo_far": (
        "有一张照片离登记的住址约 {metres} 米。",
        "A photo was taken about {metres} m from the address.",
    ),
    "flag.clock": (
        "平板的钟和收到的时间差 {minutes} 分钟以上，记录上的时间要再问。",
        "The tablet's clock is off by {minutes} minutes or more; ask about the times of the record.",
    ),
    "flag.visits_overlap": (
        "同一位评估员同一时间也在入户案卷 {other}：{from_at} 到 {until_at}。",
        "One assessor was on the visit of case {other} at the same time: {from_at} to {until_at}.",
    ),
    "flag.declared_differs": (
        "申报全家每月 {declared_fen} 元，入户问到 {observed_fen} 元，差得多。",
        "Declared {declared_fen} yuan a month, found {observed_fen}: far apart.",
    ),
    "flag.too_fast": (
        "{answers} 项只用了 {seconds} 秒，比人填得快。",
        "{answers} answers in {seconds} seconds: faster than a person can.",
    ),
    "flag.unchecked": (
        "第 {act} 件里，“{check}”这一项没查成。请人自己看一看。",
        "In act {act} it could not be checked: {check}. Please look for yourself.",
    ),
}

# What each rule looks at, for the flag that says it could not be applied.
CHECK_WORDS: Final[dict[str, tuple[str, str]]] = {
    "flag.identity_twice": ("身份证号是不是在两家", "whether an identity number stands in two households"),
    "flag.photo_alike": ("照片和别家的像不像", "whether a photo is like another family's"),
    "flag.photo_before_assignment": (
        "照片是不是派人以前拍的",
        "whether a photo was taken before the assignment",
    ),
    "flag.photo_far": ("照片离住址远不远", "how far from the address a photo was taken"),
    "flag.clock": ("平板的钟准不准", "whether the tablet's clock was right"),
    "flag.visits_overlap": ("评估员同时在不在别家", "whether an assessor was elsewhere at the time"),
    "flag.declared_differs": ("申报和问到的差多少", "how far what was declared is from what was found"),
    "flag.too_fast": ("填得是不是太快", "whether it was filled in too fast"),
    "flag.unchecked": ("封存的记录读不读得出", "whether the sealed record can be read"),
}


@dataclass(frozen=True)
class Flag:
    """Something to look at; ``code`` is a key of :data:`FLAG_WORDS`."""

    code: str
    facts: Facts = field(default_factory=dict)


def sentence_of(code: str, facts: Facts, lang: str = "zh") -> str:
    """The sentence for a person: amounts in yuan, times as the clock in China shows them."""
    zh, en = FLAG_WORDS[code]
    words = {name: _word(name, value, lang) for name, value in facts.items()}
    return (en if lang == "en" else zh).format(**words)


def flag_identity(other: str) -> Flag:
    """The same identity number in two open households."""
    return Flag("flag.identity_twice", {"other": other})


def flag_alike(photo: str, other: str, other_photo: str, bits: int) -> Flag:
    """Nearly the same photo in another family's case (S7-EVAL-04: what was seen is seen there)."""
    facts: Facts = {"photo": photo, "other": other, "other_photo": other_photo, "bits": bits}
    return Flag("flag.photo_alike", facts)


def flag_before_assignment(photo: str, taken_at: datetime, assigned_at: datetime) -> Iterator[Flag]:
    """A photo older than the assignment was not taken on this visit (S7-EVAL-01)."""
    if taken_at < assigned_at:
        times = {"taken_at": format_instant(taken_at), "assigned_at": format_instant(assigned_at)}
        yield Flag("flag.photo_before_assignment", {"photo": photo, **times})


def flag_far(photo: str, taken: Position | None, home: Position | None, rules: CheckRules) -> Iterator[Flag]:
    """A photo taken far from the address, the receiver's doubt taken off; nothing where one is unknown."""
    if taken is None or home is None:
        return
    metres = metres_between(taken, home) - taken.accuracy_m - home.accuracy_m
    if metres > rules.photo_metres:
        yield Flag("flag.photo_far", {"photo": photo, "metres": metres})


def flag_clock(
    sealed_at: datetime, roster_issued_at: datetime, received_at: datetime, rules: CheckRules
) -> Iterator[Flag]:
    """The tablet sealed after the visit arrived, or before the roster it carried was made (design §4).

    Both are instants of the district's clock, so that they bound the tablet's from either side.
    """
    off = max(sealed_at - received_at, roster_issued_at - sealed_at)
    if off > timedelta(minutes=rules.clock_minutes):
        yield Flag("flag.clock", {"minutes": int(off.total_seconds()) // 60})


def flag_overlap(other: str, started_at: datetime, sealed_at: datetime) -> Flag:
    """Two visits of one assessor at once (S7-CRED-05: who signs was there)."""
    facts = {"other": other, "from_at": format_instant(started_at), "until_at": format_instant(sealed_at)}
    return Flag("flag.visits_overlap", facts)


def flag_difference(declared_fen: int, observed_fen: int | None, rules: CheckRules) -> Iterator[Flag]:
    """The income found is beyond the policy's share of what was declared, up or down (S7-EVAL-05)."""
    if observed_fen is None:
        return
    part, whole = rules.difference_share
    if whole * abs(observed_fen - declared_fen) > part * max(declared_fen, observed_fen):
        yield Flag("flag.declared_differs", {"declared_fen": declared_fen, "observed_fen": observed_fen})


def flag_speed(answers: int, took: timedelta, rules: CheckRules) -> Iterator[Flag]:
    """A form filled faster than a person can read its questions out and hear the answers."""
    seconds = int(took.total_seconds())
    if 0 <= seconds < answers * rules.answer_seconds:
        yield Flag("flag.too_fast", {"answers": answers, "seconds": seconds})


def flag_unchecked(check: str, act: int) -> Flag:
    """A rule that could not be applied to an act; ``check`` is the code of the flag it raises."""
    return Flag("flag.unchecked", {"check": check, "act": act})


def count_answers(value: Any) -> int:
    """How many questions a nested record answers; the id of a row is no answer."""
    if isinstance(value, Mapping):
        return sum(count_answers(item) for key, item in value.items() if key != "_id")
    if isinstance(value, list) and any(isinstance(item, Mapping) for item in value):
        return sum(map(count_answers, value))
    return value not in (None, "", [])


def _word(name: str, value: str | int, lang: str) -> str:
    if name == "check":
        return CHECK_WORDS[str(value)][lang == "en"]
    if name.endswith("_fen"):
        return format_yuan(int(value))
    if name.endswith("_at"):
        return parse_instant(str(value)).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    return str(value)

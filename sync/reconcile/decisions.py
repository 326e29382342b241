"""What should happen to an upload (design §5): a pure decision, made before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

# Photos are looked up from what names them.
UPLOADS: Final = ("visit:", "contribution:", "countersign:", "authorisation:", "hardship:")


@dataclass(frozen=True)
class Reason:
    """Why something is decided so: a stable code and the sentence a person is told."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True)
class Accept:
    """Enters the record: every rule holds."""

    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Merge:
    """Enters the record beside the visit, from which it differs nowhere."""

    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Discrepancy:
    """Enters the record beside the visit; a person decides at every path where they differ."""

    reasons: tuple[Reason, ...]
    paths: tuple[str, ...]


@dataclass(frozen=True)
class Wait:
    """Cannot be judged yet: these have not arrived, photos by their digest."""

    missing: tuple[str, ...]


@dataclass(frozen=True)
class SetAside:
    """Kept whole for a person to look at, and the tablet is told why."""

    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class AlreadyDone:
    """Was accepted or set aside before; at most the receipt and the clearing are still owed."""

    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Leave:
    """Nothing to do: a draft, or something that is no upload."""


Decision = Accept | Merge | Discrepancy | Wait | SetAside | AlreadyDone | Leave


@dataclass(frozen=True)
class Beside:
    """How an upload compares with the visit in the record; ``how`` says whose it is."""

    how: str
    differing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """Everything looked up about one upload.

    ``done``: it stands in the record or among those set aside. ``missing``: what it names and has not
    arrived: photos by their digest, or the visit it is to be laid beside. ``reasons``: every rule it breaks.
    ``beside``: how it compares with the visit it belongs beside; None where it is the visit itself.
    """

    done: bool = False
    missing: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    beside: Beside | None = None


SOUND: Final = Reason("decision.sound", "每条规则都满足。", "Every rule holds.")
DONE: Final = Reason("decision.done", "以前收过。", "It was received before.")
_BESIDE: Final = {
    "colleague": ("同事的补充记录，放在入户记录旁边。", "A colleague's record, laid beside the visit."),
    "second_tablet": ("同一次入户的另一份，放在旁边。", "Another record of the visit by the same assessor."),
    "draft": ("前一位评估员没写完的，放在旁边。", "What an assessor before left unfinished."),
}


def decide(document: Mapping[str, Any], known: Known | None) -> Decision:
    """The decision on a document of an outbox; ``None`` stands for a draft somebody may still go on with.

    Photos are waited for even when a rule is broken already, so that what is set aside is whole.
    """
    if known is None or not str(document.get("_id")).startswith(UPLOADS):
        return Leave()
    if known.done:
        return AlreadyDone((DONE,))
    if known.missing:
        return Wait(known.missing)
    if known.reasons:
        return SetAside(known.reasons)
    return _enter(known.beside)


def _enter(beside: Beside | None) -> Accept | Merge | Discrepancy:
    if beside is None:
        return Accept((SOUND,))
    reason = Reason(f"decision.{beside.how}", *_BESIDE[beside.how])
    if not beside.differing:
        return Merge((reason,))
    return Discrepancy((reason, *map(_differs, beside.differing)), beside.differing)


def _differs(path: str) -> Reason:
    return Reason("decision.differs", f"{path} 不一样，请人决定。", f"{path} differs; a person decides.")

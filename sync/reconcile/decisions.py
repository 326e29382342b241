"""What should happen to an upload (design §5): a pure decision, made before anything is written."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """Why an upload is set aside: a stable code and the sentence a person is told."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True)
class Accept:
    """Enters the record."""


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


@dataclass(frozen=True)
class Leave:
    """Nothing to do: a draft, or something that is no visit."""


Decision = Accept | Wait | SetAside | AlreadyDone | Leave


@dataclass(frozen=True)
class Known:
    """Everything looked up about one sealed upload.

    ``done``: it stands in the record or among those set aside. ``missing``: what it names and has not
    arrived: photos by their digest, or the visit a countersignature is for. ``reasons``: every rule it
    breaks.
    """

    done: bool = False
    missing: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


def decide(known: Known | None) -> Decision:
    """The decision on an upload; ``None`` stands for one that is not sealed.

    Photos are waited for even when a rule is broken already, so that what is set aside is whole.
    """
    if known is None:
        return Leave()
    if known.done:
        return AlreadyDone()
    if known.missing:
        return Wait(known.missing)
    if known.reasons:
        return SetAside(known.reasons)
    return Accept()

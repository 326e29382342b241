"""A household's part in a file that is not its own: of a meeting, a campaign, a draw (PR-07, PR-13).

What such a body did stays, and so does what it says of others; of a household that was erased the words,
sheets and visits go. The act that says so names each document that went, so that the chain verifies and the
file is folded as if it had never named them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from server.domain.act import Act
from server.domain.changed import changed

PART_ERASED: Final = "part_erased"
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


def gone_from(acts: Sequence[Act]) -> dict[str, int]:
    """The documents of evidence that were erased from a file, as ``kind:digest``, each with its act."""
    return {str(name): act.n for act in acts if act.kind == PART_ERASED for name in act.facts["gone"]}


def parts_of(acts: Sequence[Act]) -> frozenset[str]:
    """The households whose part in a file was erased."""
    return frozenset(str(act.facts["case"]) for act in acts if act.kind == PART_ERASED)


def without_gone(acts: Sequence[Act]) -> list[Act]:
    """The acts as they are folded: none names what was erased but the act that says so."""
    gone = {name.rpartition(":")[2] for name in gone_from(acts)}
    if not gone:
        return list(acts)
    return [act if act.kind == PART_ERASED else changed(act, facts=_blank(act.facts, gone)) for act in acts]


def digests_about(acts: Sequence[Act], case: str) -> set[str]:
    """The digests acts name beside a household: in an act about it, or in a line that begins with it."""
    return {digest for act in acts for digest in _about(act.facts, case)}


def _about(value: object, case: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        is_theirs = value.get("case") == case
        for item in value.values():
            yield from _digests(item) if is_theirs else _about(item, case)
    elif isinstance(value, list | tuple):
        is_theirs = bool(value) and value[0] == case
        for item in value:
            yield from _digests(item) if is_theirs else _about(item, case)


def _digests(value: object) -> Iterator[str]:
    if isinstance(value, str) and _DIGEST.fullmatch(value):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _digests(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _digests(item)


def _blank(value: Any, gone: set[str]) -> Any:
    """The same without digests of what is gone: an empty text in their place, nothing in a list of them.

    That a visit was received stays, under the name it had.
    """
    if isinstance(value, str):
        return "" if value in gone else value
    if isinstance(value, Mapping):
        return {key: item if key == "visit" else _blank(item, gone) for key, item in value.items()}
    if isinstance(value, list | tuple):
        if all(isinstance(item, str) and _DIGEST.fullmatch(item) for item in value):
            return [item for item in value if item not in gone]
        return [_blank(item, gone) for item in value]
    return value

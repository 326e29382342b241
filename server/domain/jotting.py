"""What a page notes down for the record, perhaps without a network, and sends exactly once (S7-MEET).

Each jotting has a key of its own, ``<page>.<n>``, kept in the facts of the act it became: the same jotting
sent again adds nothing. It names the last act its page had seen, so that two pages never write over each
other in silence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from server.domain.act import Act
from server.domain.days import format_instant, parse_instant
from server.errors import Refusal

_KEY: Final = re.compile(r"[0-9a-f]{32}\.[0-9]{1,6}")
_SEEN: Final = re.compile(r"[0-9]{1,6}")
KEY, ENTERED_AT = "jotting", "entered_at"


@dataclass(frozen=True)
class Jotting:
    """``seen`` is the number of the last act the page knew of; ``at`` the page's clock, a claim."""

    key: str
    seen: int
    at: datetime | None = None

    @property
    def page(self) -> str:
        return self.key.partition(".")[0]

    def facts(self, not_before: datetime, now: datetime) -> dict[str, str]:
        """What the act keeps of it; a time that cannot be true is not kept."""
        believed = self.at is not None and not_before <= self.at <= now
        return {KEY: self.key} | ({ENTERED_AT: format_instant(self.at)} if self.at and believed else {})


def parse_jotting(key: str, seen: str, at: str = "") -> Jotting | None:
    """The jotting a page names, None where it names none; a clock that cannot be read is left out."""
    if _KEY.fullmatch(key) is None or _SEEN.fullmatch(seen) is None:
        return None
    try:
        return Jotting(key, int(seen), parse_instant(at))
    except Refusal:
        return Jotting(key, int(seen))


def find_jotted(
    acts: Sequence[Act], jotting: Jotting | None, kind: str, facts: Mapping[str, Any]
) -> Act | None:
    """The act this very jotting became already; one that says something else under the same key is none."""
    if jotting is None:
        return None
    found = next((act for act in acts if act.facts.get(KEY) == jotting.key), None)
    same = (
        found is not None and found.kind == kind and all(found.facts.get(key) == facts[key] for key in facts)
    )
    return found if same else None


def find_unseen(acts: Sequence[Act], jotting: Jotting | None) -> Act | None:
    """An act somebody else added since the page looked last; its own further jottings are none."""
    if jotting is None:
        return None
    later = (act for act in acts if act.n > jotting.seen)
    return next(
        (act for act in later if not str(act.facts.get(KEY, "")).startswith(f"{jotting.page}.")), None
    )


def entered_at(act: Act) -> str:
    """When it was noted down, in UTC: by the page's clock where it was sent later, else when it came."""
    return str(act.facts.get(ENTERED_AT) or act.at.isoformat())

"""What is laid beside a visit, in one shape whatever it came as (design §5).

A colleague's contribution, a second sealed record of the visit, or a draft that was never sealed: each is
evidence of type ``contribution`` that holds the document as it came under its own name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal

from server.domain.act import digest_of
from server.domain.seal import SealedVisit, parse_visit
from server.domain.sealed_contribution import (
    SealedContribution,
    check_canonical,
    of_visit,
    parse_contribution,
    parse_draft,
)
from server.errors import Refusal

EVIDENCE: Final = "contribution"
Kind = Literal["contribution", "visit", "draft"]


@dataclass(frozen=True)
class ReceivedContribution:
    """One as it came: what was recorded, its detached seal, whose outbox it was, and what it came as.

    A draft has no seal; ``secret`` is then the envelope it came in.
    """

    assessor: str
    sealed: SealedContribution
    seal: str
    kind: Kind = "contribution"
    secret: str = ""

    @property
    def salt(self) -> str:
        """Drawn from the seal, which is random and secret: the same upload is always the same evidence."""
        return hashlib.sha256((self.seal or self.secret).encode("utf-8")).hexdigest()[:32]

    @property
    def content(self) -> dict[str, Any]:
        return {self.kind: dict(self.sealed.document), "seal": self.seal}

    @cached_property
    def evidence(self) -> str:
        """The digest its evidence is named by."""
        named = {"type": EVIDENCE, "schema": 1, "file": self.sealed.case}
        return digest_of(named | {"salt": self.salt, "content": self.content})


def read_contribution(assessor: str, body: Mapping[str, Any]) -> ReceivedContribution:
    """The contribution of an outbox body; refuses one that cannot be read or made canonical."""
    document, seal = body.get(EVIDENCE), body.get("seal")
    if not isinstance(document, Mapping) or not isinstance(seal, str):
        raise Refusal("visit.malformed", why="contribution, seal")
    sealed = parse_contribution(document)
    check_canonical(sealed)
    return ReceivedContribution(assessor, sealed, seal)


def second_record(assessor: str, visit: SealedVisit, seal: str) -> ReceivedContribution:
    """A sealed visit that is not the one received, to be laid beside it."""
    return ReceivedContribution(assessor, of_visit(visit), seal, "visit")


def recorded_in(content: Mapping[str, Any]) -> SealedContribution:
    """What the evidence of a contribution holds."""
    if "visit" in content:
        return of_visit(parse_visit(content["visit"]))
    if "draft" in content:
        return parse_draft(content["draft"])
    return parse_contribution(content[EVIDENCE])

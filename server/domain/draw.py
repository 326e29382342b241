"""Which communities are audited or inspected in a quarter: nobody chooses them (S7-SPOT, S7-AMB-18).

First the frame is frozen (communities, weights, share, count) and a seed committed to, both by digest in one
act. The seed is revealed after the head of that day was published: neither who made the seed nor who knew
the frame could know what the two give together. From what the acts say anybody draws the same communities.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from server.domain.act import Act, digest_of
from server.domain.days import parse_date, shanghai_date
from server.domain.part_erasure import PART_ERASED, without_gone
from server.domain.policy import Policy
from server.domain.quarter import Quarter, parse_quarter
from server.domain.quarter_list import window_of
from server.domain.sampling import sample, share_of
from server.errors import Refusal

DISTRICT_WIDE: Final = "district"
AUDIT: Final = "audit"  # S7-SPOT-01, S7-SPOT-02
NOTICE: Final = "notice"  # S7-SPOT-04, S7-SPOT-05
KINDS: Final = (AUDIT, NOTICE)
FINDINGS: Final = ("keep", "adjust", "stop")  # S7-REV-01
ZERO_DISTANCE: Final = ("review", "service", "guidance")  # S7-REV-12
_SEED: Final = re.compile(r"[0-9a-f]{64}")
_SCHEMA: Final = 1


@dataclass(frozen=True)
class DrawId:
    """``draw:<scope>:<quarter>:<kind>``: the scope is ``district`` or the id of a street."""

    scope: str
    quarter: Quarter
    kind: str

    @property
    def file(self) -> str:
        return f"draw:{self.scope}:{self.quarter}:{self.kind}"


@dataclass(frozen=True)
class FrameRow:
    """A community that can be drawn; what its weight comes from stands beside it (S7-SPOT-03)."""

    community: str
    households: int  # in receipt when the frame was frozen
    weak: bool  # staffing
    difficult: bool
    weight: int


@dataclass(frozen=True)
class Frame:
    """Everything a draw is made from but the seed; the rows stand in the order of their ids."""

    id: DrawId
    share: tuple[int, int]
    count: int
    rows: tuple[FrameRow, ...]

    @property
    def digest(self) -> str:
        return digest_of(format_frame(self))


@dataclass(frozen=True)
class Finding:
    """What an audit says of one household; adjust and stop ask for a review of the case."""

    case: str
    outcome: str
    words: str = ""  # evidence, by digest


@dataclass(frozen=True)
class Looked:
    """One record of what was found in a community; ``words`` and ``photos`` are evidence by digest."""

    n: int
    community: str
    on: date
    by: str
    in_order: bool
    findings: tuple[Finding, ...]
    zero_distance: tuple[str, ...]
    words: str
    photos: tuple[str, ...]


@dataclass(frozen=True)
class Draw:
    """A draw folded from its acts; ``chosen`` is empty until the seed is revealed."""

    frame: Frame
    frame_digest: str  # as it was committed to
    commitment: str
    committed_on: date
    policy: str
    seed: str = ""
    head: str = ""  # the digest of the head of the day of the commitment
    chosen: tuple[str, ...] = ()
    looked: tuple[Looked, ...] = ()
    acts: tuple[Act, ...] = field(default=(), repr=False)

    @property
    def is_revealed(self) -> bool:
        return bool(self.seed)

    @property
    def covered(self) -> tuple[str, ...]:
        """The drawn communities of which a record was made, in the order of drawing."""
        been = {each.community for each in self.looked}
        return tuple(community for community in self.chosen if community in been)

    @property
    def uncovered(self) -> tuple[str, ...]:
        return tuple(community for community in self.chosen if community not in self.covered)


def weight_of(households: int, *, weak: bool, difficult: bool, policy: Policy) -> int:
    """Every household counts, and one more for the community itself; factors of the pack (S7-SPOT-03)."""
    factor = (policy.spot.weak_factor if weak else 1) * (policy.spot.difficult_factor if difficult else 1)
    return (households + 1) * factor


def share_for(draw: DrawId, policy: Policy) -> tuple[int, int]:
    """The share of the communities the pack asks for (S7-SPOT-01, 02, 04, 05)."""
    spot, wide = policy.spot, draw.scope == DISTRICT_WIDE
    if draw.kind == AUDIT:
        return spot.district_audit if wide else spot.street_audit
    return spot.district_notice if wide else spot.street_notice


def due_on(draw: DrawId, policy: Policy) -> date:
    """The day by which every drawn community is looked at: the notices while they hang (S7-QPUB-05)."""
    window = window_of(draw.quarter, policy.quarter_list) if draw.kind == NOTICE else None
    return window.last_day if window else draw.quarter.last_day


def make_frame(draw: DrawId, share: tuple[int, int], rows: Sequence[FrameRow]) -> Frame:
    """The frame, frozen: refuses an empty one, a community that stands in it twice, and a share above one."""
    if len({row.community for row in rows}) != len(rows):
        raise Refusal("draw.frame")
    ordered = tuple(sorted(rows, key=lambda row: row.community))
    return Frame(draw, share, share_of(share, len(rows)), ordered)


def commitment_of(seed: str) -> str:
    """SHA-256 (hex) of the 32 bytes of a seed; refuses what is no seed."""
    if _SEED.fullmatch(seed) is None:
        raise Refusal("draw.seed")
    return hashlib.sha256(bytes.fromhex(seed)).hexdigest()


def redraw(frame: Frame, seed: str, head: str) -> tuple[str, ...]:
    """The communities the seed and the head of the day choose from a frame, in the order of drawing."""
    places = sample(_key(seed, head), frame.digest, [row.weight for row in frame.rows], frame.count)
    return tuple(frame.rows[place].community for place in places)


def draw_households(draw: Draw, community: str, cases: Sequence[str], share: tuple[int, int]) -> list[str]:
    """The households of a drawn community to look at first, from the same seed, all alike (D-22)."""
    ordered = sorted(cases)
    if not ordered or share[0] == 0:
        return []
    context = f"{draw.frame_digest}:{community}"
    places = sample(_key(draw.seed, draw.head), context, [1] * len(ordered), share_of(share, len(ordered)))
    return [ordered[place] for place in places]


def _key(seed: str, head: str) -> bytes:
    """What neither the seed nor the head of the day gives alone."""
    return hmac.digest(bytes.fromhex(seed), bytes.fromhex(head), "sha256")


def format_frame(frame: Frame) -> dict[str, Any]:
    """The frame as it is published, and as its digest is made (RFC 8785)."""
    return {
        "type": "ruhu-draw-frame",
        "schema": _SCHEMA,
        "scope": frame.id.scope,
        "quarter": str(frame.id.quarter),
        "kind": frame.id.kind,
        "share": list(frame.share),
        "count": frame.count,
        "communities": [
            [row.community, row.households, row.weak, row.difficult, row.weight] for row in frame.rows
        ],
    }


def parse_frame(data: Mapping[str, Any]) -> Frame:
    """The inverse of :func:`format_frame`; refuses what is not a frame that could have been frozen."""
    try:
        draw = DrawId(str(data["scope"]), parse_quarter(str(data["quarter"])), str(data["kind"]))
        part, whole = (int(number) for number in data["share"])
        rows = [
            FrameRow(str(name), int(n), weak, hard, int(w)) for name, n, weak, hard, w in data["communities"]
        ]
        frame = make_frame(draw, (part, whole), rows)
    except (KeyError, TypeError, ValueError) as error:
        raise Refusal("draw.unreadable") from error
    if format_frame(frame) != dict(data):
        raise Refusal("draw.frame")
    return frame


def format_published(draw: Draw) -> dict[str, Any]:
    """What is published of a draw: enough to repeat it, and nothing of any household."""
    return {
        "type": "ruhu-draw",
        "schema": _SCHEMA,
        "frame": format_frame(draw.frame),
        "frame_digest": draw.frame_digest,
        "commitment": draw.commitment,
        "committed_on": draw.committed_on.isoformat(),
        "seed": draw.seed,
        "head": draw.head,
        "chosen": list(draw.chosen),
    }


def faults(published: Mapping[str, Any]) -> list[str]:
    """What does not hold of a published draw: ``frame``, ``commitment``, ``result``."""
    frame = parse_frame(published["frame"])
    found = ["frame"] if frame.digest != published["frame_digest"] else []
    if not published["seed"]:
        return found
    if commitment_of(published["seed"]) != published["commitment"]:
        found.append("commitment")
    if list(redraw(frame, published["seed"], published["head"])) != list(published["chosen"]):
        found.append("result")
    return found


def check_published(data: object) -> dict[str, Any]:
    """A published draw as a file holds it; refuses anything else."""
    if not isinstance(data, dict) or data.get("type") != "ruhu-draw" or data.get("schema") != _SCHEMA:
        raise Refusal("draw.unreadable")
    texts = ("frame_digest", "commitment", "seed", "head")
    if not all(isinstance(data.get(name), str) for name in texts) or not isinstance(data.get("chosen"), list):
        raise Refusal("draw.unreadable")
    if data["seed"] and _SEED.fullmatch(data["head"]) is None:
        raise Refusal("draw.unreadable")
    return data


def fold_draw(acts: Sequence[Act]) -> Draw:
    """The draw its acts lead to."""
    first = acts[0]
    draw = Draw(
        frame=parse_frame(first.facts["frame"]),
        frame_digest=str(first.facts["frame_digest"]),
        commitment=str(first.facts["commitment"]),
        committed_on=shanghai_date(first.at),
        policy=first.policy,
    )
    for act in without_gone(acts)[1:]:
        draw = _FOLDS[act.kind](draw, act)
    return replace(draw, acts=tuple(acts))


def _reveal(draw: Draw, act: Act) -> Draw:
    facts = act.facts
    return replace(draw, seed=facts["seed"], head=facts["head"], chosen=tuple(facts["chosen"]))


def _look(draw: Draw, act: Act) -> Draw:
    facts = act.facts
    looked = Looked(
        n=act.n,
        community=facts["community"],
        on=parse_date(facts["on"]),
        by=act.by,
        in_order=facts["in_order"],
        findings=tuple(Finding(*finding) for finding in facts["findings"]),
        zero_distance=tuple(facts["zero_distance"]),
        words=facts["words"],
        photos=tuple(facts["photos"]),
    )
    return replace(draw, looked=(*draw.looked, looked))


def _keep(draw: Draw, _act: Act) -> Draw:
    """What was found is folded without what went."""
    return draw


_FOLDS: Final = {
    "draw_revealed": _reveal,
    "community_looked_at": _look,
    PART_ERASED: _keep,
}

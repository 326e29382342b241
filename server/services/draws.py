"""Draws: a frame frozen and a seed sealed, the seed revealed, drawn again by anybody (S7-SPOT, S7-AMB-18)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from server.domain.act import digest_of
from server.domain.draw import (
    DISTRICT_WIDE,
    KINDS,
    Draw,
    DrawId,
    Frame,
    FrameRow,
    commitment_of,
    due_on,
    faults,
    fold_draw,
    format_frame,
    format_published,
    make_frame,
    redraw,
    share_for,
    weight_of,
)
from server.domain.head import PUBLIC
from server.domain.permission import Actor, check_in_area, check_may, may, may_in_area
from server.domain.quarter import Quarter, quarter_of
from server.errors import Refusal
from server.records.burden_rows import burdens
from server.records.draw_rows import DrawRow, draws_of, households_in_receipt
from server.records.entries import Area
from server.services.burdens import communities
from server.services.district import District, draft_act
from server.services.heads import get_head

SEED: Final = "draw-seed"  # evidence: the seed between its sealing and its reveal
_SEED_BITS: Final = 256


@dataclass(frozen=True)
class DrawView:
    """A draw with the days it must keep, for the pages of desk and public alike."""

    draw: Draw
    due_on: date
    overdue: bool
    may_reveal: bool  # the head of the day it was sealed is published


@dataclass(frozen=True)
class DueDraw:
    """A draw a pack asks for this quarter that nobody has sealed yet."""

    id: DrawId
    share: tuple[int, int]


def commit_draw(district: District, actor: Actor, draw: DrawId) -> Draw:
    """Freezes the frame and seals a seed; once a quarter, whoever asks (S7-AMB-18).

    The machine makes the seed and keeps it; nobody sees it before it is revealed.
    """
    check_may(actor, "draw.make")
    _check_scope(actor, draw)
    _check_now(district, draw)
    with district.casebook.turn:
        if district.casebook.read(draw.file):
            raise Refusal("draw.committed_already", quarter=str(draw.quarter))
        seed = f"{district.rng.getrandbits(_SEED_BITS):064x}"
        frame, commitment = freeze_frame(district, draw), commitment_of(seed)
        facts = {
            "frame": format_frame(frame),
            "frame_digest": frame.digest,
            "commitment": commitment,
            "seed_kept": district.evidence.put(SEED, draw.file, {"seed": seed}, salt=district.new_salt()),
            PUBLIC: digest_of(_statement(frame.digest, commitment)),
        }
        draft = draft_act(actor, "draw.make", "draw_committed", facts)
        act = district.casebook.append(draft, draw.file, None, policy=district.policy.key)
    return fold_draw([act])


def reveal_draw(district: District, actor: Actor, draw_id: DrawId) -> Draw:
    """Publishes the seed and what it draws, once the head of the day of sealing is published (design §4)."""
    check_may(actor, "draw.make")
    _check_scope(actor, draw_id)
    with district.casebook.turn:
        draw = get_draw(district, draw_id)
        if draw.is_revealed:
            raise Refusal("draw.revealed_already")
        head = _find_head(district, draw)
        if not head:
            raise Refusal("draw.too_early", day=draw.committed_on.isoformat())
        seed = _kept_seed(district, draw)
        facts = {"seed": seed, "head": head, "chosen": list(redraw(draw.frame, seed, head))}
        draft = draft_act(actor, "draw.make", "draw_revealed", facts)
        act = district.casebook.append(draft, draw_id.file, draw.acts[-1], policy=draw.policy)
    return fold_draw([*draw.acts, act])


def get_draw(district: District, draw: DrawId) -> Draw:
    """A draw folded from its acts; refuses one that was never sealed."""
    acts = district.casebook.read(draw.file)
    if not acts:
        raise Refusal("draw.unknown")
    return fold_draw(acts)


def view_draw(district: District, draw_id: DrawId) -> DrawView:
    """A draw for a page; open to anybody: a frame names communities, no household."""
    draw = get_draw(district, draw_id)
    last = due_on(draw_id, district.policy_of(draw.policy))
    overdue = district.today() > last and (not draw.is_revealed or bool(draw.uncovered))
    return DrawView(draw, last, overdue, not draw.is_revealed and bool(_find_head(district, draw)))


def list_draws(district: District, actor: Actor, quarter: str = "") -> list[DrawRow]:
    """The draws of the person's area: those of the district, and of their street."""
    check_may(actor, "draw.read")
    return draws_of(district.index, _scopes(district, actor), quarter)


def due_draws(district: District, actor: Actor) -> list[DueDraw]:
    """What the pack asks this person to draw this quarter and nobody has (S7-SPOT-01, 02, 04, 05)."""
    check_may(actor, "draw.read")
    quarter = quarter_of(district.today())
    sealed = {row.file for row in draws_of(district.index, quarter=str(quarter))}
    mine = [DrawId(scope, quarter, kind) for scope in _own_scopes(actor) for kind in KINDS]
    asked = ((draw, share_for(draw, district.policy)) for draw in mine)
    return [DueDraw(draw, share) for draw, share in asked if share[0] and draw.file not in sealed]


def count_draws(district: District, actor: Actor) -> int:
    """Draws to seal or to reveal, and communities drawn that nobody has looked at."""
    if not may(actor, "draw.make"):
        return 0
    own = _own_scopes(actor)
    rows = [row for row in draws_of(district.index) if row.scope in own]
    return len(due_draws(district, actor)) + sum(
        row.count - row.covered if row.revealed else 1 for row in rows
    )


def verify_draw(district: District, draw: Draw) -> list[str]:
    """What does not hold of a draw: its frame, seed, result, or the head it names (S7-AMB-18)."""
    found = faults(format_published(draw))
    if draw.is_revealed and _find_head(district, draw) != draw.head:
        found.append("head")
    return found


def verify_quarter(district: District, quarter: Quarter) -> list[tuple[Draw, list[str]]]:
    """Every draw of a quarter with what does not hold of it."""
    draws = (
        fold_draw(district.casebook.read(row.file)) for row in draws_of(district.index, (), str(quarter))
    )
    return [(draw, verify_draw(district, draw)) for draw in draws]


def freeze_frame(district: District, draw: DrawId) -> Frame:
    """The communities of a scope with the weight each has today (S7-SPOT-03)."""
    street = "" if draw.scope == DISTRICT_WIDE else draw.scope
    share = share_for(draw, district.policy)
    if not share[0]:
        raise Refusal("draw.not_asked")
    month = district.today().isoformat()[:7]
    counts, said = households_in_receipt(district.index, month), burdens(district.index)
    rows = []
    for area in communities(district, street):
        about = said.get(area.id)
        weak, difficult = bool(about and about.weak), bool(about and about.difficult)
        households = counts.get(area.id, 0)
        weight = weight_of(households, weak=weak, difficult=difficult, policy=district.policy)
        rows.append(FrameRow(area.id, households, weak, difficult, weight))
    return make_frame(draw, share, rows)


def find_scope(district: District, scope: str, quarter: Quarter, kind: str) -> DrawId:
    """The draw an address names; refuses a scope or kind there is not."""
    known = scope == DISTRICT_WIDE or district.area(scope).kind == "street"
    if kind not in KINDS or not known:
        raise Refusal("draw.unknown")
    return DrawId(scope, quarter, kind)


def is_own(actor: Actor, draw: DrawId) -> bool:
    """Whether this is the draw of the person's own office."""
    return draw.scope in _own_scopes(actor)


def _statement(frame_digest: str, commitment: str) -> dict[str, Any]:
    """What the act says in public: a line of its own in the log of the day."""
    return {"type": "draw", "frame": frame_digest, "commitment": commitment}


def _check_scope(actor: Actor, draw: DrawId) -> None:
    """The district draws for itself, a street for its own communities."""
    if draw.scope != DISTRICT_WIDE:
        check_in_area(actor, draw.scope, "")
    if not is_own(actor, draw):
        raise Refusal("person.other_area")


def _check_now(district: District, draw: DrawId) -> None:
    quarter = quarter_of(district.today())
    if draw.quarter != quarter:
        raise Refusal("draw.wrong_quarter", quarter=str(quarter))


def _kept_seed(district: District, draw: Draw) -> str:
    """The seed as it was sealed; refuses one that no longer gives the digest that was published."""
    kept = str(district.evidence.get(SEED, draw.frame.id.file, draw.acts[0].facts["seed_kept"])["seed"])
    if commitment_of(kept) != draw.commitment:
        raise Refusal("draw.seed_differs")
    return kept


def _find_head(district: District, draw: Draw) -> str:
    """The digest of the head of the day of sealing; empty until it is published."""
    try:
        return get_head(district, draw.committed_on).head.digest
    except Refusal as refusal:
        if refusal.code != "log.unknown_day":
            raise
        return ""


def _scopes(district: District, actor: Actor) -> list[str]:
    """Whose draws a person may look at at the desk; all are public besides."""
    streets = [area.id for area in district.office.every(Area) if area.kind == "street"]
    return [DISTRICT_WIDE, *(street for street in streets if may_in_area(actor, street, actor.community))]


def _own_scopes(actor: Actor) -> Sequence[str]:
    """A street officer draws for the street, everybody without a street for the district."""
    return [actor.street] if actor.street else [DISTRICT_WIDE]

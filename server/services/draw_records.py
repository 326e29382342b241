"""What was found in the communities drawn: household by household, with photos (S7-SPOT, S7-REV-12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from server.domain.days import shanghai_date
from server.domain.draw import (
    AUDIT,
    FINDINGS,
    ZERO_DISTANCE,
    Draw,
    DrawId,
    Looked,
    draw_households,
    fold_draw,
)
from server.domain.permission import Actor, check_in_area, check_may
from server.errors import Refusal
from server.records.list_rows import spells_of_month
from server.services.district import District, draft_act
from server.services.draws import get_draw, is_own
from server.services.photo_proofs import keep_photo

WORDS: Final = "audit-words"
FOUND: Final = "audit-finding"
MOST_PHOTOS: Final = 12


@dataclass(frozen=True)
class Found:
    """What is written of one household: keep, adjust or stop, and why."""

    outcome: str
    words: str = ""


@dataclass(frozen=True)
class LookedAt:
    """What somebody records of a community they went to."""

    community: str
    on: date
    words: str
    in_order: bool = True
    households: Mapping[str, Found] = field(default_factory=dict)
    zero_distance: Sequence[str] = ()
    photos: Sequence[bytes] = ()


@dataclass(frozen=True)
class LookedView:
    """A record as the desk shows it, with the words behind the digests."""

    looked: Looked
    words: str
    reasons: Mapping[str, str]  # by the case's number


def record_look(district: District, actor: Actor, draw_id: DrawId, looked: LookedAt) -> Draw:
    """Keeps what was found in a drawn community; a household to adjust or stop waits for its review."""
    check_may(actor, "draw.record")
    if not is_own(actor, draw_id):
        raise Refusal("person.other_area")
    with district.casebook.turn:
        draw = get_draw(district, draw_id)
        _check(district, draw, looked)
        facts = _facts(district, draw, looked)
        draft = draft_act(actor, "draw.record", "community_looked_at", facts)
        act = district.casebook.append(draft, draw_id.file, draw.acts[-1], policy=draw.policy)
    return fold_draw([*draw.acts, act])


def suggested_households(district: District, draw: Draw, community: str) -> list[str]:
    """The households drawn with the community, where the pack asks for a share of them (D-22)."""
    share = district.policy_of(draw.policy).spot.households
    return draw_households(draw, community, sorted(in_receipt(district, community)), share)


def in_receipt(district: District, community: str) -> list[str]:
    """The households of a community in receipt this month, by their numbers."""
    month = district.today().isoformat()[:7]
    return [row.file for row in spells_of_month(district.index, community, month)]


def list_looked(district: District, actor: Actor, draw: Draw) -> list[LookedView]:
    """Every record of a draw, the newest first, for whoever works in its area."""
    check_may(actor, "draw.read")
    mine = (each for each in reversed(draw.looked) if _may_see(district, actor, each.community))
    return [_view(district, draw, each) for each in mine]


def get_looked_photo(district: District, actor: Actor, draw: Draw, digest: str) -> bytes:
    """A photo of a record."""
    check_may(actor, "draw.read")
    for each in draw.looked:
        if digest in each.photos and _may_see(district, actor, each.community):
            return district.evidence.get_photo(draw.frame.id.file, digest)
    raise Refusal("record.missing", document=f"photo:{draw.frame.id.file}")


def _may_see(district: District, actor: Actor, community: str) -> bool:
    try:
        check_in_area(actor, district.area(community).parent, community)
    except Refusal:
        return False
    return True


def _check(district: District, draw: Draw, looked: LookedAt) -> None:
    if not draw.is_revealed:
        raise Refusal("draw.not_revealed")
    if looked.community not in draw.chosen:
        raise Refusal("draw.not_drawn")
    first = _revealed_on(draw)
    if not first <= looked.on <= district.today():
        raise Refusal("draw.day", first=first.isoformat())
    if not looked.words.strip():
        raise Refusal("draw.words")
    if len(looked.photos) > MOST_PHOTOS:
        raise Refusal("draw.photos", most=MOST_PHOTOS)
    if draw.frame.id.kind == AUDIT:
        _check_households(district, looked)


def _check_households(district: District, looked: LookedAt) -> None:
    """Whom an audit names is in receipt there, and where there is anybody somebody is looked at."""
    known = set(in_receipt(district, looked.community))
    for number, found in looked.households.items():
        if number not in known:
            raise Refusal("draw.household", number=number)
        if found.outcome not in FINDINGS:
            raise Refusal("draw.outcome")
        if found.outcome != FINDINGS[0] and not found.words.strip():
            raise Refusal("draw.words")
    if known and not looked.households:
        raise Refusal("draw.no_household")


def _facts(district: District, draw: Draw, looked: LookedAt) -> dict[str, Any]:
    file, is_audit = draw.frame.id.file, draw.frame.id.kind == AUDIT
    households = looked.households.items() if is_audit else ()
    kept = [keep_photo(district, file, content, draw.committed_on) for content in looked.photos]
    return {
        "community": looked.community,
        "on": looked.on.isoformat(),
        "in_order": looked.in_order,
        "findings": [[number, found.outcome, _keep(district, file, found)] for number, found in households],
        "zero_distance": [each for each in ZERO_DISTANCE if each in looked.zero_distance],
        "words": district.put_text(file, WORDS, looked.words),
        "photos": [photo.photo for photo in kept],
        "details": [photo.details for photo in kept],
    }


def _keep(district: District, file: str, found: Found) -> str:
    return district.put_text(file, FOUND, found.words) if found.words.strip() else ""


def _view(district: District, draw: Draw, looked: Looked) -> LookedView:
    file = draw.frame.id.file
    reasons = {
        found.case: district.get_text(file, FOUND, found.words) for found in looked.findings if found.words
    }
    words = district.get_text(file, WORDS, looked.words) if looked.words else ""  # gone with whom they named
    return LookedView(looked, words, reasons)


def _revealed_on(draw: Draw) -> date:
    return next(shanghai_date(act.at) for act in draw.acts if act.kind == "draw_revealed")

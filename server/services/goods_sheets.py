"""Photos of the sheet on which households signed for goods, kept with the hand-out (S7-DUTY-S3)."""

from __future__ import annotations

from dataclasses import asdict

from server.domain.days import shanghai_date
from server.domain.goods import MOST_SHEETS, OFF, SHEET_KEPT, Handout, Sheet
from server.domain.permission import Actor, check_in_area, check_may, may_in_area
from server.errors import Refusal
from server.records.entries import Area
from server.services.district import District, draft_act
from server.services.goods import append_to, get_handout
from server.services.photo_proofs import keep_photo


def keep_sheet(district: District, actor: Actor, file: str, community: str, content: bytes) -> Handout:
    """A photo of a signed page of a community, or of the street as a whole; also after the end."""
    check_may(actor, "goods.hand_out")
    with district.casebook.turn:
        handout = get_handout(district, actor, file)
        community = actor.community or community
        if community and district.area(community).parent != handout.street:
            raise Refusal("area.unknown", id=community)
        check_in_area(actor, handout.street, community)
        if handout.state == OFF:
            raise Refusal("goods.ended")
        if len(handout.sheets) >= MOST_SHEETS:
            raise Refusal("goods.sheets", most=MOST_SHEETS)
        kept = keep_photo(
            district, file, content, shanghai_date(handout.acts[0].at), too_early="goods.sheet_before"
        )
        if kept.photo in {sheet.photo for sheet in handout.sheets}:
            raise Refusal("goods.sheet_kept")
        facts = {"community": community, **asdict(kept)}
        return append_to(district, handout, draft_act(actor, "goods.hand_out", SHEET_KEPT, facts))


def sheets_for(actor: Actor, handout: Handout) -> list[Sheet]:
    """The pages of the person's area; of the street as a whole only for who sees all of it."""
    return [each for each in handout.sheets if may_in_area(actor, handout.street, each.community)]


def get_sheet(district: District, actor: Actor, file: str, photo: str) -> bytes:
    """The photo of a page of the person's area."""
    handout = get_handout(district, actor, file)
    if photo not in {each.photo for each in sheets_for(actor, handout)}:
        raise Refusal("record.missing", document=f"photo:{file}:{photo[:12]}")
    return district.evidence.get_photo(file, photo)


def communities_of_street(district: District, street: str) -> list[Area]:
    """Of which community a page may be."""
    return [area for area in district.office.every(Area) if area.parent == street]

"""Signatures and seals as a page of a case asks for them, and as it sends them."""

from __future__ import annotations

from typing import Any

from server.domain.case import Case
from server.domain.paper import PaperKind, PaperStanding
from server.services.district import District
from server.services.hands import Signed
from server.services.stamps import SEALS, Stamp, list_stampable, seal_words
from server.web.desk.meeting_signing import read_ink, sent_picture
from server.web.form import Form
from server.web.language import in_language


def read_signed(form: Form) -> Signed:
    """What was drawn on the pad, else the picture of the signed sheet, else nothing but the paper."""
    return read_ink(form.text("ink")) if form.text("ink") else sent_picture("sheet")


def read_stamp(form: Form) -> Stamp:
    return Stamp(form.text("seal"), form.text("paper"), sent_picture("stamped"))


def stamp_choices(district: District, case: Case) -> dict[str, Any]:
    """``seals`` and ``papers`` to choose from; ``paper`` is the newest approval form, if one was printed."""
    papers = list_stampable(district, case)
    newest = (each.id for each in papers if each.kind is PaperKind.APPROVAL_FORM)
    current = {each.id for each in papers if each.standing is PaperStanding.CURRENT}
    words = {seal: seal_words(district, case, seal) for seal in SEALS}
    return {
        "seals": [(seal, in_language(each.zh, each.en)) for seal, each in words.items()],
        "papers": [(each.id, f"{each.title} {each.number}") for each in papers],
        "paper": next((paper for paper in newest if paper in current), ""),
    }

"""The assessor's badge 《四方区低保评估资格证》: a card to wear, a sheet to cut (S7-CRED-03…06)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from server.documents.qr import qr_svg
from server.documents.typesetting import typeset
from server.documents.words import chinese_date
from server.errors import Refusal


@dataclass(frozen=True)
class BadgeCard:
    """One card; ``url`` is the whole text of the QR, ``portrait`` the bytes of a JPEG or PNG."""

    title: str
    issuer: str
    name: str
    post: str
    serial: str
    valid_from: date
    valid_until: date
    office: str
    phone: str
    portrait: bytes
    url: str
    demonstration: bool


def print_card(card: BadgeCard, created_at: datetime) -> bytes:
    """One badge on a page of its own size, 90 × 130 mm, the size of a common card holder."""
    return typeset("badge", _facts([card], "card"), created_at)


def print_sheet(cards: Sequence[BadgeCard], created_at: datetime) -> bytes:
    """Badges four to an A4 page, with marks to cut along."""
    if not cards:
        raise Refusal("paper.no_cards")
    return typeset("badge", _facts(cards, "sheet"), created_at)


def _facts(cards: Sequence[BadgeCard], layout: str) -> dict[str, Any]:
    return {"layout": layout, "title": cards[0].title, "cards": [_card_facts(card) for card in cards]}


def _card_facts(card: BadgeCard) -> dict[str, Any]:
    return {
        "title": card.title,
        "issuer": card.issuer,
        "name": card.name,
        "post": card.post,
        "serial": card.serial,
        "valid": [f"{chinese_date(card.valid_from)}起", f"{chinese_date(card.valid_until)}止"],
        "office": card.office,
        "phone": card.phone,
        "portrait": list(card.portrait),
        "qr": qr_svg(card.url),
        "stamp": "演示件，不作凭证" if card.demonstration else "",
    }

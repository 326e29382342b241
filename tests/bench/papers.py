"""How long a paper takes to print."""

from __future__ import annotations

from datetime import UTC, datetime

from server.documents.badge import print_card
from server.documents.minutes import print_minutes
from server.documents.notice import print_notice
from tests.bench.figure import Figure, milliseconds
from tests.server.documents.papers import (
    NOTICE_RULES,
    badge_card,
    case_minutes,
    minutes_paper,
    notice_paper,
)


def figures() -> list[Figure]:
    meeting = minutes_paper(cases=[case_minutes() for _ in range(6)])
    card, made_at = badge_card(), datetime(2026, 3, 1, tzinfo=UTC)
    return [
        milliseconds("print a notice", lambda: print_notice(notice_paper(), NOTICE_RULES)),
        milliseconds("print the minutes of six cases", lambda: print_minutes(meeting)),
        milliseconds("print a badge", lambda: print_card(card, made_at)),
    ]

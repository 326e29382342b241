"""The board: what hangs now, no more of it than the pack allows, nothing after its period (S7-NOTICE)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flask import render_template
from flask.typing import ResponseReturnValue

from server.domain.notice import NoticePeriod
from server.services.devices import public_keys
from server.services.heads import prove_notice
from server.services.list_overviews import hanging_lists
from server.services.notices import get_notice, list_posted
from server.web.current import current_district
from server.web.draw_words import quarter_words
from server.web.public.blueprint import public


@dataclass(frozen=True)
class NoticeDay:
    """One day of the line: ``ordinal`` is 0 for the day of posting, which is not counted."""

    day: date
    ordinal: int
    state: str  # done, now or todo
    is_last: bool


@public.get("/board")
def board() -> ResponseReturnValue:
    return board_page()


def board_page(asked: str = "", refused: str = "") -> str:
    """``asked`` is a receipt number that was typed here, ``refused`` what is wrong with it."""
    return render_template(
        "public/board.html",
        asked=asked,
        refused=refused,
        notices=list_posted(current_district()),
        lists=hanging_lists(current_district()),
        quarter_words=quarter_words,
    )


@public.get("/board/notices/<notice:notice_id>")
def notice(notice_id: str) -> ResponseReturnValue:
    district = current_district()
    posted = get_notice(district, notice_id)
    return render_template(
        "public/notice.html",
        notice=posted,
        days=list(notice_days(posted.period, district.today())),
        proof=None if posted.stopped_on else prove_notice(district, posted.case, posted.id),
        log_keys=public_keys(district.keys)["log"],
        demo=district.settings.demo,
    )


def notice_days(period: NoticePeriod, today: date) -> Iterator[NoticeDay]:
    """Every day of a notice from the day of posting to the last."""
    count = (period.last_day - period.posted_on).days
    for ordinal in range(count + 1):
        day = period.posted_on + timedelta(days=ordinal)
        state = "now" if day == today else "done" if day < today else "todo"
        yield NoticeDay(day, ordinal, state, ordinal == count)

"""The log at the desk: the newest head, whether it reached the auditor, the copy for one without mail."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from server.domain.days import parse_date
from server.services.heads import get_head
from server.services.mailing import auditors_copy, mail_state
from server.web.current import current_district
from server.web.desk.blueprint import desk
from server.web.guard import permit

_DAYS: Final = 14


@desk.get("/log")
@permit("log.read")
def show_log() -> ResponseReturnValue:
    district = current_district()
    heads = [published.head for published in district.heads.newest_first(_DAYS)]
    yesterday = district.today() - timedelta(days=1)
    return render_template("log/page.html", heads=heads, mail=mail_state(district), yesterday=yesterday)


@desk.get("/log/<day:day>/copy.json")
@permit("log.read")
def auditors_copy_of(day: str) -> Response:
    """What would be mailed: the signed head of a day and the day's leaves, which name nobody."""
    found = get_head(current_district(), parse_date(day)).head.date
    answer = Response(auditors_copy(current_district(), found, found), mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="ruhu-heads-{day}.json"'
    return answer

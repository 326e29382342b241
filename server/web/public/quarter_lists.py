"""The quarterly list in public: the pack's fields, in its days and not after them (S7-QPUB-01, PR-05)."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from server.domain.quarter import parse_quarter
from server.services.quarter_lists import view_hanging
from server.web.current import current_district
from server.web.draw_words import quarter_words
from server.web.public.blueprint import public


@public.get("/board/lists/<office:community>/<quarter:quarter>")
def quarter_list(community: str, quarter: str) -> ResponseReturnValue:
    district = current_district()
    view = view_hanging(district, community, parse_quarter(quarter))
    return render_template(
        "public/quarter_list.html", view=view, quarter_words=quarter_words, demo=district.settings.demo
    )

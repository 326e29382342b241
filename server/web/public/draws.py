"""Draws in public: the frame, the seed and how to draw again, for anybody (S7-AMB-18)."""

from __future__ import annotations

from typing import Final

from flask import Response, jsonify, render_template
from flask.typing import ResponseReturnValue

from server.domain.draw import format_published
from server.domain.percent import share_words
from server.domain.quarter import parse_quarter
from server.records.draw_rows import draws_of
from server.services.draws import find_scope, get_draw, view_draw
from server.web.current import current_district
from server.web.draw_words import DRAW_KINDS, quarter_words, scope_name
from server.web.paging import page_of
from server.web.public.blueprint import public

PAGE: Final = 20


@public.get("/draws")
def draws() -> ResponseReturnValue:
    """The draws, the newest quarter first."""
    rows = draws_of(current_district().index)
    return render_template(
        "public/draws.html",
        found=page_of(rows, PAGE),
        DRAW_KINDS=DRAW_KINDS,
        quarter_words=quarter_words,
        scope_name=scope_name,
    )


@public.get("/draws/<office:scope>/<quarter:quarter>/<any(audit, notice):kind>")
def draw(scope: str, quarter: str, kind: str) -> ResponseReturnValue:
    """One draw; the visitor's own browser draws it again."""
    district = current_district()
    view = view_draw(district, find_scope(district, scope, parse_quarter(quarter), kind))
    return render_template(
        "public/draw.html",
        view=view,
        draw=view.draw,
        DRAW_KINDS=DRAW_KINDS,
        quarter_words=quarter_words,
        scope_name=scope_name,
        share_words=share_words,
    )


@public.get("/draws/<office:scope>/<quarter:quarter>/<any(audit, notice):kind>/draw.json")
def draw_json(scope: str, quarter: str, kind: str) -> Response:
    """The same for a program: ``ruhu report spot-check --verify --file draw.json``."""
    district = current_district()
    found = get_draw(district, find_scope(district, scope, parse_quarter(quarter), kind))
    return jsonify(format_published(found))

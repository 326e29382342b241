"""The log: each day's head for anybody to read, keep, and hold against a paper (design §4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Final

from flask import Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from server.domain.days import parse_date
from server.domain.head import Head, end_of, parse_short_form
from server.errors import Refusal
from server.records.heads import Published
from server.services.devices import public_keys
from server.services.heads import get_head
from server.web.current import current_district
from server.web.form import Form
from server.web.public.blueprint import public

_PAGE: Final = 31
_JSON_PAGE: Final = 100
_SAME_NIGHT: Final = timedelta(hours=1)


@dataclass(frozen=True)
class Row:
    """A line of the list: ``acts`` done that day; ``late`` where the head was not made that night."""

    head: Head
    acts: int
    late: bool


@public.get("/board/log")
def log() -> ResponseReturnValue:
    """The newest heads first; a date and a short form in the address are held against that day's head."""
    form = Form({name: request.args.get(name, "").strip() for name in ("on", "code")})
    compared = _compare(form) if form.values["on"] or form.values["code"] else None
    found = _page(_PAGE + 1)
    rows = list(_rows(found))[:_PAGE]
    before = rows[-1].head.date if len(found) > _PAGE else None
    return render_template("public/log.html", rows=rows, before=before, form=form, compared=compared)


@public.get("/board/log.json")
def log_json() -> Response:
    """The same for a program: signed heads, the proof that each carries on, and the keys to check them by."""
    found = _page(_JSON_PAGE)
    heads = [
        {
            "date": each.head.date.isoformat(),
            "short": each.head.short,
            "digest": each.head.digest,
            "signed": each.signed,
            "consistency": each.consistency,
        }
        for each in found
    ]
    keys = public_keys(current_district().keys)["log"]
    before = heads[-1]["date"] if len(heads) == _JSON_PAGE else None
    return jsonify(type="ruhu-log", schema=1, keys=keys, heads=heads, before=before)


@public.get("/board/log/<day:day>/head.jws")
def signed_head(day: str) -> Response:
    """The signed head of a day, to keep where the district cannot reach it."""
    published = get_head(current_district(), parse_date(day))
    answer = Response(f"{published.signed}\n", mimetype="application/jose")
    answer.headers["Content-Disposition"] = f'attachment; filename="ruhu-head-{day}.jws"'
    return answer


def _page(size: int) -> list[Published]:
    """So many heads, those before the day asked for."""
    text = request.args.get("before")
    before = None if text is None else parse_date(text)
    return current_district().heads.newest_first(size, before)


def _rows(found: Sequence[Published]) -> list[Row]:
    heads = [published.head for published in found]
    counts = [head.acts - earlier.acts for head, earlier in pairwise(heads)]
    counts += [head.acts for head in heads[-1:]]
    return [
        Row(head, count, head.made_at > end_of(head.date) + _SAME_NIGHT)
        for head, count in zip(heads, counts, strict=True)
    ]


def _compare(form: Form) -> Head | None:
    """The head of the day on a paper; whether it is the one the paper shows is for the page to say."""
    try:
        day = parse_date(form.text("on"))
    except Refusal as refusal:
        form.refuse_with("on", refusal)
        return None
    try:
        form.values["code"] = parse_short_form(form.text("code"))
        return get_head(current_district(), day).head
    except Refusal as refusal:
        form.refuse_with("code" if refusal.code == "log.short_form" else "on", refusal)
        return None

"""Releases for research: what would be in one, the reason it is made for, and the file (S1-VAR-01)."""

from __future__ import annotations

from flask import Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.research import AMOUNT_BAND_FEN, MONTHS_BAND, K
from server.errors import Refusal
from server.services.research import export, list_releases, preview, release_csv
from server.services.sentences import Names
from server.web.answers import saved_file, see
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.form import Form, posted_form
from server.web.guard import permit


@desk.route("/research", methods=["GET", "POST"])
@permit("research.export")
def show_research() -> ResponseReturnValue:
    """The variables, what would be withheld of some years, and what was released before."""
    district, actor = current_district(), current_actor()
    form = posted_form() if request.method == "POST" else Form(dict(request.args.items()))
    this_year = str(district.today().year)
    for name in ("first", "last"):
        form.values.setdefault(name, this_year)
    made, status = None, 200
    try:
        first, last = (form.read(name, _year, 0) for name in ("first", "last"))
        if request.method == "POST" and not form.errors:
            export(district, actor, first, last, form.text("purpose"))
            flash(gettext("导出记下了，在下面取文件。"))
            return see(url_for("desk.show_research"))
        made = None if form.errors else preview(district, actor, first, last)
    except Refusal as refusal:
        form.refuse_with("", refusal)
        status = refusal.status
    page = render_template(
        "research/page.html",
        form=form,
        made=made,
        releases=list_releases(district, actor),
        names=Names(district),
        k=K,
        amount_band=AMOUNT_BAND_FEN,
        months_band=MONTHS_BAND,
        here="upkeep",
    )
    return page, 422 if form.errors and status == 200 else status


@desk.get("/research/<int:year>/<int:number>/release.csv")
@permit("research.export")
def research_csv(year: int, number: int) -> Response:
    content = release_csv(current_district(), current_actor(), f"{year}-{number}")
    return saved_file(content, f"research-{year}-{number}.csv")


def _year(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) != 4:
        raise Refusal("research.years")
    return int(text)

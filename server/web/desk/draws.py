"""Draws at the desk: sealed, revealed, and what was found in the communities drawn (S7-SPOT)."""

from __future__ import annotations

from contextlib import closing
from typing import Final

from flask import Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.days import parse_date
from server.domain.draw import AUDIT, DrawId
from server.domain.percent import share_words
from server.domain.permission import may
from server.domain.quarter import parse_quarter, quarter_of
from server.errors import Refusal
from server.services.burdens import list_burdens, record_burden
from server.services.draw_records import (
    Found,
    LookedAt,
    get_looked_photo,
    in_receipt,
    list_looked,
    record_look,
    suggested_households,
)
from server.services.draws import (
    commit_draw,
    due_draws,
    find_scope,
    get_draw,
    is_own,
    list_draws,
    reveal_draw,
    view_draw,
)
from server.web.answers import see
from server.web.current import current_actor, current_district
from server.web.desk.acts import act
from server.web.desk.blueprint import desk
from server.web.draw_words import DRAW_KINDS, OUTCOMES, ZERO_DISTANCE, quarter_words, scope_name
from server.web.form import Form, posted_form
from server.web.guard import permit
from server.web.paging import page_of

PAGE: Final = 20
_WORDS: Final = {
    "DRAW_KINDS": DRAW_KINDS,
    "OUTCOMES": OUTCOMES,
    "ZERO_DISTANCE": ZERO_DISTANCE,
    "quarter_words": quarter_words,
    "scope_name": scope_name,
    "share_words": share_words,
    "here": "upkeep",
}


@desk.get("/spot-checks")
@permit("draw.read")
def show_draws() -> ResponseReturnValue:
    return _list(Form())


@desk.post("/spot-checks")
@permit("draw.make")
def seal_draw() -> ResponseReturnValue:
    """Freezes the frame and seals a seed."""
    district, form = current_district(), posted_form()
    try:
        quarter = quarter_of(district.today())
        draw_id = find_scope(district, form.text("scope"), quarter, form.text("kind"))
        commit_draw(district, current_actor(), draw_id)
    except Refusal as refusal:
        form.refuse_with("", refusal)
        return _list(form), refusal.status
    flash(gettext("名单定了，种子封存了。明天总账公布以后，就能公布种子。"))
    return see(_address(draw_id))


@desk.get("/spot-checks/<office:scope>/<quarter:quarter>/<any(audit, notice):kind>")
@permit("draw.read")
def show_draw(scope: str, quarter: str, kind: str) -> ResponseReturnValue:
    return _page(_draw_id(scope, quarter, kind), Form())


@desk.post("/spot-checks/<office:scope>/<quarter:quarter>/<any(audit, notice):kind>/seed")
@permit("draw.make")
def reveal_seed(scope: str, quarter: str, kind: str) -> ResponseReturnValue:
    draw_id, form = _draw_id(scope, quarter, kind), posted_form()
    try:
        draw = reveal_draw(current_district(), current_actor(), draw_id)
    except Refusal as refusal:
        form.refuse_with("", refusal)
        return _page(draw_id, form), refusal.status
    flash(gettext("种子公布了，抽中 %(num)d 个社区。", num=len(draw.chosen)))
    return see(_address(draw_id))


@desk.route(
    "/spot-checks/<office:scope>/<quarter:quarter>/<any(audit, notice):kind>/communities/<office:community>",
    methods=["GET", "POST"],
)
@permit("draw.record")
def look_at(scope: str, quarter: str, kind: str, community: str) -> ResponseReturnValue:
    """What was found in one of the communities drawn."""
    district, draw_id = current_district(), _draw_id(scope, quarter, kind)
    if not is_own(current_actor(), draw_id):
        raise Refusal("person.other_area")
    draw = get_draw(district, draw_id)
    if community not in draw.chosen:
        raise Refusal("draw.not_drawn")
    households = in_receipt(district, community) if kind == AUDIT else []
    return act(
        "draws/look.html",
        lambda form: _look(form, draw_id, community, households),
        gettext("记下来了。要调整、停发的，等着复核。"),
        _address(draw_id),
        fresh={"on": district.today().isoformat(), "in_order": "yes"},
        draw=draw,
        community=community,
        households=households,
        suggested=suggested_households(district, draw, community),
        back=_address(draw_id),
        **_WORDS,
    )


@desk.get("/spot-checks/<office:scope>/<quarter:quarter>/<any(audit, notice):kind>/photos/<digest:photo>")
@permit("draw.read")
def send_looked_photo(scope: str, quarter: str, kind: str, photo: str) -> Response:
    district = current_district()
    draw = get_draw(district, _draw_id(scope, quarter, kind))
    answer = Response(get_looked_photo(district, current_actor(), draw, photo), mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@desk.get("/communities")
@permit("draw.read")
def show_burdens() -> ResponseReturnValue:
    """Which communities are looked at more often, and on what source (S7-SPOT-03)."""
    found = page_of(list_burdens(current_district(), current_actor()), PAGE)
    return render_template("draws/burdens.html", found=found, spot=current_district().policy.spot, **_WORDS)


@desk.route("/communities/<office:community>/burden", methods=["GET", "POST"])
@permit("burden.record")
def say_burden(community: str) -> ResponseReturnValue:
    views = list_burdens(current_district(), current_actor())
    view = next((view for view in views if view.community.id == community), None)
    if view is None:
        raise Refusal("burden.community")
    said, today = view.said, current_district().today().isoformat()
    ticked = {
        "weak": "yes" if said and said.weak else "",
        "difficult": "yes" if said and said.difficult else "",
    }
    return act(
        "draws/burden.html",
        lambda form: _say_burden(form, community),
        gettext("记下来了，以后抽社区按它算。"),
        url_for("desk.show_burdens"),
        fresh={"since": today, **ticked},
        view=view,
        **_WORDS,
    )


def _say_burden(form: Form, community: str) -> None:
    record_burden(
        current_district(),
        current_actor(),
        community,
        weak=form.text("weak") == "yes",
        difficult=form.text("difficult") == "yes",
        since=parse_date(form.text("since")),
        source=form.text("source"),
    )


def _look(form: Form, draw_id: DrawId, community: str, households: list[str]) -> None:
    named = {number: form.text(f"outcome-{number}") for number in households}
    looked = LookedAt(
        community=community,
        on=parse_date(form.text("on")),
        words=form.text("words"),
        in_order=form.text("in_order") != "no",
        households={
            number: Found(outcome, form.text(f"words-{number}"))
            for number, outcome in named.items()
            if outcome
        },
        zero_distance=request.form.getlist("zero_distance"),
        photos=_photos(),
    )
    form.values["zero_distance"] = " ".join(looked.zero_distance)
    record_look(current_district(), current_actor(), draw_id, looked)


def _photos() -> list[bytes]:
    """The photos handed in with a form; a field left empty is none."""
    contents = []
    for upload in request.files.getlist("photos"):
        with closing(upload):
            contents.append(upload.read())
    return [content for content in contents if content]


def _list(form: Form) -> str:
    district, actor = current_district(), current_actor()
    quarter = request.args.get("quarter", "")
    due = due_draws(district, actor) if may(actor, "draw.make") else []
    return render_template(
        "draws/list.html",
        due=due,
        found=page_of(list_draws(district, actor, str(parse_quarter(quarter)) if quarter else ""), PAGE),
        asked={"quarter": quarter},
        quarter=quarter_of(district.today()),
        today=district.today().isoformat(),
        form=form,
        **_WORDS,
    )


def _page(draw_id: DrawId, form: Form) -> str:
    district, actor = current_district(), current_actor()
    view = view_draw(district, draw_id)
    own = is_own(actor, draw_id)
    return render_template(
        "draws/page.html",
        view=view,
        draw=view.draw,
        looked=list_looked(district, actor, view.draw),
        may_make=own and may(actor, "draw.make"),
        may_record=own and may(actor, "draw.record"),
        form=form,
        **_WORDS,
    )


def _draw_id(scope: str, quarter: str, kind: str) -> DrawId:
    return find_scope(current_district(), scope, parse_quarter(quarter), kind)


def _address(draw: DrawId) -> str:
    return url_for("desk.show_draw", scope=draw.scope, quarter=str(draw.quarter), kind=draw.kind)

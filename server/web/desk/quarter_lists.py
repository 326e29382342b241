"""Quarterly lists at the desk: generated, printed, posted, proved, inspected, taken down (S7-QPUB)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flask import Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.permission import Actor
from server.domain.quarter import Quarter, parse_quarter, quarter_of
from server.errors import Refusal
from server.services.district import District
from server.services.list_overviews import list_standings
from server.services.papers_of_lists import list_pdf
from server.services.quarter_lists import (
    ListView,
    changes_of,
    find_list,
    generate_list,
    get_list,
    get_list_photo,
    get_window,
    hear,
    heard_words,
    inspect_list,
    post_list,
    prove_list,
    remove_list,
    view_list_for_desk,
)
from server.web.answers import pdf, see
from server.web.current import current_actor, current_district
from server.web.desk.acts import act
from server.web.desk.blueprint import desk
from server.web.draw_words import LIST_STATES, SAID, quarter_words
from server.web.form import Form, posted_form, sent_file
from server.web.guard import permit
from server.web.notice_words import PROOFS
from server.web.paging import page_of

PAGE: Final = 50
_WORDS: Final = {
    "LIST_STATES": LIST_STATES,
    "SAID": SAID,
    "PROOFS": PROOFS,
    "quarter_words": quarter_words,
    "here": "upkeep",
}
Do = Callable[[District, Actor, str, Quarter], object]


@desk.get("/lists")
@permit("list.read")
def show_lists() -> ResponseReturnValue:
    """Every community of the area with its list of a quarter."""
    district = current_district()
    now = quarter_of(district.today())
    asked = request.args.get("quarter", "")
    quarter = parse_quarter(asked) if asked else now
    standings = list_standings(district, current_actor(), quarter)
    state = request.args.get("state", "")
    return render_template(
        "lists/list.html",
        found=page_of([each for each in standings if state in ("", each.state)], PAGE),
        state=state,
        quarter=quarter,
        now=now,
        window=get_window(district, quarter) if standings else None,
        **_WORDS,
    )


@desk.get("/lists/<office:community>/<quarter:quarter>")
@permit("list.read")
def show_list(community: str, quarter: str) -> ResponseReturnValue:
    return _page(community, parse_quarter(quarter), Form())


@desk.post("/lists/<office:community>/<quarter:quarter>/generation")
@permit("list.make")
def generate(community: str, quarter: str) -> ResponseReturnValue:
    return _do(community, quarter, generate_list, gettext("按案卷生成了。打印以后贴出去。"))


@desk.post("/lists/<office:community>/<quarter:quarter>/posting")
@permit("list.make")
def post_it(community: str, quarter: str) -> ResponseReturnValue:
    return _do(community, quarter, post_list, gettext("贴出了，网上也看得到。请存一张张贴的照片。"))


@desk.post("/lists/<office:community>/<quarter:quarter>/removal")
@permit("list.make")
def take_down(community: str, quarter: str) -> ResponseReturnValue:
    return _do(community, quarter, remove_list, gettext("取下了。请存一张取下以后的照片。"))


@desk.route("/lists/<office:community>/<quarter:quarter>/photo", methods=["GET", "POST"])
@permit("list.make")
def prove_it(community: str, quarter: str) -> ResponseReturnValue:
    view = _view(community, quarter)
    return _act(
        "lists/photo.html",
        community,
        quarter,
        _prove,
        gettext("照片存好了，拍摄时间和地点另外记着。"),
        fresh={"which": view.missing[0] if view.missing else ""},
    )


@desk.route("/lists/<office:community>/<quarter:quarter>/inspection", methods=["GET", "POST"])
@permit("list.inspect")
def inspect_it(community: str, quarter: str) -> ResponseReturnValue:
    """What the street or the district saw while it hung (S7-QPUB-05)."""
    said = gettext("督查记下来了。")
    return _act("lists/inspection.html", community, quarter, _inspect, said, fresh={"in_order": "yes"})


@desk.route("/lists/<office:community>/<quarter:quarter>/words", methods=["GET", "POST"])
@permit("list.object")
def hear_words(community: str, quarter: str) -> ResponseReturnValue:
    """An objection to the list, or a report of a household on it."""
    said = gettext("记下来了，不公开。")
    return _act("lists/words.html", community, quarter, _hear, said, fresh={"kind": "objection"})


@desk.get("/lists/<office:community>/<quarter:quarter>/list.pdf")
@permit("list.read")
def print_list(community: str, quarter: str) -> Response:
    content = list_pdf(current_district(), current_actor(), community, parse_quarter(quarter))
    return pdf(content, f"list-{community}-{quarter}.pdf")


@desk.get("/lists/<office:community>/<quarter:quarter>/list-a3.pdf")
@permit("list.read")
def print_large_list(community: str, quarter: str) -> Response:
    content = list_pdf(current_district(), current_actor(), community, parse_quarter(quarter), "a3")
    return pdf(content, f"list-{community}-{quarter}-a3.pdf")


@desk.get("/lists/<office:community>/<quarter:quarter>/photos/<any(posted, removed):which>")
@permit("list.read")
def send_list_photo(community: str, quarter: str, which: str) -> Response:
    district = current_district()
    listed = get_list(district, community, parse_quarter(quarter))
    answer = Response(get_list_photo(district, current_actor(), listed, which), mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _do(community: str, quarter: str, do: Do, said: str) -> ResponseReturnValue:
    """One button of the page; a refusal shows the page again with the reason."""
    known, form = parse_quarter(quarter), posted_form()
    try:
        do(current_district(), current_actor(), community, known)
    except Refusal as refusal:
        form.refuse_with("", refusal)
        return _page(community, known, form), refusal.status
    flash(said)
    return see(_address(community, quarter))


def _act(
    template: str,
    community: str,
    quarter: str,
    do: Callable[[Form, str, Quarter], None],
    said: str,
    fresh: dict[str, str],
) -> ResponseReturnValue:
    known, back = parse_quarter(quarter), _address(community, quarter)
    view = _view(community, quarter)
    return act(
        template, lambda form: do(form, community, known), said, back, fresh, view=view, back=back, **_WORDS
    )


def _prove(form: Form, community: str, quarter: Quarter) -> None:
    content = sent_file("photo")
    if not content:
        form.refuse("photo", gettext("选一张照片，或者用手机拍。"))
        return
    prove_list(current_district(), current_actor(), community, quarter, form.text("which"), content)


def _inspect(form: Form, community: str, quarter: Quarter) -> None:
    in_order = form.text("in_order") != "no"
    inspect_list(
        current_district(), current_actor(), community, quarter, form.text("words"), in_order=in_order
    )


def _hear(form: Form, community: str, quarter: Quarter) -> None:
    hear(current_district(), current_actor(), community, quarter, form.text("kind"), form.text("words"))


def _view(community: str, quarter: str) -> ListView:
    return view_list_for_desk(current_district(), current_actor(), community, parse_quarter(quarter))


def _page(community: str, quarter: Quarter, form: Form) -> str:
    district, actor = current_district(), current_actor()
    standing = next(
        (each for each in list_standings(district, actor, quarter) if each.community.id == community), None
    )
    if standing is None:
        raise Refusal("list.unknown")
    listed = find_list(district, community, quarter)
    return render_template(
        "lists/page.html",
        standing=standing,
        quarter=quarter,
        window=get_window(district, quarter),
        view=view_list_for_desk(district, actor, community, quarter) if listed else None,
        changes=changes_of(district, listed) if listed else None,
        heard=[(each, heard_words(district, listed, each.words)) for each in listed.heard] if listed else [],
        seen=[(each, heard_words(district, listed, each.words)) for each in listed.inspections]
        if listed
        else [],
        today=district.today(),
        form=form,
        **_WORDS,
    )


def _address(community: str, quarter: str) -> str:
    return url_for("desk.show_list", community=community, quarter=quarter)

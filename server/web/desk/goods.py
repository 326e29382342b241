"""Goods at the desk: listed from the record, signed for on paper or the pad, ended (S7-DUTY-S3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.days import parse_date
from server.domain.goods import MOST_ITEMS, Item
from server.domain.receipt import CLASSES
from server.errors import Refusal
from server.services import goods, goods_sheets
from server.services.papers_of_goods import goods_pdf
from server.services.sentences import Names
from server.web.answers import pdf
from server.web.current import current_actor, current_district
from server.web.desk.acts import act, act_on_page
from server.web.desk.blueprint import desk
from server.web.desk.meeting_signing import read_ink
from server.web.form import Form, posted_form, sent_file
from server.web.guard import permit
from server.web.paging import page_of
from server.web.payment_words import HANDOUT_STATES

PAGE: Final = 50
_FIELDS: Final[Mapping[str, str]] = {
    "goods.words": "words",
    "goods.left": "words",
    "goods.proxy": "proxy",
    "goods.day": "on",
    "goods.items": "name-1",
    "goods.item": "name-1",
    "goods.amount": "name-1",
    "goods.number": "name-1",
    "goods.sheet_before": "photo",
    "goods.sheet_kept": "photo",
    "goods.sheets": "photo",
    "notice.photo_ahead": "photo",
    "image.unreadable": "photo",
}


@desk.get("/goods")
@permit("goods.read")
def show_handouts() -> ResponseReturnValue:
    return render_template(
        "goods/list.html",
        found=page_of(goods.list_for(current_district(), current_actor()), PAGE),
        states=HANDOUT_STATES,
        here="upkeep",
    )


@desk.route("/goods/new", methods=["GET", "POST"])
@permit("goods.list")
def new_handout() -> ResponseReturnValue:
    """What is handed out, and to whom; the households come from the record."""
    district, actor = current_district(), current_actor()
    streets = goods.list_streets(district, actor)
    return act(
        "goods/new.html",
        _make,
        gettext("名单列好了。打印出来签，或者在屏幕上签。"),
        url_for("desk.show_handouts"),
        {"on": district.today().isoformat(), "street": streets[0].id if streets else ""},
        streets=streets,
        rows=range(1, MOST_ITEMS + 1),
        classes=CLASSES,
        here="upkeep",
    )


@desk.get("/goods/<handout:handout>")
@permit("goods.read")
def show_handout(handout: str) -> ResponseReturnValue:
    return _page(handout, Form())


@desk.get("/goods/<handout:handout>/sheet.pdf")
@permit("goods.read")
def print_goods(handout: str) -> Response:
    return pdf(goods_pdf(current_district(), current_actor(), handout), f"{handout}.pdf")


@desk.post("/goods/<handout:handout>/collected")
@permit("goods.hand_out")
def collect_on_paper(handout: str) -> ResponseReturnValue:
    """Those ticked signed on the printed sheet."""
    cases = request.form.getlist("cases")
    return _do(handout, lambda _: goods.collect(current_district(), current_actor(), handout, cases))


@desk.get("/goods/<handout:handout>/households/<case:number>")
@permit("goods.read")
def show_collecting(handout: str, number: str) -> ResponseReturnValue:
    return _household(handout, number, Form({"how": "self"}))


@desk.post("/goods/<handout:handout>/households/<case:number>")
@permit("goods.hand_out")
def collect_one(handout: str, number: str) -> ResponseReturnValue:
    """One household, on the pad or on paper, itself or by somebody else."""
    form, then = posted_form(), url_for("desk.show_handout", handout=handout)
    return act_on_page(
        form,
        lambda: goods.collect(
            current_district(),
            current_actor(),
            handout,
            [number],
            read_ink(form.text("ink")) if form.text("sign") == "pad" else None,
            form.text("how"),
            form.text("proxy"),
        ),
        then,
        lambda sent: _household(handout, number, sent),
        _FIELDS,
    )


@desk.post("/goods/<handout:handout>/households/<case:number>/taking-back")
@permit("goods.hand_out")
def take_back(handout: str, number: str) -> ResponseReturnValue:
    form, then = posted_form(), url_for("desk.show_handout", handout=handout)
    return act_on_page(
        form,
        lambda: goods.take_back(current_district(), current_actor(), handout, number, form.text("words")),
        then,
        lambda sent: _household(handout, number, sent),
        _FIELDS,
    )


@desk.post("/goods/<handout:handout>/sheets")
@permit("goods.hand_out")
def keep_sheet(handout: str) -> ResponseReturnValue:
    """A photo of the sheet people signed."""
    return _do(handout, lambda form: _keep_sheet(form, handout))


@desk.get("/goods/<handout:handout>/sheets/<digest:photo>")
@permit("goods.read")
def send_sheet(handout: str, photo: str) -> Response:
    content = goods_sheets.get_sheet(current_district(), current_actor(), handout, photo)
    answer = Response(content, mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@desk.post("/goods/<handout:handout>/end")
@permit("goods.list")
def end_handout(handout: str) -> ResponseReturnValue:
    return _do(
        handout,
        lambda form: goods.close(current_district(), current_actor(), handout, form.text("words")),
    )


@desk.post("/goods/<handout:handout>/calling-off")
@permit("goods.list")
def call_off_handout(handout: str) -> ResponseReturnValue:
    return _do(
        handout,
        lambda form: goods.call_off(current_district(), current_actor(), handout, form.text("words")),
    )


def _do(handout: str, do: Callable[[Form], object]) -> ResponseReturnValue:
    form, then = posted_form(), url_for("desk.show_handout", handout=handout)
    return act_on_page(form, lambda: do(form), then, lambda sent: _page(handout, sent), _FIELDS)


def _make(form: Form) -> None:
    on = form.read("on", parse_date, current_district().today())
    classes = request.form.getlist("classes")
    form.values |= {f"class-{klass}": "yes" for klass in classes}
    if form.errors:
        return
    try:
        items = [_item(form, row) for row in range(1, MOST_ITEMS + 1) if form.text(f"name-{row}")]
        place = (current_district(), current_actor(), form.text("street"), on)
        goods.make_list(*place, form.text("words"), items, classes)
    except Refusal as refusal:
        form.refuse_with(_FIELDS.get(refusal.code, ""), refusal)


def _item(form: Form, row: int) -> Item:
    return Item(
        form.text(f"name-{row}"),
        form.text(f"unit-{row}"),
        _number(form.text(f"household-{row}")),
        _number(form.text(f"person-{row}")),
    )


def _keep_sheet(form: Form, handout: str) -> None:
    content = sent_file("photo")
    if not content:
        form.refuse("photo", gettext("选一张照片，或者用手机拍。"))
        return
    goods_sheets.keep_sheet(current_district(), current_actor(), handout, form.text("community"), content)


def _number(text: str) -> int:
    """A whole number; empty is none."""
    if not text:
        return 0
    if not text.isascii() or not text.isdecimal() or len(text) > len("9999"):
        raise Refusal("goods.number", text=text)
    return int(text)


def _page(handout: str, form: Form) -> str:
    district, actor = current_district(), current_actor()
    view = goods.view_handout(district, actor, handout)
    missing = request.args.get("state") == "missing"
    shown = [line for line in view.lines if not missing or line.case not in view.handout.collected]
    return render_template(
        "goods/page.html",
        view=view,
        handout=view.handout,
        found=page_of(shown, PAGE),
        missing=missing,
        sheets=goods_sheets.sheets_for(actor, view.handout),
        communities=goods_sheets.communities_of_street(district, view.handout.street),
        whole=not actor.community,
        names=Names(district),
        states=HANDOUT_STATES,
        form=form,
        here="upkeep",
    )


def _household(handout: str, number: str, form: Form) -> str:
    district, actor = current_district(), current_actor()
    view = goods.view_handout(district, actor, handout)
    line = next((line for line in view.lines if line.case == number), None)
    if line is None:
        raise Refusal("goods.not_listed", number=number)
    receipt = view.handout.collected.get(number)
    ink, words = goods.read_receipt(district, view.handout, number) if receipt else (None, "")
    return render_template(
        "goods/household.html",
        view=view,
        handout=view.handout,
        line=line,
        receipt=receipt,
        ink=ink,
        words=words,
        names=Names(district),
        form=form,
        here="upkeep",
    )

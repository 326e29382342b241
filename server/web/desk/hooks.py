"""Systems told when a case is approved or stopped: add one, test it, see what it was told, end it."""

from __future__ import annotations

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from server.domain.hook import EVENTS, MOST_TRIES
from server.domain.permission import may
from server.errors import Refusal
from server.services.hooks import (
    end_hook,
    get_hook_view,
    list_hooks,
    register_hook,
    secret_of,
    send_again,
    try_hook,
)
from server.web.answers import see
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.form import Form, posted_form
from server.web.guard import permit

_FIELDS = {"hook.name": "name", "hook.events": "events"}
_UNSENT = {
    "hook.url": lazy_gettext("地址不对，没有发"),
    "hook.inside": lazy_gettext("地址在内网或本机，没有发"),
    "hook.no_host": lazy_gettext("地址里的名字查不到"),
    "hook.certificate": lazy_gettext("对方的证书信不过"),
    "hook.silent": lazy_gettext("没有按时回答"),
    "hook.unreachable": lazy_gettext("连不上"),
}


def answer_words(answer: str) -> str:
    """What came of a delivery: the status the receiver gave, or why nothing was sent or answered."""
    return str(_UNSENT.get(answer, answer))


@desk.get("/hooks")
@permit("hook.read")
def show_hooks() -> ResponseReturnValue:
    return _page(Form(), EVENTS)


@desk.post("/hooks")
@permit("hook.manage")
def add_hook() -> ResponseReturnValue:
    """Registers a system; its secret is on its page. Refused, what was typed stays."""
    form, events = posted_form(), request.form.getlist("events")
    try:
        hook = register_hook(current_district(), current_actor(), form.text("name"), form.text("url"), events)
    except Refusal as refusal:
        form.refuse_with(_FIELDS.get(refusal.code, "url"), refusal)
        return _page(form, events), refusal.status
    flash(gettext("登记好了。把密钥交给对方，再发一条试试。"))
    return see(url_for("desk.show_hook", hook_id=hook.id))


@desk.get("/hooks/<office:hook_id>")
@permit("hook.read")
def show_hook(hook_id: str) -> ResponseReturnValue:
    district, actor = current_district(), current_actor()
    view = get_hook_view(district, actor, hook_id)
    secret = secret_of(district, actor, hook_id) if may(actor, "hook.manage") else ""
    return render_template(
        "hooks/page.html",
        view=view,
        hook=view.hook,
        secret=secret,
        most=MOST_TRIES,
        answer_words=answer_words,
        here="reference",
    )


@desk.post("/hooks/<office:hook_id>/test")
@permit("hook.manage")
def send_test(hook_id: str) -> ResponseReturnValue:
    try_hook(current_district(), current_actor(), hook_id)
    flash(gettext("排上了，几秒钟以后刷新这一页看结果。"))
    return see(url_for("desk.show_hook", hook_id=hook_id))


@desk.post("/hooks/<office:hook_id>/deliveries/<office:delivery_id>/again")
@permit("hook.manage")
def send_delivery_again(hook_id: str, delivery_id: str) -> ResponseReturnValue:
    send_again(current_district(), current_actor(), delivery_id)
    flash(gettext("排上了，几秒钟以后刷新这一页看结果。"))
    return see(url_for("desk.show_hook", hook_id=hook_id))


@desk.post("/hooks/<office:hook_id>/end")
@permit("hook.manage")
def close_hook(hook_id: str) -> ResponseReturnValue:
    end_hook(current_district(), current_actor(), hook_id)
    flash(gettext("停了，以后什么也不发给它。"))
    return see(url_for("desk.show_hooks"))


def _page(form: Form, chosen: object) -> str:
    hooks = list_hooks(current_district(), current_actor())
    return render_template(
        "hooks/list.html", hooks=hooks, form=form, events=EVENTS, chosen=chosen, here="reference"
    )

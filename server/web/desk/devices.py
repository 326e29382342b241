"""Tablets: how each stands and what it said last; locking, closing, wiping, removing one (design §4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.permission import Actor
from server.domain.thumbprint import spoken_thumbprint
from server.errors import Refusal
from server.records.entries import Device
from server.services import device_orders
from server.services.devices import list_devices
from server.services.district import District
from server.services.sentences import Names
from server.web.answers import see
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.form import Form, posted_form
from server.web.guard import permit
from server.web.paging import page_of

PAGE: Final = 50
Order = Callable[[District, Actor, str], Device]


@desk.get("/devices")
@permit("assessor.read")
def show_devices() -> ResponseReturnValue:
    district = current_district()
    found = page_of(list_devices(district, current_actor()), PAGE)
    return render_template("devices/list.html", found=found, names=Names(district), here="reference")


@desk.get("/devices/<office:device_id>")
@permit("assessor.read")
def show_device(device_id: str) -> ResponseReturnValue:
    district = current_district()
    device = device_orders.get_device(district, current_actor(), device_id)
    return render_template(
        "devices/page.html",
        device=device,
        spoken=spoken_thumbprint(device.id),
        unsent=device_orders.find_unsent(district, device),
        last_day=device_orders.closing_ends_on(district, device),
        closing_days=district.policy.visit.closing_days,
        names=Names(district),
        here="reference",
    )


@desk.post("/devices/<office:device_id>/lock")
@permit("device.enrol")
def lock_device(device_id: str) -> ResponseReturnValue:
    said = gettext("平板 %(number)s 下次联网时锁上。")
    return _order(device_orders.lock_device, device_id, said)


@desk.post("/devices/<office:device_id>/order-withdrawal")
@permit("device.enrol")
def withdraw_order(device_id: str) -> ResponseReturnValue:
    said = gettext("收回了，平板 %(number)s 照常用。")
    return _order(device_orders.withdraw_order, device_id, said)


@desk.post("/devices/<office:device_id>/closing")
@permit("device.enrol")
def close_device(device_id: str) -> ResponseReturnValue:
    said = gettext("平板 %(number)s 的任务收回了；它没发的还能发，发来的先搁置。")
    return _order(device_orders.close_device, device_id, said)


@desk.post("/devices/<office:device_id>/removal")
@permit("device.enrol")
def remove_device(device_id: str) -> ResponseReturnValue:
    said = gettext("平板 %(number)s 停用了，不能再收发。")
    return _order(device_orders.remove_device, device_id, said)


@desk.route("/devices/<office:device_id>/wipe", methods=["GET", "POST"])
@permit("device.enrol")
def wipe_device(device_id: str) -> ResponseReturnValue:
    """A page of its own, where what will be lost stands in words before anything is ordered."""
    if request.method == "GET":
        return _wipe_page(device_id, Form())
    form = posted_form()
    at_once = form.text("do") == "now"
    if at_once and not form.text("lost"):
        form.refuse_with("lost", Refusal("device.confirm_wipe"))
        return _wipe_page(device_id, form), 422
    device = device_orders.wipe_device(current_district(), current_actor(), device_id, confirmed=at_once)
    said = (
        gettext("平板 %(number)s 下次联网时清除。")
        if at_once
        else gettext("平板 %(number)s 都收讫以后清除。")
    )
    flash(said % {"number": device.number})
    return see(url_for("desk.show_device", device_id=device_id))


def _order(order: Order, device_id: str, said: str) -> ResponseReturnValue:
    device = order(current_district(), current_actor(), device_id)
    flash(said % {"number": device.number})
    return see(url_for("desk.show_device", device_id=device_id))


def _wipe_page(device_id: str, form: Form) -> str:
    district = current_district()
    device = device_orders.get_device(district, current_actor(), device_id)
    return render_template(
        "devices/wipe.html",
        device=device,
        unsent=device_orders.find_unsent(district, device),
        form=form,
        names=Names(district),
        here="reference",
    )

"""The pages of hooks: registered and tested by the administrator, refused with a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask import Flask

from server.records.entries import HookDelivery
from server.services.district import District
from server.services.hooks import send_due
from server.web.current import keep_district
from tests.server.services.hook_receiver import Receiver
from tests.server.services.story import move
from tests.server.web.browsing import Person


def test_a_system_is_registered_tested_and_ended(
    app: Flask, district: District, person: Callable[..., Person]
) -> None:
    opened = replace(district, settings=replace(district.settings, hooks_to_this_machine=True))
    keep_district(app, opened)
    admin = person("admin")
    assert "还没有登记" in admin.text("/desk/hooks")
    with Receiver(500) as receiver:
        page = admin.do("/desk/hooks", {"name": "财政系统", "url": receiver.url, "events": ["approved"]})
        assert "whsec_" in admin.text(page)
        admin.do(f"{page}/test", page=page)
        assert "等着发" in admin.text(page)
        send_due(opened)
        assert "500" in admin.text(page)
    admin.do(f"{page}/test", page=page)
    move(opened, hours=1)
    send_due(opened)  # nobody listens there any more
    text = admin.text(page)
    assert "连不上" in text
    assert "hook." not in text
    (delivery, *_) = opened.office.every(HookDelivery)
    opened.office.save(replace(delivery, state="failed"))
    assert "没发到" in admin.text(page)
    admin.do(f"{page}/deliveries/{delivery.id}/again", page=page)
    assert opened.office.get(HookDelivery, delivery.id).state == "waiting"
    admin.do(f"{page}/end", page=page)
    assert admin.get(page).status_code == 404


def test_a_refusal_keeps_what_was_typed(person: Callable[..., Person]) -> None:
    admin = person("admin", "en")
    answer = admin.send("/desk/hooks", {"name": "财政系统", "url": "http://10.0.0.1/", "events": ["stopped"]})
    assert answer.status_code == 422
    assert 'value="财政系统"' in answer.text
    assert "begins with https://" in answer.text
    assert person("gao").get("/desk/hooks").status_code == 403

"""Tablets at the desk: what each said last, and what is done to it, said in words before it is done."""

from __future__ import annotations

import pytest

from server.domain.thumbprint import spoken_thumbprint
from server.records.entries import Device
from server.services.device_orders import remove_device
from tests.factories import OFFICER, PaperTablet, assigned_case, enrolled_tablet
from tests.server.web.browsing import words
from tests.tablets import ask_token, waiting

STORAGE = {"used": 120_400_000, "left": 2_100_000_000, "persisted": False}


@pytest.fixture
def tablet(district) -> PaperTablet:
    return enrolled_tablet(district)


def page(tablet: PaperTablet) -> str:
    return f"/desk/devices/{tablet.id}"


def state(district, tablet: PaperTablet) -> tuple[str, str]:
    device = district.office.get(Device, tablet.id)
    return device.state, device.order


def test_the_list_says_what_each_tablet_said_last(person, district, tablet):
    enrolled_tablet(district, "a-0218")
    ask_token(tablet, app_version="1.4.0", storage=STORAGE, **waiting(1, 8))
    text = person("gao").text("/desk/devices")
    assert "2 台平板" in text
    assert (
        "T-0001 paper 林试远 在用 3月2日 9:00 1 份记录、8 张照片 "
        "用了 120 MB，还剩 2.1 GB 浏览器没答应长存 1.4.0" in text
    )
    assert "T-0002 paper 罗样青 在用 还没有 它还没说过 它还没说过" in text


def test_the_list_is_there_before_any_tablet_is(person):
    assert "还没有登记平板" in person("gao").text("/desk/devices")


def test_a_tablet_shows_the_digits_to_compare(person, district, tablet):
    assert spoken_thumbprint(tablet.id) in person("gao").text(page(tablet))
    assert spoken_thumbprint(tablet.id) in person("gao").text("/desk/assessors/a-0217")


def test_a_tablet_is_locked_and_the_order_taken_back(person, district, tablet):
    gao = person("gao")
    gao.do(f"{page(tablet)}/lock", page=page(tablet))
    assert state(district, tablet) == ("active", "lock")
    assert "下次联网时锁上" in gao.text(page(tablet))
    gao.do(f"{page(tablet)}/order-withdrawal", page=page(tablet))
    assert state(district, tablet) == ("active", "")


def test_a_tablets_tasks_are_withdrawn(person, district, tablet):
    gao = person("gao")
    assert "最多等 30 天" in gao.text(page(tablet))
    gao.do(f"{page(tablet)}/closing", page=page(tablet))
    assert state(district, tablet) == ("closing", "")
    assert "最多等到 2026年4月1日" in gao.text(page(tablet))


def test_a_tablet_is_removed_with_what_is_unsent_said_before(person, district, tablet):
    ask_token(tablet, **waiting(1, 8))
    gao = person("gao")
    assert "它上次联网时说，还有 1 份记录、8 张照片没有发。" in gao.text(page(tablet))
    gao.do(f"{page(tablet)}/removal", page=page(tablet))
    text = gao.text(page(tablet))
    assert "已停用" in text
    assert "要它怎么样" not in text


def test_a_wipe_waits_for_receipts(person, district, tablet):
    gao = person("gao")
    gao.do(f"{page(tablet)}/wipe", {"do": "after"})
    assert state(district, tablet) == ("active", "wipe")


def test_a_wipe_at_once_wants_the_loss_ticked_in_words(person, district, tablet):
    ask_token(tablet, **waiting(2, 1))
    gao = person("gao")
    refused = gao.send(f"{page(tablet)}/wipe", {"do": "now"})
    assert refused.status_code == 422
    assert "还有 2 份记录、1 张照片没有发" in words(refused)
    assert "请先勾上" in words(refused)
    assert state(district, tablet) == ("active", "")
    gao.do(f"{page(tablet)}/wipe", {"do": "now", "lost": "yes"})
    assert state(district, tablet) == ("active", "wipe_now")


def test_where_nothing_would_be_lost_nothing_is_asked(person, district, tablet):
    ask_token(tablet, **waiting(0, 0))
    assert "等不到了" not in person("gao").text(f"{page(tablet)}/wipe")


def test_a_visit_that_waits_for_photos_is_said_to_be_lost(person, district, tablet):
    ask_token(tablet, **waiting(0, 0))
    case = assigned_case(district)
    tablet.push(tablet.seal(tablet.fill_in(case)))
    assert "另有 1 份发来了，还在等照片。" in person("gao").text(f"{page(tablet)}/wipe")


def test_an_ended_tablet_takes_no_order(person, district, tablet):
    gao = person("gao")
    form = f"{page(tablet)}/wipe"
    token = gao.token(form)
    remove_device(district, OFFICER, tablet.id)
    answer = gao.client.post(form, data={"csrf_token": token, "do": "after"})
    assert answer.status_code == 403
    assert "已经停用" in words(answer)


def test_the_reviewer_sees_tablets_and_orders_nothing(person, district, tablet):
    xie = person("xie")
    assert "要它怎么样" not in xie.text(page(tablet))
    assert xie.client.get(f"{page(tablet)}/wipe").status_code == 403


def test_a_clerk_sees_no_tablets(person, tablet):
    assert person("fang").get("/desk/devices").status_code == 403


def test_an_unknown_tablet_is_said(person):
    assert "不认识这台平板" in words(person("gao").get("/desk/devices/nobody"))


def test_in_english_too(person, district, tablet):
    ask_token(tablet, **waiting(1, 8))
    gao = person("gao", "en")
    assert "1 record, 8 photos" in gao.text("/desk/devices")
    assert "When it last connected it had not sent 1 record, 8 photos." in gao.text(f"{page(tablet)}/wipe")

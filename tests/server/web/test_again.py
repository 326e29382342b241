"""Before what cannot be undone the password is asked for again, and nothing that was typed is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html import unescape
from io import BytesIO
from random import Random

import pyotp
import pytest
from flask import Flask, render_template
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from werkzeug.datastructures import MultiDict

from server.domain.stage import Stage
from server.errors import Refusal
from server.services.accounts import get_account
from server.services.district import District
from server.services.people import get_actor
from server.services.second_factors import confirm_factor, propose_factor, secret_of
from server.web.current import keep_district
from server.web.form import Form, sent_file
from tests.factories import ADMINISTRATOR, Clock
from tests.server.services.reviewing import audited as review_audited
from tests.server.services.reviewing import begun as review_begun
from tests.server.services.reviewing import in_receipt, move_to, told
from tests.server.services.story import examined_case
from tests.server.web.browsing import PASSWORD, Person, words

NEW = "/desk/people/new"
GRAVE = {
    "desk.erase",
    "desk.erase_daily_record",
    "desk.stop_guarantee",
    "desk.add_person",
    "desk.change_person",
    "desk.give_password",
    "desk.remove_code",
    "desk.reopen_person",
    "desk.approve_case",
    "desk.refuse_case",
    "desk.decide_periodic_review",
    "desk.confirm_new_standard",
}
FIELDS = {"id": "xin-ren", "name": "李试新", "role": ["street_officer", "chair"], "street": "songlin"}
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')


def waiting(page: str) -> list[tuple[str, str]]:
    """What waits on a page that asks, as a browser would send it."""
    found = [(unescape(name), unescape(value)) for name, value in _HIDDEN.findall(page)]
    return [pair for pair in found if pair[0] != "csrf_token"]


def asked(admin: Person, clock: Clock) -> str:
    """The page that asks, twenty minutes after the sign-in."""
    clock.move(minutes=20)
    answer = admin.send(NEW, FIELDS)
    assert (answer.status_code, "再输一次密码" in words(answer)) == (200, True)
    return str(answer.text)


def again(admin: Person, page: str, password: str, **more: str) -> str:
    fields = MultiDict([*waiting(page), ("again_password", password), *more.items()])
    answer = admin.send(NEW, fields.to_dict(flat=False))
    return f"{answer.status_code} {words(answer)}\n{answer.text}"


def test_these_and_no_others_ask(app: Flask) -> None:
    marked = {name for name, view in app.view_functions.items() if getattr(view, "grave", False)}
    assert marked == GRAVE


def test_soon_after_the_sign_in_nothing_is_asked(person: Callable[..., Person], district: District) -> None:
    answer = person("admin").send(NEW, FIELDS)
    assert "再输一次密码" not in words(answer)
    assert get_account(district, ADMINISTRATOR, "xin-ren").roles == ("street_officer", "chair")


def test_what_was_filled_in_is_done_once_the_password_is_right(
    person: Callable[..., Person], district: District, clock: Clock
) -> None:
    admin = person("admin")
    page = asked(admin, clock)
    with pytest.raises(Refusal):
        get_account(district, ADMINISTRATOR, "xin-ren")
    refused = again(admin, page, "not-my-password")
    assert refused.startswith("401 ")
    assert "密码不对。刚才填的都在" in refused
    assert "not-my-password" not in refused
    assert waiting(refused) == waiting(page)
    done = again(admin, refused, PASSWORD)
    assert done.startswith("200 ")
    made = get_account(district, ADMINISTRATOR, "xin-ren")
    assert (made.name, made.roles, made.street) == ("李试新", ("street_officer", "chair"), "songlin")
    assert admin.send("/desk/people/xin-ren/closed", page="/desk/people/xin-ren").status_code == 302
    assert admin.send("/desk/people/xin-ren/opened", page="/desk/people/xin-ren").status_code == 302


def test_who_has_a_code_gives_it_too_and_each_once(
    person: Callable[..., Person], district: District, clock: Clock
) -> None:
    admin, actor = person("admin"), get_actor(district, "admin")
    propose_factor(district, actor)
    totp = pyotp.TOTP(secret_of(district, actor).replace(" ", ""))
    confirm_factor(district, actor, totp.at(int(district.now().timestamp())))
    page = asked(admin, clock)
    code = totp.at(int(district.now().timestamp()))
    for wrong in ({}, {"again_code": "000000"}):
        assert again(admin, page, PASSWORD, **wrong).startswith("401 ")
    assert again(admin, page, "not-my-password", again_code=code).startswith("401 ")
    assert again(admin, page, PASSWORD, again_code=code).startswith("200 ")
    assert get_account(district, ADMINISTRATOR, "xin-ren").name == "李试新"


def test_a_password_is_guessed_no_faster_here(person: Callable[..., Person], clock: Clock) -> None:
    admin = person("admin")
    page = asked(admin, clock)
    token = admin.token(NEW)
    data = MultiDict([*waiting(page), ("csrf_token", token), ("again_password", "guess")])
    answers = [admin.client.post(NEW, data=data).status_code for _ in range(32)]
    assert (answers[:30], answers[30:]) == ([401] * 30, [429] * 2)


def test_nought_asks_every_time(app: Flask, person: Callable[..., Person], district: District) -> None:
    keep_district(app, replace(district, settings=replace(district.settings, confirm_minutes=0)))
    assert "再输一次密码" in words(person("admin").send(NEW, FIELDS))


def a_picture(kilobytes: int = 40) -> bytes:
    """A JPEG about so large: noise does not compress."""
    side = int((kilobytes * 1000 / 1.4) ** 0.5)
    stream = BytesIO()
    Image.frombytes("L", (side, side), Random(7).randbytes(side * side)).save(stream, "JPEG", quality=95)
    return stream.getvalue()


def pictures(district: District, number: str) -> list[str]:
    return [
        one["_id"] for one in district.database("evidence").all(f"photo:{number}:", f"photo:{number}:\ufff0")
    ]


@pytest.mark.parametrize("kilobytes", [40, 3000])
def test_approving_asks_and_the_picture_of_the_stamped_page_is_not_lost(
    person: Callable[..., Person], district: District, clock: Clock, kilobytes: int
) -> None:
    """Nor what was written, nor after a wrong password, nor where the picture is as large as one may be."""
    number = examined_case(district).number
    qian, address = person("qian"), f"/desk/cases/{number}/approve"
    before, picture = pictures(district, number), a_picture(kilobytes)
    clock.move(minutes=20)
    sent = {"seal": "stamp03", "class": "B", "reason": "照“标准”第 4 条"}
    page = qian.send(address, {**sent, "stamped": (BytesIO(picture), "page.jpg", "image/jpeg")})
    page.request.environ["wsgi.input"].close()  # a file of the client's own, where it sends this much
    assert "再输一次密码" in words(page)
    assert district.get_case(number).stage is Stage.EXAMINED
    for password, status in (("not-my-password", 401), (PASSWORD, 302)):
        fields = MultiDict([*waiting(page.text), ("again_password", password)])
        page = qian.send(address, fields.to_dict(flat=False))
        assert page.status_code == status
    assert district.get_case(number).stage is Stage.APPROVED
    assert len(pictures(district, number)) == len(before) + 1


def test_stopping_by_a_review_asks_and_sending_it_back_does_not(
    person: Callable[..., Person], district: District, clock: Clock
) -> None:
    number = in_receipt(district).number
    move_to(district, date(2026, 6, 3))
    review_begun(district, number)
    told(district, number, "stop", incomes={"m1": "5100.00"})
    review_audited(district, number)
    qian, address = person("qian"), f"/desk/cases/{number}/reviews/decision"
    clock.move(minutes=20)
    page = qian.send(address, {"do": "approve", "words": "收入高了。"})
    assert "再输一次密码" in words(page)
    assert district.get_case(number).last.kind == "review_audited"
    assert qian.send(address, {"do": "return", "words": ""}).status_code == 422
    fields = MultiDict([*waiting(page.text), ("again_password", PASSWORD)])
    assert qian.send(address, fields.to_dict(flat=False)).status_code == 302
    assert district.get_case(number).last.kind == "review_decided"


@pytest.mark.parametrize("text", ["!!", "AAA", "章", "=" * 9])
def test_what_is_no_file_that_waited_is_none(app: Flask, text: str) -> None:
    with app.test_request_context("/desk/", method="POST", data={"again_file:stamped": text}):
        assert sent_file("stamped") in (b"", b"\x00\x00")


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(min_size=1, max_size=9), st.text(max_size=30)), max_size=6))
def test_whatever_was_typed_waits_as_it_was(fields: list[tuple[str, str]]) -> None:
    """Signs that mean something to HTML, several values of a name, spaces and line ends."""
    sent = [(name, value) for name, value in fields if "\x00" not in name + value]
    with APP[0].test_request_context("/desk/"):
        page = render_template(
            "sign_in/again.html", form=Form(), waiting=sent, needs_code=False, address="/desk/"
        )
    assert waiting(page) == [pair for pair in sent if pair[0] != "csrf_token"]


APP: list[Flask] = []


@pytest.fixture(autouse=True)
def keep_app(app: Flask) -> None:
    APP[:] = [app]

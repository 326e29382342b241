"""Who tries passwords and codes: shut out by account, told to the administrator, and never quoted."""

from __future__ import annotations

import logging
from dataclasses import replace

import pyotp
from argon2 import PasswordHasher

from server.records.entries import User
from server.services.accounts import read_account_acts
from server.services.people import get_actor
from server.services.second_factors import confirm_factor, propose_factor, secret_of
from server.web.current import keep_district
from tests.factories import ADMINISTRATOR
from tests.server.web.browsing import PASSWORD, Person

WRONG = "wrong-guess-7731"


def cheaply(district) -> None:
    """The account's hash costs little: thirty wrong guesses are about the limit and not about argon2."""
    hashed = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    district.office.change(User, "gao", lambda user: replace(user, password=hashed))


def set_up(district, user_id: str) -> None:
    actor = get_actor(district, user_id)
    propose_factor(district, actor)
    totp = pyotp.TOTP(secret_of(district, actor).replace(" ", ""))
    confirm_factor(district, actor, totp.at(int(district.now().timestamp())))


def guess(app, path: str, fields: dict[str, str], client, times: int) -> list[int]:
    """The same guess from a new address each time: the limit by address never bites."""
    token = Person(client).token(path)
    return [
        client.post(path, data=fields | {"csrf_token": token}, environ_base={"REMOTE_ADDR": f"10.1.{n}.1"})
        .status_code
        for n in range(times)
    ]  # fmt: skip


def test_a_guessed_account_is_shut_and_its_chain_says_so_once(app, district, caplog):
    cheaply(district)
    with caplog.at_level(logging.WARNING, "ruhu.sign_in"):
        answers = guess(app, "/desk/sign-in", {"user": "gao", "password": WRONG}, app.test_client(), 33)
    assert (answers[:30], answers[30:]) == ([401] * 30, [429] * 3)
    kinds = [act.kind for act in read_account_acts(district, ADMINISTRATOR, "gao")]
    assert kinds.count("sign_in_shut") == 1
    events = [record.event for record in caplog.records if record.name == "ruhu.sign_in"]
    assert events[0] == {
        "event": "sign_in_failed", "account": "gao", "wrong": "password", "address": "10.1.0.1",
    }  # fmt: skip
    assert events[-1]["event"] == "sign_in_shut"
    assert WRONG not in caplog.text + repr(events)


def test_a_password_typed_as_a_name_is_not_logged(app, district, caplog):
    with caplog.at_level(logging.WARNING, "ruhu.sign_in"):
        guess(app, "/desk/sign-in", {"user": WRONG, "password": "x"}, app.test_client(), 1)
    events = [record.event for record in caplog.records if record.name == "ruhu.sign_in"]
    assert {event["account"] for event in events} == {"unknown"}
    assert WRONG not in caplog.text + repr(events)


def test_codes_are_guessed_no_faster_from_many_addresses(app, district, caplog):
    set_up(district, "gao")
    client = app.test_client()
    thief = Person(client)
    thief.send("/desk/sign-in", {"user": "gao", "password": PASSWORD})
    answers = guess(app, "/desk/sign-in/code", {"code": "000000"}, client, 32)
    assert (answers[:30], answers[30:]) == ([401] * 30, [429] * 2)
    assert read_account_acts(district, ADMINISTRATOR, "gao")[-1].kind == "sign_in_shut"


def test_a_post_that_owes_a_code_opens_nothing_but_setting_it_up(app, district):
    asking = replace(district, settings=replace(district.settings, codes_of=("street_officer",)))
    keep_district(app, asking)
    gao = Person(app.test_client())
    gao.send("/desk/sign-in", {"user": "gao", "password": PASSWORD})
    for page in ("/desk/", "/desk/account", "/desk/reference"):
        assert gao.get(page).location.endswith("/desk/account/code"), page
    actor = get_actor(asking, "gao")
    assert "先不办" not in gao.get("/desk/account/code").text
    totp = pyotp.TOTP(secret_of(asking, actor).replace(" ", ""))
    page = gao.send("/desk/account/code", {"code": totp.at(int(asking.now().timestamp()))})
    assert page.text.count('<li class="code strong">') == 10
    assert gao.get("/desk/").status_code == 200

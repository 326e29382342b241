"""Who tries passwords and codes: shut out by account, told to the administrator, and never quoted."""

from __future__ import annotations

import logging
import time
from dataclasses import replace

import pyotp
import pytest
from argon2 import PasswordHasher

from server.app import create_app
from server.records.entries import User
from server.services.accounts import give_password, read_account_acts
from server.services.people import get_actor
from server.services.second_factors import confirm_factor, propose_factor, secret_of
from server.web.current import current_district, keep_district
from tests.factories import ADMINISTRATOR
from tests.server.web.browsing import PASSWORD, Person

WRONG = "wrong-guess-7731"


class Watch:
    """Time as the limits see it; it passes when it is told to."""

    def __init__(self) -> None:
        self.now = time.time()

    def wait(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def watch(monkeypatch) -> Watch:
    watch = Watch()
    monkeypatch.setattr(time, "time", lambda: watch.now)
    return watch


def cheaply(district) -> None:
    """The account's hash costs little: thirty wrong guesses are about the limit and not about argon2."""
    hashed = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    district.office.change(User, "gao", lambda user: replace(user, password=hashed))


def set_up(district, user_id: str) -> None:
    actor = get_actor(district, user_id)
    propose_factor(district, actor)
    totp = pyotp.TOTP(secret_of(district, actor).replace(" ", ""))
    confirm_factor(district, actor, totp.at(int(district.now().timestamp())))


def guess(app, path: str, fields: dict[str, str], client, addresses: list[str]) -> list[int]:
    """The same guess once from each address."""
    token = Person(client).token(path)
    return [
        client.post(path, data=fields | {"csrf_token": token}, environ_base={"REMOTE_ADDR": address})
        .status_code
        for address in addresses
    ]  # fmt: skip


def far_apart(count: int) -> list[str]:
    """An address of its own for each guess: no limit by address ever bites."""
    return [f"10.{n // 250}.{n % 250}.1" for n in range(count)]


def in_one_house(count: int) -> list[str]:
    """One network of 64 bits, as every house with IPv6 has: each guess under an address of its own."""
    return [f"2001:db8:7::{n + 1:x}" for n in range(count)]


def sign_in_shuts(district, user_id: str) -> int:
    acts = read_account_acts(district, ADMINISTRATOR, user_id)
    return [act.kind for act in acts].count("sign_in_shut")


GUESS = {"user": "gao", "password": WRONG}
RIGHT = {"user": "gao", "password": PASSWORD}


def test_an_account_guessed_from_everywhere_is_shut_to_strangers_and_its_chain_says_so_once(
    app, district, caplog
):
    cheaply(district)
    with caplog.at_level(logging.WARNING, "ruhu.sign_in"):
        answers = guess(app, "/desk/sign-in", GUESS, app.test_client(), far_apart(303))
    assert (answers[:300], answers[300:]) == ([401] * 300, [429] * 3)
    assert sign_in_shuts(district, "gao") == 1
    events = [record.event for record in caplog.records if record.name == "ruhu.sign_in"]
    assert events[0] == {
        "event": "sign_in_failed", "account": "gao", "wrong": "password", "address": "10.0.0.1",
    }  # fmt: skip
    assert (events[-1]["event"], events[-1]["to"]) == ("sign_in_shut", "any")
    assert WRONG not in caplog.text + repr(events)


def test_a_stranger_shuts_out_themselves_and_not_the_person(app, district, watch):
    """Fifteen wrong guesses an hour, thirty a day, and each that is refused counts for nothing."""
    cheaply(district)
    stranger = app.test_client()
    tried = []
    for _minute in range(4):
        tried += guess(app, "/desk/sign-in", GUESS, stranger, ["10.9.9.9"] * 20)
        watch.wait(61)
    assert tried.count(401) == 15
    page = Person(stranger).send("/desk/sign-in", RIGHT, environ_base={"REMOTE_ADDR": "10.9.9.9"})
    assert page.status_code == 429
    assert "person.shut" in page.text
    assert guess(app, "/desk/sign-in", RIGHT, app.test_client(), ["10.8.8.8"]) == [302]
    assert sign_in_shuts(district, "gao") == 1


def test_a_house_full_of_addresses_is_one_place(app, district, watch):
    cheaply(district)
    stranger, tried = app.test_client(), []
    for _minute in range(3):
        tried += guess(app, "/desk/sign-in", GUESS, stranger, in_one_house(20))
        watch.wait(61)
    assert tried.count(401) == 15


def test_a_browser_the_person_knows_stays_open_when_the_account_is_shut_to_strangers(app, district):
    cheaply(district)
    own = app.test_client()
    assert guess(app, "/desk/sign-in", RIGHT, own, ["10.7.7.7"]) == [302]
    Person(own).send("/desk/sign-out", page="/desk/account")
    guess(app, "/desk/sign-in", GUESS, app.test_client(), far_apart(301))
    assert guess(app, "/desk/sign-in", RIGHT, app.test_client(), ["10.200.1.1"]) == [429]
    assert guess(app, "/desk/sign-in", RIGHT, own, ["10.7.7.7"]) == [302]


def begin_again(app, district):
    """The server is stopped and started on the same data."""
    clock = district.casebook._clock
    district.close()
    again = create_app(replace(district.settings, reconciler=False), clock)
    again.jinja_env.bytecode_cache = app.jinja_env.bytecode_cache
    return again


def test_a_restart_gives_nobody_new_guesses(app, district):
    """Neither at a password nor at a public form; nothing that was typed lies in the file."""
    cheaply(district)
    guess(app, "/desk/sign-in", GUESS, app.test_client(), far_apart(300))
    in_a_row = ["10.9.9.9"] * 3
    assert guess(app, "/desk/sign-in", GUESS | {"user": WRONG}, app.test_client(), in_a_row) == [401] * 3
    again = begin_again(app, district)
    answers = guess(again, "/desk/sign-in", GUESS, again.test_client(), ["10.201.1.1"])
    assert answers == [429]
    answers = guess(again, "/desk/sign-in", GUESS | {"user": "lin"}, again.test_client(), ["10.9.9.9"] * 8)
    assert answers == [401] * 7 + [429]
    kept = b"".join(file.read_bytes() for file in district.settings.data.glob("limits.sqlite*"))
    assert kept
    assert not [word for word in (WRONG, "gao", "10.9.9.9") if word.encode() in kept]
    with again.app_context():
        current_district().close()


def test_a_spoiled_file_of_counts_is_begun_anew(app, district):
    (district.settings.data / "limits.sqlite").write_bytes(b"no database" * 99)
    again = begin_again(app, district)
    assert guess(again, "/desk/sign-in", RIGHT, again.test_client(), ["10.8.8.8"]) == [302]
    with again.app_context():
        current_district().close()


def test_a_place_the_person_signed_in_from_stays_open_for_a_new_browser(app, district):
    """The office's line is theirs, whatever machine stands there today."""
    cheaply(district)
    assert guess(app, "/desk/sign-in", RIGHT, app.test_client(), ["10.7.7.7"]) == [302]
    guess(app, "/desk/sign-in", GUESS, app.test_client(), far_apart(301))
    assert guess(app, "/desk/sign-in", RIGHT, app.test_client(), ["10.200.1.1"]) == [429]
    assert guess(app, "/desk/sign-in", RIGHT, app.test_client(), ["10.7.7.7"]) == [302]
    assert guess(app, "/desk/sign-in", RIGHT | {"user": "lin"}, app.test_client(), ["10.7.7.7"]) == [302]


def test_a_place_of_the_person_is_held_to_its_own_limit(app, district, watch):
    cheaply(district)
    guess(app, "/desk/sign-in", RIGHT, app.test_client(), ["10.7.7.7"])
    tried = []
    for _minute in range(4):
        tried += guess(app, "/desk/sign-in", GUESS, app.test_client(), ["10.7.7.7"] * 12)
        watch.wait(61)
    assert tried.count(401) == 15


def test_a_new_password_opens_an_account_that_was_shut_to_strangers(app, district):
    """Whoever is away from every machine and line of theirs calls the administrator."""
    cheaply(district)
    guess(app, "/desk/sign-in", GUESS, app.test_client(), far_apart(301))
    assert guess(app, "/desk/sign-in", RIGHT, app.test_client(), ["10.200.1.1"]) == [429]
    given = RIGHT | {"password": give_password(district, ADMINISTRATOR, "gao")}
    assert guess(app, "/desk/sign-in", given, app.test_client(), ["10.200.1.1"]) == [302]


def test_a_neighbour_who_guesses_does_not_keep_a_known_browser_from_the_door(app, district):
    """One address, many people: ten wrong guesses a minute there shut the door to strangers alone."""
    cheaply(district)
    own = app.test_client()
    assert guess(app, "/desk/sign-in", RIGHT, own, ["10.7.7.7"]) == [302]
    Person(own).send("/desk/sign-out", page="/desk/account")
    guess(app, "/desk/sign-in", {"user": "nobody", "password": "x"}, app.test_client(), ["10.7.7.7"] * 12)
    assert guess(app, "/desk/sign-in", RIGHT, app.test_client(), ["10.7.7.7"]) == [429]
    assert guess(app, "/desk/sign-in", RIGHT, own, ["10.7.7.7"]) == [302]


def test_a_forged_or_borrowed_mark_of_a_browser_opens_nothing(app, district):
    """Neither one made up nor one of a colleague makes a stranger's browser known to the account."""
    cheaply(district)
    colleague = app.test_client()
    Person(colleague).send("/desk/sign-in", {"user": "lin", "password": PASSWORD})
    borrowed = colleague.get_cookie("known").value
    guess(app, "/desk/sign-in", GUESS, app.test_client(), far_apart(300))
    for mark in (borrowed, borrowed[:-3] + "abc", "{}", ""):
        thief = app.test_client()
        thief.set_cookie("known", mark)
        assert guess(app, "/desk/sign-in", GUESS, thief, ["10.201.1.1"]) == [429], mark


def test_a_known_browser_is_held_to_the_limit_of_one_place_wherever_it_goes(app, district):
    cheaply(district)
    own = app.test_client()
    guess(app, "/desk/sign-in", RIGHT, own, ["10.7.7.7"])
    Person(own).send("/desk/sign-out", page="/desk/account")
    answers = guess(app, "/desk/sign-in", GUESS, own, far_apart(20))
    assert (answers[:15], answers[15:]) == ([401] * 15, [429] * 5)


def test_a_password_typed_as_a_name_is_not_logged(app, district, caplog):
    with caplog.at_level(logging.WARNING, "ruhu.sign_in"):
        guess(app, "/desk/sign-in", {"user": WRONG, "password": "x"}, app.test_client(), far_apart(1))
    events = [record.event for record in caplog.records if record.name == "ruhu.sign_in"]
    assert {event["account"] for event in events} == {"unknown"}
    assert WRONG not in caplog.text + repr(events)


def test_codes_are_guessed_no_faster_from_many_addresses(app, district, caplog):
    set_up(district, "gao")
    client = app.test_client()
    thief = Person(client)
    thief.send("/desk/sign-in", {"user": "gao", "password": PASSWORD})
    answers = guess(app, "/desk/sign-in/code", {"code": "000000"}, client, far_apart(32))
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

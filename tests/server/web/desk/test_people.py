"""The administrator at the list of people, and everybody at their own account."""

from __future__ import annotations

import re

import pyotp
import pytest

from server.domain.permission import PERMISSIONS, ROLES
from server.services.people import get_actor
from server.services.second_factors import secret_of
from server.web.permission_words import words_of
from tests.factories import COMMUNITY_ID
from tests.server.web.browsing import Person

NEW = {
    "name": "陆试云",
    "id": "lu",
    "role": "community_clerk",
    "street": "",
    "community": COMMUNITY_ID,
    "post": "",
}


@pytest.fixture
def admin(person) -> Person:
    return person("admin")


def given_password(page: str) -> str:
    return re.search(r'<dd class="code strong">([^<]+)</dd>', page).group(1)


def test_somebody_is_added_and_must_choose_a_password_before_anything_else(app, admin):
    page = admin.send("/desk/people/new", NEW)
    password = given_password(page.text)
    lu = Person(app.test_client())
    lu.send("/desk/sign-in", {"user": "lu", "password": password})
    assert lu.get("/desk/").location.endswith("/desk/account/password")
    wrong = lu.send("/desk/account/password", {"old": password, "new": "1234567890", "again": "1234567890"})
    assert "这个密码容易猜到" in wrong.text
    assert "1234567890" not in wrong.text
    chosen = "石榴树下七只猫在等雨"
    lu.send("/desk/account/password", {"old": password, "new": chosen, "again": chosen})
    assert lu.get("/desk/").status_code == 200
    assert "陆试云" in admin.text("/desk/people")


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(admin):
    page = admin.send("/desk/people/new", NEW | {"id": "陆"})
    assert page.status_code == 422
    assert 'id="id-why"' in page.text
    assert 'value="陆试云"' in page.text
    page = admin.send("/desk/people/new", NEW | {"role": ""})
    assert "至少选一个岗位" in page.text


def test_a_code_is_asked_for_once_it_is_set_up(app, district, person):
    gao = person("gao")
    page = gao.get("/desk/account/code").text
    secret = secret_of(district, get_actor(district, "gao")).replace(" ", "")
    assert secret[:4] in page
    totp, now = pyotp.TOTP(secret), int(district.now().timestamp())
    gao.send("/desk/account/code", {"code": totp.at(now)})
    again = Person(app.test_client())
    assert again.send("/desk/sign-in", {"user": "gao", "password": "songguo-9441"}).location.endswith("/code")
    assert again.get("/desk/").status_code == 302
    refused = again.send("/desk/sign-in/code", {"code": totp.at(now)})
    assert (refused.status_code, "用过了" in refused.text) == (401, True)
    again.send("/desk/sign-in/code", {"code": totp.at(now + 30)})
    assert again.get("/desk/").status_code == 200


def test_a_code_given_without_a_password_leads_back_to_the_password(person):
    assert person().get("/desk/sign-in/code").location.endswith("/desk/sign-in")


def test_one_sees_where_one_is_signed_in_and_ends_it(person):
    here, there = person("gao"), person("gao")
    page = here.get("/desk/account").text
    assert "正在登录 2 处" in page
    address = re.search(r'action="(/desk/account/sessions/[^"]+)"', page).group(1)
    here.do(address, {}, "/desk/account")
    assert there.get("/desk/").status_code == 302
    assert here.get("/desk/").status_code == 200


def test_signing_out_makes_the_cookie_worthless(person):
    gao = person("gao")
    stolen = gao.client.get_cookie("session").value
    gao.do("/desk/sign-out", {}, "/desk/")
    gao.client.set_cookie("session", stolen)
    assert gao.get("/desk/").status_code == 302


def test_nobody_but_the_administrator_manages_people(person):
    for user in ("gao", "xie", "fang"):
        assert person(user).get("/desk/people").status_code == 403
        assert person(user).get("/desk/people/new").status_code == 403


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_map_shows_every_permission_and_post_in_words(lang, person):
    page = person("gao", lang=lang).get("/desk/permissions").text
    for permission in PERMISSIONS:
        assert f'<small class="code">{permission}</small>' in page
        assert words_of(permission)[0] != permission, f"no words for {permission}"
    assert page.count('<tr><th scope="row"') == len(PERMISSIONS)
    assert page.count('visually-hidden">能办' if lang == "zh" else 'visually-hidden">may<') == sum(
        len(set(roles) & set(ROLES)) for roles in PERMISSIONS.values()
    )

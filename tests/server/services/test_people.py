"""Signing in: the right password, and no hint which part was wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.errors import Refusal
from server.records.entries import User
from server.services.district import District
from server.services.people import get_actor, save_user, sign_in


@pytest.fixture
def clerk(district: District) -> User:
    return save_user(district, district.office.get(User, "fang"), "松果-4821")


def test_the_right_password_signs_in(district: District, clerk: User) -> None:
    actor = sign_in(district, "fang", "松果-4821")
    assert (actor.name, actor.street, actor.community) == ("方示宁", "songlin", "huaian")
    assert actor.roles == frozenset({"community_clerk"})
    assert get_actor(district, "fang") == actor


def test_the_password_is_kept_as_argon2id_with_its_full_work(clerk: User) -> None:
    assert clerk.password.startswith("$argon2id$v=19$m=65536,t=3,p=1$")


@pytest.mark.parametrize(
    ("user", "password"),
    [
        ("fang", "wrong"),
        ("fang", ""),
        ("nobody", "松果-4821"),
        ("nobody", ""),
        ("", ""),
        ("fang", "x" * 5000),
    ],
)
def test_anything_else_is_refused_in_the_same_words(
    district: District, clerk: User, user: str, password: str
) -> None:
    with pytest.raises(Refusal) as refused:
        sign_in(district, user, password)
    assert refused.value.code == "person.sign_in"


def test_a_person_without_a_password_cannot_sign_in(district: District) -> None:
    with pytest.raises(Refusal, match=r"person\.sign_in"):
        sign_in(district, "gao", "")


def test_somebody_taken_off_the_list_is_out_at_once(district: District, clerk: User) -> None:
    district.office.save(replace(clerk, active=False))
    with pytest.raises(Refusal, match=r"person\.sign_in"):
        sign_in(district, "fang", "松果-4821")
    with pytest.raises(Refusal, match=r"person\.not_signed_in"):
        get_actor(district, "fang")


def test_a_clerks_street_follows_from_the_community(district: District, clerk: User) -> None:
    district.office.save(replace(clerk, street=""))
    assert get_actor(district, "fang").street == "songlin"

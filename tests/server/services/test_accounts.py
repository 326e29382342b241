"""People are added, changed and closed as acts; nobody is left without an administrator."""

from __future__ import annotations

import pyotp
import pytest

from server.domain.permission import Actor
from server.errors import Refusal
from server.records.entries import Session, User
from server.services.accounts import (
    Posts,
    add_account,
    change_account,
    change_password,
    close_account,
    give_password,
    list_accounts,
    read_account_acts,
    reopen_account,
)
from server.services.district import District
from server.services.people import get_actor, sign_in
from server.services.second_factors import (
    check_code,
    confirm_factor,
    has_factor,
    propose_factor,
    remove_factor,
    secret_of,
)
from server.services.sessions import begin_session, end_session, find_session, list_sessions, session_id_of
from server.services.verification import verify
from tests.factories import ADMINISTRATOR, COMMUNITY_ID, OFFICER, STREET_ID
from tests.server.services.story import move

CLERK_POSTS = Posts(("community_clerk",), STREET_ID, COMMUNITY_ID)


def added(district: District) -> tuple[Actor, str]:
    password = add_account(district, ADMINISTRATOR, "lu", "陆试云", CLERK_POSTS)
    return sign_in(district, "lu", password), password


def test_somebody_added_signs_in_with_the_posts_they_were_given(district: District) -> None:
    actor, _ = added(district)
    assert (actor.roles, actor.community) == ({"community_clerk"}, COMMUNITY_ID)
    [act] = read_account_acts(district, ADMINISTRATOR, "lu")
    assert (act.kind, act.by) == ("account_added", ADMINISTRATOR.user_id)
    assert "陆试云" not in str(act.facts)
    assert verify(district).ok


def test_only_the_administrator_adds_and_the_last_one_stays(district: District) -> None:
    with pytest.raises(Refusal, match=r"person\.may_not"):
        add_account(district, OFFICER, "lu", "陆试云", CLERK_POSTS)
    added(district)
    with pytest.raises(Refusal, match=r"account\.taken"):
        add_account(district, ADMINISTRATOR, "lu", "陆试云", CLERK_POSTS)
    with pytest.raises(Refusal, match=r"account\.own"):
        close_account(district, ADMINISTRATOR, ADMINISTRATOR.user_id)
    with pytest.raises(Refusal, match=r"account\.last_administrator"):
        change_account(district, ADMINISTRATOR, ADMINISTRATOR.user_id, "萧云样", Posts(("bureau_head",)))


def test_a_change_counts_at_once_and_done_twice_is_one_act(district: District) -> None:
    added(district)
    for _ in range(2):
        change_account(district, ADMINISTRATOR, "lu", "陆试云", Posts(("chair",), STREET_ID))
    assert get_actor(district, "lu").roles == {"chair"}
    kinds = [act.kind for act in read_account_acts(district, ADMINISTRATOR, "lu")]
    assert kinds == ["account_added", "account_changed"]


def test_a_closed_account_ends_its_sessions_and_keeps_what_was_done(district: District) -> None:
    _, password = added(district)
    token = begin_session(district, "lu", "Firefox")
    close_account(district, ADMINISTRATOR, "lu")
    assert find_session(district, token) is None
    with pytest.raises(Refusal, match=r"person\.sign_in"):
        sign_in(district, "lu", password)
    reopen_account(district, ADMINISTRATOR, "lu")
    assert sign_in(district, "lu", password).user_id == "lu"


def test_a_given_password_must_be_changed_and_ends_every_session(district: District) -> None:
    actor, old = added(district)
    token = begin_session(district, "lu", "")
    new = give_password(district, ADMINISTRATOR, "lu")
    assert district.office.get(User, "lu").must_change
    assert find_session(district, token) is None
    here, there = begin_session(district, "lu", ""), begin_session(district, "lu", "")
    with pytest.raises(Refusal, match=r"account\.old_password"):
        change_password(district, actor, old, "石榴树下七只猫", here)
    with pytest.raises(Refusal, match=r"account\.password_guessed"):
        change_password(district, actor, new, "1234567890", here)
    change_password(district, actor, new, "石榴树下七只猫在等雨", here)
    assert not district.office.get(User, "lu").must_change
    assert find_session(district, here) is not None
    assert find_session(district, there) is None


def test_a_session_lasts_a_day_of_work_and_its_token_is_not_kept(district: District) -> None:
    added(district)
    token = begin_session(district, "lu", "Firefox")
    assert token not in str(district.office.every(Session))
    move(district, hours=3)
    assert find_session(district, token) is not None
    assert [each.agent for each in list_sessions(district, "lu")] == ["Firefox"]
    move(district, hours=5)
    assert find_session(district, token) is None
    assert list_sessions(district, "lu") == []


def test_nobody_ends_anothers_session(district: District) -> None:
    actor, _ = added(district)
    begin_session(district, "gao", "")
    theirs = session_id_of(begin_session(district, "gao", ""))
    with pytest.raises(Refusal, match=r"account\.no_session"):
        end_session(district, actor, theirs)


def test_a_code_is_good_once_and_a_proposed_secret_asks_for_nothing(district: District) -> None:
    actor, _ = added(district)
    assert propose_factor(district, actor) == propose_factor(district, actor)
    assert not has_factor(district, "lu")
    totp = pyotp.TOTP(secret_of(district, actor).replace(" ", ""))
    with pytest.raises(Refusal, match=r"account\.code"):
        confirm_factor(district, actor, "000000")
    now = int(district.now().timestamp())
    confirm_factor(district, actor, totp.at(now))
    assert has_factor(district, "lu")
    with pytest.raises(Refusal, match=r"account\.factor_there"):
        propose_factor(district, actor)
    with pytest.raises(Refusal, match=r"account\.code"):
        check_code(district, actor, totp.at(now))
    check_code(district, actor, totp.at(now + 30))
    with pytest.raises(Refusal, match=r"account\.code"):
        check_code(district, actor, totp.at(now - 30))


def test_a_lost_telephone_is_taken_off_by_the_administrator(district: District) -> None:
    actor, _ = added(district)
    propose_factor(district, actor)
    totp = pyotp.TOTP(secret_of(district, actor).replace(" ", ""))
    confirm_factor(district, actor, totp.at(int(district.now().timestamp())))
    with pytest.raises(Refusal, match=r"person\.may_not"):
        remove_factor(district, actor, "lu")
    remove_factor(district, ADMINISTRATOR, "lu")
    assert not has_factor(district, "lu")
    assert not next(
        each for each in list_accounts(district, ADMINISTRATOR) if each.user.id == "lu"
    ).has_factor

"""Who may sign in: people added, changed and closed by the administrator, each time as an act.

The acts of an account (``account:<user>``) name posts and areas and nobody's name (design §2).
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from zxcvbn import zxcvbn

from server.domain.account import check_password, check_posts, check_user_id
from server.domain.act import Act, ActDraft
from server.domain.area import COMMUNITY, STREET
from server.domain.permission import Actor, check_may
from server.errors import Refusal
from server.records.entries import SecondFactor, Session, User
from server.services.areas import get_open_area
from server.services.district import District, draft_act
from server.services.people import hash_password, matches
from server.services.sessions import end_sessions_of

# Syllables that are easy to read out; four of them and four digits are 2^37 guesses, and it is used once.
_SYLLABLES: Final = ("song", "lin", "he", "yun", "zhu", "shi", "qing", "mei", "lan", "dong", "nan", "xi")
_SHUT_FOR: Final = timedelta(hours=1)


@dataclass(frozen=True)
class Posts:
    """What somebody may do, and where."""

    roles: tuple[str, ...]
    street: str = ""
    community: str = ""
    post: str = ""  # on the street's committee


@dataclass(frozen=True)
class Account:
    """A person on the list; ``seen_at`` is when they last did something, empty where nobody knows."""

    user: User
    has_factor: bool
    seen_at: str


def account_file(user_id: str) -> str:
    return f"account:{user_id}"


def list_accounts(district: District, actor: Actor, role: str = "", text: str = "") -> list[Account]:
    """Everybody, those who may sign in first, by name."""
    check_may(actor, "account.read")
    seen: dict[str, str] = {}
    for session in district.office.every(Session):
        seen[session.user] = max(session.seen_at, seen.get(session.user, ""))
    factors = {factor.id for factor in district.office.every(SecondFactor) if factor.confirmed_at}
    people = [
        Account(user, user.id in factors, seen.get(user.id, ""))
        for user in district.office.every(User)
        if (not role or role in user.roles) and (not text or text in user.name or text in user.id)
    ]
    return sorted(people, key=lambda each: (not each.user.active, each.user.street, each.user.name))


def get_account(district: District, actor: Actor, user_id: str) -> User:
    check_may(actor, "account.read")
    return _get(district, user_id)


def read_account_acts(district: District, actor: Actor, user_id: str) -> Sequence[Act]:
    """What was done to an account, oldest first."""
    check_may(actor, "account.read")
    return district.casebook.read(account_file(user_id))


def add_account(district: District, actor: Actor, user_id: str, name: str, posts: Posts) -> str:
    """Adds a person; the password, which is said once and must be changed at the first sign-in."""
    check_may(actor, "account.manage")
    check_user_id(user_id)
    if not name.strip():
        raise Refusal("person.unnamed")
    _check_posts(district, posts)
    password = _new_password()
    user = User(user_id, name.strip(), posts.roles, hash_password(password), must_change=True)
    with district.casebook.turn:
        if district.office.find(User, user_id) is not None:
            raise Refusal("account.taken", id=user_id)
        district.office.create(_with_posts(user, posts))
        append_account_act(district, actor, user_id, "account_added", _facts(posts))
    return password


def change_account(district: District, actor: Actor, user_id: str, name: str, posts: Posts) -> None:
    """Changes name, posts or area; who signed in goes on with the new ones at once."""
    check_may(actor, "account.manage")
    if not name.strip():
        raise Refusal("person.unnamed")
    _check_posts(district, posts)
    user = _get(district, user_id)
    _check_not_last(district, user, still=posts.roles)
    changed = _with_posts(replace(user, name=name.strip()), posts)
    if changed == user:
        return
    with district.casebook.turn:
        district.office.change(User, user_id, lambda now: _with_posts(replace(now, name=name.strip()), posts))
        append_account_act(district, actor, user_id, "account_changed", _facts(posts))


def close_account(district: District, actor: Actor, user_id: str) -> None:
    """Nobody signs in with it any more and every session ends; what was done stays theirs."""
    check_may(actor, "account.manage")
    user = _get(district, user_id)
    if user_id == actor.user_id:
        raise Refusal("account.own")
    _check_not_last(district, user, still=())
    _set_active(district, actor, user, "account_closed", active=False)
    end_sessions_of(district, user_id)


def reopen_account(district: District, actor: Actor, user_id: str) -> None:
    check_may(actor, "account.manage")
    _set_active(district, actor, _get(district, user_id), "account_reopened", active=True)


def give_password(district: District, actor: Actor, user_id: str) -> str:
    """A new password for somebody who forgot theirs, said once; every session of theirs ends."""
    check_may(actor, "account.manage")
    _get(district, user_id)
    password = _new_password()
    _set_password(district, user_id, password, must_change=True)
    append_account_act(district, actor, user_id, "password_given", {})
    end_sessions_of(district, user_id)
    return password


def change_password(district: District, actor: Actor, old: str, new: str, session: str) -> None:
    """One's own password, by giving the old one; every other session of theirs ends."""
    user = _get(district, actor.user_id)
    if not matches(user.password, old):
        raise Refusal("account.old_password")
    if new == old:
        raise Refusal("account.same_password")
    score = zxcvbn(new[:72], user_inputs=[user.id, user.name])["score"]
    check_password(new, score)
    _set_password(district, actor.user_id, new, must_change=False)
    append_account_act(district, actor, actor.user_id, "password_changed", {})
    end_sessions_of(district, actor.user_id, but=session)


def _set_password(district: District, user_id: str, password: str, *, must_change: bool) -> None:
    hashed = hash_password(password)
    district.office.change(
        User, user_id, lambda user: replace(user, password=hashed, must_change=must_change)
    )


def _set_active(district: District, actor: Actor, user: User, kind: str, *, active: bool) -> None:
    if user.active == active:
        return
    with district.casebook.turn:
        district.office.change(User, user.id, lambda now: replace(now, active=active))
        append_account_act(district, actor, user.id, kind, {})


def _get(district: District, user_id: str) -> User:
    user = district.office.find(User, user_id)
    if user is None:
        raise Refusal("person.unknown", id=user_id)
    return user


def _check_posts(district: District, posts: Posts) -> None:
    check_posts(posts.roles, posts.street, posts.community)
    for area_id, kind in ((posts.street, STREET), (posts.community, COMMUNITY)):
        if area_id:
            get_open_area(district, area_id, kind)


def _check_not_last(district: District, user: User, *, still: Sequence[str]) -> None:
    """Somebody must be left who can add people."""
    if "administrator" not in user.roles or "administrator" in still:
        return
    others = [each for each in district.office.every(User) if each.active and each.id != user.id]
    if not any("administrator" in each.roles for each in others):
        raise Refusal("account.last_administrator")


def _with_posts(user: User, posts: Posts) -> User:
    return replace(user, roles=posts.roles, street=posts.street, community=posts.community, post=posts.post)


def _facts(posts: Posts) -> dict[str, object]:
    return {"roles": list(posts.roles), "street": posts.street, "community": posts.community}


def append_account_act(
    district: District, actor: Actor, user_id: str, kind: str, facts: dict[str, object]
) -> None:
    """Adds to the acts of an account; what somebody does to their own needs no further right."""
    with district.casebook.turn:
        file = account_file(user_id)
        acts = district.casebook.read(file)
        permission = "account.manage" if actor.user_id != user_id else "desk.use"
        draft = draft_act(actor, permission, kind, facts)
        district.casebook.append(draft, file, acts[-1] if acts else None, policy=district.policy.key)


def note_shut(district: District, user_id: str) -> None:
    """The account was tried so often that it is shut for a while: on its chain, once an hour."""
    if district.office.find(User, user_id) is None:
        return
    file = account_file(user_id)
    with district.casebook.turn:
        acts = district.casebook.read(file)
        last = acts[-1] if acts else None
        if last and last.kind == "sign_in_shut" and district.now() - last.at < _SHUT_FOR:
            return
        draft = ActDraft(kind="sign_in_shut", by="system", role="administrator", facts={})
        district.casebook.append(draft, file, last, policy=district.policy.key)


def _new_password() -> str:
    words = [secrets.choice(_SYLLABLES) for _ in range(4)]
    return "-".join([*words, f"{secrets.randbelow(9000) + 1000}"])

"""What a request works with: the district it serves and the person it comes from."""

from __future__ import annotations

from typing import Final, cast

from flask import Flask, current_app
from flask_login import current_user

from server.domain.permission import Actor
from server.errors import Refusal
from server.services.district import District

_DISTRICT: Final = "ruhu.district"


class SignedIn:
    """The person of a desk session, as Flask-Login asks for them (https://flask-login.readthedocs.io)."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, actor: Actor, token: str, *, must_change: bool = False) -> None:
        self.actor = actor
        self.token = token
        self.must_change = must_change

    def get_id(self) -> str:
        """What the cookie holds: the session, not the person."""
        return self.token


def keep_district(app: Flask, district: District) -> None:
    """Makes ``district`` the one every request of ``app`` serves."""
    app.extensions[_DISTRICT] = district


def current_district() -> District:
    """The district this request is for."""
    return cast(District, current_app.extensions[_DISTRICT])


def follow_office() -> None:
    """While a request is answered, what of the office stands for long is known from the one before."""
    current_district().office.standing.follow()


def leave_office(_error: BaseException | None) -> None:
    current_district().office.standing.leave()


def find_actor() -> Actor | None:
    """The person signed in, None for a resident."""
    return current_user.actor if current_user.is_authenticated else None


def current_actor() -> Actor:
    """The person signed in; refuses where nobody is."""
    actor = find_actor()
    if actor is None:
        raise Refusal("person.not_signed_in")
    return actor


def current_token() -> str:
    """The token of the session this request belongs to."""
    return str(current_user.token)


def owes_password() -> bool:
    """Whether the person must choose a password of their own before anything else."""
    return bool(current_user.is_authenticated and current_user.must_change)

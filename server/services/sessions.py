"""Sessions at the desk: each is an entry of the office, so that it can be listed and ended."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Final

from server.domain.account import is_over
from server.domain.days import format_instant, parse_instant
from server.domain.permission import Actor
from server.errors import Refusal
from server.records.entries import Session
from server.services.district import District

_NOTED_EVERY: Final = timedelta(minutes=5)  # when somebody was last seen is not written at every page
_AGENT: Final = 120


def begin_session(district: District, user_id: str, agent: str) -> str:
    """A new session of a person; its token, of which the office keeps the digest alone."""
    _forget_old(district, user_id)
    token = secrets.token_urlsafe(32)
    now = format_instant(district.now())
    district.office.create(Session(_id_of(token), user_id, now, now, agent[:_AGENT], now))
    return token


def find_session(district: District, token: str) -> Session | None:
    """The session of a token while it lasts; its last use is noted now and then."""
    session = district.office.find(Session, _id_of(token))
    now = district.now()
    if session is None or is_over(parse_instant(session.begun_at), parse_instant(session.seen_at), now):
        return None
    if now - parse_instant(session.seen_at) > _NOTED_EVERY:
        session = replace(session, seen_at=format_instant(now))
        district.office.save(session)
    return session


def is_confirmed(district: District, token: str) -> bool:
    """Whether the person of a session gave their password within the minutes that count for a grave act."""
    session = district.office.find(Session, _id_of(token))
    if session is None or not session.confirmed_at:
        return False
    allowed = timedelta(minutes=district.settings.confirm_minutes)
    return district.now() - parse_instant(session.confirmed_at) < allowed


def note_confirmed(district: District, token: str) -> None:
    """The password was given again, and the code where there is one."""
    at = format_instant(district.now())
    district.office.change(Session, _id_of(token), lambda now: replace(now, confirmed_at=at))


def list_sessions(district: District, user_id: str) -> list[Session]:
    """The sessions of a person that last, the one used last in front."""
    now = district.now()
    lasting = [
        each
        for each in district.office.every(Session)
        if each.user == user_id
        and not is_over(parse_instant(each.begun_at), parse_instant(each.seen_at), now)
    ]
    return sorted(lasting, key=lambda each: each.seen_at, reverse=True)


def end_session(district: District, actor: Actor, session_id: str) -> None:
    """Ends one of one's own sessions."""
    session = district.office.find(Session, session_id)
    if session is None or session.user != actor.user_id:
        raise Refusal("account.no_session")
    district.office.delete(session)


def end_token(district: District, token: str) -> None:
    """Signing out: the token is worth nothing any more."""
    session = district.office.find(Session, _id_of(token))
    if session is not None:
        district.office.delete(session)


def end_sessions_of(district: District, user_id: str, *, but: str = "") -> None:
    """Ends every session of a person, except the one of the token ``but``."""
    kept = _id_of(but) if but else ""
    for session in district.office.every(Session):
        if session.user == user_id and session.id != kept:
            district.office.delete(session)


def session_id_of(token: str) -> str:
    return _id_of(token)


def _id_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _forget_old(district: District, user_id: str) -> None:
    now = district.now()
    for each in district.office.every(Session):
        if each.user == user_id and is_over(parse_instant(each.begun_at), parse_instant(each.seen_at), now):
            district.office.delete(each)

"""Tokens of the feed: one for each spreadsheet of a person, shown once, ended at the desk or by their day."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Final

from server.domain.days import format_instant, parse_date, parse_instant
from server.domain.permission import Actor, check_may
from server.errors import Refusal
from server.records.entries import FeedToken
from server.services.accounts import append_account_act
from server.services.district import District
from server.services.people import actor_of, get_user

MOST: Final = 10  # of one person at a time
_LASTS: Final = timedelta(days=365)
_NOTED_EVERY: Final = timedelta(minutes=5)
_LABEL: Final = 80
_BYTES: Final = 32


def begin_feed_token(district: District, actor: Actor, label: str) -> str:
    """A new token of a person, of which the office keeps the digest alone."""
    check_may(actor, "feed.use")
    label = label.strip()
    if not label or len(label) > _LABEL:
        raise Refusal("feed.label")
    _forget_ended(district, actor.user_id)
    if len(list_feed_tokens(district, actor.user_id)) >= MOST:
        raise Refusal("feed.too_many", most=MOST)
    token = secrets.token_urlsafe(_BYTES)
    ends_on = (district.today() + _LASTS).isoformat()
    begun_at = format_instant(district.now())
    district.office.create(FeedToken(_id_of(token), actor.user_id, label, begun_at, ends_on))
    append_account_act(district, actor, actor.user_id, "feed_token_begun", {})
    return token


def list_feed_tokens(district: District, user_id: str) -> list[FeedToken]:
    """The tokens of a person that last, the newest first."""
    lasting = [
        each for each in district.office.every(FeedToken) if each.user == user_id and _lasts(district, each)
    ]
    return sorted(lasting, key=lambda each: each.begun_at, reverse=True)


def end_feed_token(district: District, actor: Actor, token_id: str) -> None:
    """Ends one of one's own tokens."""
    entry = district.office.find(FeedToken, token_id)
    if entry is None or entry.user != actor.user_id:
        raise Refusal("feed.no_token")
    district.office.delete(entry)
    append_account_act(district, actor, entry.user, "feed_token_ended", {})


def find_reader(district: District, token: str, user_id: str = "") -> Actor:
    """The person of a token that lasts; refuses any other, and the token of somebody else than ``user_id``.

    The token is looked up by its digest: how long that takes tells nothing of it.
    """
    entry = district.office.find(FeedToken, _id_of(token))
    if entry is None or not _lasts(district, entry) or user_id not in ("", entry.user):
        raise Refusal("feed.token")
    try:
        user = get_user(district, entry.user)
    except Refusal as refusal:
        raise Refusal("feed.token") from refusal
    if user.must_change:
        raise Refusal("feed.token")
    _note_seen(district, entry)
    actor = actor_of(district, user)
    check_may(actor, "feed.use")
    return actor


def _note_seen(district: District, entry: FeedToken) -> None:
    now = district.now()
    if not entry.seen_at or now - parse_instant(entry.seen_at) > _NOTED_EVERY:
        district.office.save(replace(entry, seen_at=format_instant(now)))


def _forget_ended(district: District, user_id: str) -> None:
    for each in district.office.every(FeedToken):
        if each.user == user_id and not _lasts(district, each):
            district.office.delete(each)


def _lasts(district: District, entry: FeedToken) -> bool:
    return district.today() <= parse_date(entry.ends_on)


def _id_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

"""How often one address may try what can be guessed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from hashlib import sha256
from ipaddress import IPv6Address, ip_address
from typing import Any, Final, cast

from flask import Flask, Response, current_app, g, request, session
from flask_limiter import Limiter

from server.records.counts import Counts
from server.records.entries import User
from server.services.accounts import note_shut
from server.services.district import District
from server.services.people import known_id
from server.web.current import current_district, find_actor
from server.web.kept_counts import KEPT
from server.web.known_browsers import name_of_browser

_log: Final = logging.getLogger("ruhu.sign_in")
_ANYWHERE: Final = "any"
_UNAUTHORIZED: Final = 401
_TOO_MANY: Final = 429
_NETWORK_BITS: Final = 64
_FILE: Final = "limits.sqlite"
_COUNTS: Final = "ruhu.counts"
_PLACE_SECONDS: Final = 90 * 24 * 3600  # for which a place somebody signed in from is theirs


def source() -> str:
    """Where a request comes from: an address, of IPv6 its network of 64 bits, all of which one house has."""
    given = request.remote_addr or "127.0.0.1"
    try:
        address = ip_address(given)
    except ValueError:
        return given
    if not isinstance(address, IPv6Address):
        return given
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return f"{int(address) >> _NETWORK_BITS:x}::/{_NETWORK_BITS}"


limiter: Final = Limiter(source, headers_enabled=True)


def install_limits(app: Flask, district: District) -> None:
    """Counts are kept beside the data by the process that takes changes; one that only reads has its own."""
    settings = district.settings
    path = None if settings.reading else settings.data / _FILE
    counts = Counts(path, str(app.secret_key).encode())
    app.config.update(
        RATELIMIT_STORAGE_URI=KEPT,
        RATELIMIT_STORAGE_OPTIONS={"counts": counts},
    )
    app.extensions[_COUNTS] = counts
    limiter.init_app(app)


def _counts() -> Counts:
    return cast(Counts, current_app.extensions[_COUNTS])


# Who hands in a photo as a phone takes it may send so much; everybody else what the application allows.
_PHOTO_BYTES: Final = 16_000_000
_TAKES_PHOTOS: Final = frozenset({"desk.prove"})


# What was attached to a grave act comes back as text, a third longer, with the password (server.web.again);
# attached itself it may be no longer than anything else, or it could never come back.
_WAITING_BYTES: Final = 6_000_000


_URLENCODED: Final = "application/x-www-form-urlencoded"


def _is_grave(endpoint: str | None) -> bool:
    return bool(getattr(current_app.view_functions.get(endpoint or ""), "grave", False))


def allow_photos() -> None:
    """Lets the body of a page that takes photos be larger; asked before anything reads it."""
    if request.endpoint in _TAKES_PHOTOS:
        request.max_content_length = _PHOTO_BYTES
    elif request.mimetype == _URLENCODED and _is_grave(request.endpoint):
        request.max_content_length = request.max_form_memory_size = _WAITING_BYTES


def failed_attempt(response: Response) -> bool:
    """Only an attempt that failed counts; a street behind one address may sign in all at once."""
    return response.status_code >= 400 and response.status_code != _TOO_MANY


def _wrong(response: Response) -> bool:
    """Only a password or a code that was looked at and was wrong; who was kept out has tried nothing."""
    return response.status_code == _UNAUTHORIZED


def _of_notice() -> str:
    """One notice, whoever asks: nobody buries a family under objections."""
    return f"notice:{(request.view_args or {}).get('notice_id', '')}"


def handed_in(response: Response) -> bool:
    """Only what was taken counts; who has to mend what they wrote uses up nothing."""
    return response.status_code < 400


# A whole building may stand behind one address.
OBJECTING: Final = limiter.limit("10 per hour", methods=["POST"], deduct_when=handed_in)
OBJECTING_TO_ONE: Final = limiter.limit(
    "60 per day", key_func=_of_notice, methods=["POST"], deduct_when=handed_in
)


def _of_community() -> str:
    """One community, whoever complains: no office is buried under heaps of tip-offs."""
    return f"complaint:{request.form.get('community', '')[:64]}"


COMPLAINING: Final = limiter.limit(
    "60 per day", key_func=_of_community, methods=["POST"], deduct_when=handed_in
)
FOLLOWING: Final = limiter.limit("20 per minute")
SIGN_IN: Final = limiter.limit("10 per minute", methods=["POST"], deduct_when=failed_attempt)


def _at_door(whose: Callable[[], str]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """What an address may try at the door; whose browser is known is not kept out by a neighbour."""
    return limiter.limit(
        "10 per minute",
        methods=["POST"],
        deduct_when=failed_attempt,
        exempt_when=lambda: bool(name_of_browser(whose())),
    )


def _tried() -> str:
    """The account as it is looked up; letters and spaces around it make no other one."""
    return request.form.get("user", "").strip()[:64]


def _half_way() -> str:
    """Whose password was given, so that a code is asked for."""
    return str(session.get("half", [""])[0])


def _tell_shut(user_id: str, where: str) -> None:
    """The administrator finds it on the account's page; whoever collects the log, there."""
    g.refused_by = "person.shut"
    note_shut(current_district(), user_id)
    account = known_id(current_district(), user_id)
    event = {"event": "sign_in_shut", "account": account, "to": where, "address": request.remote_addr}
    _log.warning("sign_in_shut", extra={"event": event})


def _one_place(whose: str) -> str:
    """A browser the person signed in with before, wherever it is now; else where the request comes from."""
    return name_of_browser(whose) or source()


def _account_key(user_id: str) -> str:
    """An account as long as it has the same password: with a new one nobody is shut out any more."""
    user = current_district().office.find(User, user_id) if user_id else None
    return f"{user_id}:{sha256(user.password.encode()).hexdigest()[:16]}" if user else user_id


def remember_place(user_id: str) -> None:
    """The person signed in from here: for a while from now it is no stranger's place."""
    _counts().forget(_place(user_id))
    _counts().add(_place(user_id), _PLACE_SECONDS)


def _is_known(user_id: str) -> bool:
    """A browser the person has signed in with, or a place they did it from."""
    return bool(name_of_browser(user_id)) or _counts().find(_place(user_id))[0] > 0


def _place(user_id: str) -> str:
    return f"place:{user_id}:{source()}"


def _of_account(
    prefix: str, whose: Callable[[], str], amount: str, where: str
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """One account from one place; or from any, where what is the person's own is not counted.

    That is a browser they have signed in with and, for a password, a place they did it from: whoever owes a
    code knows the password already, perhaps from sitting there.
    """
    anywhere, counts_not = where == _ANYWHERE, _is_known if prefix == "account" else name_of_browser
    return limiter.limit(
        amount,
        key_func=lambda: f"{prefix}:{_account_key(whose())}:{_ANYWHERE if anywhere else _one_place(whose())}",
        methods=["POST"],
        deduct_when=_wrong,
        exempt_when=(lambda: bool(counts_not(whose()))) if anywhere else None,
        on_breach=lambda _limit: _tell_shut(whose(), where),
    )


# One stranger is shut out, and not the person. Guesses from ten addresses or more shut an account to
# strangers for a day, and even then three ways stay open to the person: a browser they have signed in with,
# a place they did it from, and a new password from the administrator.
SIGN_IN_AT_DOOR: Final = _at_door(_tried)
CODE_AT_DOOR: Final = _at_door(_half_way)
SIGN_IN_HERE: Final = _of_account("account", _tried, "15 per hour; 30 per day", "place")
SIGN_IN_AS: Final = _of_account("account", _tried, "300 per day", _ANYWHERE)
# Whoever gives a code knows the password. Six digits, three codes good at a time: thirty tries an hour find
# one in about a year.
CODE_HERE: Final = _of_account("code", _half_way, "15 per hour", "place")
CODE_AS: Final = _of_account("code", _half_way, "30 per hour", _ANYWHERE)


def _signed_in() -> str:
    actor = find_actor()
    return actor.user_id if actor else ""


# Whoever sits down at a desk left open guesses its password no faster than at the door.
AGAIN_AS: Final = _of_account("again", _signed_in, "30 per hour", "place")

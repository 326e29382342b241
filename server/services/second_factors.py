"""A code from a telephone beside the password: TOTP (RFC 6238), each code good for once.

https://www.rfc-editor.org/rfc/rfc6238
"""

from __future__ import annotations

import hmac
from dataclasses import replace
from typing import Final

import pyotp

from server.domain.days import format_instant
from server.domain.permission import Actor, check_may
from server.errors import Refusal
from server.records.entries import SecondFactor, User
from server.services.accounts import append_account_act
from server.services.district import District

_STEP_SECONDS: Final = 30
_WINDOW: Final = 1  # steps a telephone's clock may be off, each way (RFC 6238 §5.2)


def has_factor(district: District, user_id: str) -> bool:
    """Whether the person must give a code."""
    factor = district.office.find(SecondFactor, user_id)
    return factor is not None and bool(factor.confirmed_at)


def propose_factor(district: District, actor: Actor) -> str:
    """A secret to put into a telephone, as the address its camera reads; it counts once confirmed."""
    factor = district.office.find(SecondFactor, actor.user_id)
    if factor is not None and factor.confirmed_at:
        raise Refusal("account.factor_there")
    if factor is None:
        factor = SecondFactor(actor.user_id, pyotp.random_base32())
        district.office.save(factor)
    issuer = f"Ruhu {district.profile.name_zh}"
    return pyotp.TOTP(factor.secret).provisioning_uri(name=actor.user_id, issuer_name=issuer)


def secret_of(district: District, actor: Actor) -> str:
    """The proposed secret in groups of four, for a telephone without a camera."""
    secret = district.office.get(SecondFactor, actor.user_id).secret
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def confirm_factor(district: District, actor: Actor, code: str) -> None:
    """The telephone shows the right code: from now on it is asked for."""
    _use(district, actor.user_id, code)
    at = format_instant(district.now())
    district.office.change(SecondFactor, actor.user_id, lambda now: replace(now, confirmed_at=at))
    append_account_act(district, actor, actor.user_id, "factor_set", {})


def check_code(district: District, user_id: str, code: str) -> None:
    """Refuses a code that is wrong, too old, or was used already."""
    _use(district, user_id, code)


def remove_factor(district: District, actor: Actor, user_id: str) -> None:
    """For somebody who lost the telephone, by the administrator who saw them in person."""
    check_may(actor, "account.manage")
    district.office.get(User, user_id)
    factor = district.office.find(SecondFactor, user_id)
    if factor is not None:
        district.office.delete(factor)
        append_account_act(district, actor, user_id, "factor_removed", {})


def _use(district: District, user_id: str, code: str) -> None:
    factor = district.office.find(SecondFactor, user_id)
    step = _find_step(factor, code, int(district.now().timestamp())) if factor else None
    if factor is None or step is None:
        raise Refusal("account.code")
    used = step

    def note(now: SecondFactor) -> SecondFactor:
        if now.used_step >= used:
            raise Refusal("account.code")
        return replace(now, used_step=used)

    district.office.change(SecondFactor, user_id, note)


def _find_step(factor: SecondFactor, code: str, seconds: int) -> int | None:
    """The step a code belongs to; every step is looked at, so that a wrong code takes as long as a right."""
    given, totp = code.replace(" ", ""), pyotp.TOTP(factor.secret)
    now, found = seconds // _STEP_SECONDS, None
    for step in range(now - _WINDOW, now + _WINDOW + 1):
        is_it = hmac.compare_digest(totp.at(step * _STEP_SECONDS).encode(), given.encode())
        if is_it and step > factor.used_step:
            found = step
    return found

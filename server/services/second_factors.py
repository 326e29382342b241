"""A code from a telephone beside the password: TOTP (RFC 6238), each code good for once.

https://www.rfc-editor.org/rfc/rfc6238

The secret rests sealed to its person by a key of the data folder: who reads or copies the store alone makes
no codes. Ten recovery codes, each good once and kept as digests, stand in for a lost telephone.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode
from dataclasses import replace
from typing import Final

import pyotp

from server.domain.days import format_instant
from server.domain.permission import Actor, check_may
from server.errors import Refusal
from server.records.entries import SecondFactor, User
from server.records.envelope import CaseloadKey
from server.records.keys import open_secret
from server.services.accounts import append_account_act
from server.services.district import District

_STEP_SECONDS: Final = 30
_SEALED: Final = "sealed:"  # begins a secret that is; older ones lay open
_RECOVERY_CODES: Final = 10
_RECOVERY_BYTES: Final = 8  # 64 random bits: a digest of them is not guessed
_WINDOW: Final = 1  # steps a telephone's clock may be off, each way (RFC 6238 §5.2)


def has_factor(district: District, user_id: str) -> bool:
    """Whether the person must give a code."""
    factor = district.office.find(SecondFactor, user_id)
    return factor is not None and bool(factor.confirmed_at)


def owes_factor(district: District, actor: Actor) -> bool:
    """Whether one of the person's posts asks for a code and none is set up yet."""
    return bool(actor.roles & set(district.settings.codes_of)) and not has_factor(district, actor.user_id)


def propose_factor(district: District, actor: Actor) -> str:
    """A secret to put into a telephone, as the address its camera reads; it counts once confirmed."""
    factor = district.office.find(SecondFactor, actor.user_id)
    if factor is not None and factor.confirmed_at:
        raise Refusal("account.factor_there")
    if factor is None:
        factor = SecondFactor(actor.user_id, _seal(district, actor.user_id, pyotp.random_base32()))
        district.office.save(factor)
    issuer = f"Ruhu {district.profile.name_zh}"
    return pyotp.TOTP(_open(district, factor)).provisioning_uri(name=actor.user_id, issuer_name=issuer)


def secret_of(district: District, actor: Actor) -> str:
    """The proposed secret in groups of four, for a telephone without a camera."""
    secret = _open(district, district.office.get(SecondFactor, actor.user_id))
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def confirm_factor(district: District, actor: Actor, code: str) -> list[str]:
    """The telephone shows the right code: from now on it is asked for. The recovery codes, said once."""
    _use(district, actor.user_id, code)
    at = format_instant(district.now())
    codes = [_recovery_code() for _ in range(_RECOVERY_CODES)]
    digests = tuple(_digest(each) for each in codes)
    district.office.change(
        SecondFactor, actor.user_id, lambda now: replace(now, confirmed_at=at, recovery=digests)
    )
    append_account_act(district, actor, actor.user_id, "factor_set", {})
    return codes


def check_code(district: District, actor: Actor, code: str) -> None:
    """Refuses a code that is wrong, too old, or was used already; a recovery code counts as one."""
    factor = district.office.find(SecondFactor, actor.user_id)
    if factor is not None and _digest(code) in factor.recovery:
        _use_recovery(district, actor, _digest(code))
    else:
        _use(district, actor.user_id, code)


def remove_factor(district: District, actor: Actor, user_id: str) -> None:
    """For somebody who lost the telephone, by the administrator who saw them in person."""
    check_may(actor, "account.manage")
    district.office.get(User, user_id)
    factor = district.office.find(SecondFactor, user_id)
    if factor is not None:
        district.office.delete(factor)
        append_account_act(district, actor, user_id, "factor_removed", {})


def seal_open_secrets(district: District) -> None:
    """Seals what an older version left open, and has the store forget what it was."""
    lying_open = [each for each in district.office.every(SecondFactor) if not _is_sealed(each)]
    for factor in lying_open:
        district.office.change(SecondFactor, factor.id, lambda now: _sealed(district, now))
    if lying_open:
        district.office.compact()


def _use(district: District, user_id: str, code: str) -> None:
    factor = district.office.find(SecondFactor, user_id)
    seconds = int(district.now().timestamp())
    step = _find_step(_open(district, factor), factor.used_step, code, seconds) if factor else None
    if step is None:
        raise Refusal("account.code")
    used = step

    def note(now: SecondFactor) -> SecondFactor:
        if now.used_step >= used:
            raise Refusal("account.code")
        return replace(now, used_step=used)

    district.office.change(SecondFactor, user_id, note)


def _use_recovery(district: District, actor: Actor, digest: str) -> None:
    def note(now: SecondFactor) -> SecondFactor:
        if digest not in now.recovery:
            raise Refusal("account.code")
        return replace(now, recovery=tuple(each for each in now.recovery if each != digest))

    left = district.office.change(SecondFactor, actor.user_id, note).recovery
    append_account_act(district, actor, actor.user_id, "recovery_used", {"left": len(left)})


def _find_step(secret: str, used_step: int, code: str, seconds: int) -> int | None:
    """The step a code belongs to; every step is looked at, so that a wrong code takes as long as a right."""
    given, totp = code.replace(" ", ""), pyotp.TOTP(secret)
    now, found = seconds // _STEP_SECONDS, None
    for step in range(now - _WINDOW, now + _WINDOW + 1):
        is_it = hmac.compare_digest(totp.at(step * _STEP_SECONDS).encode(), given.encode())
        if is_it and step > used_step:
            found = step
    return found


def _recovery_code() -> str:
    text = secrets.token_hex(_RECOVERY_BYTES)
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def _digest(code: str) -> str:
    """Of a recovery code, however its groups were typed."""
    plain = code.replace(" ", "").replace("-", "").lower()
    return hashlib.sha256(plain.encode()).hexdigest()


def _is_sealed(factor: SecondFactor) -> bool:
    return factor.secret.startswith(_SEALED)


def _sealed(district: District, factor: SecondFactor) -> SecondFactor:
    if _is_sealed(factor):
        return factor
    return replace(factor, secret=_seal(district, factor.id, factor.secret))


def _seal(district: District, user_id: str, secret: str) -> str:
    return _SEALED + b64encode(_key(district).seal_bytes(secret.encode("ascii"), user_id)).decode("ascii")


def _open(district: District, factor: SecondFactor) -> str:
    """The secret; refuses (``CannotOpen``) one that was moved here from another person's entry."""
    if not _is_sealed(factor):
        return factor.secret
    sealed = b64decode(factor.secret.removeprefix(_SEALED))
    return _key(district).open_bytes(sealed, factor.id).decode("ascii")


def _key(district: District) -> CaseloadKey:
    return CaseloadKey(open_secret(district.keys.folder, "factors"))

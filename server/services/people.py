"""Who signs in at the desk: argon2id (RFC 9106), the same work for a wrong name as for a wrong password."""

from __future__ import annotations

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from server.domain.permission import Actor
from server.errors import Refusal
from server.records.entries import Area, User
from server.services.district import District

# RFC 9106 §4, second recommended option: 64 MiB, three passes.
_HASHER = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=1)
_LONGEST = 1024


def sign_in(district: District, user_id: str, password: str) -> Actor:
    """The person, if name and password belong together; the refusal does not say which was wrong."""
    user = district.office.find(User, user_id.strip())
    stored = user.password if user else _nobody()
    if not matches(stored, password) or user is None or not user.active:
        raise Refusal("person.sign_in")
    return actor_of(district, user)


def get_actor(district: District, user_id: str) -> Actor:
    """The person of a running session; refuses one who may no longer sign in."""
    return actor_of(district, get_user(district, user_id))


def get_user(district: District, user_id: str) -> User:
    """The account of a person who may sign in; refuses one who may no longer."""
    user = district.office.find(User, user_id)
    if user is None or not user.active:
        raise Refusal("person.not_signed_in")
    return user


def known_id(district: District, user_id: str) -> str:
    """The name to sign in with if somebody has it, else ``unknown``: what was typed is not repeated."""
    user = district.office.find(User, user_id.strip())
    return user.id if user else "unknown"


def list_users(district: District) -> list[User]:
    return district.office.every(User)


def save_user(district: District, user: User, password: str) -> User:
    """Adds a person, or replaces one, with a password that is kept only as its hash."""
    kept = User(**{**vars(user), "password": hash_password(password)})
    district.office.save(kept)
    return kept


def hash_password(password: str) -> str:
    return _HASHER.hash(password)


def actor_of(district: District, user: User) -> Actor:
    """What an account lets its person do, and where."""
    street = user.street
    if user.community and not street:
        area = district.office.find(Area, user.community)
        street = area.parent if area else ""
    return Actor(
        user_id=user.id,
        name=user.name,
        roles=frozenset(user.roles),
        street=street,
        community=user.community,
        assessor_id=user.assessor_id,
    )


def matches(stored: str, password: str) -> bool:
    """Whether a password is the one kept as a hash."""
    try:
        return len(password) <= _LONGEST and _HASHER.verify(stored, password)
    except (Argon2Error, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def _nobody() -> str:
    """A hash nobody's password has, so that an unknown name takes as long as a wrong password."""
    return _HASHER.hash("")

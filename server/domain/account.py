"""Accounts: who may hold which posts, what a password must be, how long a session lasts.

Lengths and times follow OWASP ASVS 5.0, V6.2 and V7.3; how good a password is judges ``zxcvbn``, outside.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from server.domain.permission import ASSESSOR, AUDITOR, CHAIR, CLERK, COMMITTEE, ROLES, STREET
from server.errors import Refusal

IDLE: Final = timedelta(hours=4)  # a meeting may go without the network for an evening
ABSOLUTE: Final = timedelta(hours=12)
HALF_WAY: Final = timedelta(minutes=5)  # between the password and the code
SHORTEST: Final = 10
LONGEST: Final = 1024
_ID: Final = re.compile(r"[a-z][a-z0-9-]{1,31}")
_OF_A_STREET: Final = frozenset({STREET, COMMITTEE, CHAIR, ASSESSOR})


def check_user_id(user_id: str) -> str:
    """A name to sign in with: acts hold it for ever, so it must not be a person's name or number."""
    if not _ID.fullmatch(user_id):
        raise Refusal("account.bad_id")
    return user_id


def check_posts(roles: Collection[str], street: str, community: str) -> None:
    """Posts that are known, each with the area it works in; who audits does nothing else."""
    if not roles or not set(roles) <= set(ROLES):
        raise Refusal("account.no_role")
    if AUDITOR in roles and len(set(roles)) > 1:
        raise Refusal("account.auditor_alone")
    if CLERK in roles and not community:
        raise Refusal("account.community_needed")
    if _OF_A_STREET & set(roles) and not street:
        raise Refusal("account.street_needed")


def check_password(password: str, guesses_score: int) -> None:
    """``guesses_score`` is zxcvbn's, 0 (guessed at once) to 4."""
    if len(password) < SHORTEST:
        raise Refusal("account.password_short", least=SHORTEST)
    if len(password) > LONGEST:
        raise Refusal("account.password_long", most=LONGEST)
    if guesses_score < 3:
        raise Refusal("account.password_guessed")


def is_over(begun_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Whether a session has lasted too long, or nothing was done in it for too long."""
    return now - begun_at > ABSOLUTE or now - seen_at > IDLE

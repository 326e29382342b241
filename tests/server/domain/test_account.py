"""Accounts: posts with their areas, passwords, how long a session lasts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from server.domain.account import ABSOLUTE, IDLE, check_password, check_posts, check_user_id, is_over
from server.errors import Refusal

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    "user_id", ["", "A", "高样如", "370205199001011234", "a", "gao_yr", "x" * 33, "-gao"]
)
def test_a_user_name_is_no_number_and_no_persons_name(user_id: str) -> None:
    with pytest.raises(Refusal, match=r"account\.bad_id"):
        check_user_id(user_id)


@pytest.mark.parametrize(
    ("roles", "street", "community", "code"),
    [
        ((), "s", "c", "account.no_role"),
        (("king",), "s", "c", "account.no_role"),
        (("auditor", "administrator"), "", "", "account.auditor_alone"),
        (("community_clerk",), "s", "", "account.community_needed"),
        (("chair", "assessor"), "", "", "account.street_needed"),
    ],
)
def test_posts_need_their_areas(roles: tuple[str, ...], street: str, community: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_posts(roles, street, community)
    assert refused.value.code == code


def test_posts_of_the_whole_district_need_none() -> None:
    check_posts(("district_reviewer", "bureau_head"), "", "")
    check_posts(("auditor",), "", "")


@pytest.mark.parametrize(
    ("password", "score", "code"),
    [("短", 4, "password_short"), ("x" * 1025, 4, "password_long"), ("password123", 0, "password_guessed")],
)
def test_a_password_is_long_enough_and_not_guessed(password: str, score: int, code: str) -> None:
    with pytest.raises(Refusal, match=rf"account\.{code}"):
        check_password(password, score)


def test_a_session_ends_when_nothing_is_done_and_after_a_day_of_work_anyway() -> None:
    second = timedelta(seconds=1)
    assert not is_over(NOW, NOW + IDLE, NOW + 2 * IDLE)
    assert is_over(NOW, NOW, NOW + IDLE + second)
    assert is_over(NOW, NOW + ABSOLUTE, NOW + ABSOLUTE + second)

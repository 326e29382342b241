"""Secrets of codes at rest, recovery codes, and the posts a code is demanded of."""

from __future__ import annotations

from dataclasses import replace

import pyotp
import pytest

from server.errors import Refusal
from server.records.entries import SecondFactor
from server.records.envelope import CannotOpen
from server.services.accounts import read_account_acts
from server.services.district import District
from server.services.second_factors import (
    check_code,
    confirm_factor,
    owes_factor,
    propose_factor,
    seal_open_secrets,
    secret_of,
)
from tests.factories import ADMINISTRATOR, OFFICER

PLAIN = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_of(district: District) -> str:
    secret = secret_of(district, ADMINISTRATOR).replace(" ", "")
    return pyotp.TOTP(secret).at(int(district.now().timestamp()))


def test_the_store_alone_makes_no_codes(district: District) -> None:
    propose_factor(district, ADMINISTRATOR)
    kept = district.office.get(SecondFactor, ADMINISTRATOR.user_id).secret
    assert secret_of(district, ADMINISTRATOR).replace(" ", "") not in kept
    assert kept.startswith("sealed:")


def test_a_secret_moved_to_another_persons_entry_opens_nothing(district: District) -> None:
    propose_factor(district, OFFICER)
    mine = district.office.get(SecondFactor, OFFICER.user_id)
    district.office.save(replace(mine, id=ADMINISTRATOR.user_id, confirmed_at="2026-03-02T01:00:00Z"))
    with pytest.raises(CannotOpen):
        check_code(district, ADMINISTRATOR, "123456")


def test_a_secret_an_older_version_left_open_is_sealed_and_goes_on_working(district: District) -> None:
    district.office.save(SecondFactor(ADMINISTRATOR.user_id, PLAIN, "2026-03-02T01:00:00Z"))
    seal_open_secrets(district)
    assert PLAIN not in district.office.get(SecondFactor, ADMINISTRATOR.user_id).secret
    check_code(district, ADMINISTRATOR, pyotp.TOTP(PLAIN).at(int(district.now().timestamp())))


def test_a_recovery_code_is_good_once_and_kept_as_a_digest(district: District) -> None:
    propose_factor(district, ADMINISTRATOR)
    codes = confirm_factor(district, ADMINISTRATOR, code_of(district))
    assert len(set(codes)) == 10
    kept = repr(vars(district.office.get(SecondFactor, ADMINISTRATOR.user_id)))
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)
    check_code(district, ADMINISTRATOR, codes[3].upper().replace("-", " "))
    with pytest.raises(Refusal, match=r"account\.code"):
        check_code(district, ADMINISTRATOR, codes[3])
    check_code(district, ADMINISTRATOR, codes[4])
    last = read_account_acts(district, ADMINISTRATOR, ADMINISTRATOR.user_id)[-1]
    assert (last.kind, last.facts) == ("recovery_used", {"left": 8})


def test_the_posts_of_the_setting_owe_a_code_until_it_is_set_up(district: District) -> None:
    asking = replace(district, settings=replace(district.settings, codes_of=("administrator",)))
    assert not owes_factor(district, ADMINISTRATOR)
    assert (owes_factor(asking, ADMINISTRATOR), owes_factor(asking, OFFICER)) == (True, False)
    propose_factor(asking, ADMINISTRATOR)
    assert owes_factor(asking, ADMINISTRATOR)
    confirm_factor(asking, ADMINISTRATOR, code_of(asking))
    assert not owes_factor(asking, ADMINISTRATOR)

"""What is begun under a pack is finished under it; nothing begins under one that is not in force."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from server.domain.in_force import check_pack, check_paying, counted_on
from server.domain.procedure import PROCEDURE
from server.errors import Refusal
from tests.server.domain.packs import sifang

PACK = replace(sifang(), valid_from=date(2026, 1, 1), valid_until=date(2026, 12, 31))
BEGINNINGS = {each.act for each in PROCEDURE if each.begins}


def test_what_begins_is_what_a_family_enters_by_or_is_looked_at_anew_under() -> None:
    assert {
        "applied",
        "taken_over",
        "class_set",
        "review_opened",
        "renewal_registered",
        "exit_begun",
    } == BEGINNINGS


@pytest.mark.parametrize("act", [each.act for each in PROCEDURE])
def test_after_the_last_day_nothing_begins_and_everything_begun_goes_on(act: str) -> None:
    check_pack(PACK, act, date(2026, 12, 31))
    if act not in BEGINNINGS:
        check_pack(PACK, act, date(2027, 1, 1))
        return
    with pytest.raises(Refusal, match=r"case\.pack_ended|application\.policy") as refusal:
        check_pack(PACK, act, date(2027, 1, 1))
    assert PACK.title in refusal.value.sentence()
    assert "2027-01-01" in refusal.value.sentence()
    assert "现行的办法" in refusal.value.sentence()


@pytest.mark.parametrize("act", [each.act for each in PROCEDURE])
def test_before_the_first_day_nothing_at_all_goes_by_a_pack(act: str) -> None:
    check_pack(PACK, act, date(2026, 1, 1))
    with pytest.raises(Refusal):
        check_pack(PACK, act, date(2025, 12, 31))


def test_acts_of_other_files_are_not_the_packs() -> None:
    check_pack(PACK, "signed_in", date(2030, 1, 1))


def test_an_application_is_worked_out_for_the_last_day_and_a_payment_is_not() -> None:
    assert counted_on(PACK, date(2026, 6, 1)) == date(2026, 6, 1)
    assert counted_on(PACK, date(2027, 6, 1)) == date(2026, 12, 31)
    check_paying(PACK, date(2026, 6, 1))
    with pytest.raises(Refusal, match=r"case\.pack_ended"):
        check_paying(PACK, date(2027, 6, 1))

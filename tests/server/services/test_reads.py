"""Reading a file is an act of the reader, once a day, in a chain of their own."""

from __future__ import annotations

import pytest

from server.errors import Refusal
from server.services.district import District
from server.services.reads import IDENTITY, list_reads, note_read
from server.services.verification import verify
from tests.factories import ADMINISTRATOR, OFFICER, REVIEWER, accepted_case
from tests.server.services.story import move


def test_a_read_is_written_once_a_day_for_each_file_and_kind(district: District) -> None:
    case = accepted_case(district)
    for _ in range(3):
        note_read(district, OFFICER, case.number)
    note_read(district, OFFICER, case.number, IDENTITY)
    note_read(district, REVIEWER, case.number)
    move(district, days=1)
    note_read(district, OFFICER, case.number)
    month = district.today().isoformat()[:7]
    reads = list_reads(district, ADMINISTRATOR, month, case.number)
    assert [(each.user, each.what) for each in reads] == [
        ("gao", "page"),
        ("xie", "page"),
        ("gao", "identity"),
        ("gao", "page"),
    ]
    assert [each.user for each in list_reads(district, ADMINISTRATOR, month, user="xie")] == ["xie"]
    assert verify(district).ok


def test_whoever_reads_does_not_see_who_read(district: District) -> None:
    with pytest.raises(Refusal, match=r"person\.may_not"):
        list_reads(district, OFFICER, "2026-03")
    with pytest.raises(Refusal, match=r"date\.malformed"):
        list_reads(district, ADMINISTRATOR, "2026-13")

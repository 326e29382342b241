"""The office: typed entries, and no write of another person's is lost."""

from __future__ import annotations

from dataclasses import replace
from threading import Thread

import pytest

from server.errors import Refusal
from server.records.entries import Area, Assessor, Device, Roll, User
from server.services.district import District

USER = User("fang", "方示宁", ("community_clerk", "chair"), "hash", street="songlin")


@pytest.mark.parametrize(
    "entry",
    [
        USER,
        Area("songlin", "street", "松林街道", "Songlin", "SL"),
        Roll("huaian", ({"id": "m1", "name": "王例海"},)),
        Device("thumb", "T-0001", "a-0217", {"kty": "EC"}, "tablet", "2026-03-02T01:00:00Z"),
    ],
)
def test_an_entry_comes_back_as_it_was(district: District, entry: object) -> None:
    district.office.save(entry)
    assert district.office.get(type(entry), entry.id) == entry


def test_an_entry_that_exists_is_not_created_again(district: District) -> None:
    district.office.create(USER)
    with pytest.raises(Refusal, match=r"case\.changed_meanwhile"):
        district.office.create(USER)


def test_changes_made_at_once_are_all_kept(district: District) -> None:
    district.office.save(replace(USER, roles=()))

    def add(role: str) -> None:
        district.office.change(User, "fang", lambda user: replace(user, roles=(*user.roles, role)))

    threads = [Thread(target=add, args=(f"role-{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(district.office.get(User, "fang").roles) == [f"role-{number}" for number in range(4)]


def test_an_attachment_outlives_a_change_of_its_entry(district: District) -> None:
    assessor = Assessor("a-0217", "林试远", "songlin")
    district.office.save(assessor)
    district.office.put_attachment(assessor, "portrait", b"jpeg", "image/jpeg")
    district.office.save(replace(assessor, status="valid"))
    district.office.change(Assessor, "a-0217", lambda entry: replace(entry, serial="0217"))
    assert district.office.get_attachment(assessor, "portrait") == b"jpeg"


def test_kinds_do_not_mix_in_a_list(district: District) -> None:
    district.office.save(USER)
    district.office.save(Area("songlin", "street", "松林街道", "Songlin", "SL"))
    assert [user.id for user in district.office.every(User)] == ["fang"]


def test_a_missing_entry_is_refused_by_name(district: District) -> None:
    with pytest.raises(Refusal, match=r"record\.missing"):
        district.office.get(User, "nobody")

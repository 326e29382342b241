"""Streets and communities: added, renamed, closed; the acts say what changed and nothing is taken away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from server.errors import Refusal
from server.records.entries import Area
from server.services.accounts import Posts, add_account
from server.services.applications import register_application
from server.services.areas import (
    AreaDetails,
    Names,
    add_area,
    change_area,
    change_names,
    close_area,
    list_streets,
    open_areas,
    read_area_acts,
    reopen_area,
)
from server.services.district import District
from server.services.rolls import add_member
from server.services.training import register_assessor
from server.services.verification import verify
from tests.factories import ADMINISTRATOR, CLERK, COMMUNITY_ID, OFFICER, REVIEWER, STREET_ID, household

NEW = Area("xinyuan", "community", " 新苑社区 ", "", "SLXY", STREET_ID, "0000-0001", "新苑路 1 号")


WRONG: list[tuple[dict[str, str], str]] = [
    ({"id": "Xin"}, "area.bad_id"),
    ({"id": "new"}, "area.bad_id"),
    ({"id": COMMUNITY_ID}, "area.taken"),
    ({"code": "sl"}, "area.code"),
    ({"code": "SLHA"}, "area.code_taken"),
    ({"kind": "village"}, "area.kind"),
    ({"name_zh": " "}, "area.unnamed"),
    ({"parent": "nowhere"}, "area.parent"),
    ({"parent": COMMUNITY_ID}, "area.parent"),
    ({"kind": "street", "code": "XY"}, "area.parent"),
    ({"kind": "street", "code": "XY1", "parent": ""}, "area.code"),
]


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value.code


def test_a_community_is_added_and_used_at_once(district: District) -> None:
    kept = add_area(district, ADMINISTRATOR, NEW)
    assert (kept.name_zh, kept.name_en) == ("新苑社区", "新苑社区")
    case = register_application(district, OFFICER, household(), community="xinyuan")
    assert case.community == "xinyuan"
    [act] = read_area_acts(district, ADMINISTRATOR, "xinyuan")
    assert (act.kind, act.facts["code"], act.facts["parent"]) == ("area_added", "SLXY", STREET_ID)
    assert verify(district).ok


def test_what_cannot_stand_beside_the_others_is_refused(district: District) -> None:
    before = district.office.every(Area)
    for changes, code in WRONG:
        assert refused(lambda wrong=changes: add_area(district, ADMINISTRATOR, replace(NEW, **wrong))) == code
    assert district.office.every(Area) == before
    assert district.casebook.read("area:xinyuan") == []


def test_only_the_administrator_changes_them(district: District) -> None:
    assert refused(lambda: add_area(district, REVIEWER, NEW)) == "person.may_not"
    assert refused(lambda: close_area(district, OFFICER, COMMUNITY_ID)) == "person.may_not"
    assert refused(lambda: change_names(district, REVIEWER, Names("区", "D", "中心"))) == "person.may_not"


def test_a_new_name_is_shown_everywhere_and_the_act_says_only_that(district: District) -> None:
    kept = district.area(COMMUNITY_ID)
    details = AreaDetails("槐安苑社区", kept.name_en, kept.phone, kept.place)
    change_area(district, ADMINISTRATOR, COMMUNITY_ID, details)
    change_area(district, ADMINISTRATOR, COMMUNITY_ID, details)
    assert district.area(COMMUNITY_ID).name_zh == "槐安苑社区"
    [act] = read_area_acts(district, ADMINISTRATOR, COMMUNITY_ID)
    assert act.facts == {"name_zh": "槐安苑社区"}


def test_nothing_new_begins_where_it_is_closed_and_what_runs_goes_on(district: District) -> None:
    case = register_application(district, CLERK, household())
    close_area(district, ADMINISTRATOR, COMMUNITY_ID)
    assert district.area(COMMUNITY_ID).closed_on == district.today().isoformat()
    begins: list[Callable[[], object]] = [
        lambda: register_application(district, CLERK, household()),
        lambda: add_member(district, CLERK, COMMUNITY_ID, "郑例安", "party", district.today()),
        lambda: add_account(
            district, ADMINISTRATOR, "xin", "新", Posts(("community_clerk",), STREET_ID, COMMUNITY_ID)
        ),
    ]
    assert [refused(begin) for begin in begins] == ["area.closed"] * 3
    assert COMMUNITY_ID not in [area.id for area in open_areas(district, "community")]
    assert district.get_case(case.number).community == COMMUNITY_ID
    reopen_area(district, ADMINISTRATOR, COMMUNITY_ID)
    register_application(district, CLERK, household())
    kinds = [act.kind for act in read_area_acts(district, ADMINISTRATOR, COMMUNITY_ID)]
    assert kinds == ["area_closed", "area_reopened"]


def test_a_street_is_closed_after_its_communities(district: District) -> None:
    assert refused(lambda: close_area(district, ADMINISTRATOR, STREET_ID)) == "area.open_below"
    for area in open_areas(district, "community", STREET_ID):
        close_area(district, ADMINISTRATOR, area.id)
    close_area(district, ADMINISTRATOR, STREET_ID)
    assert refused(lambda: register_assessor(district, OFFICER, "林试远", STREET_ID)) == "area.closed"
    assert refused(lambda: add_area(district, ADMINISTRATOR, NEW)) == "area.parent"
    assert refused(lambda: reopen_area(district, ADMINISTRATOR, COMMUNITY_ID)) == "area.parent"
    last = list_streets(district, ADMINISTRATOR)[-1]
    assert (last.area.id, bool(last.area.closed_on)) == (STREET_ID, True)


def test_the_districts_own_names_change_with_an_act(district: District) -> None:
    assert (
        refused(lambda: change_names(district, ADMINISTRATOR, Names("区", " ", "中心"))) == "profile.unnamed"
    )
    change_names(district, ADMINISTRATOR, Names(" 四方区 ", "Sifang", "四方区低保中心", "0000-0000000"))
    assert (district.profile.name_zh, district.profile.issuer) == ("四方区", "四方区低保中心")
    [act] = district.casebook.read("district")
    assert (act.kind, act.facts["name_en"]) == ("profile_changed", "Sifang")
    assert verify(district).ok

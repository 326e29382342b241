"""Photos large: in order, each with time, place and digest; two beside each other; and to nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.domain.case import Case
from server.records.entries import User
from server.services.district import District
from server.services.positions import set_home
from tests.factories import OFFICER, assigned_case, enrolled_tablet, picture, reconcile
from tests.findings import photo_record
from tests.journeys.desk_papers import squeezed

DOOR, STOVE = ("31.200000", "121.500000"), ("31.212600", "121.500000")


@pytest.fixture
def case(district: District) -> Case:
    """A visited case with three photos: at the door, 1.4 km away, and without a position."""
    case, tablet = assigned_case(district), enrolled_tablet(district)
    contents = [picture(seed) for seed in ("door", "stove", "room")]
    places = [{"lat": lat, "lon": lon, "accuracy_m": "12"} for lat, lon in (DOOR, STOVE)]
    taken = [photo_record(content, district.now()) for content in contents]
    photos = [photo | {"position": place} for photo, place in zip(taken, [*places, None], strict=True)]
    tablet.push(tablet.seal(tablet.fill_in(case, contents) | {"photos": photos}), contents)
    assert reconcile(district).accepted == 1
    return district.get_case(case.number)


@pytest.fixture
def digests(district: District, case: Case) -> list[str]:
    """The photos in the order they were taken in; the act names them in another."""
    taken = [photo_record(picture(seed), district.now())["digest"] for seed in ("door", "stove", "room")]
    assert sorted(taken) == list(case.acts[-1].facts["photos"])
    return taken


def look(case: Case, digest: str, beside: str = "") -> str:
    page = f"/desk/cases/{case.number}/look/{digest}"
    return f"{page}?with={beside}" if beside else page


def test_a_photo_stands_with_its_place_its_time_and_its_digest(person, district, case, digests):
    set_home(district, OFFICER, case.number, {"lat": DOOR[0], "lon": DOOR[1], "system": "WGS-84"})
    shown = person("xie").text(look(case, digests[1]))
    for said in (
        "北纬 31.212600，东经 121.500000，误差 12 米",
        "1.4 公里 S7-EVAL-04",
        digests[1],
        "一个字节不差",
    ):
        assert said in shown
    assert "北纬 31.200000，东经 121.500000 WGS-84" in shown
    assert "照片没有位置" in person("xie").text(look(case, digests[2]))


def test_without_a_position_of_the_address_no_distance_is_made_up(person, case, digests):
    shown = person("xie").text(look(case, digests[0]))
    assert "住址还没有位置" in shown
    assert "公里" not in shown


def test_a_photo_taken_again_is_named_wherever_it_is_shown(person, district):
    """The tablet keeps what it replaced; the file, the photo and the family file say which one it is."""
    case, tablet = assigned_case(district), enrolled_tablet(district)
    contents = [picture("blurred"), picture("sharp")]
    blurred, sharp = (photo_record(content, district.now()) for content in contents)
    photos = [blurred | {"replaced": True}, sharp]
    tablet.push(tablet.seal(tablet.fill_in(case, contents) | {"photos": photos}), contents)
    assert reconcile(district).accepted == 1
    xie, said = person("xie"), "后来重拍了"
    assert xie.text(f"/desk/cases/{case.number}").count(said) == 1
    assert said in xie.text(look(case, blurred["digest"]))
    assert said not in xie.text(look(case, sharp["digest"]))
    bound = squeezed(xie.get(f"/desk/cases/{case.number}/file.pdf").data)
    assert bound.count(said) == 1


def test_photos_are_turned_in_their_order_and_the_ends_lead_nowhere(person, case, digests):
    first, last = (person("xie").get(look(case, digest)).text for digest in (digests[0], digests[-1]))
    assert f'rel="next" href="{look(case, digests[1])}"' in first
    assert 'rel="prev"' not in first
    assert f'rel="prev" href="{look(case, digests[1])}"' in last
    assert 'rel="next"' not in last


def test_two_photos_lie_beside_each_other_and_say_how_far_apart_they_are(person, case, digests):
    xie = person("xie")
    shown = xie.text(look(case, digests[0], digests[1]))
    assert "拍的时间差 0 分 0 秒，相距 1.4 公里" in shown
    assert digests[0] in shown
    assert digests[1] in shown
    page = xie.get(look(case, digests[0], digests[1])).text
    assert f'href="{look(case, digests[1], digests[0])}"' in page  # the sides swapped
    assert f'rel="next" href="{look(case, digests[0], digests[2])}"' in page
    assert "相距" not in xie.text(look(case, digests[0], digests[2]))


def test_the_second_photo_passes_over_the_first(person, case, digests):
    page = person("xie").get(look(case, digests[1], digests[0])).text
    assert f'rel="next" href="{look(case, digests[1], digests[2])}"' in page
    assert 'rel="prev"' not in page


def test_a_photo_beside_itself_is_one_photo(person, case, digests):
    assert person("xie").get(look(case, digests[0], digests[0])).text.count("data-lens") == 1


def test_a_photo_of_no_act_is_not_there_on_either_side(person, case, digests):
    xie, strange = person("xie"), "0" * 64
    assert xie.get(look(case, strange)).status_code == 404
    assert xie.get(look(case, digests[0], strange)).status_code == 404


def test_another_street_sees_no_photo_of_this_one(person, district, case, digests):
    gao = district.office.get(User, "gao")
    district.office.save(replace(gao, street="linjiang"))
    assert person("gao").get(look(case, digests[0])).status_code == 403

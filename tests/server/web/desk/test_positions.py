"""Where a home lies is entered with its coordinate system; photos taken far from it are then told."""

from __future__ import annotations

import pytest

from server.records.entries import Flag, HomePosition
from server.services.flags import raise_flags
from tests.factories import assigned_case, enrolled_tablet, picture, reconcile
from tests.findings import photo_record

HERE = {"lat": "31.200000", "lon": "121.500000", "accuracy_m": "12"}
FAR = {"lat": "31.230000", "lon": "121.500000", "system": "WGS-84", "accuracy_m": ""}


@pytest.fixture
def number(district):
    """A visited case whose photos say where they were taken, looked at before the address had a position."""
    case, tablet = assigned_case(district), enrolled_tablet(district)
    contents = [picture("door"), picture("room")]
    photos = [photo_record(content, district.now()) | {"position": HERE} for content in contents]
    tablet.push(tablet.seal(tablet.fill_in(case, contents) | {"photos": photos}), contents)
    assert reconcile(district).accepted == 1
    raise_flags(district)
    return case.number


def far(district, number):
    return [entry for entry in district.office.every(Flag, f"{number}:") if entry.code == "flag.photo_far"]


def test_photos_far_from_the_address_are_flagged_as_soon_as_it_has_a_position(person, district, number):
    gao, page = person("gao"), f"/desk/cases/{number}/position"
    assert "住址的位置" in gao.text(f"/desk/cases/{number}")
    gao.do(page, FAR)
    assert len(far(district, number)) == 2
    assert {entry.facts["metres"] for entry in far(district, number)} == {3324}
    assert "有一张照片离登记的住址约 3324 米" in gao.text(f"/desk/cases/{number}")
    assert 'value="31.230000"' in gao.get(page).text


def test_the_same_place_on_a_chinese_map_is_not_far(person, district, number):
    """GCJ-02 shows the same place 474 m off; read as what it is, nothing is flagged."""
    shifted = {"lat": "31.198069", "lon": "121.504522", "system": "GCJ-02", "accuracy_m": ""}
    person("gao").do(f"/desk/cases/{number}/position", shifted)
    assert far(district, number) == []
    person("gao").do(f"/desk/cases/{number}/position", shifted | {"system": "WGS-84"})
    kept = district.office.get(HomePosition, number)
    assert (kept.position["system"], kept.by) == ("WGS-84", "gao")


@pytest.mark.parametrize(
    "wrong", [{"lat": "121.5", "lon": "31.2"}, {"lat": "三十一", "lon": "121"}, {"lat": ""}]
)
def test_what_is_nowhere_is_refused_and_given_back(person, district, number, wrong):
    refused = person("gao").send(f"/desk/cases/{number}/position", FAR | wrong)
    assert refused.status_code == 422
    assert "再看看是不是写反了" in refused.text
    assert f'value="{wrong["lat"]}"' in refused.text
    assert district.office.find(HomePosition, number) is None


def test_who_may_not_decide_about_a_case_places_no_home(person, number):
    assert person("fang").get(f"/desk/cases/{number}/position").status_code == 403


def test_the_distance_stands_under_each_photo_and_far_ones_fail_the_check(person, district, number):
    gao = person("gao")
    before = gao.text(f"/desk/cases/{number}")
    assert "照片和住址对不上" not in before
    assert "拍在住址" not in before
    gao.do(f"/desk/cases/{number}/position", FAR)
    after = gao.text(f"/desk/cases/{number}")
    assert "1 差 3.3 公里" in after
    assert "照片和住址对不上 S7-EVAL-04 第 1 张拍在 3.3 公里外；第 2 张拍在 3.3 公里外" in after
    assert "3.3 km away" in person("gao", "en").text(f"/desk/cases/{number}")


def test_photos_taken_at_the_address_pass_the_check(person, district, number):
    gao = person("gao")
    gao.do(f"/desk/cases/{number}/position", HERE | {"system": "WGS-84"})
    page = gao.text(f"/desk/cases/{number}")
    assert "有位置的照片都拍在住址 S7-EVAL-04" in page
    assert "0 米" in page


def test_a_far_photo_somebody_looked_at_and_explained_fails_no_check(person, district, number):
    gao = person("gao")
    gao.do(f"/desk/cases/{number}/position", FAR)
    for entry in far(district, number):
        gao.do(f"/desk/cases/{number}/flags/{entry.id}", {"reason": "门牌在另一条街上，去看过。"})
    page = gao.text(f"/desk/cases/{number}")
    assert "有位置的照片都拍在住址" in page
    assert "1 差 3.3 公里" in page

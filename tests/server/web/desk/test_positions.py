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

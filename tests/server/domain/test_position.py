"""Positions against the points the formula was published with, and the laws of moving between systems."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.position import (
    Position,
    System,
    as_gcj02,
    as_wgs84,
    format_distance,
    is_in_china,
    metres_between,
    parse_position,
)

# The test points of github.com/googollee/eviltransform: WGS-84, then GCJ-02.
PUBLISHED = [
    ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215)),  # Shanghai
    ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363)),  # Shenzhen
    ((39.911954, 116.377817), (39.91334545536069, 116.38404722455657)),  # Beijing
]
INSIDE = st.tuples(st.floats(18, 53), st.floats(74, 134))


@pytest.mark.parametrize(("plain", "shifted"), PUBLISHED)
def test_published_points_come_out_to_a_centimetre(
    plain: tuple[float, float], shifted: tuple[float, float]
) -> None:
    moved = as_gcj02(Position(*plain))
    assert (moved.latitude, moved.longitude) == pytest.approx(shifted, abs=1e-7)


@pytest.mark.parametrize(("plain", "shifted"), PUBLISHED)
def test_the_same_place_in_two_systems_is_no_distance(
    plain: tuple[float, float], shifted: tuple[float, float]
) -> None:
    assert metres_between(Position(*plain), Position(*shifted, System.GCJ02)) == 0
    assert metres_between(Position(*plain, System.CGCS2000), Position(*plain)) == 0
    assert metres_between(Position(*plain), Position(*shifted)) > 300  # unnamed, it would be far


@given(INSIDE)
def test_moving_there_and_back_ends_where_it_began(place: tuple[float, float]) -> None:
    back = as_wgs84(as_gcj02(Position(*place)))
    assert (back.latitude, back.longitude) == pytest.approx(place, abs=1e-7)


def test_nothing_is_shifted_abroad() -> None:
    assert as_gcj02(Position(39.7392, -104.9903)).longitude == -104.9903


def test_shanghai_to_beijing_is_as_far_as_published() -> None:
    one, other = Position(*PUBLISHED[0][1]), Position(*PUBLISHED[2][1])
    assert metres_between(one, other) == pytest.approx(1078164, rel=0.005)


@pytest.mark.parametrize(
    "data",
    [
        None,
        {},
        {"lat": "31"},
        {"lat": "north", "lon": "1"},
        {"lat": "91", "lon": "1"},
        {"lat": "nan", "lon": "1"},
        {"lat": "31", "lon": "121", "system": "BD-09"},
    ],
)
def test_what_names_no_place_is_no_position(data: dict[str, str] | None) -> None:
    assert parse_position(data) is None


def test_a_position_says_its_system_or_is_a_receivers() -> None:
    named = {"lat": "31.2", "lon": "121.5", "accuracy_m": "12.4"}
    assert parse_position(named) == Position(31.2, 121.5, System.WGS84, 12)
    assert parse_position(named | {"system": "GCJ-02"}) == Position(31.2, 121.5, System.GCJ02, 12)


def test_a_photo_names_its_position_as_the_tablet_writes_it() -> None:
    """The keys of static/app/ui/camera.mjs."""
    taken = parse_position({"lat": "31.200000", "lon": "121.500000", "accuracy_m": "12"})
    assert taken == Position(31.2, 121.5, accuracy_m=12)


def test_north_and_east_the_wrong_way_are_not_in_china() -> None:
    assert is_in_china(Position(31.2, 121.5))
    assert not is_in_china(Position(121.5 - 60, 31.2))
    assert not is_in_china(Position(0, 0))


@pytest.mark.parametrize(
    ("metres", "said"),
    [
        (0, ("0 米", "0 m")),
        (999, ("999 米", "999 m")),
        (1000, ("1.0 公里", "1.0 km")),
        (1402, ("1.4 公里", "1.4 km")),
    ],
)
def test_a_distance_is_told_in_the_unit_people_use(metres, said):
    assert format_distance(metres) == said

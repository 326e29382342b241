"""Positions on the ground: WGS-84, CGCS2000 and GCJ-02, and how far one is from another.

A receiver gives WGS-84. CGCS2000, in which Chinese maps are drawn (GB 22021-2008), lies within a metre of
it and is read as the same. GCJ-02, in which Chinese map services must publish, is shifted by 50 to 700 m:
a position in it is never compared with another before it is moved back.

GCJ-02 is computed by the public formula of its transformation (``eviltransform``), on the ellipsoid of
Krasovsky 1940 and with its test points; degrees are floats here, since no decision rests on them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import asin, cos, isfinite, pi, radians, sin, sqrt
from typing import Final


class System(StrEnum):
    """The coordinate systems an imported position may name."""

    WGS84 = "WGS-84"
    CGCS2000 = "CGCS2000"
    GCJ02 = "GCJ-02"


@dataclass(frozen=True)
class Position:
    """Degrees north and east in a named system; ``accuracy_m`` is the radius the receiver claims."""

    latitude: float
    longitude: float
    system: System = System.WGS84
    accuracy_m: int = 0


_AXIS_M: Final = 6378245.0
_ECCENTRICITY_2: Final = 0.00669342162296594323
_EARTH_M: Final = 6371008.8  # mean radius, IUGG 1980
_ROUNDS: Final = 3  # each undoes the shift a hundred times better; three leave less than a millimetre


def parse_position(data: Mapping[str, str] | None) -> Position | None:
    """The position a photo or the desk names, ``{"lat", "lon", "accuracy_m", "system"}`` as text.

    None where none is named, or what is named is nowhere; no system named means what a receiver gives.
    """
    try:
        latitude, longitude = float((data or {})["lat"]), float((data or {})["lon"])
        accuracy = float((data or {}).get("accuracy_m") or 0)
        system = System((data or {}).get("system") or System.WGS84)
    except (KeyError, ValueError):
        return None
    if not all(map(isfinite, (latitude, longitude, accuracy))) or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return Position(latitude, longitude, system, max(0, round(accuracy)))


def format_distance(metres: int) -> tuple[str, str]:
    """Metres over the ground as people say them, in both languages: ``42 米``, ``1.4 km``."""
    if metres < 1000:
        return f"{metres} 米", f"{metres} m"
    kilometres = f"{metres // 1000}.{metres % 1000 // 100}"
    return f"{kilometres} 公里", f"{kilometres} km"


def is_in_china(position: Position) -> bool:
    """Within the country's outermost points; also false where north and east were written the wrong way."""
    return 3 <= position.latitude <= 54 and 73 <= position.longitude <= 136


def as_wgs84(position: Position) -> Position:
    """The same place in WGS-84; outside China GCJ-02 has no shift."""
    if position.system is not System.GCJ02:
        return Position(position.latitude, position.longitude, System.WGS84, position.accuracy_m)
    latitude, longitude = position.latitude, position.longitude
    for _ in range(_ROUNDS):
        north, east = _shift(latitude, longitude)
        latitude, longitude = position.latitude - north, position.longitude - east
    return Position(latitude, longitude, System.WGS84, position.accuracy_m)


def as_gcj02(position: Position) -> Position:
    """The same place in GCJ-02."""
    if position.system is System.GCJ02:
        return position
    north, east = _shift(position.latitude, position.longitude)
    return Position(position.latitude + north, position.longitude + east, System.GCJ02, position.accuracy_m)


def metres_between(one: Position, other: Position) -> int:
    """The distance over the ground (haversine on a sphere), both moved to WGS-84 first."""
    a, b = as_wgs84(one), as_wgs84(other)
    north = sin(radians(b.latitude - a.latitude) / 2) ** 2
    east = sin(radians(b.longitude - a.longitude) / 2) ** 2
    chord = north + cos(radians(a.latitude)) * cos(radians(b.latitude)) * east
    return round(2 * _EARTH_M * asin(sqrt(min(1.0, chord))))


def _shift(latitude: float, longitude: float) -> tuple[float, float]:
    """Degrees north and east by which GCJ-02 lies off WGS-84; nothing outside China."""
    if not (0.8293 <= latitude <= 55.8271 and 72.004 <= longitude <= 137.8347):
        return 0.0, 0.0
    x, y = longitude - 105.0, latitude - 35.0
    bend = 1 - _ECCENTRICITY_2 * sin(radians(latitude)) ** 2
    meridian = _AXIS_M * (1 - _ECCENTRICITY_2) / (bend * sqrt(bend))
    parallel = _AXIS_M / sqrt(bend) * cos(radians(latitude))
    return _north_m(x, y) * 180 / (meridian * pi), _east_m(x, y) * 180 / (parallel * pi)


def _north_m(x: float, y: float) -> float:
    plain = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    waves = 20.0 * sin(y * pi) + 40.0 * sin(y / 3 * pi) + 160.0 * sin(y / 12 * pi) + 320 * sin(y / 30 * pi)
    return plain + (_ripple(x) + waves) * 2 / 3


def _east_m(x: float, y: float) -> float:
    plain = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    waves = 20.0 * sin(x * pi) + 40.0 * sin(x / 3 * pi) + 150.0 * sin(x / 12 * pi) + 300.0 * sin(x / 30 * pi)
    return plain + (_ripple(x) + waves) * 2 / 3


def _ripple(x: float) -> float:
    return 20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)

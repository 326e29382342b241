"""Powers, exponentials and logarithms with the same bits in Python and in JavaScript.

The languages' own `**`, `exp` and `log` come from the machine's library and may differ in the last
bit. Here everything is made of + - * / on doubles, which IEEE 754 fixes, carried in pairs whose sum
has about 100 bits (T. J. Dekker, "A floating-point technique for extending the available
precision", 1971), so that pow(8, 1 div 3) is 2. The twin of static/app/core/form_powers.mjs.
"""

from __future__ import annotations

import math
from typing import Final

Pair = tuple[float, float]

_SPLIT: Final = 134217729.0  # 2^27 + 1
_LN2: Final[Pair] = (0.6931471805599453, 2.3190468138462996e-17)
_LN10: Final[Pair] = (2.302585092994046, -2.1707562233822494e-16)
_ROOT_HALF: Final = 0.7071067811865476
_FARTHEST: Final = 2000.0  # e^2000 and e^-2000 lie beyond every double


def power(base: float, exponent: float) -> float | None:
    """base^exponent; None where there is no real or finite result."""
    if exponent.is_integer() and abs(exponent) <= 64:
        return _whole_power(base, int(exponent))
    if base == 0:
        return 0.0 if exponent > 0 else None
    if base < 0 and not exponent.is_integer():
        return None
    size = _raised(_logarithm(abs(base)), exponent)
    return -size if base < 0 and size is not None and exponent % 2 else size


def exponential(number: float) -> float | None:
    """e^number; None where it is beyond every double."""
    return _exponential((number, 0.0))


def logarithm(number: float) -> float | None:
    """The natural logarithm; None for what has none."""
    return None if number <= 0 else _sum(_logarithm(number))


def logarithm_10(number: float) -> float | None:
    """The logarithm to base ten; None for what has none."""
    return None if number <= 0 else _sum(_over(_logarithm(number), _LN10))


def root(number: float) -> float | None:
    """The square root, which IEEE 754 itself fixes."""
    return None if number < 0 else math.sqrt(number)


def _raised(log: Pair, exponent: float) -> float | None:
    about = log[0] * exponent
    if about == 0:
        return 1.0
    if abs(about) > _FARTHEST:
        return 0.0 if about < 0 else None
    return _exponential(_times(log, (exponent, 0.0)))


def _whole_power(base: float, exponent: int) -> float | None:
    """By repeated squaring."""
    result, square, left = 1.0, base, abs(exponent)
    while left:
        if left % 2:
            result *= square
        square *= square
        left //= 2
    if exponent < 0:
        return None if result == 0 else 1.0 / result
    return result


def _logarithm(number: float) -> Pair:
    """ln(m·2^k) = k·ln 2 + 2·artanh((m - 1) / (m + 1)), m between √½ and √2."""
    mantissa, twos = number, 0
    while mantissa < _ROOT_HALF:
        mantissa, twos = mantissa * 2, twos + 1
    while mantissa >= 2 * _ROOT_HALF:
        mantissa, twos = mantissa / 2, twos - 1
    part = _over((mantissa - 1, 0.0), _plus((mantissa, 0.0), (1.0, 0.0)))
    square = _times(part, part)
    series: Pair = (0.0, 0.0)
    for odd in range(47, 0, -2):
        series = _plus(_times(series, square), _over((1.0, 0.0), (float(odd), 0.0)))
    series = _times(series, _times(part, (2.0, 0.0)))
    return _plus(series, _times(_LN2, (float(-twos), 0.0)))


def _exponential(number: Pair) -> float | None:
    """e^x = e^r·2^k, with r at most half of ln 2."""
    if abs(number[0]) > _FARTHEST:
        return 0.0 if number[0] < 0 else None
    twos = math.floor(number[0] / _LN2[0] + 0.5)
    rest = _plus(number, _times(_LN2, (float(-twos), 0.0)))
    series: Pair = (1.0, 0.0)
    for step in range(28, 0, -1):
        series = _plus((1.0, 0.0), _over(_times(series, rest), (float(step), 0.0)))
    return _scaled(_sum(series), twos)


def _scaled(number: float, twos: int) -> float | None:
    """number·2^twos, by steps that are exact until the last."""
    while twos > 1000:
        number, twos = number * math.ldexp(1.0, 1000), twos - 1000
    while twos < -1000:
        number, twos = number * math.ldexp(1.0, -1000), twos + 1000
    number *= math.ldexp(1.0, twos)
    return number if math.isfinite(number) else None


def _sum(pair: Pair) -> float:
    return pair[0] + pair[1]


def _plus(a: Pair, b: Pair) -> Pair:
    high = a[0] + b[0]
    back = high - a[0]
    low = (a[0] - (high - back)) + (b[0] - back) + a[1] + b[1]
    return _settled(high, low)


def _times(a: Pair, b: Pair) -> Pair:
    high = a[0] * b[0]
    low = _lost(a[0], b[0], high) + (a[0] * b[1] + a[1] * b[0])
    return _settled(high, low)


def _over(a: Pair, b: Pair) -> Pair:
    high = a[0] / b[0]
    back = high * b[0]
    low = (((a[0] - back) - _lost(high, b[0], back)) + a[1] - high * b[1]) / b[0]
    return _settled(high, low)


def _settled(high: float, low: float) -> Pair:
    total = high + low
    return total, low - (total - high)


def _lost(a: float, b: float, product: float) -> float:
    """What rounding took from a·b."""
    scaled_a, scaled_b = a * _SPLIT, b * _SPLIT
    a_high, b_high = scaled_a - (scaled_a - a), scaled_b - (scaled_b - b)
    a_low, b_low = a - a_high, b - b_high
    return ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low

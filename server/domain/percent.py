"""Percentages as article 4 prints them: two decimals, truncated and not rounded (S4-01, S4-02)."""

from __future__ import annotations


def truncated_percent(part: int, whole: int) -> str:
    """``part`` of ``whole`` in per cent, cut after two decimals: 25 of 650 is ``3.84``; empty of nothing."""
    if whole == 0:
        return ""
    sign = "-" if (part < 0) != (whole < 0) and part else ""
    hundredths = abs(part) * 10_000 // abs(whole)
    return f"{sign}{hundredths // 100}.{hundredths % 100:02d}"


def share_words(share: tuple[int, int]) -> str:
    """``15%``, or ``1/3`` where it is no whole number of hundredths."""
    part, whole = share
    hundredths, rest = divmod(100 * part, whole)
    return f"{part}/{whole}" if rest else f"{hundredths}%"

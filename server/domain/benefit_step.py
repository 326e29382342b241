"""One step of a benefit: the rule, where its value is from, the words in both languages, and its amount."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from server.domain.money import format_yuan


class Step(NamedTuple):
    """``amount_fen`` is what the step adds to the benefit; the steps of a benefit add up to its amount.

    ``unknown``: an exemption or a cost was claimed that the pack has no item of; a person has to look.
    """

    rule: str
    source: str
    zh: str
    en: str
    amount_fen: int = 0
    unknown: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "source": self.source,
            "text": {"zh": self.zh, "en": self.en},
            "amount_fen": self.amount_fen,
        }


def read_step(given: Mapping[str, Any]) -> Step:
    """The inverse of :meth:`Step.as_json`, of a step that was kept."""
    text = given["text"]
    return Step(given["rule"], given["source"], text["zh"], text["en"], int(given["amount_fen"]))


def ratio_text(ratio: tuple[int, int]) -> str:
    """``1.13`` where the fraction is a decimal of two places, ``2/3`` where it is not."""
    part, whole = ratio
    hundredths, rest = divmod(100 * part, whole)
    return f"{part}/{whole}" if rest else f"{hundredths // 100}.{hundredths % 100:02d}"


def percent_text(share: tuple[int, int]) -> str:
    """``20 %`` where the share is whole hundredths, ``1/3`` where it is not."""
    hundredths, rest = divmod(100 * share[0], share[1])
    return f"{share[0]}/{share[1]}" if rest else f"{hundredths} %"


yuan = format_yuan

"""Hands under a visit (S7-EVAL-07, S7-AMB-11, S7-AMB-12); tests/static/signatures.test.mjs reads the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from server.domain.signature import check_hands, parse_signature
from server.errors import Refusal

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "signatures.json").read_text("utf-8"))


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["says"])
def test_each_way_of_signing_holds_or_has_its_code(case: dict[str, Any]) -> None:
    signatures = [parse_signature(signature) for signature in case["signatures"]]
    assert problem_with(signatures) == case["code"]


def problem_with(signatures: list[Any]) -> str | None:
    try:
        check_hands(signatures, VECTORS["team"], VECTORS["household"])
    except Refusal as refusal:
        return refusal.code
    return None


@pytest.mark.parametrize(
    "data", [{}, {"who": "applicant"}, {"who": 1, "how": "signed"}, {"who": "a", "how": []}]
)
def test_a_signature_of_another_shape_is_not_read(data: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError)):
        parse_signature(data)

"""The same digits at the desk and on the tablet."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.thumbprint import spoken_thumbprint

CASES: Final[list[dict[str, str]]] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "thumbprints.json").read_text("utf-8")
)["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["spoken"])
def test_a_thumbprint_is_read_as_the_tablet_reads_it(case: dict[str, str]) -> None:
    assert spoken_thumbprint(case["thumbprint"]) == case["spoken"]


@given(st.binary(min_size=32, max_size=32))
def test_four_groups_of_four_digits(raw: bytes) -> None:
    groups = spoken_thumbprint(urlsafe_b64encode(raw).rstrip(b"=").decode()).split(" ")
    assert [len(group) for group in groups] == [4, 4, 4, 4]
    assert all(group.isdecimal() for group in groups)

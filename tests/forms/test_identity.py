"""Identity numbers: the vectors that tests/static/identity.test.mjs reads too, and python-stdnum itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_2

from forms.identity import fault_of
from forms.writing import is_written_as

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "identity.json").read_text("utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["says"])
def test_a_number_is_right_or_what_is_wrong_is_named(vector: dict[str, str]) -> None:
    assert fault_of(vector["number"]) == vector["fault"]
    asked = {"type": "text", "appearance": ["identity"]}
    assert is_written_as(asked, vector["number"]) is (vector["fault"] is None)


@given(
    st.from_regex(
        r"[1-9][0-9]{5}(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])[0-9]{3}", fullmatch=True
    )
)
def test_exactly_one_last_character_fits(first: str) -> None:
    fitting = [last for last in "0123456789X" if fault_of(first + last) is None]
    assert fitting == [mod_11_2.calc_check_digit(first)]


@given(st.text(max_size=20))
def test_no_text_makes_it_stumble(text: str) -> None:
    try:
        right = mod_11_2.validate(text) == text and len(text) == len("110000197104090010")
    except ValidationError:
        right = False
    assert right or fault_of(text) is not None

"""Canonical JSON: whichever way the bytes are made, they are those of RFC 8785."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from server.domain.canonical import CanonicalizationError, canonical_bytes, canonical_bytes_of_json

TEXT = st.text(st.characters(exclude_categories=()), max_size=8)  # halves of surrogate pairs as well
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | TEXT
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4)
)


def written(write: Any, value: Any) -> bytes | type[Exception]:
    """The bytes, or the refusal."""
    try:
        return bytes(write(value))
    except ValueError as error:
        return type(error)


@given(VALUES)
@example({"\ue000": 1, "\U0001f600": 2})  # UTF-16 sorts these the other way round
@example({"a": '\x00\x1f\x7f\u2028"\\/é😀', "b": -0, "A": [True, None, ()]})
@example([2**53 - 1, -(2**53 - 1)])
@example([2**53])
@example(1e21)
@example("\ud800")
@example({"é": 1, "e": 2})
def test_the_bytes_and_the_refusals_are_those_of_the_reference(value: Any) -> None:
    assert written(canonical_bytes, value) == written(rfc8785.dumps, value)


@given(st.dictionaries(TEXT, VALUES, max_size=4))
@example({"\ue000": 1, "\U0001f600": 2})
@example({"a": 1.0})
@example({"a": [-1e-7, {"b": 1e21}]})
@example({"a": 2**53, "b": [-(2**53)], "c": 10**40})
@example({"a": [2**53 - 1, 1000000000000000]})
@example({"a": '":1.5,[2e3'})
def test_what_was_parsed_from_json_is_written_as_the_reference_writes_it(value: dict[str, Any]) -> None:
    try:
        parsed = msgspec.json.decode(json.dumps(value))
    except ValueError:
        return
    assert written(canonical_bytes_of_json, parsed) == written(rfc8785.dumps, parsed)


@pytest.mark.parametrize("value", [{1: "a"}, {"a": {1}}, object()])
def test_what_is_no_json_is_refused(value: Any) -> None:
    with pytest.raises(CanonicalizationError):
        canonical_bytes(value)


def test_what_is_nested_deeply_is_written_or_refused_like_the_reference() -> None:
    value: Any = "deep"
    for _ in range(600):
        value = {"in": value}
    assert canonical_bytes(value) == rfc8785.dumps(value)

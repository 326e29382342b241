"""A record is changed as ``dataclasses.replace`` changes it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.changed import changed, made
from server.domain.receipt import Spell

SPELL = Spell("2026-03", 2, 30_000, "A", "approved")
UNKNOWN: dict[str, Any] = {"colour": "red"}
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "since": st.sampled_from(["2026-04", "2027-01"]),
        "persons": st.integers(0, 9),
        "until": st.sampled_from(["", "2026-12"]),
    },
)


@given(FIELDS)
def test_it_is_what_replacing_makes(fields: dict[str, Any]) -> None:
    other = changed(SPELL, **fields)
    assert other == replace(SPELL, **fields)
    assert hash(other) == hash(replace(SPELL, **fields))
    assert Spell("2026-03", 2, 30_000, "A", "approved") == SPELL


def test_a_field_it_does_not_have_is_refused() -> None:
    with pytest.raises(TypeError, match="colour"):
        changed(SPELL, **UNKNOWN)


def test_a_record_is_made_as_its_own_name_makes_it_and_only_whole() -> None:
    fields: dict[str, Any] = vars(SPELL)
    assert made(Spell, **fields) == SPELL
    assert hash(made(Spell, **fields)) == hash(SPELL)
    with pytest.raises(TypeError, match="since"):
        made(Spell, **{"since": "2026-03"})

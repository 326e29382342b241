"""What of OData's expressions is read, with which types, and what is refused how (Part 2 §5.1.1)."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.feed import CASES, VISITS, Edm
from server.domain.feed_expression import Binary, Call, Field, Literal, Not, parse_filter, parse_order
from server.errors import Refusal

TYPES = CASES.types | VISITS.types
NUMBER = Field("Number", Edm.STRING)


def test_and_binds_closer_than_or_and_not_closest() -> None:
    found = parse_filter("Persons eq 1 or not Counts and Persons gt 2", TYPES)
    assert isinstance(found, Binary)
    assert found.operator == "or"
    assert isinstance(found.right, Binary)
    assert (found.right.operator, found.right.left) == ("and", Not(Field("Counts", Edm.BOOLEAN)))


def test_parentheses_come_first() -> None:
    found = parse_filter("(Persons eq 1 or Persons eq 2) and Counts", TYPES)
    assert isinstance(found, Binary)
    assert found.operator == "and"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("'O''Neill'", Literal("O'Neill", Edm.STRING)),
        ("''", Literal("", Edm.STRING)),
        ("'石榴 and 树'", Literal("石榴 and 树", Edm.STRING)),
        ("null", Literal(None, None)),
    ],
)
def test_texts_are_read_as_they_are_quoted(text: str, value: Literal) -> None:
    assert parse_filter(f"Number eq {text}", TYPES) == Binary("eq", NUMBER, value)


def test_an_instant_is_read_in_utc() -> None:
    found = parse_filter("ReceivedAt ge 2026-03-02T09:00:00+08:00", TYPES)
    assert isinstance(found, Binary)
    assert found.right == Literal("2026-03-02T01:00:00Z", Edm.INSTANT)


def test_functions_have_their_types() -> None:
    assert parse_filter("startswith(Number,'SL')", TYPES) == Call(
        "startswith", [NUMBER, Literal("SL", Edm.STRING)], Edm.BOOLEAN
    )
    found = parse_filter("year(VisitedOn) eq 2026 and length(tolower(Head)) gt 2", TYPES)
    assert isinstance(found, Binary)


def test_an_order_names_expressions_and_ways() -> None:
    assert [descends for _, descends in parse_order("Number desc, Persons,AppliedOn asc", TYPES)] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    "text",
    [
        *("", "Number", "Number eq", "eq 'a'", "Number eq 'a", "(Counts", "Counts)", "Nobody eq 1"),
        *("Number eq 1", "Persons eq 'a'", "Counts gt true", "AppliedOn eq ReceivedAt", "not Persons"),
        *("Counts and Persons", "contains(Number)", "contains(Number,1)", "length(Persons) eq 1"),
        *("unknown(Number) eq 1", "Persons eq 1;2", "Number eq 'a' 'b'", 'Number eq "a"', "Number LIKE 'a'"),
        *("AppliedOn eq 2026-02-30", "ReceivedAt eq 2026-13-01T00:00:00Z", "Persons eq 99999999999999"),
    ],
)
def test_what_is_no_expression_is_a_bad_request(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_filter(text, TYPES)
    assert (refused.value.code, refused.value.status) == ("feed.expression", 400)


@pytest.mark.parametrize(
    "text",
    [
        *("Persons add 1 eq 2", "Persons mod 2 eq 0", "Number has 'a'", "Number in ('a','b')"),
        *(
            "round(AmountYuan) eq 1",
            "hour(ReceivedAt) eq 1",
            "now() gt ReceivedAt",
            "cast(Persons,Edm.String)",
        ),
        *("Visits/any(v:v/Counts)", "Number eq @p", "$it/Number eq 'a'"),
    ],
)
def test_what_is_odata_and_not_here_is_not_implemented(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_filter(text, {**TYPES, "Visits": Edm.BOOLEAN})
    assert (refused.value.code, refused.value.status) == ("feed.not_implemented", 501)


def test_deep_and_long_expressions_are_refused() -> None:
    for text in ("(" * 500 + "Counts" + ")" * 500, "not " * 500 + "Counts", "Counts or " * 500 + "Counts"):
        with pytest.raises(Refusal, match=r"feed\.expression"):
            parse_filter(text, TYPES)


@given(st.text(max_size=60))
def test_any_text_is_an_expression_or_refused(text: str) -> None:
    with suppress(Refusal):
        parse_filter(text, TYPES)


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=40))
def test_any_text_in_quotes_is_that_text(text: str) -> None:
    quoted = "'" + text.replace("'", "''") + "'"
    assert parse_filter(f"Number eq {quoted}", TYPES) == Binary("eq", NUMBER, Literal(text, Edm.STRING))

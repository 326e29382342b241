"""Addresses put together late are the addresses Werkzeug puts together at once."""

from __future__ import annotations

import pytest
from werkzeug.routing import BuildError, Map, Rule

from server.web.routes import LateRule

RULES = (
    ("/cases/<number>", {}),
    ("/cases/<number>/papers/<int:copy>", {}),
    ("/board", {"defaults": {"page": 1}}),
    ("/board/<int:page>", {}),
)


def _bound(kind: type[Rule]) -> Map:
    return Map([kind(rule, endpoint=rule.split("/")[1], **more) for rule, more in RULES])


@pytest.mark.parametrize(
    ("endpoint", "values"),
    [
        ("cases", {"number": "松林 1/2"}),
        ("cases", {"number": "SL-1", "copy": 2}),
        ("cases", {"number": "SL-1", "lang": "en", "more": ["a", "b"]}),
        ("board", {}),
        ("board", {"page": 1}),
        ("board", {"page": 3}),
    ],
)
def test_an_address_is_the_same_whenever_it_is_compiled(endpoint: str, values: dict[str, object]) -> None:
    late, at_once = (_bound(kind).bind("example.org") for kind in (LateRule, Rule))
    assert late.build(endpoint, values) == at_once.build(endpoint, values)
    assert late.build(endpoint, values) == at_once.build(endpoint, values)
    assert late.build(endpoint, values, append_unknown=False) == at_once.build(
        endpoint, values, append_unknown=False
    )


def test_what_cannot_be_built_is_refused_as_ever() -> None:
    with pytest.raises(BuildError):
        _bound(LateRule).bind("example.org").build("cases", {})

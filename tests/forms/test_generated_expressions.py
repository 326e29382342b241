"""Generated expressions over generated answers: Python and JavaScript reach the same value, to the bit."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms.dates import date_in, moment_in
from forms.errors import ExpressionError
from forms.evaluate import read_formula
from forms.expressions import parse_expression
from forms.patterns import portable_pattern
from forms.record import Record
from forms.surroundings import Surroundings
from forms.values import plain
from tests.forms.factories import find_row, outline
from tests.forms.generated import DEFINITION, FORM, NOW, answers, expressions

OUTLINE = outline(FORM)
MOMENT = dt.datetime.fromisoformat(NOW.replace("Z", "+00:00"))
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


class Tablet:
    """The tablet's evaluator in a node of its own, asked line by line."""

    def __init__(self) -> None:
        node = shutil.which("node")
        assert node, "node is needed to compare the two engines"
        script = Path(__file__).parent / "evaluate_trees.mjs"
        self._node = subprocess.Popen(
            [node, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def values(self, draft: dict[str, Any], trees: list[Any]) -> list[dict[str, Any]]:
        assert self._node.stdin
        assert self._node.stdout
        cases = [{"tree": tree, "at": "here"} for tree in trees]
        asked = {"definition": DEFINITION, "answers": draft, "now": NOW, "cases": cases}
        self._node.stdin.write(json.dumps(asked) + "\n")
        self._node.stdin.flush()
        return list(json.loads(self._node.stdout.readline(), parse_int=float))

    def close(self) -> None:
        assert self._node.stdin
        assert self._node.stdout
        self._node.stdin.close()
        self._node.stdout.close()
        self._node.wait(timeout=10)


@pytest.fixture(scope="module")
def tablet() -> Iterator[Tablet]:
    opened = Tablet()
    yield opened
    opened.close()


def in_python(draft: dict[str, Any], tree: Any) -> Any:
    record = Record(DEFINITION, draft, today=date_in(MOMENT), now=moment_in(MOMENT))
    own = plain(draft.get("here"))
    return read_formula(tree)(Surroundings(record, record.root, own=own))


@settings(max_examples=800, deadline=None, derandomize=True, suppress_health_check=SLOW)
@given(draft=answers(), written=st.lists(expressions(), min_size=1, max_size=5))
def test_both_languages_reach_the_same_value(
    tablet: Tablet, draft: dict[str, Any], written: list[str]
) -> None:
    origin = find_row(OUTLINE, "here")
    trees = [parse_expression(text, origin) for text in written]
    for text, tree, there in zip(written, trees, tablet.values(draft, trees), strict=True):
        here = in_python(draft, tree)
        assert there == {"value": here}, text
        assert isinstance(there["value"], bool) == isinstance(here, bool), text


_PIECES = st.sampled_from(
    [*"ab0-9.*+?^$()[]{}|,/\\ \t中𠮷", "\\d", "\\w", "\\s", "\\S", "(?:", "(?=", "{2}", "{,3}"]
)


@settings(max_examples=1500, deadline=None, derandomize=True, suppress_health_check=SLOW)
@given(
    pieces=st.lists(_PIECES, min_size=1, max_size=7),
    text=st.text(st.sampled_from("ab09-{}] ^\n中𠮷,"), max_size=5),
)
def test_a_pattern_that_is_taken_means_the_same_in_both_languages(
    tablet: Tablet, pieces: list[str], text: str
) -> None:
    try:
        pattern = portable_pattern("".join(pieces))
    except ExpressionError:
        return
    tree = ["regex", ["text", text], ["text", pattern]]
    (there,) = tablet.values({}, [tree])
    assert there == {"value": in_python({}, tree)}

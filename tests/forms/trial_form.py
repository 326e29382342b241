"""One workbook that uses every type and every way of moving by itself, written for the tests."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from forms.compile import compile_workbook
from tests.forms.factories import choice, question, write_workbook

SURVEY = [
    question("begin group", "one"),
    question("range", "worn", parameters="start=0 end=10 step=2"),
    question("range", "share", parameters="start=0 end=1 step=0.1"),
    question("rank need", "order"),
    question("geopoint", "place"),
    question("barcode", "meter"),
    question("image", "hand", appearance="signature"),
    question("select_one need or_other", "main"),
    question("select_multiple need", "asked", default="a b"),
    question("select_one need", "narrowed", choice_filter="selected(${asked}, name)"),
    question("end group", ""),
    question("begin group", "two"),
    question("integer", "n"),
    question("begin repeat", "child", repeat_count="${n}"),
    question("text", "cname", required="yes"),
    question("integer", "cage"),
    question("text", "school", default="none"),
    question("calculate", "older", calculation="count(${child}[cage > current()/../cage])"),
    question("end repeat", ""),
    question("calculate", "minors", calculation="count(${child}[cage < 18])"),
    question("calculate", "ages", calculation="sum(${cage})"),
    question("decimal", "root", calculation="round(pow(${n}, 0.5), 3)", read_only="yes"),
    question("text", "noted", calculation="concat(${meter}, '/', ${ages})", trigger="${meter}"),
    question("calculate", "turns", calculation="coalesce(., 0) + 1", trigger="${worn}"),
    question("begin repeat", "member"),
    question("text", "mname"),
    question("decimal", "amount", appearance="money"),
    question("end repeat", ""),
    question("calculate", "total", calculation="sum(${amount})", appearance="money"),
    question("calculate", "mean", calculation="${total} div count(${member})", appearance="money"),
    question("end group", ""),
]
CHOICES = [choice("need", value) for value in ("a", "b", "c")]


def trial_definition() -> dict[str, Any]:
    """The compiled form."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_workbook(Path(folder) / "trial.xlsx", SURVEY, choices=CHOICES)
        return dict(compile_workbook(path))


if __name__ == "__main__":
    json.dump(trial_definition(), sys.stdout)

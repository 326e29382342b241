"""``ruhu report spot-check``: the draws of a quarter, verified from the record or from a published file."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from server.commands.options import Parser, add_group
from server.commands.report_spot_check import add_to
from server.domain.draw import AUDIT, DISTRICT_WIDE, DrawId, format_published
from server.domain.quarter import Quarter
from server.errors import Refusal
from server.services.draws import commit_draw, get_draw, reveal_draw
from tests.factories import REVIEWER, Clock, make_district
from tests.server.services.receiving import more_communities, next_day

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "draws.json").read_text("utf-8")
)["draws"]
DRAW = DrawId(DISTRICT_WIDE, Quarter(2026, 1), AUDIT)

Capture = pytest.CaptureFixture[str]


def report(*arguments: str) -> int:
    parser = Parser(prog="ruhu")
    add_to(add_group(parser.add_subparsers(dest="verb", parser_class=Parser), "report", "reports"))
    options: argparse.Namespace = parser.parse_args(["report", "spot-check", *arguments])
    return int(options.run(options))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder in which a draw of the district was revealed."""
    with make_district(tmp_path, Clock()) as district:
        more_communities(district, 6)
        commit_draw(district, REVIEWER, DRAW)
        next_day(district)
        reveal_draw(district, REVIEWER, DRAW)
        (tmp_path / "draw.json").write_text(json.dumps(format_published(get_draw(district, DRAW))), "utf-8")
        return Path(district.settings.data)


def test_a_quarter_is_verified_from_the_record(data: Path, capsys: Capture) -> None:
    assert report("--quarter", "2026-Q1", "--verify", "--json", "--data", str(data)) == 0
    told = json.loads(capsys.readouterr().out)
    draw = told["draws"][0]
    assert (told["ok"], draw["faults"], draw["frame"]["count"], draw["due_on"]) == (True, [], 2, "2026-03-31")
    assert draw["uncovered"] == draw["chosen"]
    assert report("--quarter", "2026-Q1", "--data", str(data)) == 0
    assert "0/2" in capsys.readouterr().out


def test_a_quarter_without_a_draw_says_so(data: Path, capsys: Capture) -> None:
    assert report("--quarter", "2025-Q4", "--data", str(data)) == 0
    assert capsys.readouterr().out.strip()


@pytest.mark.parametrize("each", VECTORS, ids=lambda each: each["name"])
def test_a_published_file_is_verified_without_a_data_folder(
    each: dict[str, Any], tmp_path: Path, capsys: Capture
) -> None:
    file = tmp_path / "draw.json"
    file.write_text(json.dumps(each["draw"]), "utf-8")
    assert report("--file", str(file), "--verify", "--json") == (1 if each["faults"] else 0)
    assert json.loads(capsys.readouterr().out)["draws"][0]["faults"] == each["faults"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"type": "ruhu-draw", "schema": 1}', "\x00"])
def test_a_file_that_is_no_draw_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "draw.json"
    file.write_text(text, "utf-8")
    assert refused(lambda: report("--file", str(file), "--verify")) == "draw.unreadable"


def test_bad_arguments_are_refused(data: Path) -> None:
    assert refused(lambda: report("--data", str(data))) == "run.argument"
    assert refused(lambda: report("--quarter", "2026", "--data", str(data))) == "quarter.unreadable"


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value.code

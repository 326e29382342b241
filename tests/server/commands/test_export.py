"""``ruhu export``: the same files from the command line, on the record of the person named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from server.cli import main
from server.opening import open_for_command
from server.services.reads import list_reads
from server.settings import Settings
from tests.factories import ADMINISTRATOR, make_district, visited_case


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with make_district(tmp_path / "data") as district:
        visited_case(district)
    return tmp_path / "data"


def test_a_file_is_written_and_noted(data: Path, tmp_path: Path) -> None:
    output = tmp_path / "visits.geojson"
    arguments = ["export", "visits", "--format", "geojson", "--as", "xie", "--data", str(data)]
    assert main([*arguments, "--output", str(output)]) == 0
    assert len(json.loads(output.read_text("utf-8"))["features"]) == 1
    with open_for_command(Settings(data=data)) as district:
        (kept,) = list_reads(district, ADMINISTRATOR, district.today().isoformat()[:7])
    assert (kept.user, kept.what, kept.of["form"]) == ("xie", "export", "geojson")
    assert main([*arguments, "--output", str(output)]) == 2  # never over a file that is there


def test_somebody_unknown_exports_nothing(data: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["export", "cases", "--as", "nobody", "--data", str(data)]) == 2
    assert capsysbinary.readouterr().out == b""

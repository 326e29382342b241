"""An index that is not there yet is made by several processes as by one, and says how far it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from server import indexing
from server.commands import progress_line
from server.opening import open_for_command
from server.records.index import CaseFilter
from server.settings import Settings
from tests.factories import accepted_case, furnish


def test_several_processes_make_the_same_index_and_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(data=tmp_path / "data", demo=True)
    settings.data.mkdir()
    with open_for_command(settings) as district:
        furnish(district)
        for _ in range(3):
            accepted_case(district)
        before = district.index.cases(CaseFilter())
    for path in settings.data.glob("index.sqlite*"):
        path.unlink()
    monkeypatch.setattr(indexing, "_WORTH_IT", 1)
    monkeypatch.setattr(progress_line, "_WRITTEN_SECONDS", 0.0)
    with open_for_command(settings) as district:
        assert district.index.cases(CaseFilter()) == before
        assert not district.index.is_new
    assert len(before) == 3
    assert "building the index" in capsys.readouterr().err

"""``ruhu import``: an empty district becomes one with streets, rolls and households, from files alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from server.cli import main
from server.domain.sheet import csv_bytes
from server.opening import open_for_command
from server.records.entries import Assessor
from server.records.index import CaseFilter
from server.services.import_kinds import KINDS
from server.services.rolls import read_roll
from server.settings import Settings

Capture = pytest.CaptureFixture[str]
AREAS = [
    {"kind": "街道", "id": "xinlin", "name_zh": "新林街道", "code": "XL"},
    {"kind": "社区", "id": "xinyuan", "name_zh": "新苑社区", "code": "XLXY", "parent": "xinlin"},
]
ASSESSORS = [{"id": "a-0001", "name": "林试远", "street": "xinlin"}]
ROLLS = [{"community": "xinyuan", "name": "郑例安", "role": "居民代表", "from": "2026-01-01"}]
HOUSEHOLDS = [
    {
        "origin": str(n),
        "community": "xinyuan",
        "residence": "城市",
        "class": "B",
        "amount": "860",
        "since": "2025-06",
        "address": f"新苑路 {n} 号",
        "building": "1 号楼",
        "source": "原系统",
        "name": f"周例{n}",
        "relation": "户主",
        "identity": "",
        "sex": "男",
        "birth": "1960-01-01",
    }
    for n in range(1, 4)
]


class Machine:
    """A data folder and the files that are imported into it."""

    def __init__(self, folder: Path, capsys: Capture) -> None:
        self.folder, self.capsys = folder, capsys

    def run(self, kind: str, rows: list[Mapping[str, str]], *options: str) -> tuple[int, dict[str, Any]]:
        heads = list(dict.fromkeys(head for row in rows for head in row))
        file = self.folder / f"{kind}.csv"
        file.write_bytes(csv_bytes([heads, *[[row.get(head, "") for head in heads] for row in rows]]))
        code = main(["import", kind, str(file), "--data", str(self.folder / "data"), "--json", *options])
        return code, json.loads(self.capsys.readouterr().out)


@pytest.fixture
def machine(tmp_path: Path, capsys: Capture) -> Machine:
    (tmp_path / "data").mkdir()
    return Machine(tmp_path, capsys)


def test_a_district_begins_from_files(machine: Machine) -> None:
    for kind, rows in (("areas", AREAS), ("assessors", ASSESSORS), ("rolls", ROLLS)):
        code, said = machine.run(kind, rows)
        assert (code, said["imported"], said["faults"]) == (0, len(rows), [])
    tried = machine.run("households", HOUSEHOLDS, "--dry-run")
    assert (tried[0], tried[1]["new"], tried[1]["imported"]) == (0, 3, 0)
    assert machine.run("households", HOUSEHOLDS[:2])[1]["imported"] == 2
    code, said = machine.run("households", HOUSEHOLDS)
    assert (code, said["imported"], said["known"]) == (0, 1, 2)
    with open_for_command(Settings(data=machine.folder / "data")) as district:
        numbers = [row.number for row in district.index.cases(CaseFilter())]
        assert sorted(numbers) == [f"XL-{district.today().year}-{n:04d}" for n in (1, 2, 3)]
        assert [one.name for one in read_roll(district, "xinyuan")] == ["郑例安"]
        assert district.office.get(Assessor, "a-0001").street == "xinlin"
    assert main(["verify", "--data", str(machine.folder / "data")]) == 0


def test_an_import_that_is_interrupted_says_how_far_it_came_and_how_to_go_on(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.run("areas", AREAS)
    kind = KINDS["households"]
    taken: list[object] = []

    def take(*given: Any) -> object:
        if len(taken) == 2:
            raise KeyboardInterrupt
        taken.append(kind.take(*given))
        return taken[-1]

    with monkeypatch.context() as patch:
        patch.setitem(KINDS, "households", replace(kind, take=take))
        patch.setenv("LC_ALL", "C")
        file = machine.folder / "households.csv"
        file.write_bytes(csv_bytes([list(HOUSEHOLDS[0]), *(list(row.values()) for row in HOUSEHOLDS)]))
        assert main(["import", "households", str(file), "--data", str(machine.folder / "data")]) == 130
    said = machine.capsys.readouterr().err
    assert "after 2 of 3" in said
    assert "run the same file again" in said
    code, told = machine.run("households", HOUSEHOLDS)
    assert (code, told["imported"], told["known"]) == (0, 1, 2)
    assert main(["verify", "--data", str(machine.folder / "data")]) == 0


def test_what_is_wrong_is_told_by_row_and_column_and_nothing_is_written(machine: Machine) -> None:
    code, said = machine.run("areas", [AREAS[0], AREAS[1] | {"code": "sl"}])
    assert (code, said["ok"], said["imported"]) == (1, False, 0)
    [fault] = said["faults"]
    assert (fault["row"], fault["column"], fault["code"]) == (3, "编号 Code", "area.code")
    assert machine.run("areas", AREAS)[1]["imported"] == 2


def test_who_is_named_needs_the_post_for_it(machine: Machine) -> None:
    given = ["--data", str(machine.folder / "data")]
    machine.run("areas", AREAS)
    main(["person", "add", "li", "--name", "李样如", "--role", "district_reviewer", *given])
    machine.capsys.readouterr()
    code, said = machine.run("households", HOUSEHOLDS, "--by", "li")
    assert (code, said["code"]) == (2, "person.may_not")
    assert machine.run("assessors", ASSESSORS, "--by", "li")[1]["imported"] == 1


@pytest.mark.parametrize(("name", "code"), [("gone.csv", "run.argument"), ("areas.txt", "import.file")])
def test_a_file_that_cannot_be_read_is_a_sentence(machine: Machine, name: str, code: str) -> None:
    (machine.folder / "areas.txt").write_bytes(b"\x00\x01")
    given = ["--data", str(machine.folder / "data"), "--json"]
    assert main(["import", "areas", str(machine.folder / name), *given]) == 2
    assert json.loads(machine.capsys.readouterr().out)["code"] == code

"""``ruhu seed``: once into an empty folder, never over anything, and it says who can sign in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from server.cli import main
from server.commands.seeding import SEEDED, format_accounts
from server.services.seeding import Account, list_accounts


def test_a_folder_with_something_in_it_is_not_touched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "letter.txt").write_text("mine", "utf-8")
    assert main(["seed", "--data", str(tmp_path), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["code"] == "run.folder_used"
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_folder_seeded_before_is_left_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / SEEDED).write_text(json.dumps({"finished": True, "cases": {"approved": 3}}), "utf-8")
    assert main(["seed", "--data", str(tmp_path), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["cases"] == {"approved": 3}
    assert {account["user"] for account in answer["accounts"]} >= {"huaian", "songlin", "district", "admin"}
    assert [path.name for path in tmp_path.iterdir()] == [SEEDED]


def test_accounts_line_up_whatever_their_names() -> None:
    accounts = [
        Account("a", "songguo-1234", "方示宁", ("community_clerk",), "songlin", "huaian"),
        Account("longer", "liuye-1", "Ann", ("auditor",), "", ""),
    ]
    lines = format_accounts(accounts).splitlines()
    assert len(lines) == 3
    assert lines[1].startswith("a       songguo-1234  方示宁  ")
    assert lines[2].startswith("longer  liuye-1       Ann     ")


def test_passwords_are_the_same_every_time() -> None:
    assert list_accounts() == list_accounts()
    assert len({account.password for account in list_accounts()}) > 10


def test_a_district_like_another_is_seeded_into_an_empty_folder_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "letter.txt").write_text("mine", "utf-8")
    assert main(["seed", "--like", "pingba-2020", "--data", str(tmp_path), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["code"] == "run.folder_used"
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_district_nobody_knows_is_not_seeded(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    assert main(["seed", "--like", "atlantis-1999", "--data", str(folder)]) == 2
    assert not folder.exists()

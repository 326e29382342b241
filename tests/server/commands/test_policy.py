"""``ruhu policy``: packs checked, shown, compared; a benefit explained as the JSON other programs read."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from server.cli import main
from server.services.district import POLICIES
from server.services.policies import shipped_packs
from tests.factories import make_district

QUESTION = {
    "policy": "examples/hangzhou-2007",
    "on": "2007-06-01",
    "household": {
        "members": [
            {"id": "m1", "able_to_work": True, "income": [{"class": "wages", "monthly_fen": 20000}]},
        ]
    },
}


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    status = main(["policy", *arguments])
    return status, json.loads(capsys.readouterr().out)


@pytest.fixture
def question(tmp_path: Path) -> Path:
    path = tmp_path / "question.json"
    path.write_text(json.dumps(QUESTION), "utf-8")
    return path


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_a_benefit_is_explained_as_json_asked_for_or_not(
    question: Path, capsys: pytest.CaptureFixture[str], more: tuple[str, ...]
) -> None:
    status, told = run(capsys, "explain", str(question), *more)
    assert status == 0
    assert (told["amount_fen"], told["per_capita_income_fen"]) == (14000, 20000)
    assert [step["rule"] for step in told["steps"]] == ["S1-TIER-HZ", "S1-CALC-01", "S1-CALC-02"]
    assert told["steps"][2]["source"].startswith("S1-CALC-02")
    assert sum(step["amount_fen"] for step in told["steps"]) == 14000
    assert set(told["steps"][0]["text"]) == {"zh", "en"}


def test_a_question_is_read_from_the_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what if the standard were another one."""
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(QUESTION | {"standard_fen": 40000})))
    assert run(capsys, "explain", "-")[1]["amount_fen"] == 20000


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "benefit.invalid"),
        ("[]", "benefit.invalid"),
        ("[" * 100_000, "benefit.invalid"),
        (json.dumps(QUESTION | {"on": "2030-01-01"}), "policy.not_in_force"),
        (json.dumps(QUESTION | {"policy": "x"}), "policy.unknown"),
    ],
)
def test_a_question_that_cannot_be_read_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, code: str
) -> None:
    (tmp_path / "q.json").write_text(text, "utf-8")
    assert main(["policy", "explain", str(tmp_path / "q.json"), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["code"] == code


def test_two_packs_are_compared_key_by_key(capsys: pytest.CaptureFixture[str]) -> None:
    status, told = run(capsys, "diff", "sifang-seed", "cn-2021@1", "--json")
    changed = {change["key"]: change for change in told["changes"]}
    assert (status, told["here"], told["there"]) == (0, "sifang-seed@1", "cn-2021@1")
    assert (changed["notice.days"]["here"]["value"], changed["notice.days"]["there"]["value"]) == (3, 7)
    assert "S7-NOTICE-02" in changed["notice.days"]["here"]["source"]
    assert main(["policy", "diff", "cn-2021", str(POLICIES / "cn-2021" / "1.toml")]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_every_pack_that_ships_is_checked_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    for path in POLICIES.rglob("*.toml"):
        name = path.parent.relative_to(POLICIES).as_posix()
        assert run(capsys, "check", str(path), "--json") == (0, {"ok": True, "id": f"{name}@1"})
        assert run(capsys, "show", name, "--json")[1]["id"] == name
        assert main(["policy", "show", f"{name}@1"]) == 0
        assert "notice.days = 3" in capsys.readouterr().out or name == "cn-2021"


def test_a_pack_beside_one_that_covers_the_same_day_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (POLICIES / "examples" / "fuzhou-2007" / "1.toml").read_text("utf-8")
    (tmp_path / "1.toml").write_text(text, "utf-8")
    (tmp_path / "2.toml").write_text(text.replace("version = 1", "version = 2"), "utf-8")
    assert main(["policy", "check", str(tmp_path / "2.toml"), "--json"]) == 2
    told = json.loads(capsys.readouterr().out)
    assert told["code"] == "policy.invalid"
    assert "valid_from" in told["message"]["en"]


def test_the_packs_of_a_district_are_those_of_its_record(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with make_district(tmp_path / "data"):
        pass
    status, told = run(capsys, "show", "cn-2021", "--data", str(tmp_path / "data"), "--json")
    assert (status, told["valid_from"]) == (0, "2021-07-01")
    assert main(["policy", "show", "cn-2021", "--data", str(tmp_path / "nothing")]) == 2


def test_without_a_pack_all_that_ship_are_checked_and_an_id_is_as_good_as_a_file(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status, told = run(capsys, "check", "--json")
    assert (status, set(told["ids"])) == (0, set(shipped_packs()))
    assert run(capsys, "check", "examples/fuzhou-2007", "--json")[1]["id"] == "examples/fuzhou-2007@1"
    assert run(capsys, "check", "examples", "--json")[1]["code"] == "policy.unknown"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('{"policy": "\\ud800", "on": "2007-06-01", "household": {"members": [{"id": "a"}]}}', "policy"),
        (
            '{"policy": "x", "on": "2007-06-01", "\\ud800": 1, "household": {"members": [{"id": "a"}]}}',
            "\\ud800",
        ),
        (
            '{"policy": "x", "on": "2007-06-01", "household": {"members": [{"id": "a\\u0000"}]}}',
            "household.members[0].id",
        ),
        (
            '{"policy": "x", "on": "2007-06-01", "household": {"members": [{"id": "a",'
            f' "income": [{{"class": "wages", "monthly_fen": {"9" * 4300}}}]}}]}}}}',
            "household.members[0].income[0].monthly_fen",
        ),
    ],
)
def test_what_could_not_be_written_back_is_refused_by_its_key(tmp_path: Path, text: str, key: str) -> None:
    """Half a character and a number of thousands of digits, in a process of its own: its output is real."""
    path = tmp_path / "question.json"
    path.write_text(text, "ascii")
    command = (sys.executable, "-m", "server.cli", "policy", "explain", "--json", str(path))
    ran = subprocess.run(command, capture_output=True, check=False)
    told = json.loads(ran.stdout)
    assert (ran.returncode, told["code"], b"Traceback" in ran.stderr) == (2, "benefit.invalid", False)
    assert told["message"]["en"].startswith(f"{json.loads(f'{chr(34)}{key}{chr(34)}')} is not right")


@pytest.mark.parametrize(
    ("member", "key"),
    [
        ('"income": [{"class": "other", "monthly_fen": 1, "exempt": "gift"}]', "income[0].exempt"),
        ('"deduct": [{"code": "pets", "monthly_fen": 1}]', "deduct[0].code"),
    ],
)
def test_a_code_the_pack_has_no_item_of_is_refused_by_its_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], member: str, key: str
) -> None:
    """A misspelt exemption would count as income, and a misspelt cost would not be taken off."""
    path = tmp_path / "q.json"
    household = f'{{"members": [{{"id": "m1", {member}}}]}}'
    path.write_text(f'{{"policy": "cn-2021", "on": "2026-06-01", "household": {household}}}', "utf-8")
    assert main(["policy", "explain", str(path), "--json"]) == 2
    assert f"household.members[0].{key}" in json.loads(capsys.readouterr().out)["message"]["en"]


@pytest.mark.parametrize("twice", ['"on": "2007-06-01"', '"\\ud800": 1, "\\ud800": 2'])
def test_a_key_that_stands_twice_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], twice: str
) -> None:
    path = tmp_path / "q.json"
    path.write_text(json.dumps(QUESTION)[:-1] + f", {twice}}}", "utf-8")
    assert main(["policy", "explain", str(path), "--json"]) == 2
    assert "stands twice" in json.loads(capsys.readouterr().out)["message"]["en"]


def test_a_pack_that_extends_its_own_id_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "2.toml"
    text = (POLICIES / "sifang-seed" / "1.toml").read_text("utf-8")
    path.write_text(text.replace("version = 1", 'version = 2\nextends = "sifang-seed@1"', 1), "utf-8")
    assert main(["policy", "check", str(path), "--json"]) == 2
    assert "extends" in json.loads(capsys.readouterr().out)["message"]["en"]

"""``ruhu person``: an empty folder gets its first administrator, who signs in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from server.cli import main
from server.opening import open_for_command
from server.services.people import get_user, sign_in
from server.settings import Settings

Capture = pytest.CaptureFixture[str]


def test_the_first_administrator_comes_into_an_empty_folder(tmp_path: Path, capsys: Capture) -> None:
    given = ["--data", str(tmp_path / "data"), "--json"]
    assert main(["person", "add", "li", "--name", "李样如", "--role", "administrator", *given]) == 0
    first = json.loads(capsys.readouterr().out)["password"]
    assert main(["person", "password", "li", *given]) == 0
    second = json.loads(capsys.readouterr().out)["password"]
    assert first != second
    with open_for_command(Settings(data=tmp_path / "data")) as district:
        assert sign_in(district, "li", second).roles == {"administrator"}
        assert get_user(district, "li").must_change
    assert main(["verify", *given]) == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["add", "李", "--name", "李样如", "--role", "administrator"], "account.bad_id"),
        (["add", "li", "--name", "李样如", "--role", "community_clerk"], "account.community_needed"),
        (["add", "li", "--name", " ", "--role", "administrator"], "person.unnamed"),
        (["password", "li"], "person.unknown"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    tmp_path: Path, capsys: Capture, arguments: list[str], code: str
) -> None:
    (tmp_path / "data").mkdir()
    assert main(["person", *arguments, "--data", str(tmp_path / "data"), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["code"] == code

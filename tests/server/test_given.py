"""What is written down for every start: a file, the environment above it, a sentence for what cannot be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from server.cli import make_parser
from server.errors import Refusal
from server.given import SETTINGS, read_given

TABLE = Path(__file__).parents[2] / "docs" / "settings.md"
FILE = """
data = "/srv/ruhu"
port = 8123
behind_proxy = true
mail_to = ["auditor@audit.example"]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "ruhu.toml"
    path.write_text(FILE, "utf-8")
    return path


def test_nothing_given_is_nothing() -> None:
    assert read_given({}) == {}
    assert read_given({"RUHU_DATA": "/srv/ruhu", "RUHU_PREFIX": ""}) == {"data": "/srv/ruhu"}


def test_a_file_gives_values_of_their_kind_and_the_environment_comes_before_it(file: Path) -> None:
    given = read_given({"RUHU_SETTINGS": str(file), "RUHU_PORT": "9000", "RUHU_BEHIND_PROXY": "false"})
    assert given == {
        "data": "/srv/ruhu",
        "port": 9000,
        "behind_proxy": False,
        "mail_to": ["auditor@audit.example"],
    }


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("prot = 8123\n", "prot → port"),
        ('port = "8123"\n', "port"),
        ("behind_proxy = 1\n", "behind_proxy"),
        ("port = true\n", "port"),
        ("mail_to = [1]\n", "mail_to"),
        ("port = \n", "line 1"),
    ],
)
def test_a_file_that_says_what_cannot_be_is_refused_by_name(file: Path, content: str, named: str) -> None:
    file.write_text(content, "utf-8")
    with pytest.raises(Refusal, match=re.escape(named)) as refused:
        read_given({"RUHU_SETTINGS": str(file)})
    assert refused.value.code == "run.settings"


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"run\.settings"):
        read_given({"RUHU_SETTINGS": str(tmp_path / "none.toml")})


def test_a_variable_of_another_kind_is_refused_by_name() -> None:
    with pytest.raises(Refusal, match="RUHU_PORT=http"):
        read_given({"RUHU_PORT": "http"})


@pytest.mark.parametrize("secret", ['smtp_password = "p"', 'couchdb = "http://admin:p@127.0.0.1:5984"'])
def test_a_password_in_a_file_others_can_read_is_refused_without_saying_it(file: Path, secret: str) -> None:
    file.write_text(secret, "utf-8")
    file.chmod(0o640)
    with pytest.raises(Refusal, match="chmod 600") as refused:
        read_given({"RUHU_SETTINGS": str(file)})
    assert ":p@" not in refused.value.sentence("en")
    file.chmod(0o600)
    assert read_given({"RUHU_SETTINGS": str(file)})


def test_the_table_in_the_docs_is_the_table() -> None:
    rows = [
        f"| `{one.name}` | `{one.variable}` | {f'`{one.option}`' if one.option else ''} | {one.about} |"
        for one in SETTINGS
    ]
    written = [line for line in TABLE.read_text("utf-8").splitlines() if line.startswith("| `")]
    assert written == rows


def test_every_option_a_setting_names_is_one_of_the_server(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        make_parser().parse_args(["serve", "--help"])
    told = capsys.readouterr().out
    assert [one.option for one in SETTINGS if one.option not in told] == []

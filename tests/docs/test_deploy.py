"""The files of docs/deploy are read by what will read them: Ruhu, systemd, YAML."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from server.cli import make_parser
from server.given import SETTINGS, read_given
from tests.docs.proxy import DEPLOY

UNITS = sorted(path.name for path in DEPLOY.glob("*.service"))
TIMERS = sorted(path.name for path in DEPLOY.glob("*.timer"))
INSTALLED = "/opt/ruhu/.venv/bin/"


class Unit(ConfigParser):
    """systemd's names are in capitals and small letters."""

    def optionxform(self, optionstr: str) -> str:
        return optionstr


def unit(name: str) -> Unit:
    parser = Unit(interpolation=None, delimiters=("=",))
    parser.read_string((DEPLOY / name).read_text("utf-8"))
    return parser


@pytest.mark.parametrize("name", ["ruhu-embedded.toml", "ruhu-couchdb.toml"])
def test_a_settings_file_is_taken_as_it_stands(name: str, tmp_path: Path) -> None:
    path = tmp_path / "ruhu.toml"
    path.write_bytes((DEPLOY / name).read_bytes())
    path.chmod(0o600)
    given = read_given({"RUHU_SETTINGS": str(path)})
    assert given["behind_proxy"] is True
    assert given["public_url"].startswith("https://")
    assert ("couchdb" in given) == (name == "ruhu-couchdb.toml")


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_runs_a_command_of_ruhu_as_its_own_user_with_the_settings_file(name: str) -> None:
    service = unit(name)["Service"]
    assert (service["User"], service["UMask"], service["NoNewPrivileges"]) == ("ruhu", "0077", "yes")
    assert service["Environment"] == "RUHU_SETTINGS=/etc/ruhu/ruhu.toml"
    command = service["ExecStart"].replace("/bin/sh -c 'exec ", "").replace("%i", "8001").strip("'")
    words = re.sub(r"\$\$\(.*?\)", "1", command).split()
    assert words[0] == f"{INSTALLED}ruhu"
    make_parser().parse_args(words[1:])


@pytest.mark.parametrize("name", TIMERS)
def test_a_timer_starts_a_unit_that_is_there(name: str) -> None:
    assert name.replace(".timer", ".service") in UNITS
    assert unit(name)["Timer"]["OnCalendar"].endswith(" Asia/Shanghai")


def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    """Where the machine has systemd; the checks above hold without it."""
    program = shutil.which("systemd-analyze")
    for name in (*UNITS, *TIMERS):
        text = (DEPLOY / name).read_text("utf-8").replace(INSTALLED, f"{Path(sys.executable).parent}/")
        (tmp_path / name.replace("@", "@8001")).write_text(text, "utf-8")
    if program is not None:
        command = [program, "verify", *sorted(map(str, tmp_path.iterdir()))]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        assert (done.returncode, named(done.stderr)) == (0, [])


def named(complaints: str) -> list[str]:
    """What is said of our units; of the machine's own they may say what they like."""
    return [line for line in complaints.splitlines() if "ruhu" in line]


def compose() -> dict[str, Any]:
    content = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    services: dict[str, Any] = content["services"]
    return services


def test_the_compose_file_runs_commands_of_ruhu_with_its_settings() -> None:
    known = {setting.variable for setting in SETTINGS}
    ours = {name: service for name, service in compose().items() if service["image"] == "ruhu"}
    assert set(ours) == {"prepare", "appender", "reading"}
    for service in ours.values():
        make_parser().parse_args(service["command"])
        assert set(service["environment"]) <= known
        assert service["cap_drop"] == ["ALL"]


def test_one_process_of_the_compose_file_writes_and_the_proxy_alone_is_reached() -> None:
    services = compose()
    writing = [name for name, service in services.items() if service.get("command") == ["serve"]]
    assert writing == ["appender"]
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    for service in services.values():
        assert set(service.get("depends_on", {})) <= set(services)


def test_what_the_compose_file_mounts_from_beside_it_is_there() -> None:
    proxy = compose()["proxy"]
    files = [line.split(":")[0] for line in proxy["volumes"] if line.startswith("./nginx")]
    assert len(files) == 2
    assert [name for name in files if not (DEPLOY / name).is_file()] == []

"""An unsafe start is refused; the environment only gives defaults."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.errors import Refusal
from server.settings import Settings, check_safe, is_loopback, read_environment, read_language


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_this_machine_may_be_served_without_encryption(host: str) -> None:
    check_safe(Settings(host=host))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org", "localhost.evil", ""])
def test_listening_beyond_this_machine_needs_encryption(host: str) -> None:
    assert not is_loopback(host)
    with pytest.raises(Refusal, match=r"run\.insecure"):
        check_safe(Settings(host=host))
    check_safe(Settings(host=host, behind_proxy=True))


def test_certificate_and_key_must_exist(tmp_path: Path) -> None:
    pair = (tmp_path / "cert.pem", tmp_path / "key.pem")
    with pytest.raises(Refusal, match=r"run\.argument"):
        check_safe(Settings(host="0.0.0.0", tls=pair))
    for path in pair:
        path.write_text("")
    check_safe(Settings(host="0.0.0.0", tls=pair))


@pytest.mark.parametrize(
    ("settings", "url"),
    [
        (Settings(), "http://127.0.0.1:8000"),
        (Settings(host="::1", port=81), "http://[::1]:81"),
        (Settings(tls=(Path("c"), Path("k"))), "https://127.0.0.1:8000"),
        (Settings(url="https://dibao.example/"), "https://dibao.example"),
    ],
)
def test_the_address_people_are_given(settings: Settings, url: str) -> None:
    assert settings.public_url == url
    assert settings.secure == url.startswith("https")


def test_the_environment_gives_defaults() -> None:
    assert read_environment({}) == {}
    assert read_environment({"RUHU_DATA": "/srv/ruhu", "RUHU_PREFIX": ""}) == {"data": "/srv/ruhu"}


@pytest.mark.parametrize(
    ("environment", "language"),
    [({}, "en"), ({"LANG": "zh_CN.UTF-8"}, "zh"), ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en")],
)
def test_the_language_of_whoever_runs_a_command(environment: dict[str, str], language: str) -> None:
    assert read_language(environment) == language

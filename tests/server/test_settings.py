"""An unsafe start is refused; the environment only gives defaults."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.errors import Refusal
from server.settings import (
    Settings,
    check_safe,
    is_loopback,
    read_language,
    read_mailing,
)


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


@pytest.mark.parametrize(
    ("environment", "language"),
    [({}, "en"), ({"LANG": "zh_CN.UTF-8"}, "zh"), ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en")],
)
def test_the_language_of_whoever_runs_a_command(environment: dict[str, str], language: str) -> None:
    assert read_language(environment) == language


SENDER, AUDITOR = "log@district.example", "auditor@audit.example"


@pytest.mark.parametrize(
    ("server", "password", "expected"),
    [
        ("smtps://mail.example", "", ("mail.example", 465, "tls", "")),
        ("smtps://log%40x@mail.example:4650", "p", ("mail.example", 4650, "tls", "log@x")),
        ("smtp://mail.example", "", ("mail.example", 587, "starttls", "")),
        ("smtp://127.0.0.1", "", ("127.0.0.1", 25, "none", "")),
        ("smtp://localhost:2525", "", ("localhost", 2525, "none", "")),
        ("smtp://log@localhost", "p", ("localhost", 587, "starttls", "log")),
        ("smtps://[::1]:465", "", ("::1", 465, "tls", "")),
    ],
)
def test_mail_is_encrypted_but_to_this_machine_without_a_password(
    server: str, password: str, expected: tuple[str, int, str, str]
) -> None:
    mailing = read_mailing(server, SENDER, [AUDITOR], password)
    assert mailing is not None
    assert (mailing.host, mailing.port, mailing.encryption, mailing.user) == expected
    assert "password" not in repr(mailing)


@pytest.mark.parametrize(
    ("server", "sender", "to", "password", "code"),
    [
        (None, SENDER, [AUDITOR], "", "mail.incomplete"),
        ("smtps://mail.example", None, [AUDITOR], "", "mail.incomplete"),
        ("smtps://mail.example", SENDER, [], "", "mail.incomplete"),
        ("smtps://log:secret@mail.example", SENDER, [AUDITOR], "", "mail.password"),
        ("smtps://log@mail.example", SENDER, [AUDITOR], "", "mail.password"),
        ("smtps://mail.example", SENDER, [AUDITOR], "secret", "mail.password"),
        ("mail.example:25", SENDER, [AUDITOR], "", "mail.server"),
        ("http://mail.example", SENDER, [AUDITOR], "", "mail.server"),
        ("smtp://mail.example:x", SENDER, [AUDITOR], "", "mail.server"),
        ("smtp://mail.example:99999", SENDER, [AUDITOR], "", "mail.server"),
        ("smtp://", SENDER, [AUDITOR], "", "mail.server"),
        ("smtp://mail.example/x", SENDER, [AUDITOR], "", "mail.server"),
        ("smtps://mail.example", "nobody", [AUDITOR], "", "mail.address"),
        ("smtps://mail.example", SENDER, ["a@b\nBcc: c@d"], "", "mail.address"),
        ("smtps://mail.example", SENDER, [AUDITOR, "x y@z"], "", "mail.address"),
    ],
)
def test_mail_that_would_be_unsafe_or_lost_is_refused_before_the_start(
    server: str | None, sender: str | None, to: list[str], password: str, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        read_mailing(server, sender, to, password)
    assert refused.value.code == code
    assert "secret" not in refused.value.sentence("en")


def test_no_mail_is_no_mistake() -> None:
    assert read_mailing(None, None, []) is None

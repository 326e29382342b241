"""Who registers or answers as a receiver to reach what is inside, and who repeats what was signed."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest

from server.domain.hook import TOLERANCE, Address, check_signed, secret_for, sign
from server.errors import Refusal
from server.records.entries import HookDelivery
from server.services.district import District
from server.services.hooks import register_hook, send_due, try_hook
from server.services.outgoing import find_address, post
from tests.factories import ADMINISTRATOR
from tests.server.services.hook_receiver import Receiver, tls_of

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SECRET = secret_for(b"x" * 32, "hook")
BODY = b'{"type":"case.approved"}'


def names(*addresses: str) -> Sequence[Address]:
    return [ip_address(address) for address in addresses]


@pytest.mark.parametrize(
    "inside",
    [
        *("127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
        *("100.100.100.200", "168.63.129.16", "224.0.0.1", "255.255.255.255", "198.18.0.1", "::", "::1"),
        *("fe80::1", "fd00:ec2::254", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1"),
        *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:c0a8:101::"),
    ],
)
def test_an_address_inside_is_refused_however_it_is_written(inside: str) -> None:
    with pytest.raises(Refusal, match=r"hook\.inside"):
        find_address("https://receiver.example/", loopback=False, resolve=lambda *_: names(inside))


def test_one_address_inside_among_good_ones_refuses_all() -> None:
    with pytest.raises(Refusal, match=r"hook\.inside"):
        find_address(
            "https://a.example/", loopback=False, resolve=lambda *_: names("93.184.216.34", "10.0.0.1")
        )
    found = find_address("https://a.example/", loopback=False, resolve=lambda *_: names("93.184.216.34"))
    assert str(found) == "93.184.216.34"


@pytest.mark.parametrize(
    "url", ["https://127.0.0.1/", "https://[::1]/", "https://localhost/", "https://2130706433/"]
)
def test_this_machine_is_refused_by_every_name(url: str) -> None:
    with pytest.raises(Refusal, match=r"hook\.(inside|no_host)"):
        find_address(url, loopback=False)


@pytest.mark.parametrize(
    "url",
    [
        *(
            "http://a.example/",
            "ftp://a.example/",
            "file:///etc/passwd",
            "https://",
            "a.example",
            "//a.example",
        ),
        *("https://user:pass@a.example/", "https://a.example@b.example/", "https://a.example/#x"),
        *(
            "https://a.example/ HTTP/1.1",
            "https://a.example/\r\nHost: b",
            "https://a.example:99999/",
            "https://例子/",
        ),
        "https://a.example/" + "a" * 500,
    ],
)
def test_what_is_no_plain_https_address_is_refused(url: str) -> None:
    with pytest.raises(Refusal, match=r"hook\.url"):
        find_address(url, loopback=False, resolve=lambda *_: names("93.184.216.34"))


def test_the_setting_for_this_machine_opens_nothing_else() -> None:
    for inside in ("10.0.0.1", "169.254.169.254"):
        with pytest.raises(Refusal, match=r"hook\.inside"):
            find_address("https://a.example/", loopback=True, resolve=lambda *_, at=inside: names(at))
    with pytest.raises(Refusal, match=r"hook\.inside"):
        find_address("http://a.example/", loopback=True, resolve=lambda *_: names("93.184.216.34"))


def test_a_name_that_changes_its_mind_leads_nowhere_new() -> None:
    """DNS rebinding: the first answer is checked and connected to; no second one is asked for."""
    answers = [names("127.0.0.1"), names("10.0.0.1")]
    with Receiver() as receiver:
        url = receiver.url.replace("127.0.0.1", "rebinding.example")
        status = post(url, BODY, {}, loopback=True, resolve=lambda *_: answers.pop(0))
    assert (status, len(receiver.got), len(answers)) == (204, 1, 1)
    assert receiver.got[0][0]["host"].startswith("rebinding.example:")


def test_a_redirect_is_not_followed(district: District) -> None:
    opened = replace(district, settings=replace(district.settings, hooks_to_this_machine=True))
    with Receiver() as inside, Receiver(302, location=inside.url) as receiver:
        hook = register_hook(opened, ADMINISTRATOR, "a", receiver.url, ["approved"])
        delivery = try_hook(opened, ADMINISTRATOR, hook.id)
        assert send_due(opened) == 0
        assert inside.got == []
    kept = opened.office.get(HookDelivery, delivery.id)
    assert (kept.state, kept.answer) == ("waiting", "302")


def test_an_address_that_moved_inside_is_refused_when_it_is_sent(district: District) -> None:
    opened = replace(district, settings=replace(district.settings, hooks_to_this_machine=True))
    with Receiver() as receiver:
        hook = register_hook(opened, ADMINISTRATOR, "a", receiver.url, ["approved"])
        delivery = try_hook(opened, ADMINISTRATOR, hook.id)
        assert send_due(district) == 0  # the setting is gone: what was allowed once is looked at again
        assert receiver.got == []
    assert district.office.get(HookDelivery, delivery.id).answer == "hook.url"


def test_a_proxy_of_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with Receiver() as proxy, Receiver() as receiver:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        assert post(receiver.url, BODY, {}, loopback=True) == 204
        assert (len(proxy.got), len(receiver.got)) == (0, 1)


@pytest.mark.parametrize(
    ("host", "trusted", "days"),
    [
        ("127.0.0.1", False, 0),  # nobody answers for it
        ("elsewhere.example", True, 0),  # of another name
        ("127.0.0.1", True, 400),  # of long ago
    ],
)
def test_a_receiver_that_cannot_show_whose_it_is_is_told_nothing(
    host: str, trusted: bool, days: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tls = tls_of(tmp_path, datetime.now(UTC) - timedelta(days=days))
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.crt"))
    with Receiver(tls=tls) as receiver:
        url = receiver.url.replace("127.0.0.1", host)
        with pytest.raises(Refusal, match=r"hook\.certificate"):
            post(url, BODY, {}, loopback=True, resolve=lambda *_: names("127.0.0.1"))
    assert receiver.got == []


def test_what_was_signed_is_refused_later_changed_or_under_another_name() -> None:
    headers = sign(SECRET, "id", NOW, BODY)
    check_signed(SECRET, headers, BODY, NOW + TOLERANCE)
    for late in (TOLERANCE, -TOLERANCE):
        with pytest.raises(Refusal, match=r"hook\.signature"):
            check_signed(SECRET, headers, BODY, NOW + late + late / abs(late) * timedelta(seconds=1))
    again = str(int((NOW + timedelta(hours=1)).timestamp()))
    for changed in (
        {"webhook-timestamp": again},
        {"webhook-id": "other"},
        {"webhook-signature": ""},
        {"webhook-timestamp": "soon"},
    ):
        with pytest.raises(Refusal, match=r"hook\.signature"):
            check_signed(SECRET, headers | changed, BODY, NOW)
    with pytest.raises(Refusal, match=r"hook\.signature"):
        check_signed(SECRET, headers, BODY + b" ", NOW)
    with pytest.raises(Refusal, match=r"hook\.signature"):
        check_signed(secret_for(b"x" * 32, "another"), headers, BODY, NOW)


def test_the_signature_is_the_one_of_the_standard() -> None:
    """The vector the libraries of Standard Webhooks test themselves with (libraries/python/tests)."""
    at = datetime.fromtimestamp(1614265330, UTC)
    message, body = "msg_p5jXN8AQM9LWM0D4loKWxJek", b'{"test": 2432232314}'
    headers = sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", message, at, body)
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (socket.gaierror(-2, "Name or service not known"), "hook.no_host"),
        (ssl.SSLCertVerificationError("self-signed"), "hook.certificate"),
        (TimeoutError(), "hook.silent"),
        (ConnectionRefusedError(), "hook.unreachable"),
    ],
)
def test_why_nothing_was_reached_is_told_apart(error: OSError, code: str) -> None:
    def fail(*_: object) -> list[Address]:
        raise error

    with pytest.raises(Refusal) as refusal:
        find_address("https://a.example/", loopback=False, resolve=fail)
    assert refusal.value.code == code

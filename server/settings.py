"""How this server was started: frozen, and it refuses an unsafe start."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from server.errors import Refusal

DEFAULT_DATA: Final = Path("data")
DEFAULT_PORT: Final = 8000
# Who decides or administers gives a code beside the password, unless the district says otherwise.
DEFAULT_CODES_OF: Final = ("administrator", "district_reviewer", "bureau_head")
# CouchDB's own default, [couchdb] max_document_size.
DEFAULT_DOCUMENT_BYTES: Final = 8_000_000
DEFAULT_CONFIRM_MINUTES: Final = 15
# Submission (RFC 6409, RFC 8314), and a relay on this machine.
_SMTP_PORTS: Final = {"tls": 465, "starttls": 587, "none": 25}
_MAIL_ADDRESS: Final = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+")


@dataclass(frozen=True)
class Mailing:
    """Where the head of each day is mailed. ``encryption`` is ``tls``, ``starttls`` or ``none``."""

    host: str
    port: int
    encryption: str
    sender: str
    to: tuple[str, ...]
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class Settings:
    """``couchdb`` is the address of an Apache CouchDB (with ``user:password@``), None for the own store."""

    data: Path = DEFAULT_DATA
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    couchdb: str | None = None
    prefix: str = ""
    tls: tuple[Path, Path] | None = None
    behind_proxy: bool = False
    url: str | None = None
    demo: bool = False
    reconciler: bool = True
    reading: bool = False  # answers what changes nothing, beside the appender
    max_document_bytes: int = DEFAULT_DOCUMENT_BYTES
    mailing: Mailing | None = None
    hooks_to_this_machine: bool = False
    codes_of: tuple[str, ...] = ()  # posts that must set up a second factor
    confirm_minutes: int = DEFAULT_CONFIRM_MINUTES  # how long a password counts for what cannot be undone

    @property
    def public_url(self) -> str:
        """The address residents and tablets are given, without a slash at the end."""
        if self.url:
            return self.url.rstrip("/")
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}"

    @property
    def secure(self) -> bool:
        """Whether people reach the server by HTTPS."""
        return self.public_url.startswith("https://")


def read_language(environment: Mapping[str, str] = os.environ) -> str:
    """The language of whoever runs a command, from the POSIX locale variables: ``"zh"`` or ``"en"``."""
    locale = next(
        (environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), ""
    )
    return "zh" if locale.lower().startswith("zh") else "en"


def check_safe(settings: Settings) -> None:
    """Refuses to listen beyond this machine without encryption.

    Service worker, WebCrypto, camera and position need a secure context (W3C Secure Contexts §3.1): HTTPS or
    the loopback address.
    """
    if settings.reading and not settings.couchdb:
        raise Refusal("run.reading_alone")
    if not (is_loopback(settings.host) or settings.tls or settings.behind_proxy):
        raise Refusal("run.insecure")
    for path in settings.tls or ():
        if not path.is_file():
            raise Refusal("run.argument", why=f"--tls: {path}")


def read_mailing(
    server: str | None, sender: str | None, to: Sequence[str], password: str = ""
) -> Mailing | None:
    """Where mail goes, from ``smtps://user@host:465`` and addresses; None where nothing is given.

    ``smtps://`` is TLS from the first byte, ``smtp://`` is STARTTLS or nothing: only a relay on this machine
    that asks for no password is spoken to in the clear.
    """
    if not (server or sender or to):
        return None
    if not (server and sender and to):
        raise Refusal("mail.incomplete")
    host, port, user, scheme = _read_mail_server(server)
    if bool(user) != bool(password):
        raise Refusal("mail.password")
    for address in (sender, *to):
        if _MAIL_ADDRESS.fullmatch(address) is None:
            raise Refusal("mail.address", text=address)
    plain = is_loopback(host) and not user
    encryption = "tls" if scheme == "smtps" else "none" if plain else "starttls"
    return Mailing(host, port or _SMTP_PORTS[encryption], encryption, sender, tuple(to), user, password)


def _read_mail_server(server: str) -> tuple[str, int | None, str, str]:
    parts = urlsplit(server)
    if parts.password is not None:
        raise Refusal("mail.password")
    try:
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise Refusal("mail.server", text=server) from error
    if parts.scheme not in ("smtp", "smtps") or not host or parts.path.strip("/"):
        raise Refusal("mail.server", text=server)
    return host, port, unquote(parts.username or ""), parts.scheme


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach ``host``; a name other than localhost counts as reachable."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_any_address(host: str) -> bool:
    """Whether ``host`` stands for every address of this machine."""
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False

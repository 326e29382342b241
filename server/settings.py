"""How this server was started; frozen, the only reader of the environment, and it refuses an unsafe start."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from server.errors import Refusal

DEFAULT_DATA: Final = Path("data")
DEFAULT_PORT: Final = 8000
# CouchDB's own default, [couchdb] max_document_size.
DEFAULT_DOCUMENT_BYTES: Final = 8_000_000


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
    max_document_bytes: int = DEFAULT_DOCUMENT_BYTES

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


def read_environment(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The defaults the environment gives, each under the name of its option."""
    names = {
        "data": "RUHU_DATA",
        "couchdb": "RUHU_COUCHDB",
        "prefix": "RUHU_PREFIX",
        "url": "RUHU_PUBLIC_URL",
    }
    return {key: environment[name] for key, name in names.items() if environment.get(name)}


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
    if not (is_loopback(settings.host) or settings.tls or settings.behind_proxy):
        raise Refusal("run.insecure")
    for path in settings.tls or ():
        if not path.is_file():
            raise Refusal("run.argument", why=f"--tls: {path}")


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

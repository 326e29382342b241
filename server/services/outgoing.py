"""One POST to somebody else's server, to an address that was looked at first, and to nowhere else.

The name is resolved once, every address it has is checked, and the connection goes to the one that was
checked: a name that changes its mind in between (DNS rebinding) leads nowhere new. No proxy is asked, no
redirect followed, nothing of the answer read but its status.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from threading import Timer
from typing import Final
from urllib.parse import urlsplit

from server.domain.hook import Address, check_reachable
from server.errors import Refusal

SECONDS: Final = 10.0
_ALL_SECONDS: Final = 20.0  # however slowly it answers
_LONGEST: Final = 500
_PORTS: Final = {"https": 443, "http": 80}

Resolve = Callable[[str, int], Sequence[Address]]


def resolve(host: str, port: int) -> list[Address]:
    """Every address of a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found]


def post(
    url: str, body: bytes, headers: Mapping[str, str], *, loopback: bool, resolve: Resolve = resolve
) -> int:
    """Sends and returns the status; refuses an address inside, and what cannot be reached."""
    address = find_address(url, loopback=loopback, resolve=resolve)
    parts = urlsplit(url)
    port = parts.port or _PORTS[parts.scheme]
    target = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    try:
        return _send(parts.scheme, str(parts.hostname), (str(address), port), target, (body, headers))
    except (OSError, HTTPException) as error:
        raise _unreached(error) from error


def _unreached(error: Exception) -> Refusal:
    """Why nothing came of it, so that somebody can act on it; what has no words of its own, by its name."""
    if isinstance(error, (socket.gaierror, UnicodeError)):
        return Refusal("hook.no_host")
    if isinstance(error, ssl.SSLCertVerificationError):
        return Refusal("hook.certificate")
    if isinstance(error, TimeoutError):
        return Refusal("hook.silent")
    return Refusal("hook.unreachable", why=type(error).__name__)


def check_address_of(url: str, *, loopback: bool) -> None:
    """Refuses what is no https address, or holds more than one; http is for ``loopback`` alone."""
    parts = urlsplit(url)
    try:
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise Refusal("hook.url") from error
    schemes = ("https", "http") if loopback else ("https",)
    plain = url.isascii() and url.isprintable() and " " not in url and len(url) <= _LONGEST
    if not (plain and host and parts.scheme in schemes) or "@" in parts.netloc or parts.fragment:
        raise Refusal("hook.url")


def find_address(url: str, *, loopback: bool, resolve: Resolve = resolve) -> Address:
    """The address to connect to; refuses a name of which any address lies inside."""
    check_address_of(url, loopback=loopback)
    parts = urlsplit(url)
    try:
        addresses = resolve(str(parts.hostname), parts.port or _PORTS[parts.scheme])
    except (OSError, UnicodeError) as error:
        raise _unreached(error) from error
    for address in addresses:
        check_reachable(address, loopback=loopback, scheme=parts.scheme)
    if not addresses:
        raise Refusal("hook.unreachable", why="no address")
    return addresses[0]


def _send(
    scheme: str,
    host: str,
    address: tuple[str, int],
    target: str,
    message: tuple[bytes, Mapping[str, str]],
) -> int:
    body, headers = message
    connection = HTTPConnection(host, address[1], timeout=SECONDS)
    with socket.create_connection(address, SECONDS) as plain:
        # The certificate is of the name, whatever address the name had.
        secured = (
            ssl.create_default_context().wrap_socket(plain, server_hostname=host)
            if scheme == "https"
            else plain
        )
        connection.sock = secured
        timer = Timer(_ALL_SECONDS, _cut, (secured,))
        timer.start()
        try:
            connection.request("POST", target, body, dict(headers) | {"Content-Type": "application/json"})
            return connection.getresponse().status
        finally:
            timer.cancel()
            connection.close()


def _cut(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)

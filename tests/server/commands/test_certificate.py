"""The demonstration's own certificate is good for its address and for nothing else."""

from __future__ import annotations

import http.client
import ipaddress
import ssl
import stat
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509

from server.commands.certificate import find_address, keep_certificate

NOW = datetime.now(UTC)


class Greeter(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Quiet."""


def test_a_client_that_trusts_the_authority_reaches_the_server(tmp_path: Path) -> None:
    assert keep_certificate(tmp_path, "127.0.0.1", NOW)
    server = HTTPServer(("127.0.0.1", 0), Greeter)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "server.crt", tmp_path / "server.key")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.handle_request, daemon=True).start()
    trusting = ssl.create_default_context(cafile=str(tmp_path / "ca.crt"))
    connection = http.client.HTTPSConnection("127.0.0.1", server.server_port, context=trusting, timeout=10)
    try:
        connection.request("GET", "/")
        assert connection.getresponse().status == 200
    finally:
        connection.close()
        server.server_close()


def test_the_authority_may_vouch_for_no_other_name(tmp_path: Path) -> None:
    keep_certificate(tmp_path, "192.168.7.9", NOW)
    authority = x509.load_pem_x509_certificate((tmp_path / "ca.crt").read_bytes())
    constraints = authority.extensions.get_extension_for_class(x509.NameConstraints)
    assert constraints.critical
    permitted = {str(name.value) for name in constraints.value.permitted_subtrees or ()}
    assert permitted == {"localhost", "127.0.0.1/32", "192.168.7.9/32"}


def test_the_key_is_private_and_the_authority_keeps_none(tmp_path: Path) -> None:
    keep_certificate(tmp_path, "127.0.0.1", NOW)
    assert stat.S_IMODE((tmp_path / "server.key").stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ca.crt", "host", "server.crt", "server.key"]


@pytest.mark.parametrize(
    ("address", "later", "made_again"),
    [
        ("127.0.0.1", timedelta(days=1), False),
        ("10.0.0.2", timedelta(days=1), True),
        ("127.0.0.1", timedelta(days=370), True),
    ],
)
def test_it_is_made_again_for_another_address_or_near_its_end(
    tmp_path: Path, address: str, later: timedelta, made_again: bool
) -> None:
    keep_certificate(tmp_path, "127.0.0.1", NOW)
    assert keep_certificate(tmp_path, address, NOW + later) is made_again


def test_the_address_found_is_an_address() -> None:
    assert ipaddress.ip_address(find_address())

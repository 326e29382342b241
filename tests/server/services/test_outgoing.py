"""What is sent to another's server over TLS, to one that shows whose it is."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from server.services.outgoing import post
from tests.server.services.hook_receiver import Receiver, tls_of

BODY = b'{"type":"case.approved"}'


def test_a_receiver_of_a_known_authority_is_told_over_tls(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tls = tls_of(tmp_path, datetime.now(UTC))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.crt"))
    with Receiver(202, tls=tls) as receiver:
        for host in ("127.0.0.1", "localhost"):
            url = receiver.url.replace("127.0.0.1", host)
            assert post(url, BODY, {"webhook-id": host}, loopback=True) in (202, 204)
    assert [(headers["webhook-id"], body) for headers, body in receiver.got] == [
        ("127.0.0.1", BODY),
        ("localhost", BODY),
    ]

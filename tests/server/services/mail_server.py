"""A real mail server on this machine: it keeps what it takes and refuses what it is told to (RFC 5321)."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword

from tests.sync.processes import free_port


@dataclass
class MailServer:
    """``taken`` are the mails with whom they went to; ``refused`` addresses are answered 550."""

    refused: set[str] = field(default_factory=set)
    full: bool = False
    taken: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    logins: list[bytes] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    port: int = 0

    def __post_init__(self) -> None:
        vars(self).update(handle_RCPT=self._take_address, handle_DATA=self._take)

    def log_in(self, server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
        assert isinstance(given, LoginPassword)
        self.logins.append(given.password)
        return AuthResult(success=given == LoginPassword(b"ruhu", b"secret"))

    async def _take_address(
        self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def _take(self, server: Any, session: Any, envelope: Envelope) -> str:
        if self.full:
            return "452 insufficient system storage"
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.taken.append((list(envelope.rcpt_tos), mail))
        self.encrypted.append(session.ssl is not None)
        return "250 OK"


@contextmanager
def mail_server(*, starttls: ssl.SSLContext | None = None, login: bool = False) -> Iterator[MailServer]:
    """Serves mail on a free port of this machine until the end of the block."""
    taking = MailServer(port=free_port())
    options: dict[str, Any] = {"tls_context": starttls, "require_starttls": starttls is not None}
    if login:
        options |= {"authenticator": taking.log_in, "auth_required": True}
    controller = Controller(taking, hostname="127.0.0.1", port=taking.port, **options)
    controller.start()
    try:
        yield taking
    finally:
        controller.stop()

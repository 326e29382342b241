"""Somebody else's server on this machine: keeps what it is told and answers as it is bid."""

from __future__ import annotations

import ssl
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import Any

from server.commands.certificate import keep_certificate


class Receiver:
    """``answers`` are the statuses it gives, one after another; then 204. With ``tls`` it speaks HTTPS."""

    def __init__(self, *answers: int, location: str = "", tls: ssl.SSLContext | None = None) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.answers, self.location = list(answers), location
        self.told = Event()
        self._server = HTTPServer(("127.0.0.1", 0), _handler(self))
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        scheme = "https" if tls else "http"
        self.url = f"{scheme}://127.0.0.1:{self._server.server_port}/hook?a=1"
        self._thread = Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Receiver:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def tls_of(folder: Path, now: datetime) -> ssl.SSLContext:
    """What a server on this machine speaks TLS with; ``folder / "ca.crt"`` is who answers for it."""
    keep_certificate(folder, "127.0.0.1", now)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.crt", folder / "server.key")
    return context


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(receiver.answers.pop(0) if receiver.answers else 204)
            if receiver.location:
                self.send_header("Location", receiver.location)
            self.send_header("Content-Length", "0")
            self.end_headers()
            receiver.told.set()

        def log_message(self, *_arguments: Any) -> None:
            """Says nothing."""

    return Handler

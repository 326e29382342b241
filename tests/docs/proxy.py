"""nginx with the files of docs/deploy, before servers that say which they are and what they were asked."""

from __future__ import annotations

import json
import re
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, HTTPSHandler, Request, build_opener

from server.commands.certificate import make_certificate
from tests.conventions.tree import ROOT

DEPLOY = ROOT / "docs" / "deploy"
NGINX = "/usr/sbin/nginx"
_UP_SECONDS = 10


@dataclass(frozen=True)
class Answer:
    """``said`` is what the server behind was asked; None where the proxy answered by itself."""

    status: int
    headers: Mapping[str, str]
    said: dict[str, Any] | None


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        """A redirect is what the test looks at."""


@dataclass(frozen=True)
class Proxy:
    https: int
    http: int
    authority: ssl.SSLContext

    def ask(self, path: str, method: str = "GET", *, secure: bool = True, **headers: str) -> Answer:
        url = f"https://localhost:{self.https}{path}" if secure else f"http://127.0.0.1:{self.http}{path}"
        opener = build_opener(HTTPSHandler(context=self.authority), _Stay())
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            with opener.open(Request(url, headers=named, method=method), timeout=10) as answer:
                return Answer(answer.status, dict(answer.headers), json.loads(answer.read() or b"null"))
        except HTTPError as error:
            error.close()
            return Answer(error.code, dict(error.headers), None)


@contextmanager
def standing(*files: str, folder: Path, behind: Sequence[str]) -> Iterator[Proxy]:
    """nginx with ``files``; each address of ``behind`` is answered by a server that calls itself so."""
    made = make_certificate("127.0.0.1", datetime.now(UTC))
    for name, content in (("server.crt", made.certificate), ("server.key", made.key)):
        (folder / name).write_bytes(content)
    authority = ssl.create_default_context(cadata=made.authority.decode())
    with ExitStack() as stack:
        ports = {address: stack.enter_context(_echo(address)) for address in behind}
        https, http = _free_port(), _free_port()
        text = "\n".join((DEPLOY / name).read_text("utf-8") for name in files)
        configuration = _configure(folder, _moved(text, folder, ports, https, http))
        process = stack.enter_context(subprocess.Popen([NGINX, "-p", str(folder), "-c", str(configuration)]))
        try:
            _wait(https, process)
            yield Proxy(https, http, authority)
        finally:
            process.terminate()


def _moved(text: str, folder: Path, ports: Mapping[str, int], https: int, http: int) -> str:
    """The same file on other ports, with the certificate of the test."""
    text = re.sub(r"^ *listen \[::\].*\n", "", text, flags=re.MULTILINE)
    text = text.replace("listen 443 ", f"listen 127.0.0.1:{https} ").replace(
        "listen 80;", f"listen 127.0.0.1:{http};"
    )
    text = text.replace("/etc/ruhu/tls/", f"{folder}/")
    for address, port in ports.items():
        text = text.replace(f"server {address}", f"server 127.0.0.1:{port}")
    return text


def _configure(folder: Path, servers: str) -> Path:
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    scratch = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    path = folder / "nginx.conf"
    path.write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ {scratch}\n{servers}\n}}\n",
        "utf-8",
    )
    return path


@contextmanager
def _echo(name: str) -> Iterator[int]:
    """A server that answers any request by what it was asked."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            asked = {"by": name, "path": self.path, "method": self.command, "headers": dict(self.headers)}
            said = b"" if self.command == "HEAD" else json.dumps(asked).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(said)))
            self.send_header("X-Answered-By", name)
            self.end_headers()
            self.wfile.write(said)

        do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = do_GET

        def log_message(self, *args: object) -> None:
            """Says nothing among the lines of the tests."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.server_port
        finally:
            server.shutdown()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _UP_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            assert process.poll() is None, "nginx ended"
            assert time.monotonic() < until, "nginx does not answer"
            time.sleep(0.05)

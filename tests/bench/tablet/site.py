"""A form on an address of its own, for one engine: everything in memory, everything the browser may keep."""

from __future__ import annotations

import gzip
import mimetypes
from collections.abc import Mapping
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Any

mimetypes.add_type("text/javascript", ".js")


class Site:
    """Serves path → content; all of it may be kept for good, as a service worker keeps it."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        packed = {path: gzip.compress(content, 9) for path, content in files.items()}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Answer, packed))
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Site:
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, packed: Mapping[str, bytes], *rest: Any) -> None:
        self._packed = packed
        super().__init__(*rest)

    def do_GET(self) -> None:
        content = self._packed.get(self.path)
        self.send_response(404 if content is None else 200)
        kind = "text/html" if self.path.endswith(("/", ".html")) else mimetypes.guess_type(self.path)[0]
        self.send_header("Content-Type", f"{kind or 'application/octet-stream'}; charset=utf-8")
        self.send_header("Content-Length", str(len(content or b"")))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Cache-Control", "public, max-age=31536000, immutable")
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, *_rest: Any) -> None:
        """Silent: what is printed is the figures."""


def files_below(folder: Path, at: str) -> dict[str, bytes]:
    """Every file of a folder under an address that ends in a slash."""
    return {f"{at}{path.name}": path.read_bytes() for path in folder.iterdir() if path.is_file()}

"""``ruhu form preview``: a workbook in the browser as the tablet shows it; nobody signs in, nothing is kept.

The workbook is read anew each time the page is loaded, so that an author sees a change by reloading.
"""

from __future__ import annotations

import json
import mimetypes
import webbrowser
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

from forms.compile import compile_workbook
from forms.errors import FormError
from server.web.headers import CONTENT_SECURITY_POLICY

STATIC: Final = Path(__file__).parents[2] / "static"
# The page's own addresses beside those under /static/ (workers answer where the tablet has them).
_FILES: Final = {
    "/": "app/preview.html",
    "/tablet/photo_worker.js": "build/photo_worker.js",
    "/tablet/qr_worker.js": "build/qr_worker.js",
}
_POLICY: Final = "; ".join(f"{name} {value}" for name, value in CONTENT_SECURITY_POLICY.items())
_SHOWN: Final = ("build", "icons", "css")
mimetypes.add_type("text/javascript", ".js")


def preview(workbook: Path, *, port: int, opens: bool, record: Path | None = None) -> None:
    """Serves the preview on the loopback until it is stopped; `port` 0 takes a free one.

    `record` is a JSON file: `answers`, a draft to begin with, and `declared`, what the family said, by path.
    """
    with open_preview(workbook, port, record) as server:
        address = f"http://127.0.0.1:{server.server_address[1]}/"
        print(address, flush=True)
        if opens:
            webbrowser.open(address)
        server.serve_forever()


def open_preview(workbook: Path, port: int, record: Path | None = None) -> ThreadingHTTPServer:
    """The listening server, not yet answering."""
    return ThreadingHTTPServer(("127.0.0.1", port), partial(_Page, workbook, record))


def read_workbook(workbook: Path, record: Path | None = None) -> dict[str, Any]:
    """What the page shows: the definition, or what is wrong with the workbook, in both languages."""
    begun = json.loads(record.read_text("utf-8")) if record else {}
    try:
        return {"definition": compile_workbook(workbook), "problems": [], "record": begun}
    except FormError as error:
        said = [{"zh": problem.sentence("zh"), "en": problem.sentence("en")} for problem in error.problems]
        return {"definition": None, "problems": said}


class _Page(BaseHTTPRequestHandler):
    """Answers the page, its parts and the definition, and nothing else."""

    def __init__(self, workbook: Path, record: Path | None, *rest: Any) -> None:
        self._workbook = workbook
        self._record = record
        super().__init__(*rest)

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path == "/definition.json":
            content = json.dumps(read_workbook(self._workbook, self._record), ensure_ascii=False).encode()
            self._answer(200, content, "application/json")
            return
        file = _file_of(path)
        if file is None:
            self._answer(404, b"", "text/plain")
        else:
            self._answer(200, file.read_bytes(), mimetypes.guess_type(file)[0] or "application/octet-stream")

    def log_message(self, *_rest: Any) -> None:
        """Silent: an author looks at the page."""

    def _answer(self, status: int, content: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", _POLICY)
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)


def _file_of(path: str) -> Path | None:
    """A file the page may load; None for anything else, however it is written."""
    name = _FILES.get(path) or path.removeprefix("/static/")
    file = (STATIC / name).resolve()
    inside = path in _FILES or any(file.is_relative_to((STATIC / folder).resolve()) for folder in _SHOWN)
    return file if inside and file.is_file() else None

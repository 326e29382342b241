"""A source that answers, but not as CouchDB does: a proxy's page, an answer cut short or of another shape."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from sync.couch import Unavailable, open_embedded, open_server
from sync.embedded import open_store
from sync.replication import replicate

_CHANGES = json.dumps(
    {"results": [{"id": "a", "seq": 1, "changes": [{"rev": f"1-{'a' * 32}"}]}], "last_seq": 1}
)

# Announced one byte longer than it is: the connection closes in the middle of it.
_CUT_OFF = '{"results":[{"id":"a"'


@contextmanager
def answering(changes: str, documents: str) -> Iterator[str]:
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if "_local" in self.path:
                self._answer(404, "{}")
            else:
                self._answer(200, changes)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self._answer(200, documents)

        def _answer(self, status: int, text: str) -> None:
            kind = "text/html" if text.startswith("<") else "application/json"
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(text) + (text == _CUT_OFF)))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


@pytest.mark.parametrize(
    ("changes", "documents"),
    [
        ("<html>Sign in</html>", "{}"),
        ("{}", "{}"),
        ("[1]", "{}"),
        (_CHANGES, "<html>Sign in</html>"),
        (_CHANGES, '{"results":[{"id"'),
        (_CHANGES, '{"results":[7]}'),
        (_CUT_OFF, "{}"),
        (_CHANGES, _CUT_OFF),
    ],
)
def test_an_answer_that_is_not_couchdbs_is_a_server_that_is_away(
    tmp_path: Path, changes: str, documents: str
) -> None:
    store = open_store(tmp_path)
    target = open_embedded(store).database("x")
    with answering(changes, documents) as url, pytest.raises(Unavailable):
        replicate(open_server(url).at("x"), target)
    store.close()

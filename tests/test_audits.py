"""The real pip-audit and npm ask a register on this machine: one that knows, one that is silent, none."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from tests.audits import NPM, PINS, Audit, audit_node, audit_python

Answer = Callable[[Any], tuple[int, Any]]
KNOWN = {
    "id": "GHSA-0000-0000-0000",
    "affected": [
        {
            "package": {"name": "flask", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.1"}]}],
        }
    ],
}
ADVISORY = {"id": 1, "url": "https://advisory.example", "title": "made up", "severity": "high"}
ADVISORY |= {"vulnerable_versions": "<99.0.0", "cwe": [], "cvss": {"score": 0, "vectorString": None}}


@contextmanager
def register(answer: Answer) -> Iterator[str]:
    """A register of vulnerabilities that answers every question by ``answer``."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            plain = gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body
            status, content = answer(json.loads(plain))
            said = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *args: object) -> None:
            """Says nothing among the lines of the tests."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def pins(folder: Path) -> Path:
    """Two packages as they are pinned; nothing is fetched, so that their hashes may be any."""
    path = folder / "pins.txt"
    lines = (f"{each} --hash=sha256:{64 * '0'}\n" for each in ("flask==3.1.0", "pillow==12.0.0"))
    path.write_text("".join(lines), "utf-8")
    return path


def osv(url: str, folder: Path) -> list[str]:
    return ["--vulnerability-service", "osv", "--osv-url", url, "--cache-dir", str(folder / "cache")]


def npm(url: str, folder: Path) -> list[str]:
    return [f"--registry={url}/", f"--cache={folder / 'npm'}"]


def test_a_known_vulnerability_of_a_python_package_is_named(tmp_path: Path) -> None:
    with register(
        lambda asked: (200, {"vulns": [KNOWN]} if asked["package"]["name"] == "flask" else {})
    ) as url:
        audit = audit_python(pins(tmp_path), osv(url, tmp_path))
    assert [line.split()[0] for line in audit.known] == ["flask"]
    assert str(audit).endswith("has GHSA-0000-0000-0000, fixed in 99.1")


def test_python_packages_nobody_knows_harm_of_are_counted(tmp_path: Path) -> None:
    with register(lambda asked: (200, {})) as url:
        assert audit_python(pins(tmp_path), osv(url, tmp_path)) == Audit("PyPI", (), 2, 2)


def test_a_known_vulnerability_of_a_javascript_package_is_named(tmp_path: Path) -> None:
    with register(lambda asked: (200, {name: [ADVISORY] for name in asked if name == "htmx.org"})) as url:
        audit = audit_node(NPM[0], npm(url, tmp_path))
    assert audit.known == ("htmx.org has https://advisory.example, made up (high)",)


def test_javascript_packages_nobody_knows_harm_of_are_counted(tmp_path: Path) -> None:
    with register(lambda asked: (200, {})) as url:
        audit = audit_node(NPM[0], npm(url, tmp_path))
    assert not audit.known
    assert audit.asked > 5


def test_a_register_that_does_not_answer_passes_and_is_called_not_audited(tmp_path: Path) -> None:
    with register(lambda asked: (405, {})) as url:
        refused = [audit_python(pins(tmp_path), osv(url, tmp_path)), audit_node(NPM[0], npm(url, tmp_path))]
    gone = [audit_python(pins(tmp_path), osv(url, tmp_path)), audit_node(NPM[0], npm(url, tmp_path))]
    for audit in (*refused, *gone):
        assert (audit.known, audit.asked) == ((), 0)
        assert "not audited" in str(audit)


def test_what_could_not_be_asked_is_never_called_sound() -> None:
    assert str(Audit("PyPI", (), 3, 5)).endswith("no known vulnerability in 3 packages, 2 could not be asked")


def test_what_runs_is_among_what_is_audited() -> None:
    run = {line for line in PINS.with_name("run.txt").read_text("utf-8").splitlines() if "==" in line}
    assert run
    assert run <= set(PINS.read_text("utf-8").splitlines())

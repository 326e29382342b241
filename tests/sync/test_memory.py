"""A streamed attachment is never held whole: the most memory the serving process had, before and after."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sync.http import Client
from tests.sync.processes import StoreProcess

SIZE = 120_000_000
# What threads, buffers and the allocator may take while 120 MB pass.
SPARE = 30_000_000
BINARY = {"Content-Type": "application/octet-stream"}
HEAD = (
    b"--b\r\nContent-Type: application/json\r\n\r\n"
    b'{"_attachments":{"file":{"follows":true,"length":%d}}}\r\n--b\r\n\r\n' % SIZE
)
TAIL = b"\r\n--b--"


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreProcess]:
    with StoreProcess(tmp_path_factory.mktemp("memory") / "data") as process:
        yield process


@pytest.fixture(scope="module")
def db(process: StoreProcess) -> Client:
    db = Client(process.url.replace("//", "//admin:secret@")).at("memory")
    db.put()
    length = {"Content-Length": str(SIZE)}
    assert db.put("big/file", content(), headers={**BINARY, **length}).status == 201
    return db


@pytest.fixture
def frugal(process: StoreProcess, db: Client) -> Iterator[None]:
    """The peak (VmHWM) is reset before, and compared after (proc(5), clear_refs)."""
    Path(f"/proc/{process.worker}/clear_refs").write_text("5")
    before = _bytes(process.worker, "VmRSS:")
    yield
    assert _bytes(process.worker, "VmHWM:") < before + SPARE


def _bytes(pid: int, which: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(which))


def content() -> Iterator[bytes]:
    for number in range(SIZE // 60_000):
        yield b"%012d" % number * 5000


def read(db: Client, method: str, path: str, accept: str, body: object = None) -> int:
    connection, answer = db.open(method, path, body, headers={"Accept": accept})
    length = 0
    while chunk := answer.read(65_536):
        length += len(chunk)
    answer.close()
    connection.close()
    assert answer.status == 200
    return length


@pytest.mark.usefixtures("frugal")
def test_an_attachment_is_received_as_a_stream(db: Client) -> None:
    headers = {**BINARY, "Content-Length": str(SIZE)}
    assert db.put("again/file", content(), headers=headers).status == 201


@pytest.mark.usefixtures("frugal")
def test_an_attachment_of_unknown_length_is_received_as_a_stream(db: Client) -> None:
    assert db.put("chunked/file", content(), headers=BINARY).status == 201
    assert db.get("chunked").json["_attachments"]["file"]["length"] == SIZE


@pytest.mark.usefixtures("frugal")
def test_a_multipart_document_is_received_as_a_stream(db: Client) -> None:
    def body() -> Iterator[bytes]:
        yield HEAD
        yield from content()
        yield TAIL

    headers = {
        "Content-Type": "multipart/related; boundary=b",
        "Content-Length": str(SIZE + len(HEAD) + len(TAIL)),
    }
    assert db.put("related", body(), headers=headers).status == 201


@pytest.mark.usefixtures("frugal")
def test_an_attachment_is_sent_as_a_stream(db: Client) -> None:
    assert read(db, "GET", "big/file", "*/*") == SIZE


@pytest.mark.usefixtures("frugal")
@pytest.mark.parametrize(
    ("method", "path", "accept"),
    [
        ("GET", "big?attachments=true", "multipart/related"),
        ("GET", "big?attachments=true&open_revs=all", "multipart/mixed"),
        ("POST", "_bulk_get?attachments=true&revs=true", "multipart/mixed"),
    ],
)
def test_a_document_with_attachments_is_sent_as_a_stream(
    db: Client, method: str, path: str, accept: str
) -> None:
    body = {"docs": [{"id": "big"}, {"id": "big"}]} if method == "POST" else None
    assert read(db, method, path, accept, body) > SIZE


@pytest.mark.usefixtures("frugal")
def test_a_gzipped_attachment_is_unpacked_as_a_stream(db: Client) -> None:
    packed = gzip.compress(bytes(SIZE), compresslevel=1)
    assert db.put("zipped/file", packed, headers={**BINARY, "Content-Encoding": "gzip"}).status == 201
    assert read(db, "GET", "zipped/file", "*/*") == SIZE

"""Requests over HTTP as networks and servers really treat them: cut off, refused early, hung up on."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from sync.chunk_stream import ChunkStream
from sync.couch import CouchError, NotFound, Unavailable, open_server
from sync.session import HTTPSession
from tests.sync.processes import StoreProcess
from tests.sync.replication.samples import admin_of


@contextmanager
def answering(*answers: bytes) -> Iterator[str]:
    """A server that gives these bytes, one connection each, and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            for answer in answers:
                connection, _ = listening.accept()
                with connection:
                    connection.recv(65_536)
                    connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        thread.join(10)


def test_a_refusal_in_chunks_is_read() -> None:
    text = b'{"error":"forbidden","reason":"no"}'
    head = b"HTTP/1.1 403 Forbidden\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    answer = head + b"%x\r\n%s\r\n0\r\n\r\n" % (len(text), text)
    with answering(answer) as url, pytest.raises(CouchError, match="forbidden: no") as refused:
        open_server(url).at("x").info()
    assert refused.value.status == 403


def test_a_refusal_that_is_no_json_is_said_all_the_same() -> None:
    answer = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 5\r\n\r\nsorry"
    with answering(answer) as url, pytest.raises(CouchError, match="sorry") as refused:
        open_server(url).at("x").info()
    assert refused.value.status == 502


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{",
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{",
        b"hello\r\n\r\n",
    ],
    ids=["nothing", "cut-off", "cut-off-in-chunks", "no-http"],
)
def test_an_answer_that_is_cut_off_is_none(answer: bytes) -> None:
    with answering(answer) as url, pytest.raises(Unavailable):
        open_server(url).at("x").info()


def test_a_body_cut_off_while_it_is_read_is_an_error() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 200000\r\n\r\n"
    with answering(head + b"x" * 100_000) as url, pytest.raises(OSError, match="ends early"):
        open_server(url).at("x").get_attachment("a", "b")


def test_a_connection_the_server_closed_meanwhile_is_replaced(tmp_path: Path) -> None:
    process = StoreProcess(tmp_path / "data")
    with process:
        database = admin_of(process.url.replace("//", "//admin:secret@")).database("x")
        database.create({"_id": "one"})
        process.kill()
        process.start()
        assert database.get("one")["_id"] == "one"


def test_a_process_with_very_many_open_files_reuses_its_connections(tmp_path: Path) -> None:
    with StoreProcess(tmp_path / "data") as process, ExitStack() as files:
        for _ in range(1100):
            files.enter_context(Path(os.devnull).open())
        database = admin_of(process.url.replace("//", "//admin:secret@")).database("x")
        database.create({"_id": "one"})
        assert database.get("one")["_id"] == "one"


def test_a_request_that_is_not_answered_in_time_is_not_sent_twice() -> None:
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                heard.append(connection.recv(65_536))
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
                heard.append(connection.recv(65_536))
                listening.settimeout(1)
                with suppress(TimeoutError):
                    heard.append(listening.accept()[0].recv(65_536))

        thread = threading.Thread(target=serve)
        thread.start()
        session = HTTPSession(timeout_seconds=0.3)
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/x"
        _, _, content = session.request("GET", url)
        assert content is not None
        assert content.read() == b"{}"
        with pytest.raises(TimeoutError):
            session.request("POST", url, b"{}")
        thread.join(10)
    assert [line.split()[0] for line in heard] == [b"GET", b"POST"]


def test_a_stream_refused_early_says_why_not_that_the_pipe_broke(tmp_path: Path) -> None:
    with StoreProcess(tmp_path / "data") as process:
        missing = admin_of(process.url.replace("//", "//admin:secret@")).at("none")
        content = ChunkStream([bytes(65_536)] * 200, 200 * 65_536)
        with pytest.raises(NotFound, match="Database does not exist"):
            missing.put_attachment({"_id": "a"}, "b", content, "image/png")
        admin_of(process.url.replace("//", "//admin:secret@")).names()


def test_a_stream_that_breaks_at_its_source_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield bytes(100_000)
        raise OSError("the disk is gone")

    with StoreProcess(tmp_path / "data") as process:
        database = admin_of(process.url.replace("//", "//admin:secret@")).database("x")
        with pytest.raises(CouchError, match="the disk is gone"):
            database.put_attachment({"_id": "a"}, "b", ChunkStream(broken(), 200_000), "image/png")
        assert database.find("a") is None
        assert database.info()["doc_count"] == 0

"""The folder of attachment contents, the files of requests under way, and a store whose files are few."""

from __future__ import annotations

import base64
import resource
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sync.embedded import open_store
from tests.sync.http import Client
from tests.sync.processes import StoreProcess

FILES = 200


def client_of(process: StoreProcess) -> Client:
    return Client(process.url.replace("//", "//admin:secret@"))


def test_a_folder_copied_without_its_empty_folders_takes_new_contents(tmp_path: Path) -> None:
    """As any folder of the version that made them when they were needed."""
    (tmp_path / "data" / "store" / "attachments" / "ff").mkdir(parents=True)
    with StoreProcess(tmp_path / "data") as process:
        db = client_of(process).at("x")
        assert db.put().status == 201
        taken = [db.put(f"{number}/photo", b"%d" % number).status for number in range(8)]
    assert taken == [201] * 8


def test_one_request_of_many_attachments_leaves_files_for_others(tmp_path: Path) -> None:
    attachments = {
        str(number): {"data": base64.b64encode(b"%d" % number).decode()} for number in range(20 * FILES)
    }
    with StoreProcess(tmp_path / "data") as process:
        db = client_of(process).at("x")
        db.put()
        resource.prlimit(process.worker, resource.RLIMIT_NOFILE, (FILES, FILES))
        assert db.put("one", {"_attachments": attachments}).status == 201
        assert db.get(f"one/{FILES}").body == b"%d" % FILES


def test_what_a_refused_request_brought_is_gone(tmp_path: Path) -> None:
    inline = {"data": base64.b64encode(b"same").decode()}
    with StoreProcess(tmp_path / "data") as process:
        db = client_of(process).at("x")
        db.put()
        db.put("one", {})
        answer = db.put("one", {"_attachments": {"a": inline, "b": inline, "c": {"data": "AAAA"}}})
        assert answer.refusal == (409, "conflict")
    contents = open_store(tmp_path / "data" / "store").contents
    assert contents.names() == set()


def test_what_one_request_brought_stays_when_another_that_brought_it_is_refused(tmp_path: Path) -> None:
    """Many at once, so that each order of receiving, writing and refusing comes about."""
    content = b"x" * 20_000
    with StoreProcess(tmp_path / "data") as process, ThreadPoolExecutor(8) as pool:
        db = client_of(process).at("x")
        db.put()
        for number in range(40):
            name, bytes_ = f"{number}", content + b"%d" % number
            answers = list(pool.map(lambda _, n=name, b=bytes_: db.put(f"{n}/photo", b).status, range(8)))
            assert sorted(answers) == [201] + [409] * 7
            assert db.get(f"{name}/photo").body == bytes_

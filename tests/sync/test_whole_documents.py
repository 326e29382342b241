"""Documents with the bytes of their attachments, in parts of an answer and out of the store itself."""

from __future__ import annotations

import gzip
import json

import couchdb
import pytest

from sync.couch import WHOLE, Couch, NotFound, open_embedded
from sync.embedded import Store
from sync.embedded.access import Access
from sync.embedded.app import create_store_app
from sync.in_process import InProcessSession
from sync.whole_documents import read_winners

PLAIN = "multipart/mixed; boundary=outer"


@pytest.fixture(params=["in process", "in parts"])
def couch(store: Store, request: pytest.FixtureRequest) -> Couch:
    if request.param == "in process":
        return open_embedded(store)
    session = InProcessSession(create_store_app(store, Access()))
    return Couch(couchdb.Server("http://in-parts", session=session))


def mixed(*parts: tuple[str, bytes]) -> bytes:
    pieces = [f"--outer\r\nContent-Type: {kind}\r\n\r\n".encode() + content for kind, content in parts]
    return b"\r\n".join([*pieces, b"--outer--"])


def text(**members: object) -> bytes:
    return json.dumps(members).encode()


def test_contents_of_any_bytes_and_any_size_come_whole(couch: Couch) -> None:
    database = couch.database("one")
    contents = [b"", b"\r\n\r\n--", b"\r\n--outer--\r\n", bytes(range(256)) * 300, b"x" * 2_000_000]
    for number, content in enumerate(contents):
        database.create_with_attachment({"_id": str(number), "n": number}, "p", content, "image/jpeg")
    found = {document["n"]: attached for document, attached in database.whole(list("0123456"))}
    assert found == {number: {"p": content} for number, content in enumerate(contents)}


def test_many_come_in_several_requests_and_what_is_not_there_is_left_out(couch: Couch) -> None:
    database = couch.database("one")
    ids = [f"d{number:03}" for number in range(3 * WHOLE)]
    database.put_all([{"_id": doc_id} for doc_id in ids[::2]])
    database.delete(database.get(ids[0]))
    assert [document["_id"] for document, _ in database.whole(ids)] == ids[2::2]


def test_of_several_leaves_the_one_comes_that_couchdb_shows(couch: Couch) -> None:
    database = couch.database("one")
    leaves = [
        {"_id": "x", "_rev": f"{generation}-{name * 32}", "_deleted": deleted}
        for generation, name, deleted in ((2, "a", False), (2, "c", False), (3, "b", True), (1, "f", False))
    ]
    database.bulk(leaves, new_edits=False)
    ((document, _),) = database.whole(["x"])
    assert document["_rev"] == database.get("x")["_rev"] == "2-" + "c" * 32


def test_a_document_comes_with_what_is_said_of_its_attachments(couch: Couch) -> None:
    database = couch.database("one")
    database.create_with_attachment({"_id": "x", "n": 1}, "p", b"photo", "image/jpeg")
    ((document, _),) = database.whole(["x"])
    said = document["_attachments"]["p"]
    assert (document["n"], said["content_type"], said["length"], said["revpos"]) == (1, "image/jpeg", 5, 1)
    assert said["follows"] is True


def test_a_text_that_is_stored_zipped_comes_as_it_was(couch: Couch) -> None:
    database = couch.database("one")
    database.create_with_attachment({"_id": "x"}, "t", b"words " * 1000, "text/plain")
    assert [attached for _, attached in database.whole(["x"])] == [{"t": b"words " * 1000}]


def test_a_database_that_is_not_there_is_not_found(couch: Couch) -> None:
    with pytest.raises(NotFound):
        list(couch.at("nowhere").whole(["x"]))


def test_a_content_that_travels_zipped_is_unzipped() -> None:
    nested = (
        b"--inner\r\nContent-Type: application/json\r\n\r\n"
        + text(_id="x", _rev="1-a", _attachments={"t": {"follows": True}})
        + b"\r\n--inner\r\nContent-Encoding: gzip\r\n\r\n"
        + gzip.compress(b"words")
        + b"\r\n--inner--"
    )
    body = mixed(('multipart/related; boundary="inner"', nested))
    assert [attached for _, attached in read_winners(body, PLAIN)] == [{"t": b"words"}]


def test_an_answer_cut_short_is_an_error_and_no_document() -> None:
    body = mixed(("application/json", text(_id="x", _rev="1-a")))
    with pytest.raises(ValueError, match="ends early"):
        list(read_winners(body[:-8], PLAIN))


def test_an_error_in_place_of_a_document_is_left_out() -> None:
    error = text(id="x", rev="undefined", error="not_found", reason="missing")
    body = mixed(('application/json; error="true"', error), ("application/json", text(_id="y", _rev="1-a")))
    assert [document["_id"] for document, _ in read_winners(body, PLAIN)] == ["y"]

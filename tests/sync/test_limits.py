"""What is too large is refused with an answer the client can read, and nothing of it is kept."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.sync.http import Answer, Client
from tests.sync.processes import StoreProcess

DOCUMENT, ATTACHMENT = 100_000, 1_000_000


class Kept:
    """What the store holds: sequence of the database, files of its attachments."""

    def __init__(self, data: Path, db: Client) -> None:
        self.folder, self.db = data / "store" / "attachments", db

    def now(self) -> tuple[str, list[str], str]:
        files = sorted(path.name for path in self.folder.rglob("*") if path.is_file())
        return self.db.get().json["update_seq"], files, self.db.get("_local_docs").json["rows"]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreProcess]:
    data = tmp_path_factory.mktemp("limits") / "data"
    limits = ("--max-document-bytes", str(DOCUMENT), "--max-attachment-bytes", str(ATTACHMENT))
    with StoreProcess(data, options=limits) as process:
        yield process


@pytest.fixture(scope="module")
def db(small: StoreProcess) -> Client:
    one = Client(small.url.replace("//", "//admin:secret@")).at("limits")
    one.put()
    return one


@pytest.fixture
def unchanged(small: StoreProcess, db: Client) -> Iterator[None]:
    kept = Kept(small.data, db)
    before = kept.now()
    yield
    assert kept.now() == before


@contextmanager
def chunked(size: int) -> Iterator[Iterator[bytes]]:
    yield (b"z" * 50_000 for _ in range(size // 50_000))


@pytest.mark.usefixtures("unchanged")
def test_an_attachment_of_unknown_length_is_refused_when_it_is_too_long(db: Client) -> None:
    with chunked(40 * ATTACHMENT) as body:
        answer = db.put("photo/big.jpg", body, headers={"Content-Type": "image/jpeg"})
    assert (answer.status, answer.json) == (413, {"error": "attachment_too_large", "reason": "big.jpg"})


@pytest.mark.usefixtures("unchanged")
def test_an_attachment_that_says_it_is_too_long_is_refused(db: Client) -> None:
    answer = db.put("photo/big.jpg", b"z" * 20 * ATTACHMENT, headers={"Content-Type": "image/jpeg"})
    assert (answer.status, answer.json) == (413, {"error": "attachment_too_large", "reason": "big.jpg"})


@pytest.mark.usefixtures("unchanged")
def test_a_client_that_asks_first_need_not_send_what_is_too_long(db: Client) -> None:
    head = (
        f"PUT {db.base}/photo/big.jpg HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: {20 * ATTACHMENT}"
    )
    with db.raw(head) as one:
        assert one.recv(4096).startswith(b"HTTP/1.1 413")


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("where", ["put", "post", "bulk", "inline", "multipart", "local"])
def test_a_document_that_is_too_large_is_refused(db: Client, where: str) -> None:
    big = {"_id": "big", "text": "x" * DOCUMENT}
    photo = {"content_type": "image/jpeg", "data": base64.b64encode(b"z" * (ATTACHMENT + 1)).decode()}
    answer = {
        "put": lambda: db.put("big", big),
        "post": lambda: db.post("", big),
        "bulk": lambda: db.post("_bulk_docs", {"docs": [{"_id": "small"}, big]}),
        "inline": lambda: db.put("big", {"_attachments": {"photo": photo}}),
        "multipart": lambda: put_related(db, "big", big, b""),
        "local": lambda: db.put("_local/big", big),
    }[where]()
    error = "attachment_too_large" if where == "inline" else "document_too_large"
    assert answer.refusal == (413, error)
    assert answer.json["reason"] == {"inline": "photo"}.get(
        where, "_local/big" if where == "local" else "big"
    )


@pytest.mark.usefixtures("unchanged")
def test_a_json_body_beyond_all_bounds_is_refused(db: Client) -> None:
    """Of unknown length or not, the answer arrives though the client is still sending."""
    with chunked(80_000_000) as body:
        answer = db.post("_bulk_docs", body, headers={"Content-Type": "application/json"})
    assert (answer.status, answer.json) == (
        413,
        {"error": "too_large", "reason": "the request entity is too large"},
    )


@pytest.mark.usefixtures("unchanged")
def test_a_zip_bomb_is_refused_by_what_it_would_become(db: Client) -> None:
    bomb = gzip.compress(bytes(20 * ATTACHMENT))
    assert len(bomb) < ATTACHMENT
    answer = db.put("bomb/zeros", bomb, headers={"Content-Encoding": "gzip"})
    assert (answer.status, answer.json["error"]) == (413, "attachment_too_large")
    follows = {"follows": True, "encoding": "gzip", "length": 5, "encoded_length": len(bomb)}
    answer = put_related(db, "bomb", {"_attachments": {"zeros": follows}}, bomb)
    assert (answer.status, answer.json["error"]) == (413, "attachment_too_large")
    for broken in (gzip.compress(b"short")[:-5], b"no gzip at all", b""):
        answer = db.put("bomb/zeros", broken, headers={"Content-Encoding": "gzip"})
        assert (answer.status, answer.json["error"]) == (400, "bad_request")


@pytest.mark.usefixtures("unchanged")
def test_the_photo_of_a_refused_edit_is_not_kept(db: Client) -> None:
    headers = {"Content-Type": "image/jpeg"}
    assert db.put("photo/p?rev=1-abc", b"only here", headers=headers).status == 409
    wrong = {**headers, "Content-MD5": "AAAAAAAAAAAAAAAAAAAAAA=="}
    assert db.put("photo/p", b"only here", headers=wrong).refusal == (400, "content_md5_mismatch")
    photo = {"content_type": "image/jpeg", "data": base64.b64encode(b"only here").decode()}
    assert db.put("photo", {"_rev": "1-abc", "_attachments": {"p": photo}}).status == 409
    lacking = {"p": photo, "q": {"stub": True}}
    assert db.put("photo", {"_attachments": lacking}).refusal == (412, "missing_stub")


def test_the_photo_of_a_refused_edit_stays_when_a_document_has_it(db: Client) -> None:
    headers = {"Content-Type": "image/jpeg"}
    assert db.put("has-it/p", b"of two documents", headers=headers).status == 201
    assert db.put("has-it-not/p?rev=1-abc", b"of two documents", headers=headers).status == 409
    assert db.get("has-it/p").body == b"of two documents"


def test_a_gzipped_attachment_is_unpacked_for_who_cannot(db: Client) -> None:
    plain = b"".join(b"%d," % n for n in range(100_000))
    packed = gzip.compress(plain[:300_000]) + gzip.compress(plain[300_000:])
    assert db.put("zipped/numbers", packed, headers={"Content-Encoding": "gzip"}).status == 201
    answer = db.get("zipped/numbers")
    assert (answer.body == plain, answer.headers["content-length"]) == (True, str(len(plain)))
    assert "content-encoding" not in answer.headers
    inline = db.get("zipped", attachments=True).json["_attachments"]["numbers"]
    assert base64.b64decode(inline["data"]) == plain


def test_a_document_of_the_largest_size_is_taken(db: Client) -> None:
    assert db.put("just", {"t": "x" * (DOCUMENT - len('{"t":""}'))}).status == 201


def put_related(db: Client, doc_id: str, document: object, content: bytes) -> Answer:
    head = b"--b\r\nContent-Type: application/json\r\n\r\n" + json.dumps(document).encode()
    body = head + b"\r\n--b\r\n\r\n" + content + b"\r\n--b--"
    return db.put(doc_id, body, headers={"Content-Type": 'multipart/related; boundary="b"'})

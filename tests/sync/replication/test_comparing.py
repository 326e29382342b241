"""The proof that both sides hold the same, and what it says when they do not."""

from __future__ import annotations

import pytest

from sync.couch import Couch, Database
from sync.replication import Comparison, Difference, compare, replicate
from tests.sync.replication.samples import A, fill, put_gzipped


@pytest.fixture
def source(couch: Couch, target: Database) -> Database:
    source = couch.database("casebook")
    fill(source, 10)
    replicate(source, target)
    return source


def test_everything_is_counted(source: Database, target: Database) -> None:
    leaves = fill_count()
    assert compare(source, target) == Comparison(leaves - 2, leaves, 3 + 1 + 2, 0, ())


def fill_count() -> int:
    return 10 + 3 + 1 + 1 + 6 + 4


def test_an_edit_on_one_side_is_named(source: Database, target: Database) -> None:
    target.put({**target.get("act:000001"), "n": "changed"})
    assert compare(source, target).differences == (Difference("act:000001", "leaf revisions"),)
    assert compare(source, target, leaving_out=["act:000001"]).differences == ()


def test_a_document_of_one_side_is_named(source: Database, target: Database) -> None:
    source.create({"_id": "mine"})
    target.create({"_id": "theirs"})
    assert compare(source, target).differences == (
        Difference("mine", "missing at the target"),
        Difference("theirs", "missing at the source"),
    )


def test_a_lost_conflict_is_named(source: Database, target: Database) -> None:
    target.delete({"_id": "one", "_rev": target.get("one", conflicts=True)["_conflicts"][0]})
    assert compare(source, target).differences == (Difference("one", "leaf revisions"),)


def test_other_content_under_the_same_revision_is_named(source: Database, target: Database) -> None:
    for side, text in ((source, "a"), (target, "b")):
        forged = {"_id": "forged", "_rev": f"1-{A}", "text": text}
        side.bulk([{**forged, "_revisions": {"start": 1, "ids": [A]}}], new_edits=False)
    assert compare(source, target).differences == (Difference("forged", f"content of revision 1-{A}"),)


def test_another_attachment_under_the_same_revision_is_named(source: Database, target: Database) -> None:
    for side, data in ((source, "AAAA"), (target, "BBBB")):
        attachments = {"x": {"data": data, "content_type": "image/png"}}
        forged = {"_id": "forged", "_rev": f"1-{A}", "_attachments": attachments}
        side.bulk([{**forged, "_revisions": {"start": 1, "ids": [A]}}], new_edits=False)
    assert compare(source, target).differences == (Difference("forged", "attachment x"),)


def test_a_text_the_source_keeps_gzipped_arrives_as_it_was_written(couch: Couch, target: Database) -> None:
    source = couch.database("notes")
    text = "低保 ".encode() * 20_000
    put_gzipped(source, "note", text)
    assert source.get("note", att_encoding_info=True)["_attachments"]["t"]["encoding"] == "gzip"
    replicate(source, target)
    assert target.get_attachment("note", "t") == text
    compared = compare(source, target)
    assert (compared.differences, compared.attachments, compared.by_bytes) == ((), 1, 1)

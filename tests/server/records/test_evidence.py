"""Evidence: named by digest, salted, written once however often."""

from __future__ import annotations

import hashlib

import pytest

from server.errors import Refusal
from server.services.district import District
from tests.factories import picture

SALT = "00" * 16


def test_the_same_evidence_twice_is_one_document(district: District) -> None:
    first = district.evidence.put("declared", "F-1", {"a": 1}, salt=SALT)
    assert district.evidence.put("declared", "F-1", {"a": 1}, salt=SALT) == first
    assert district.evidence.get("declared", "F-1", first) == {"a": 1}
    assert sum(1 for _ in district.evidence.documents()) == 1


def test_a_salt_keeps_equal_contents_apart(district: District) -> None:
    first = district.evidence.put("declared", "F-1", {"a": 1}, salt=SALT)
    assert district.evidence.put("declared", "F-1", {"a": 1}, salt="11" * 16) != first


def test_changed_evidence_is_refused_by_name(district: District) -> None:
    digest = district.evidence.put("declared", "F-1", {"a": 1}, salt=SALT)
    database = district.database("evidence")
    database.put(database.get(f"declared:F-1:{digest}") | {"content": {"a": 2}})
    with pytest.raises(Refusal, match=r"record\.damaged"):
        district.evidence.get("declared", "F-1", digest)


@pytest.mark.parametrize("digest", ["", "zz", "../../keys", "A" * 64, "0" * 63])
def test_what_is_no_digest_is_never_looked_up(district: District, digest: str) -> None:
    with pytest.raises(Refusal, match=r"record\.missing"):
        district.evidence.get("declared", "F-1", digest)


def test_a_photo_is_one_document_with_one_attachment(district: District) -> None:
    content = picture("door")
    digest = district.evidence.put_photo("F-1", content, "image/jpeg")
    assert district.evidence.put_photo("F-1", content, "image/jpeg") == digest
    assert district.evidence.get_photo("F-1", digest) == content
    document = district.database("evidence").get(f"photo:F-1:{digest}")
    assert document["sha256"] == digest
    assert document["length"] == len(content)


def test_a_photo_exchanged_in_the_store_is_refused(district: District) -> None:
    digest = district.evidence.put_photo("F-1", picture("door"), "image/jpeg")
    database = district.database("evidence")
    document = database.get(f"photo:F-1:{digest}")
    database.put_attachment(document, "photo", picture("another"), "image/jpeg")
    with pytest.raises(Refusal, match=r"record\.damaged"):
        district.evidence.get_photo("F-1", digest)


def test_a_whole_written_again_after_half_of_it_came_is_the_same(district: District) -> None:
    """A cluster may take some documents of one write and not the others."""
    photos = [(picture(name), "image/jpeg") for name in ("door", "room")]
    district.evidence.put_photo("F-1", *photos[0])
    digests = {district.evidence.put_whole("visit", "F-1", {"a": 1}, photos, salt=SALT) for _ in range(2)}
    assert digests == {district.evidence.put("visit", "F-1", {"a": 1}, salt=SALT)}
    assert sum(1 for _ in district.evidence.documents()) == 3
    for content, _ in photos:
        assert district.evidence.get_photo("F-1", hashlib.sha256(content).hexdigest()) == content


@pytest.mark.parametrize("changed", ["visit", "photo"])
def test_a_whole_is_not_written_over_what_was_exchanged(district: District, changed: str) -> None:
    photo = picture("door")
    digest = district.evidence.put_whole("visit", "F-1", {"a": 1}, [(photo, "image/jpeg")], salt=SALT)
    database = district.database("evidence")
    if changed == "visit":
        database.put(database.get(f"visit:F-1:{digest}") | {"content": {"a": 2}})
    else:
        document = database.get(f"photo:F-1:{hashlib.sha256(photo).hexdigest()}")
        database.put_attachment(document, "photo", picture("another"), "image/jpeg")
    with pytest.raises(Refusal, match=r"record\.damaged"):
        district.evidence.put_whole("visit", "F-1", {"a": 1}, [(photo, "image/jpeg")], salt=SALT)


def test_of_documents_foreseen_one_that_was_changed_is_refused_all_the_same(district: District) -> None:
    evidence, database = district.evidence, district.database("evidence")
    whole, changed = (evidence.put("declared", file, {"a": 1}, salt=SALT) for file in ("F-1", "F-9"))
    names = [f"declared:F-1:{whole}", f"declared:F-9:{changed}", f"declared:F-5:{whole}"]
    database.put(database.get(names[1]) | {"content": {"a": 2}})
    with evidence.remembering():
        evidence.foresee_apart(names)
        database.delete(database.get(names[0]))
        assert evidence.get("declared", "F-1", whole) == {"a": 1}
        with pytest.raises(Refusal, match=r"record\.damaged"):
            evidence.get("declared", "F-9", changed)

"""Attacks on the envelope, each named: what does not open as itself is set aside whole and never read."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import pytest

from server.domain.case import Case
from server.domain.stage import Stage
from server.records.codec import SEALED_BYTES, encode_outbox, encode_photo
from server.records.entries import SetAside
from server.records.envelope import new_key
from server.services.district import District
from server.services.verification import verify
from tests.factories import PaperTablet, assigned_case, default_photos, enrolled_tablet, picture, reconcile


@pytest.fixture
def tablet(district: District) -> PaperTablet:
    return enrolled_tablet(district)


@pytest.fixture
def case(district: District) -> Case:
    return assigned_case(district)


def visit_id(tablet: PaperTablet, case: Case) -> str:
    return f"visit:{case.number}:1:{tablet.id}"


def sealed_visit(tablet: PaperTablet, case: Case) -> dict[str, Any]:
    """The document of a visit that would be received."""
    body = tablet.seal(tablet.fill_in(case))
    return encode_outbox(tablet.caseload, visit_id(tablet, case), body)


def set_aside(district: District) -> SetAside:
    """Reconciles and returns the one upload that was set aside; the record stays whole."""
    done = reconcile(district)
    assert (done.accepted, done.set_aside, done.failed) == (0, 1, [])
    (entry,) = district.office.every(SetAside)
    assert verify(district).ok
    return entry


def codes(entry: SetAside) -> list[str]:
    return [reason["code"] for reason in entry.reasons]


def content_of(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if not name.startswith("_rev")}


def push_whole(tablet: PaperTablet, document: dict[str, Any]) -> None:
    for photo in default_photos():
        tablet.push_photo(photo)
    tablet.outbox.create(document)


def test_a_visit_moved_to_another_name_is_refused(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    other = assigned_case(district)
    moved = sealed_visit(tablet, case) | {"_id": visit_id(tablet, other)}
    push_whole(tablet, moved)
    entry = set_aside(district)
    assert codes(entry) == ["visit.envelope"]
    assert content_of(dict(entry.document)) == moved
    assert district.get_case(other.number).stage is Stage.ASSIGNED


def test_a_visit_sealed_with_another_assessors_key_is_refused(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    colleague = enrolled_tablet(district, "a-0218")
    body = tablet.seal(tablet.fill_in(case))
    push_whole(tablet, encode_outbox(colleague.caseload, visit_id(tablet, case), body))
    assert codes(set_aside(district)) == ["visit.envelope"]


def test_a_visit_sealed_with_a_key_the_district_never_made_is_refused(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    body = tablet.seal(tablet.fill_in(case))
    push_whole(tablet, encode_outbox(new_key(), visit_id(tablet, case), body))
    assert codes(set_aside(district)) == ["visit.envelope"]


def test_a_truncated_visit_is_refused(district: District, tablet: PaperTablet, case: Case) -> None:
    good = sealed_visit(tablet, case)
    push_whole(tablet, good | {"sealed": good["sealed"][:-40]})
    assert codes(set_aside(district)) == ["visit.envelope"]


def test_a_visit_with_a_flipped_byte_is_refused(district: District, tablet: PaperTablet, case: Case) -> None:
    good = sealed_visit(tablet, case)
    parts = good["sealed"].split(".")
    raw = bytearray(urlsafe_b64decode(parts[3] + "=="))
    raw[len(raw) // 2] ^= 1
    parts[3] = urlsafe_b64encode(raw).rstrip(b"=").decode()
    push_whole(tablet, good | {"sealed": ".".join(parts)})
    assert codes(set_aside(district)) == ["visit.envelope"]


def test_a_sealed_text_passed_off_as_an_open_body_is_refused(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    push_whole(tablet, sealed_visit(tablet, case) | {"schema": 1})
    assert codes(set_aside(district)) == ["visit.malformed"]


def test_a_tablet_is_told_of_an_envelope_that_did_not_open(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    good = sealed_visit(tablet, case)
    push_whole(tablet, good | {"sealed": good["sealed"][:-40]})
    set_aside(district)
    told = tablet.receipt(visit_id(tablet, case))
    assert (told["status"], told["digest"], told["photos"]) == ("set_aside", "", [])
    assert told["reason"]["code"] == "visit.envelope"


def _of_another_document(tablet: PaperTablet, photo_id: str, photo: bytes) -> bytes:
    return encode_photo(tablet.caseload, "photo:" + hashlib.sha256(photo_id.encode()).hexdigest(), photo)


def _of_another_assessor(tablet: PaperTablet, photo_id: str, photo: bytes) -> bytes:
    return encode_photo(enrolled_tablet(tablet.district, "a-0218").caseload, photo_id, photo)


def _truncated(tablet: PaperTablet, photo_id: str, photo: bytes) -> bytes:
    return encode_photo(tablet.caseload, photo_id, photo)[:-5]


def _not_encrypted(_tablet: PaperTablet, _photo_id: str, photo: bytes) -> bytes:
    return photo


@pytest.mark.parametrize(
    "forge",
    [_of_another_document, _of_another_assessor, _truncated, _not_encrypted],
    ids=lambda f: f.__name__,
)
def test_a_photo_that_is_not_its_documents_is_refused_and_kept(
    district: District, tablet: PaperTablet, case: Case, forge: Any
) -> None:
    door, room = default_photos()
    digest = hashlib.sha256(door).hexdigest()
    photo_id = f"photo:{digest}"
    false = forge(tablet, photo_id, door)
    document = encode_outbox(tablet.caseload, photo_id, {"digest": digest})
    tablet.outbox.create_with_attachment(document, "photo", false, SEALED_BYTES)
    tablet.push_photo(room)
    tablet.outbox.create(sealed_visit(tablet, case))
    entry = set_aside(district)
    assert codes(entry) == ["visit.envelope"]
    assert photo_id in entry.reasons[0]["zh"]
    assert district.evidence.get_photo(case.number, entry.photos[digest]) == false
    told = tablet.receipt(visit_id(tablet, case))
    assert sorted(told["photos"]) == sorted(entry.photos)


def test_another_picture_in_a_right_envelope_is_refused(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    door, room = default_photos()
    tablet.push_photo(picture("another door"), digest=hashlib.sha256(door).hexdigest())
    tablet.push_photo(room)
    tablet.outbox.create(sealed_visit(tablet, case))
    assert "visit.photo_swapped" in codes(set_aside(district))

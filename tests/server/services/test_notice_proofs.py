"""Two photos prove that a notice hung; what the camera noted leaves the picture (S7-AMB-22)."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import pytest
from PIL import ExifTags, Image

from server.domain.objection import Statement
from server.domain.review_check import Check
from server.errors import Refusal
from server.services.cases import get_case_view
from server.services.district import District
from server.services.notice_proofs import get_proof_photo, list_proofs, prove_notice
from server.services.notices import get_notice_for_desk
from server.services.objections import object_on_page
from server.services.verification import verify
from tests.factories import CHAIRMAN, CLERK, OFFICER, picture
from tests.server.services.story import move, noticed_case


def photo(taken: str = "2026:03:02 09:00:00", size: tuple[int, int] = (400, 300), **position: Any) -> bytes:
    """A JPEG as a phone writes it: time, place and model in its EXIF."""
    exif = Image.Exif()
    exif[ExifTags.Base.Model] = "Secret Phone 9"
    written = exif.get_ifd(ExifTags.IFD.Exif)
    written[ExifTags.Base.DateTimeOriginal] = taken
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    north = position.get("at", (36.0, 5.0, 30.0))
    gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N", north
    gps[ExifTags.GPS.GPSLongitudeRef], gps[ExifTags.GPS.GPSLongitude] = "E", (120.0, 21.0, 36.0)
    buffer = io.BytesIO()
    Image.new("RGB", size, (200, 40, 40)).save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def proof_check(district: District, number: str) -> Check:
    checks = get_case_view(district, OFFICER, number).checks
    return next(check for check in checks if check.rule == "S7-AMB-22")


def test_the_photos_are_kept_with_time_and_place_and_nothing_of_it_in_the_picture(
    district: District,
) -> None:
    case, posted = noticed_case(district)
    assert posted.missing == ("posted",)
    assert proof_check(district, case.number).waits
    prove_notice(district, CLERK, posted.id, "posted", photo())
    assert proof_check(district, case.number).ok
    move(district, days=4)
    assert get_notice_for_desk(district, OFFICER, posted.id).missing == ("removed",)
    assert "取下的照片" in proof_check(district, case.number).fact_zh
    prove_notice(district, OFFICER, posted.id, "removed", picture("down"))
    assert proof_check(district, case.number).ok
    first, second = list_proofs(district, district.get_case(case.number), posted.id)
    assert (first.taken_at, first.from_camera) == ("2026-03-02T01:00:00Z", True)
    assert first.position == {"latitude": "36.09167", "longitude": "120.36000"}
    assert (second.from_camera, dict(second.position)) == (False, {})
    kept = get_proof_photo(district, CLERK, posted.id, "posted")
    assert not dict(Image.open(io.BytesIO(kept)).getexif())
    assert b"Secret Phone" not in kept
    assert verify(district).ok


@pytest.mark.parametrize(
    ("which", "content", "code"),
    [
        ("posted", photo("2026:03:01 23:59:59"), "notice.photo_before"),
        ("posted", photo("2026:03:02 09:00:01"), "notice.photo_ahead"),
        ("removed", photo(), "notice.photo_early"),
        ("sideways", photo(), "notice.photo_which"),
        ("posted", b"", "image.unreadable"),
        ("posted", b"GIF89a" + bytes(60), "image.unreadable"),
        ("posted", photo()[:200], "image.unreadable"),
        ("posted", photo() + b"%PDF-1.7", "image.mixed"),
        ("posted", photo() + b"PK\x03\x04\x14\x00" + bytes(40), "image.mixed"),
        ("posted", photo() + b"<script>alert(1)</script>", "image.mixed"),
    ],
)
def test_what_proves_nothing_is_refused(district: District, which: str, content: bytes, code: str) -> None:
    case, posted = noticed_case(district)
    with pytest.raises(Refusal) as refused:
        prove_notice(district, OFFICER, posted.id, which, content)
    assert refused.value.code == code
    assert list_proofs(district, district.get_case(case.number), posted.id) == []


def test_a_picture_that_would_unpack_without_end_is_refused_unopened(district: District) -> None:
    _, posted = noticed_case(district)
    buffer = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(buffer, "PNG")
    with pytest.raises(Refusal, match=r"image\.unreadable"):
        prove_notice(district, OFFICER, posted.id, "posted", buffer.getvalue())


def test_a_camera_that_writes_nonsense_is_not_believed(district: District) -> None:
    case, posted = noticed_case(district)
    prove_notice(district, OFFICER, posted.id, "posted", photo("not a time", at=(360.0, 0.0, 0.0)))
    [proof] = list_proofs(district, district.get_case(case.number), posted.id)
    assert (proof.from_camera, dict(proof.position)) == (False, {})
    assert datetime.fromisoformat(proof.taken_at) == district.now()


def test_one_photo_of_each_kind_and_only_by_whose_post_it_is(district: District) -> None:
    _, posted = noticed_case(district)
    with pytest.raises(Refusal, match=r"person\.may_not"):
        prove_notice(district, CHAIRMAN, posted.id, "posted", photo())
    prove_notice(district, OFFICER, posted.id, "posted", photo())
    with pytest.raises(Refusal, match=r"notice\.photo_kept"):
        prove_notice(district, OFFICER, posted.id, "posted", photo())


def test_a_notice_that_was_stopped_may_be_taken_down_at_once(district: District) -> None:
    case, posted = noticed_case(district)
    object_on_page(district, posted.id, Statement("收入不对"))
    assert get_notice_for_desk(district, OFFICER, posted.id).missing == ("posted", "removed")
    prove_notice(district, OFFICER, posted.id, "removed", photo())
    assert get_notice_for_desk(district, OFFICER, posted.id).missing == ("posted",)
    assert verify(district).ok
    assert district.get_case(case.number).stage == "objected"


def test_a_photo_replaced_with_a_reason_stays_readable_behind_the_new_one(district: District) -> None:
    case, posted = noticed_case(district)
    prove_notice(district, OFFICER, posted.id, "posted", photo(size=(400, 300)))
    with pytest.raises(Refusal, match=r"notice\.photo_kept"):
        prove_notice(district, OFFICER, posted.id, "posted", photo(size=(300, 400)), "  ")
    prove_notice(district, OFFICER, posted.id, "posted", photo(size=(300, 400)), "第一张拍成了楼下的另一张")
    before, now = list_proofs(district, district.get_case(case.number), posted.id)
    assert (before.replaced, now.replaced) == (True, False)
    sizes = [
        Image.open(io.BytesIO(get_proof_photo(district, OFFICER, posted.id, "posted", n))).size
        for n in (before.n, now.n, 0)
    ]
    assert sizes == [(400, 300), (300, 400), (300, 400)]
    line = get_case_view(district, OFFICER, case.number).lines[-1]
    assert line.words == "第一张拍成了楼下的另一张"
    assert "第一张" not in str(list(district.casebook.documents()))
    assert proof_check(district, case.number).ok
    assert verify(district).problems == []

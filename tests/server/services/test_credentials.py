"""Credentials: issued, judged on a day, told to the tablets."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import date

import pytest
from PIL import Image

from server.domain.credential import Standing
from server.errors import Refusal
from server.services.credentials import (
    badge_url,
    find_portrait,
    get_assessor,
    get_portrait,
    issue_credential,
    judge,
    list_assessors,
    set_standing,
)
from server.services.district import District
from server.services.training import register_assessor
from tests.courses import pass_course
from tests.factories import CLERK, OFFICER, REVIEWER, STREET_ID, certificate

DAY = date(2026, 3, 12)


def standing(district: District, token: str, on: date = DAY) -> Standing:
    return judge(district, token, on).verdict.standing


def badge(district: District) -> str:
    return get_assessor(district, "a-0217").badge


def test_a_badge_fits_a_code_a_cheap_camera_reads(district: District) -> None:
    url = badge_url(district, "a-0217")
    assert url.startswith("http://127.0.0.1:8000/check#")
    assert len(url.encode("utf-8")) <= 380


def test_a_badge_is_valid_from_its_first_to_its_last_day(district: District) -> None:
    url = badge_url(district, "a-0217")
    days = {
        date(2025, 12, 31): Standing.NOT_YET_VALID,
        date(2026, 1, 1): Standing.VALID,
        date(2027, 6, 30): Standing.VALID,
        date(2027, 7, 1): Standing.EXPIRED,
    }
    assert {day: standing(district, url, day) for day in days} == days


@pytest.mark.parametrize("told", [Standing.SUSPENDED, Standing.REVOKED])
def test_what_the_district_withdraws_is_withdrawn(district: District, told: Standing) -> None:
    set_standing(district, REVIEWER, "a-0217", told, "原因")
    assert standing(district, badge(district)) is told
    set_standing(district, REVIEWER, "a-0217", Standing.VALID, "查清了")
    assert standing(district, badge(district)) is Standing.VALID


def test_a_badge_replaced_by_a_newer_one_under_another_serial_is_revoked(district: District) -> None:
    old = badge(district)
    issue_credential(district, REVIEWER, "a-0217", certificate(serial="0999"))
    assert standing(district, old) is Standing.REVOKED
    assert standing(district, badge(district)) is Standing.VALID


def test_a_withdrawal_has_a_first_day_and_a_suspension_a_last(district: District) -> None:
    set_standing(
        district,
        REVIEWER,
        "a-0217",
        Standing.SUSPENDED,
        "补考前暂停",
        first_day=date(2026, 3, 10),
        last_day=date(2026, 3, 20),
    )
    token = badge(district)
    days = {9: "valid", 10: "suspended", 20: "suspended", 21: "valid"}
    assert {day: standing(district, token, date(2026, 3, day)) for day in days} == days
    with pytest.raises(Refusal, match=r"credential\.day_past"):
        set_standing(district, REVIEWER, "a-0218", Standing.REVOKED, "原因", first_day=date(2026, 3, 1))


def test_what_is_revoked_is_not_revoked_again_and_what_is_valid_not_lifted(district: District) -> None:
    set_standing(district, REVIEWER, "a-0217", Standing.REVOKED, "原因")
    for told in (Standing.REVOKED, Standing.SUSPENDED):
        with pytest.raises(Refusal, match=r"credential\.standing"):
            set_standing(district, REVIEWER, "a-0217", told, "原因")
    with pytest.raises(Refusal, match=r"credential\.standing"):
        set_standing(district, REVIEWER, "a-0218", Standing.VALID, "原因")
    with pytest.raises(Refusal, match=r"approval\.reason"):
        set_standing(district, REVIEWER, "a-0218", Standing.REVOKED, " ")


def test_who_never_passed_is_not_certified(district: District) -> None:
    """S7-CRED-04: no pass, no credential, and no power to assess."""
    candidate = register_assessor(district, OFFICER, "何样宁", STREET_ID)
    for record in (lambda: None, lambda: pass_course(district, candidate.id, mark=59)):
        record()
        with pytest.raises(Refusal, match=r"credential\.not_passed"):
            issue_credential(district, REVIEWER, candidate.id, certificate("何样宁", candidate.id))
    assert not get_assessor(district, candidate.id).status
    pass_course(district, candidate.id, held_on=date(2026, 1, 15))
    with pytest.raises(Refusal, match=r"credential\.before_pass"):
        issue_credential(district, REVIEWER, candidate.id, certificate("何样宁", candidate.id))
    good = certificate("何样宁", candidate.id, valid_from=date(2026, 1, 16))
    assert issue_credential(district, REVIEWER, candidate.id, good).status == "valid"


def test_a_renewal_needs_another_pass(district: District) -> None:
    longer = certificate(valid_until=date(2029, 6, 30))
    with pytest.raises(Refusal, match=r"credential\.not_passed"):
        issue_credential(district, REVIEWER, "a-0217", longer)
    old = badge(district)
    pass_course(district, "a-0217", held_on=date(2025, 12, 20))
    issue_credential(district, REVIEWER, "a-0217", longer)
    assert standing(district, badge(district), date(2029, 1, 1)) is Standing.VALID
    assert standing(district, old, date(2029, 1, 1)) is Standing.EXPIRED


def test_every_certificate_names_the_course_it_rests_on(district: District) -> None:
    (act,) = [act for act in district.casebook.read("assessor-0217") if act.kind == "certified"]
    assert act.facts["course"] == "course-2025-001"
    assert act.facts["portrait"] == get_assessor(district, "a-0217").portrait


def test_the_portrait_is_evidence_and_its_digest_is_on_the_badge(district: District) -> None:
    portrait = get_portrait(district, "a-0217")
    digest = hashlib.sha256(portrait).hexdigest()
    judged = judge(district, badge(district), DAY)
    assert judged.claims is not None
    assert digest.startswith(judged.claims.portrait)
    assert find_portrait(district, judged.claims.portrait) == portrait
    assert district.evidence.get_photo("assessor-0217", digest) == portrait


def test_a_portrait_comes_in_upright_in_one_shape_and_without_the_cameras_notes(district: District) -> None:
    picture = Image.new("RGB", (900, 600), "#405060")
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "a camera"  # turned by a quarter; its maker
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", exif=exif)
    issue_credential(district, REVIEWER, "a-0217", certificate(portrait=buffer.getvalue()))
    kept = Image.open(io.BytesIO(get_portrait(district, "a-0217")))
    assert kept.size == (390, 520)
    assert dict(kept.getexif()) == {}


def test_a_badge_printed_anew_keeps_its_portrait_byte_for_byte(district: District) -> None:
    before = get_portrait(district, "a-0217")
    issue_credential(district, REVIEWER, "a-0217", certificate(portrait=before))
    assert get_portrait(district, "a-0217") == before


def test_acts_of_an_assessor_hold_no_name(district: District) -> None:
    set_standing(district, REVIEWER, "a-0217", Standing.REVOKED, "张三举报")
    text = json.dumps(
        [dict(act.facts) for act in district.casebook.read("assessor-0217")], ensure_ascii=False
    )
    assert "林试远" not in text
    assert "张三" not in text


def test_who_may_not_certify_is_refused(district: District) -> None:
    with pytest.raises(Refusal, match=r"person\.may_not"):
        issue_credential(district, OFFICER, "a-0301", certificate())
    with pytest.raises(Refusal, match=r"person\.may_not"):
        list_assessors(district, CLERK)


@pytest.mark.parametrize("portrait", [b"", b"not a picture", b"\xff\xd8\xff\xe0" + b"\x00" * 40])
def test_a_broken_portrait_is_refused(district: District, portrait: bytes) -> None:
    acts = district.casebook.read("assessor-0217")
    with pytest.raises(Refusal, match=r"image\.unreadable"):
        issue_credential(district, REVIEWER, "a-0217", certificate(portrait=portrait))
    assert district.casebook.read("assessor-0217") == acts

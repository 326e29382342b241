"""A credential at the desk: issued on a pass, suspended, lifted, revoked (S7-CRED-03, S7-CRED-07)."""

from __future__ import annotations

import io
from datetime import date

from server.services.credentials import get_assessor
from server.services.training import register_assessor
from tests.courses import pass_course
from tests.factories import OFFICER, STREET_ID, picture
from tests.server.web.browsing import words

DAYS = {"valid_from": "2026-03-02", "valid_until": "2028-03-01"}


def portrait() -> tuple[io.BytesIO, str]:
    return io.BytesIO(picture("face", (300, 400))), "face.jpg"


def test_from_the_register_to_the_badge(person, district):
    assert person("gao").do("/desk/assessors/new", {"name": "何样宁"}) == "/desk/assessors/a-0221"
    page, xie = "/desk/assessors/a-0221", person("xie")
    assert "要先培训、考试" in xie.text(page)
    refused = xie.send(f"{page}/certificate", DAYS | {"portrait": portrait()})
    assert (refused.status_code, "S7-CRED-03" in words(refused)) == (422, True)
    pass_course(district, "a-0221", held_on=date(2026, 2, 20))
    assert xie.do(f"{page}/certificate", DAYS | {"portrait": portrait()}) == page
    text = xie.text(page)
    assert "2026年3月2日至2028年3月1日" in text
    assert "凭“低保业务培训”的成绩发证 0221 号" in text
    assert xie.get(f"{page}/badge.pdf").data.startswith(b"%PDF")
    assert xie.get(f"{page}/portrait.jpg").mimetype == "image/jpeg"


def test_a_certificate_without_a_portrait_is_given_back(person, district):
    candidate = register_assessor(district, OFFICER, "何样宁", STREET_ID)
    pass_course(district, candidate.id)
    answer = person("xie").send(f"/desk/assessors/{candidate.id}/certificate", DAYS)
    assert "选一张正面免冠照片" in words(answer)
    assert 'value="2028-03-01"' in answer.text
    answer = person("xie").send(
        f"/desk/assessors/{candidate.id}/certificate",
        DAYS | {"valid_until": "2026-01-01", "portrait": portrait()},
    )
    assert "最后一天不能早于第一天" in words(answer)


def test_a_credential_is_suspended_and_lifted_and_revoked(person, district):
    page, xie = "/desk/assessors/a-0217", person("xie")
    refused = xie.send(f"{page}/suspension", {"first_day": "2026-03-02"})
    assert "写明原因" in words(refused)
    xie.do(f"{page}/suspension", {"first_day": "2026-03-02", "last_day": "2026-03-20", "reason": "补考"})
    assert "已暂停 到 2026年3月20日" in xie.text(page)
    xie.do(f"{page}/reinstatement", {"reason": "考过了"})
    assert get_assessor(district, "a-0217").status == "valid"
    xie.do(f"{page}/revocation", {"first_day": "2026-03-02", "reason": "调离"})
    text = xie.text(page)
    assert "已吊销" in text
    assert "“调离”" in text
    assert "打印工作证" not in text
    again = xie.send(f"{page}/revocation", {"first_day": "2026-03-02", "reason": "调离"})
    assert (again.status_code, "已吊销" in words(again)) == (409, True)


def test_a_card_is_made_anew_with_the_portrait_kept(person, district):
    page, xie = "/desk/assessors/a-0217", person("xie")
    before = get_assessor(district, "a-0217")
    assert "重做这张证" in xie.text(f"{page}/certificate")
    xie.do(f"{page}/certificate", {"valid_from": "2026-01-01", "valid_until": "2027-06-30"})
    assert get_assessor(district, "a-0217").portrait == before.portrait


def test_all_badges_print_on_sheets(person):
    assert person("gao").get("/desk/assessors/badges.pdf").data.startswith(b"%PDF")


def test_a_street_does_not_certify(person):
    gao = person("gao")
    for act in ("certificate", "suspension", "revocation", "reinstatement"):
        assert gao.get(f"/desk/assessors/a-0217/{act}").status_code == 403
    assert "暂停" not in gao.text("/desk/assessors/a-0217")

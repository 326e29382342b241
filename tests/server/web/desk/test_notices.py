"""Notices at the desk: their photos, objections to them, the holidays they hang on (S7-NOTICE)."""

from __future__ import annotations

import io
import re

from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from server.domain.objection import Statement
from server.services.objections import object_on_page
from tests.factories import picture
from tests.server.services.story import move, noticed_case
from tests.server.web.browsing import words


def test_a_photo_is_handed_in_shown_on_the_case_and_no_longer_missing(person, district):
    case, posted = noticed_case(district)
    clerk = person("fang")
    assert "缺照片的公示 1" in clerk.text("/desk/")
    assert "存张贴的照片" in clerk.text("/desk/notices?show=unproved")
    address = f"/desk/notices/{posted.id}/photo"
    nothing = clerk.send(address, {"which": "posted"})
    assert nothing.status_code == 422
    clerk.do(address, {"which": "posted", "photo": (io.BytesIO(picture("hung")), "hung.jpg")})
    page = clerk.get(f"/desk/cases/{case.number}")
    assert "公示张贴有照片" in words(page)
    shown = clerk.client.get(f"/desk/notices/{posted.id}/photos/posted")
    assert (shown.status_code, shown.mimetype) == (200, "image/jpeg")
    assert clerk.client.get(f"/desk/notices/{posted.id}/photos/removed").status_code == 404
    assert "照片都存了" in clerk.text("/desk/notices?show=unproved")


def test_a_photo_as_large_as_a_phone_takes_it_is_taken(person, district):
    _, posted = noticed_case(district)
    officer, address = person("gao"), f"/desk/notices/{posted.id}/photo"
    large = picture("large") + bytes(6_000_000)
    form = {
        "csrf_token": officer.token(address),
        "which": "posted",
        "photo": FileStorage(io.BytesIO(large), "large.jpg"),
    }
    boundary, body = encode_multipart(form)
    answer = officer.client.post(address, data=body, content_type=f"multipart/form-data; boundary={boundary}")
    assert answer.status_code == 302


def test_the_desk_records_an_objection_and_hands_out_the_receipt(person, district):
    case, _ = noticed_case(district)
    clerk = person("fang")
    assert f"/desk/cases/{case.number}/objection" in clerk.get(f"/desk/cases/{case.number}").text
    said = {"how": "phone", "text": "他家有一辆小汽车。", "name": "吴样邻", "once": "1"}
    clerk.do(f"/desk/cases/{case.number}/objection", said)
    page = clerk.text(f"/desk/cases/{case.number}")
    receipt = re.search(r"Y-[0-9A-Z]{4}-[0-9A-Z]{4}", page)[0]
    for private in ("小汽车", "吴样邻"):
        assert private not in page
    assert clerk.get("/desk/objections").status_code == 403
    assert clerk.get(f"/desk/objections/{receipt}").status_code == 403


def test_the_street_reads_answers_and_sends_others(person, district):
    case, posted = noticed_case(district)
    filed = object_on_page(district, posted.id, Statement("他家有一辆小汽车。", "吴样邻"))
    officer = person("gao")
    assert "等答复的异议 1" in officer.text("/desk/")
    assert filed.receipt in officer.text("/desk/objections")
    text = officer.text(f"/desk/objections/{filed.receipt}")
    assert "他家有一辆小汽车。" in text
    assert "吴样邻" in text
    page, answer = f"/desk/objections/{filed.receipt}", f"/desk/objections/{filed.receipt}/answer"
    assert officer.send(answer, {"words": ""}, page=page).status_code == 422
    officer.do(answer, {"words": "另派人重新调查。"}, page=page)
    assert "另派人重新调查。" in officer.text(page)
    assert "没有等着答复的" in officer.text("/desk/objections")
    assert "有异议以前去过，不能再派" in officer.text(f"/desk/cases/{case.number}/team")
    assert "公示栏 收到具名异议" in officer.text(f"/desk/cases/{case.number}")
    assert "Public board" in person("gao", lang="en").text(f"/desk/cases/{case.number}")


def test_the_community_learns_nothing_of_the_board_but_the_administrator_may_not_either(person, district):
    _, posted = noticed_case(district)
    filed = object_on_page(district, posted.id, Statement("不对"))
    assert person("admin").get(f"/desk/objections/{filed.receipt}").status_code == 403


def test_publishing_a_year_settles_the_notices_that_hang_on_it(person, district):
    case, posted = noticed_case(district)
    officer, admin = person("gao"), person("admin")
    for place in (f"/desk/cases/{case.number}", "/desk/notices", "/desk/?queue=others"):
        assert "暂定" in officer.text(place), place
    assert "暂定" in person().text(f"/board/notices/{posted.id}")
    assert "2026 年还没有" in admin.text("/desk/holidays")
    drafted = admin.text("/desk/holidays/2026")
    assert "2026-10-01" in drafted
    wrong = admin.send("/desk/holidays/2026", {"off": "10月1日", "worked": "", "source": "通知"})
    assert wrong.status_code == 422
    assert "10月1日" in wrong.text
    decree = {"off": "2026-03-05", "worked": "", "source": "国办发明电〔2025〕7号"}
    led_to = admin.do("/desk/holidays/2026", decree)
    assert "1 份公示的期满日定下来了，其中 1 份延后" in admin.text(led_to)
    assert "暂定" not in officer.text(f"/desk/cases/{case.number}")
    text = person().text(f"/board/notices/{posted.id}")
    assert "纸上写的是3月5日期满" in text
    assert "3月6日 24 时结束" in text
    move(district, days=4)
    officer.sign_in()
    assert person().get(f"/board/notices/{posted.id}").status_code == 200
    assert officer.get("/desk/holidays").status_code == 403

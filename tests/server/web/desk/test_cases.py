"""The file page: acts as sentences, checks with failures first, photos only for those who may see them."""

from __future__ import annotations

from server.records.entries import Area, User
from tests.factories import accepted_case, visited_case
from tests.server.services.story import examined_case
from tests.server.web.browsing import words


def test_the_file_says_what_happened_and_what_comes_next(person, district):
    case = visited_case(district)
    text = person("gao").text(f"/desk/cases/{case.number}")
    assert "方示宁 登记申请，2 人。" in text
    assert "等您办。 等评审委员会评议" in text
    assert "三方对照" in text
    assert "1,200.00 1,860.00" in text


def test_the_same_file_in_english(person, district):
    case = visited_case(district)
    text = person("gao", lang="en").text(f"/desk/cases/{case.number}")
    assert "Waiting for you. Waits for the committee" in text
    assert "differs" in text


def test_a_damaged_photo_is_the_first_check(person, district):
    case = examined_case(district)
    assert "没有不对的" in person("xie").text(f"/desk/cases/{case.number}")
    damage(district, case)
    qian = person("qian")
    text = qian.text(f"/desk/cases/{case.number}")
    assert "先看" in text
    assert "写明理由，批准" in text
    answer = qian.send(f"/desk/cases/{case.number}/approve", {"reason": "", "seal": "stamp03"})
    assert answer.status_code == 422
    assert "要批准，请写明理由" in words(answer)


def test_photos_are_kept_by_this_browser_only(person, district):
    case = visited_case(district)
    digest = case.visit.photos[0]
    gao = person("gao")
    answer = gao.get(f"/desk/cases/{case.number}/photos/{digest}")
    assert answer.mimetype == "image/jpeg"
    assert "private" in answer.headers["Cache-Control"]
    again = gao.get(
        f"/desk/cases/{case.number}/photos/{digest}", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304
    assert person().get(f"/desk/cases/{case.number}/photos/{digest}").status_code == 302
    assert gao.get(f"/desk/cases/{case.number}/photos/{'0' * 64}").status_code == 404


def test_a_photo_is_shown_large_with_its_time_and_digest(person, district):
    case = visited_case(district)
    text = person("gao").text(f"/desk/cases/{case.number}/look/{case.visit.photos[0]}")
    assert case.visit.photos[0] in text
    assert "和封存时一个字节不差" in text


def test_another_community_does_not_see_the_file(person, district):
    district.office.save(Area("anding", "community", "安定社区", "Anding", "SLAD", "songlin"))
    district.office.save(
        User(
            "kang",
            "康试兰",
            ("community_clerk",),
            district.office.get(User, "gao").password,
            "songlin",
            "anding",
        )
    )
    case = accepted_case(district)
    assert person("kang").get(f"/desk/cases/{case.number}").status_code == 403


def test_a_number_opens_its_file(person, district):
    case = accepted_case(district)
    answer = person("gao").get(f"/desk/cases?q={case.number.lower()}")
    assert answer.location == f"/desk/cases/{case.number}"


def test_finding_by_name_address_and_last_four(person, district):
    case = accepted_case(district)
    gao = person("gao")
    for asked in ("周例平", "3 单元", "0010"):
        assert case.number in gao.text(f"/desk/cases?q={asked}")
    assert "没有找到" in gao.text("/desk/cases?q=不存在")


def damage(district, case):
    """One byte of a stored photo changed, past everything that would refuse it."""
    digest = case.visit.photos[0]
    database = district.database("evidence")
    document = database.get(f"photo:{case.number}:{digest}")
    content = database.get_attachment(document["_id"], "photo")
    database.put_attachment(document, "photo", content[:-1] + b"!", "image/jpeg")

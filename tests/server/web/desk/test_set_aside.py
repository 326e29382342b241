"""What could not be accepted is listed with its reason and kept whole."""

from __future__ import annotations

from server.records.codec import encode_outbox
from server.records.entries import SetAside
from server.records.envelope import new_key
from server.services.tasks import task_id
from tests.factories import assigned_case, enrolled_tablet, reconcile


def test_an_upload_set_aside_is_listed_and_shown(person, district):
    tablet, case = enrolled_tablet(district), assigned_case(district)
    body = tablet.seal(tablet.fill_in(case))
    body["visit"]["answers"] = dict(body["visit"]["answers"]) | {"opinion_reason": "改过"}
    tablet.push(body)
    reconcile(district)
    gao = person("gao")
    assert "搁置的上传 1" in gao.text("/desk/")
    page = gao.get("/desk/set-aside")
    assert "封存签名对不上" in page.text
    address = page.text.split('href="/desk/set-aside/')[1].split('"')[0]
    shown = gao.text(f"/desk/set-aside/{address}")
    assert "visit.bad_seal" in shown
    assert "改过" in shown


def set_aside(district):
    """A visit the applicant did not sign; its tablet, its case and the address of its page."""
    tablet, case = enrolled_tablet(district), assigned_case(district)
    tablet.push(tablet.seal(tablet.fill_in(case, signatures=[])))
    reconcile(district)
    (entry,) = district.office.every(SetAside)
    return tablet, case, f"/desk/set-aside/{entry.id}"


def test_it_is_sent_back_to_the_tablet_with_words(person, district):
    tablet, case, page = set_aside(district)
    gao = person("gao")
    gao.do(f"{page}/return", {"words": "请申请人补签。"}, page=page)
    assert tablet.read(task_id(case))["returned"]["words"] == "请申请人补签。"
    assert "3月2日 9:00 高样如 退回平板了 请申请人补签。" in gao.text(page)
    assert "搁置的上传 0" in gao.text("/desk/")
    assert "高样如 退回平板了" in gao.text("/desk/set-aside?state=returned")
    assert "没有要办的" in gao.text("/desk/set-aside")


def test_it_is_not_sent_back_without_words(person, district):
    _, _, page = set_aside(district)
    refused = person("gao").send(f"{page}/return", {"words": " "}, page=page)
    assert refused.status_code == 422
    assert "请写明要补什么、改什么" in refused.text


def test_what_the_case_does_not_wait_for_has_no_way_back(person, district):
    tablet, case, page = set_aside(district)
    assert f'action="{page}/return"' in person("gao").get(page).text
    tablet.push(tablet.seal(tablet.fill_in(case)))
    assert reconcile(district).accepted == 1
    for who in ("gao", "xie"):
        assert f'action="{page}/return"' not in person(who).get(page).text


def test_what_does_not_open_is_shown_as_it_came(person, district):
    tablet, case = enrolled_tablet(district), assigned_case(district)
    document = encode_outbox(new_key(), f"visit:{case.number}:1:{tablet.id}", {"state": "sealed"})
    tablet.outbox.create(document)
    reconcile(district)
    (entry,) = district.office.every(SetAside)
    shown = person("gao").text(f"/desk/set-aside/{entry.id}")
    assert "这份打不开，只能看到密封的样子。" in shown
    assert document["sealed"] in shown


def test_it_is_read_in_the_words_of_the_form_with_its_photos_beside_what_was_declared(person, district):
    _, _, page = set_aside(district)
    gao = person("gao")
    shown = gao.text(page)
    assert "和申报的对照" in shown
    assert "这一份写了什么" in shown
    assert "见到了谁 申请人本人" in shown
    (entry,) = district.office.every(SetAside)
    for digest in entry.photos:
        photo = gao.get(f"{page}/photos/{digest}")
        assert (photo.status_code, photo.mimetype) == (200, "image/jpeg")
        assert photo.headers["Cache-Control"] == "private, no-store"


def test_a_photo_of_another_upload_or_another_street_is_not_given_out(person, district):
    _, _, page = set_aside(district)
    assert person("gao").get(f"{page}/photos/{'0' * 64}").status_code == 404
    (entry,) = district.office.every(SetAside)
    address = f"{page}/photos/{next(iter(entry.photos))}"
    assert person("fang").get(address).status_code == 403


def test_it_is_laid_beside_the_visit_in_the_record(person, district):
    tablet, case, page = set_aside(district)
    tablet.push(tablet.seal(tablet.fill_in(case)))
    assert reconcile(district).accepted == 1
    assert "和案卷里的入户记录对照" in person("gao").text(page)


def test_the_district_accepts_it_and_the_case_goes_on(person, district):
    _, case, page = set_aside(district)
    gao = person("gao")
    assert "这一份要由区里决定收不收" in gao.text(page)
    refused = gao.send(f"{page}/acceptance", {"words": "签字纸在街道。"}, page=page)
    assert refused.status_code == 403
    assert "签字纸在街道。" in refused.text
    xie = person("xie")
    xie.do(f"{page}/acceptance", {"words": "签字纸在街道。"}, page=page)
    assert "谢试文 收进案卷了 签字纸在街道。" in xie.text(page)
    assert "收下搁置的上传。没有满足的：visit.signature_missing。" in xie.text(f"/desk/cases/{case.number}")


def test_it_is_closed_with_a_reason_and_listed_so(person, district):
    _, _, page = set_aside(district)
    gao = person("gao")
    assert gao.send(f"{page}/closing", {"words": ""}, page=page).status_code == 422
    gao.do(f"{page}/closing", {"words": "重新入户了。"}, page=page)
    assert "高样如 结掉了" in gao.text("/desk/set-aside?state=closed")
    assert "搁置的上传 0" in gao.text("/desk/")


def test_the_auditor_reads_and_decides_nothing(person, district):
    _, _, page = set_aside(district)
    shown = person("admin").text(page)
    assert "为什么搁置" in shown
    assert "怎么办" not in shown

"""What could not be accepted is listed with its reason and kept whole."""

from __future__ import annotations

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

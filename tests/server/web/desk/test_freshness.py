"""How far behind the record is, on a page and for Prometheus."""

from __future__ import annotations

from server.services.freshness import note_pass
from server.services.reconciliation import build_reconciler
from tests.factories import assigned_case, enrolled_tablet


def test_the_district_sees_what_waits_and_the_street_does_not(person, district):
    tablet, case = enrolled_tablet(district), assigned_case(district)
    body = tablet.seal(tablet.fill_in(case))
    tablet.push_document(f"visit:{case.number}:1:{tablet.id}", body)
    reconciler = build_reconciler(district)
    note_pass(district, reconciler, reconciler.run_once())
    shown = person("xie").text("/desk/freshness")
    assert "林试远" in shown
    assert "1 份等照片或别的上传。" in shown
    assert "收得及不及时 1" in person("xie").text("/desk/")
    assert person("gao").get("/desk/freshness").status_code == 403


def test_where_everything_is_settled_the_page_says_so(person, district):
    assert "都收完了" in person("admin").text("/desk/freshness")
    assert "Everything is settled" in person("admin", "en").text("/desk/freshness")

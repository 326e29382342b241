"""What the information check and an investigation said, by the member and the path it is about."""

from __future__ import annotations

from server.services.cross_checks import CrossChecks, read_cross_checks
from server.services.investigations import record_investigation
from tests.factories import OFFICER, visited_case


def test_a_member_nobody_was_asked_about_has_no_result():
    crossed = CrossChecks({"m1": ("contradicts", "另有一份工资"), "m2": ("agrees", "")}, ())
    assert crossed.says("member[m1].income[i1].amount") == "contradicts"
    assert crossed.says("member[m2].income[i1].amount") == "agrees"
    assert crossed.says("member[m3].income[i1].amount") == ""
    assert crossed.says("income_total") == "contradicts"


def test_the_totals_agree_where_every_member_asked_about_does_and_nobody_asked_says_nothing():
    assert CrossChecks({"m1": ("agrees", ""), "m2": ("agrees", "")}, ()).says("income_total") == "agrees"
    assert CrossChecks({}, ()).says("income_per_capita") == ""


def test_an_investigation_is_read_with_its_ways_and_words(district):
    case = record_investigation(district, OFFICER, visited_case(district).number, ["phone"], "单位说在上班。")
    (looked,) = read_cross_checks(district, case).investigated
    assert (list(looked.methods), looked.words) == (["phone"], "单位说在上班。")

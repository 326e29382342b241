"""What a person should look at, on the case's page, in its list and when it is put away."""

from __future__ import annotations

from server.records.entries import Flag
from server.services.applications import register_application
from server.services.flags import raise_flags
from tests.factories import CLERK, assigned_case, enrolled_tablet, household, reconcile


def flagged(district):
    """Two visited cases with the same photos and the same person; the number of the first."""
    tablet = enrolled_tablet(district)
    numbers = []
    for _ in range(2):
        case = assigned_case(district)
        tablet.push(tablet.seal(tablet.fill_in(case)))
        numbers.append(case.number)
        assert reconcile(district).accepted == 1
    raise_flags(district)
    return numbers


def test_the_case_shows_what_was_noticed_with_both_photos_and_both_visits(person, district):
    one, other = flagged(district)
    page = person("gao").get(f"/desk/cases/{one}").text
    assert f"有一张照片和案卷 {other} 的一张几乎一样。" in page
    assert f"/desk/cases/{other}/photos/" in page
    shown = person("gao").text(f"/desk/cases/{one}")
    assert f"家里有人的身份证号，在案卷 {other} 里也有。" in shown
    assert "提醒人看的 只是提醒，不影响办理" in shown
    assert "same time" in person("gao", "en").text(f"/desk/cases/{one}")


def test_it_is_counted_listed_and_put_away_with_a_reason(person, district):
    case = register_application(district, CLERK, household())
    register_application(district, CLERK, household(address="别处"))
    raise_flags(district)
    gao = person("gao")
    assert "提醒人看的 2" in gao.text("/desk/")
    assert case.number in gao.text("/desk/flags")
    (entry,) = district.office.every(Flag, f"{case.number}:")
    page = f"/desk/cases/{case.number}/flags/{entry.id}"
    refused = gao.send(page, {"reason": " "})
    assert refused.status_code == 422
    assert "请写明看了什么、为什么不用再看。" in refused.text
    gao.do(page, {"reason": "看过户口簿。"})
    assert "提醒人看的 1" in gao.text("/desk/")
    after = gao.text(f"/desk/cases/{case.number}")
    assert "看过的提醒 1 条" in after
    assert "看过户口簿。" in after


def test_a_clerk_sees_no_flags_and_an_auditor_puts_none_away(person, district):
    one, _ = flagged(district)
    (entry, *_rest) = district.office.every(Flag, f"{one}:")
    assert "提醒人看的" not in person("fang").text(f"/desk/cases/{one}")
    assert person("fang").get("/desk/flags").status_code == 403
    assert person("admin").get(f"/desk/cases/{one}/flags/{entry.id}").status_code == 403

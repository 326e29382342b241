"""Where records of one visit differ: on the case's page, on its own page, decided with a reason."""

from __future__ import annotations

import re

from server.domain.permission import PERMISSIONS
from server.services.contributions import find_discrepancies
from server.services.devices import find_device
from server.services.readings import section_of
from server.services.visits import view_visit
from tests.factories import enrolled_tablet, picture, reconcile, unconfirmed_case


def differing(district, **answers):
    """The number of a visited case of which a colleague recorded something else."""
    case, visit = unconfirmed_case(district)
    colleague = enrolled_tablet(district, "a-0218")
    colleague.push_contribution(colleague.contribute(visit, answers))
    assert reconcile(district).accepted == 1
    return case.number


def test_both_values_stand_side_by_side_with_who_said_them(person, district):
    number = differing(district, living_note="家里有新空调。", furnishing="good")
    shown = person("gao").text(f"/desk/cases/{number}")
    assert "评估员记得不一样的 2 处要决定" in shown
    assert "评估员记得不一样的要决定 S7-EVAL-05 还有 2 处" in shown
    assert "房子和陈设 罗样青 决定按哪个算 一般 较好" in shown
    assert "可以综合调查以后再定" not in shown
    assert "The colleague recorded" in person("gao", "en").text(f"/desk/cases/{number}")


def test_a_decision_asks_for_choice_and_reason_and_keeps_what_was_written(person, district):
    number = differing(district, living_note="家里有新空调。")
    page, gao = f"/desk/cases/{number}/differences/1", person("gao")
    refused = gao.send(page, {"choice": "", "reason": "又去看了一次。"})
    assert refused.status_code == 422
    assert "选哪一个答案算数。" in refused.text
    assert "又去看了一次。" in refused.text
    gao.do(page, {"choice": "contribution", "reason": "又去看了一次。"})
    shown = gao.text(f"/desk/cases/{number}")
    assert "评估员记得不一样的 都决定了" in shown
    assert "评估员的记录都对上了" in shown
    assert "一处不一致，以补充记录为准。" in shown
    assert "又去看了一次。" in shown
    assert district.get_case(number).undecided == ()


def test_the_arithmetic_on_the_page_follows_the_decision(person, district):
    case, visit = unconfirmed_case(district)
    earner = next(row for row in visit["answers"]["member"] if row.get("income"))
    [income] = earner["income"]
    changed = [{"_id": earner["_id"], "income": [income | {"amount": "2600.00"}]}]
    colleague = enrolled_tablet(district, "a-0218")
    colleague.push_contribution(colleague.contribute(visit, {"member": changed}))
    assert reconcile(district).accepted == 1
    gao, page = person("gao"), f"/desk/cases/{case.number}"
    assert "计入的全家月收入 = 1,860.00" in gao.text(page)
    gao.do(f"{page}/differences/1", {"choice": "contribution", "reason": "看了流水。"})
    assert "计入的全家月收入 = 2,600.00" in gao.text(page)


def test_the_record_on_the_page_follows_the_decision_and_the_losing_answer_stays_readable(person, district):
    case, visit = unconfirmed_case(district)
    earner = next(row for row in visit["answers"]["member"] if row.get("income"))
    [income] = earner["income"]
    changed = [{"_id": earner["_id"], "income": [income | {"amount": "2600.00"}]}]
    colleague = enrolled_tablet(district, "a-0218")
    said = {"member": changed, "living_note": "家里有新空调。", "medical": "80.00"}
    colleague.push_contribution(colleague.contribute(visit, said))
    assert reconcile(district).accepted == 1
    gao, page = person("gao"), f"/desk/cases/{case.number}"
    assert "80.00" in gao.text(page)  # what only she answered is in the record at once
    places = {
        row.path: n for n, row in enumerate(find_discrepancies(district, district.get_case(case.number)), 1)
    }
    [amount] = [path for path in places if path.endswith("amount")]
    gao.do(f"{page}/differences/{places[amount]}", {"choice": "contribution", "reason": "看了流水。"})
    gao.do(f"{page}/differences/{places['living_note']}", {"choice": "visit", "reason": "问过了。"})
    shown = gao.get(page).text
    found = f"member[{earner['_id']}].income[{income['_id']}].amount"
    assert found == amount
    assert re.search(r"<td>2,600.00<br><s[^>]*>1,860.00 元</s></td>", shown)
    assert re.search(r"<dd>2,600.00 元 <s[^>]*>1,860.00 元</s></dd>", shown)
    assert re.search(r"<dd>[^<]* <s[^>]*>家里有新空调。</s></dd>", shown)


def test_each_side_says_when_and_on_which_tablet_and_the_photos_of_the_section_come_first(person, district):
    case, visit = unconfirmed_case(district)
    colleague = enrolled_tablet(district, "a-0218")
    said = {"living_note": "家里有新空调。"}
    body = colleague.contribute(visit, said, [picture("hers")])
    colleague.push_contribution(body, [picture("hers")])
    assert reconcile(district).accepted == 1
    page = person("gao").get(f"/desk/cases/{case.number}/differences/1").text
    numbers = [find_device(district, one).number for one in (visit["device"], colleague.id)]
    assert all(f"平板 {number}" in page for number in numbers)
    assert page.count("2026年3月2日 9:00") + page.count("3月2日 9:00") >= 2
    near, _, apart = page.partition("别处的照片")
    form = view_visit(district, district.get_case(case.number)).form
    here = section_of(form, "living_note")
    for photo in (*visit["photos"], *body["contribution"]["photos"]):
        part = near if section_of(form, photo["path"]) == here else apart
        assert photo["digest"] in part


def test_a_difference_about_income_suggests_an_investigation(person, district):
    number = differing(district, savings="99999.00")
    assert "可以综合调查以后再定（S7-EVAL-05）" in person("gao").text(f"/desk/cases/{number}/differences/1")


def test_only_the_street_decides(person, district):
    number = differing(district, living_note="家里有新空调。")
    assert PERMISSIONS["discrepancy.decide"] == {"street_officer"}
    assert person("fang").get(f"/desk/cases/{number}/differences/1").status_code == 403
    assert "决定按哪个算" not in person("fang").text(f"/desk/cases/{number}")
    assert person("gao").get(f"/desk/cases/{number}/differences/2").status_code == 404

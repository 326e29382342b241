"""The national way: two assessors, each adult's authorisation, seven days, a meeting only if objected to.

民发〔2021〕57号 (``cn-2021``). The visits themselves are journeyed elsewhere; here they come from a tablet
without a screen, and everything about them happens at desks, on paper, and before the notice board.
"""

from __future__ import annotations

import csv
import io
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from server.domain.case import Case
from server.domain.stage import Stage
from server.services.committee import record_finding
from server.services.district import District
from server.services.info_checks import request_check, sign_authorisation
from server.services.notices import PostedNotice, post_notice
from server.services.objections import Statement, object_on_page
from server.services.verification import verify
from tests.factories import (
    CLERK,
    COMMITTEE,
    MEMBERS,
    OFFICER,
    TEAM,
    accepted_case,
    assigned_case,
    confirm,
    enrolled_tablet,
    reconcile,
)
from tests.journeys.browser import desk
from tests.journeys.desk_papers import fetched, printed, sign_in_the_pad
from tests.journeys.in_process import url
from tests.journeys.test_objection import investigate, send_another_team
from tests.second_team import certify_others
from tests.server.conftest import app, clock, district
from tests.server.services.packs import use_pack
from tests.server.services.story import move
from tests.server.services.test_info_checks import answers, import_results
from tests.server.web.browsing import PASSWORD

__all__ = ["app", "clock", "district", "url"]


@pytest.fixture
def national(district: District) -> District:
    use_pack(district, "cn-2021@1")
    return district


def test_two_assessors_seven_days_and_no_meeting(national: District, url: str, browser: Browser) -> None:
    accepted = accepted_case(national)
    case = f"{url}/desk/cases/{accepted.number}"
    with desk(browser, url, "gao", PASSWORD) as officer:
        every_adult_authorises(officer, case)
        the_list_goes_out_and_comes_back(officer, url, accepted)
        two_are_sent(officer, case)
        visit(national, accepted.number)
        the_committee_finds_and_the_notice_hangs_seven_days(officer, url, case)
    move(national, days=10)
    with desk(browser, url, "fang", PASSWORD) as clerk:
        clerk.goto(f"{url}/desk/meetings/new?community=huaian")
        expect(clerk.get_by_role("main")).to_contain_text("现在没有可以议的案")
    with desk(browser, url, "gao", PASSWORD) as officer:
        audit(officer, case)
        form = printed(officer, case, "approval")
    assert "最低生活保障审核确认表" in form
    assert "审核合格" in form
    assert national.get_case(accepted.number).originals is None  # no originals are called for (D-16)
    assert verify(national).problems == []


def test_a_meeting_only_where_somebody_objected_and_it_advises(
    national: District, url: str, browser: Browser
) -> None:
    certify_others(national)
    number, posted = noticed(national)
    object_on_page(national, posted.id, Statement("他家有一辆小汽车。"))
    with desk(browser, url, "gao", PASSWORD) as officer:
        send_another_team(officer, url, national.get_case(number))
    investigate(national, national.get_case(number))
    again = post_notice(national, OFFICER, number, "槐安社区公示栏")
    move(national, days=(again.period.last_day - national.today()).days + 1)
    with desk(browser, url, "fang", PASSWORD) as clerk:
        convene(clerk, url)
        meeting = clerk.url.partition("?")[0]
    with desk(browser, url, "lin", PASSWORD) as chair:
        slips_are_counted(chair, meeting)
        form = printed(chair, f"{url}/desk/cases/{number}", "feedback")
        minutes = fetched(chair, f"{meeting}/minutes.pdf")
    assert "议事会的意见供审核参考，您的申请照常报街道审核" in form
    assert "不属实" in form
    assert "同意6，不同意4" in minutes
    assert national.get_case(number).stage is Stage.ADVISED
    assert verify(national).problems == []


def every_adult_authorises(officer: Page, case: str) -> None:
    """One draws their name on the pad, the other signs on paper; nothing is asked before both have."""
    officer.goto(f"{case}/info-check")
    officer.get_by_role("button", name="提请核对").click()
    expect(officer.locator("main [role=alert]").first).to_contain_text("周例平、陈示兰")
    sign_in_the_pad(officer)
    officer.get_by_role("button", name="签好了").first.click()
    expect(officer.locator(".pad.signed")).to_have_count(1)
    officer.get_by_role("button", name="在纸上签了").click()
    expect(officer.locator(".pad.signed")).to_have_count(2)
    officer.get_by_role("button", name="提请核对").click()
    expect(officer.get_by_role("main")).to_contain_text("结果在“信息核对”里导入")


def the_list_goes_out_and_comes_back(officer: Page, url: str, case: Case) -> None:
    """The file is tried row by row first, then the same rows are imported."""
    listed = officer.request.get(f"{url}/desk/info-checks/requests.csv").text()
    rows = list(csv.DictReader(io.StringIO(listed.lstrip("\ufeff"))))
    assert [(row["案号 Case"], row["姓名 Name"]) for row in rows] == [
        (case.number, "周例平"),
        (case.number, "陈示兰"),
    ]
    filled = io.StringIO()
    sheet = csv.DictWriter(filled, list(rows[0]))
    sheet.writeheader()
    sheet.writerows(row | {"结果 Result": "无出入"} for row in rows)
    officer.goto(f"{url}/desk/info-checks")
    officer.get_by_label("填好的文件").set_input_files(
        {"name": "results.csv", "mimeType": "text/csv", "buffer": filled.getvalue().encode()}
    )
    officer.get_by_role("button", name="先试一遍").click()
    expect(officer.locator("#tried")).to_contain_text("都对，2 行可以导入")
    officer.get_by_role("button", name="导入这 2 行").click()
    expect(officer.get_by_role("status")).to_contain_text("导入了 2 行")


def two_are_sent(officer: Page, case: str) -> None:
    officer.goto(f"{case}/team")
    expect(officer.get_by_role("heading", level=1)).to_have_text("派 2 位评估员")
    for assessor in TEAM[:2]:
        officer.locator(f"input[name=assessors][value={assessor}]").check(force=True)
        officer.locator(f"#relation-{assessor}").select_option("none")
    officer.locator(f"input[name=lead][value={TEAM[0]}]").check(force=True)
    officer.get_by_role("button", name="就派这几位").click()
    expect(officer.get_by_role("status")).to_contain_text("派好了")


def visit(district: District, number: str) -> None:
    tablet = enrolled_tablet(district)
    sealed = tablet.fill_in(district.get_case(number))
    tablet.push(tablet.seal(sealed))
    assert reconcile(district).accepted == 1
    confirm(district, sealed)


def the_committee_finds_and_the_notice_hangs_seven_days(officer: Page, url: str, case: str) -> None:
    officer.goto(f"{case}/finding")
    officer.get_by_label("符合条件", exact=True).check(force=True)
    for member in officer.locator("[name=members]").all():
        member.check(force=True)
    officer.get_by_role("button", name="记下结论").click()
    officer.goto(f"{case}/notice")
    expect(officer.get_by_role("main")).to_contain_text("7 天")
    officer.get_by_role("button", name=re.compile("已经贴好")).click()
    officer.goto(f"{url}/desk/notices")
    row = officer.get_by_role("row", name=re.compile("周例平"))
    notice = fetched(officer, url + (row.locator("a[href$='notice.pdf']").get_attribute("href") or ""))
    assert "最低生活保障初审意见公示" in notice
    assert "周例平" in notice  # the national pack names the head in full
    assert "公示七天：2026年3月3日至9日24时，张贴日不计" in notice


def audit(officer: Page, case: str) -> None:
    """Straight from the notice: nobody objected, so no meeting was needed (C-16)."""
    officer.goto(f"{case}/audit")
    officer.get_by_label("审核合格").check(force=True)
    for member in officer.locator("[name=members]").all():
        member.check(force=True)
    officer.get_by_label("负责人", exact=True).select_option(index=1)
    officer.locator("[name=seal][value=stamp02]").check(force=True)
    officer.get_by_role("button", name="签字，记下审核").click()
    expect(officer.locator(".acts")).to_contain_text("审核合格")


def noticed(district: District) -> tuple[str, PostedNotice]:
    """A case of the national way whose notice hangs."""
    number = assigned_case(district, TEAM[:2]).number
    visit(district, number)
    for member in ("m1", "m2"):
        sign_authorisation(district, CLERK, number, member)
    import_results(district, OFFICER, answers(request_check(district, OFFICER, number)))
    record_finding(district, OFFICER, number, True, COMMITTEE)
    return number, post_notice(district, OFFICER, number, "槐安社区公示栏")


def convene(clerk: Page, url: str) -> None:
    clerk.goto(f"{url}/desk/meetings/new?community=huaian")
    clerk.get_by_label("在哪里开").fill("居委会二楼会议室")
    clerk.get_by_label("谁主持").select_option("lin")
    clerk.get_by_role("button", name="召开", exact=True).click()
    clerk.wait_for_url(re.compile(r"/desk/meetings/M-"))


def slips_are_counted(chair: Page, meeting: str) -> None:
    """Slips, not hands: more returned than issued is named at once; a vote not won advises, never ends."""
    chair.goto(meeting)
    chair.locator(f"[name='there-{MEMBERS[-1]}'][value=no]").check(force=True)
    chair.get_by_role("button", name=re.compile("记下到会的人")).click()
    done = chair.locator(".agenda .hole.done")
    for item in range(1, 7):
        chair.get_by_role("button", name="申请人已经离开会议室" if item == 5 else "这一项做完了").click()
        expect(done).to_have_count(item)
    for name, number in {"issued": 10, "returned": 11, "agree": 6, "against": 4, "abstain": 0}.items():
        chair.locator(f"input[name={name}]").fill(str(number))
    chair.locator("input[name=invalid]").fill("0")
    close = chair.get_by_role("button", name=re.compile("^结束表决"))
    close.click()
    expect(chair.get_by_role("alert")).to_contain_text("收回")
    chair.locator("input[name=returned]").fill("10")
    close.click()
    expect(chair.get_by_text("这一案：不属实。")).to_be_visible()
    expect(chair.locator("[data-status=sent]")).to_be_visible()

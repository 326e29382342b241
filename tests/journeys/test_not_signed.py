"""An applicant who refuses to sign stops nothing and is put down as having signed nothing (S7-AMB-12).

On the tablet it is journeyed in ``test_signing_for``; here a visit sealed with a refusal goes on, and the
resolution and the undertaking are not signed either: each paper says so, why, and who saw it.
"""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from server.domain.stage import Stage
from server.services.approvals import approve, examine
from server.services.audits import audit
from server.services.committee import record_finding
from server.services.district import District
from server.services.feedback import complete_file
from server.services.handing_over import arrange_passbook, pass_on
from server.services.meetings_held import close_meeting, sign_minutes, take_ballot
from server.services.notices import post_notice
from server.services.originals import COUNTER, SAME, check_originals, originals_of
from server.services.verification import verify
from tests.factories import (
    CHAIRMAN,
    CLERK,
    COMMITTEE,
    HEAD_OF_BUREAU,
    MEMBERS,
    NAMES,
    OFFICER,
    REVIEWER,
    assigned_case,
    confirm,
    enrolled_tablet,
    reconcile,
)
from tests.findings import signature_record
from tests.journeys.browser import desk
from tests.journeys.desk_papers import printed
from tests.journeys.in_process import url
from tests.server.conftest import app, clock, district
from tests.server.services.story import convened, discussed, holding, move, votes
from tests.server.web.browsing import PASSWORD

__all__ = ["app", "clock", "district", "url"]

WITNESS, AT_HOME, AT_COUNTER = "孙例芳", "说要等儿子回来商量。", "不识字，也不愿按手印。"
AT_DOOR = "证件收下了，承诺书说看不明白，不签。"


def test_who_does_not_sign_is_put_down_with_why_and_who_saw_it(
    district: District, url: str, browser: Browser
) -> None:
    number = visited_without_a_signature(district)
    case = f"{url}/desk/cases/{number}"
    with desk(browser, url, "gao", PASSWORD) as officer:
        form = printed(officer, case, "assessment")
    assert f"不愿签字：{AT_HOME}" in form
    assert f"见证{WITNESS}" in form
    passed(district, number)
    with desk(browser, url, "fang", PASSWORD) as clerk:
        the_resolution_is_not_signed(clerk, case)
        feedback = printed(clerk, case, "feedback")
    assert f"申请人没有签字：{AT_COUNTER}" in feedback
    assert "☐没有异议" in feedback  # nothing is ticked for who ticked nothing
    assert "☐有异议" in feedback
    assert district.get_case(number).stage is Stage.FED_BACK
    approved_and_on_its_way(district, number)
    with desk(browser, url, "fang", PASSWORD) as clerk:
        the_undertaking_is_not_signed(clerk, case)
        undertaking = printed(clerk, case, "undertaking")
    assert f"家里人没有签字：{AT_DOOR}" in undertaking
    assert f"在场{WITNESS}" in undertaking
    assert district.get_case(number).stage is Stage.IN_RECEIPT
    assert WITNESS not in str(list(district.casebook.documents()))
    assert verify(district).problems == []


def visited_without_a_signature(district: District) -> str:
    """Sealed on the tablet with the reason and a neighbour's hand in place of the applicant's."""
    case, tablet, now = assigned_case(district), enrolled_tablet(district), district.now()
    assert case.team is not None
    ink = signature_record("applicant", WITNESS, now)["ink"]
    refused = signature_record("applicant", "周例平", now) | {
        "how": "refused",
        "reason": AT_HOME,
        "ink": None,
        "witness": {"name": WITNESS, "relation": "", "ink": ink},
    }
    hands = [refused, *(signature_record(who, NAMES[who], now) for who in case.team.assessors)]
    visit = tablet.fill_in(case, signatures=hands)
    tablet.push(tablet.seal(visit))
    assert reconcile(district).accepted == 1
    confirm(district, visit)
    return case.number


def passed(district: District, number: str) -> None:
    record_finding(district, OFFICER, number, True, COMMITTEE)
    post_notice(district, OFFICER, number, "槐安路 12 号楼")
    move(district, days=4)
    meeting = discussed(district, convened(district, [number]), number)
    take_ballot(district, CHAIRMAN, meeting.id, number, votes(8, 1))
    for member in MEMBERS:
        sign_minutes(district, CHAIRMAN, meeting.id, member)
    close_meeting(district, CHAIRMAN, meeting.id)


def the_resolution_is_not_signed(clerk: Page, case: str) -> None:
    """Neither the reason nor who saw it can be left out; what was filled in stays."""
    clerk.goto(f"{case}/feedback")
    clerk.get_by_label("没有签字").check(force=True)
    clerk.get_by_label("说了什么、为什么").fill(AT_COUNTER)
    clerk.get_by_role("button", name="记下反馈").click()
    expect(clerk.locator("main [role=alert]").first).to_be_visible()
    expect(clerk.get_by_label("说了什么、为什么")).to_have_value(AT_COUNTER)
    clerk.get_by_label("谁在场看见").fill(WITNESS)
    clerk.get_by_role("button", name="记下反馈").click()
    expect(clerk.locator(".acts")).to_contain_text(WITNESS)


def approved_and_on_its_way(district: District, number: str) -> None:
    """The street audits, the district examines and approves, the papers come as far as the community."""
    case = complete_file(district, CLERK, number)
    case = audit(district, OFFICER, number, True, COMMITTEE, COMMITTEE[1])
    check_originals(district, REVIEWER, number, dict.fromkeys(originals_of(case), SAME), COUNTER)
    examine(district, REVIEWER, number, "approve", holding())
    approve(district, HEAD_OF_BUREAU, number, reason="入户时没有签字，见证人在场，情况属实。")
    pass_on(district, REVIEWER, number, "street", "高样如")
    arrange_passbook(district, OFFICER, number, "示例银行松林支行", "0137")
    pass_on(district, OFFICER, number, "community", "方示宁")


def the_undertaking_is_not_signed(clerk: Page, case: str) -> None:
    """At the door: the certificate is taken and DOC-11 is not signed; the family receives all the same."""
    clerk.goto(f"{case}/delivery")
    clerk.get_by_label("谁收的").fill("周例平")
    clerk.get_by_label("没有签字").check(force=True)
    clerk.get_by_label("为什么没签").fill(AT_DOOR)
    clerk.get_by_role("button", name="签收了").click()
    expect(clerk.locator("main [role=alert]").first).to_be_visible()
    expect(clerk.get_by_label("为什么没签")).to_have_value(AT_DOOR)
    clerk.get_by_label("谁在场看见").fill(WITNESS)
    clerk.get_by_role("button", name="签收了").click()
    expect(clerk.locator(".acts")).to_contain_text("社区把证件送到家里")

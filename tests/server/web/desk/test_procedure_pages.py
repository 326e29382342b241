"""A household's way through the pages, from application to approval, by plain forms (S7)."""

from __future__ import annotations

from server.domain.stage import Stage
from server.records.entries import Assessor
from server.services.approvals import DISTRICT_CHECKS
from server.services.originals import originals_of
from tests.factories import (
    CHAIRMAN,
    COMMITTEE,
    MEMBERS,
    TEAM,
    accepted_case,
    assigned_case,
    confirm,
    enrolled_tablet,
    reconcile,
    unconfirmed_case,
    visited_case,
)
from tests.server.services.story import audited_case, eligible_case, move
from tests.server.web.browsing import words
from tests.server.web.desk.test_applications import FAMILY, NEW

INK = '{"width": 300, "height": 100, "paths": ["M1 2L3 4"]}'
AUDIT = {"passed": "yes", "members": list(COMMITTEE), "responsible": COMMITTEE[1], "seal": "stamp02"}
HOLDING = (
    dict.fromkeys(DISTRICT_CHECKS, "holds")
    | {f"words-{rule}": "逐份看过。" for rule in DISTRICT_CHECKS}
    | {"opinion": "approve"}
)


def test_others_are_sent_instead_of_a_team_that_has_not_been_in_the_home(person, district):
    """The page says who is sent now and asks why; what was chosen stays where the reason is wanting."""
    number, gao = assigned_case(district).number, person("gao")
    page = f"/desk/cases/{number}/team"
    assert "换人入户" in gao.text(f"/desk/cases/{number}")
    assert "现在派的：" in gao.text(page)
    fields = team_fields() | {"lead": TEAM[1]}
    refused = gao.send(page, fields)
    assert refused.status_code == 422
    assert "写明为什么换人" in words(refused)
    assert 'href="#reason"' in refused.text
    assert refused.text.count("checked") >= len(TEAM)
    gao.do(page, fields | {"reason": "主办人病了。"})
    case = district.get_case(number)
    assert (case.stage, case.team.lead, case.team.round) == (Stage.ASSIGNED, TEAM[1], 2)
    told = gao.text(f"/desk/cases/{number}")
    assert "换人，派" in told
    assert "主办人病了。" in told


def test_from_application_to_delivery(person, district):
    fang, gao, lin = person("fang"), person("gao"), person("lin")
    xie, qian = person("xie"), person("qian")
    case = fang.do(NEW, FAMILY | {"do": "register", "materials": list(district.policy.apply.materials)})
    number = case.rpartition("/")[2]
    fang.do(f"{case}/forward")
    gao.do(f"{case}/accept")
    gao.do(f"{case}/team", team_fields())
    send_visit(district, number)
    gao.do(f"{case}/finding", {"eligible": "yes", "members": list(COMMITTEE)})
    gao.do(f"{case}/notice", {"place": "槐安路 12 号楼"})
    move(district, days=4)
    for each in (fang, gao, lin, xie, qian):
        each.sign_in()
    meeting = fang.do("/desk/meetings/new?community=huaian", convening(district, number))
    lin.do(f"{meeting}/attendance", {f"there-{member}": "yes" for member in MEMBERS}, page=meeting)
    for item in range(1, 7):
        lin.do(f"{meeting}/agenda", {"case": number, "item": item}, page=meeting)
    hands = {f"vote-{member}": "agree" for member in MEMBERS}
    lin.do(f"{meeting}/ballot", hands | {"case": number, "do": "close"}, page=meeting)
    for member in MEMBERS:
        signature = {"member": member, "how": "paper"}
        lin.do(f"{meeting}/signatures", signature, page=f"{meeting}/signatures")
    lin.do(f"{meeting}/closing", page=f"{meeting}/signatures")
    fang.do(f"{case}/feedback", {"outcome": "agreed"})
    fang.do(f"{case}/file")
    gao.do(f"{case}/audit", AUDIT)
    gao.do(f"{case}/originals/receipt", {"received_on": district.today().isoformat()})
    xie.do(f"{case}/originals/check", originals(district, number))
    xie.do(f"{case}/examination", HOLDING)
    qian.do(f"{case}/approve", {"reason": "都对。", "seal": "stamp03"})
    assert "批准，每月" in qian.text(case)
    xie.do(f"{case}/delivery", {"leg": "street", "receiver": "高样如"})
    gao.do(f"{case}/passbook", {"bank": "示例银行松林支行", "last_four": "0137"})
    gao.do(f"{case}/delivery", {"leg": "community", "receiver": "方示宁"})
    fang.do(f"{case}/delivery", {"leg": "family", "receiver": "周例平", "ink": INK})
    assert district.get_case(number).stage is Stage.IN_RECEIPT


def test_too_few_assessors_are_refused_and_the_form_keeps_its_ticks(person, district):
    case = accepted_case(district)
    answer = person("gao").send(f"/desk/cases/{case.number}/team", team_fields(TEAM[:2]))
    assert answer.status_code == 422
    assert "至少派 3 位评估员，现在是 2 位。" in words(answer)
    assert answer.text.count(' value="a-0217" checked') == 2
    assert district.get_case(case.number).stage is Stage.ACCEPTED


def test_a_relative_is_not_sent(person, district):
    case = accepted_case(district)
    fields = team_fields() | {"relation-a-0219": "sibling"}
    answer = person("gao").send(f"/desk/cases/{case.number}/team", fields)
    assert "沈例和和这一家有亲属或者利害关系，不能派。" in words(answer)


def test_an_assessor_without_credential_cannot_be_ticked(person, district):
    district.office.save(Assessor("a-0300", "孟样生", "songlin"))
    page = person("gao").get(f"/desk/cases/{accepted_case(district).number}/team")
    assert "没有证件，不能派" in page.text
    assert 'value="a-0300"' not in page.text


def test_a_finding_needs_its_choice_and_its_members(person, district):
    case = visited_case(district)
    gao = person("gao")
    address = f"/desk/cases/{case.number}/finding"
    assert "选评议的结论。" in words(gao.send(address, {"members": list(COMMITTEE)}))
    few = gao.send(address, {"eligible": "yes", "members": list(COMMITTEE[:2])})
    assert "至少 5 位" in words(few)
    without = gao.send(address, {"eligible": "no", "members": list(COMMITTEE)})
    assert "要写明原因" in words(without)


def test_the_notice_page_says_when_it_ends(person, district):
    case = eligible_case(district)
    text = person("gao").text(f"/desk/cases/{case.number}/notice")
    assert "3月3日起，3月5日 24 时满" in text
    assert "户主、家庭人口、拟发金额" in text


def test_returning_needs_a_reason(person, district):
    case = audited_case(district)
    xie = person("xie")
    address = f"/desk/cases/{case.number}/return"
    assert "写明为什么退回" in words(xie.send(address, {"reason": " "}))
    xie.do(address, {"reason": "照片不清"})
    assert "“照片不清”" in person("gao").text(f"/desk/cases/{case.number}")


def test_two_clerks_on_one_step(person, district):
    case = accepted_case(district)
    gao = person("gao")
    token = gao.token(f"/desk/cases/{case.number}/team")
    late = gao.client.post(f"/desk/cases/{case.number}/accept", data={"csrf_token": token})
    assert late.status_code == 409
    assert "还不能“受理”" in words(late)


def originals(district, number):
    """Every copy agrees with its original, at the counter."""
    codes = originals_of(district.get_case(number))
    return {"how": "counter"} | {f"original-{code}": "same" for code in codes}


def team_fields(team=TEAM):
    return {
        "assessors": list(team),
        "lead": "a-0217",
        "due_on": "2026-03-20",
        **{f"relation-{assessor}": "none" for assessor in team},
    }


def convening(district, number):
    return {
        "community": "huaian",
        "cases": [number],
        "held_on": district.today().isoformat(),
        "place": "居委会二楼",
        "chair": CHAIRMAN.user_id,
    }


def send_visit(district, number):
    tablet = enrolled_tablet(district)
    visit = tablet.fill_in(district.get_case(number))
    tablet.push(tablet.seal(visit))
    assert reconcile(district).accepted == 1
    confirm(district, visit)


def test_a_file_whose_visit_waits_for_a_colleague_says_for_whom_and_lets_another_team_be_sent(
    person, district
):
    case, visit = unconfirmed_case(district)
    gao = person("gao")
    text = gao.text(f"/desk/cases/{case.number}")
    assert "等罗样青、沈例和会签" in text
    assert "还有没等到的" in text
    assert "记评审委员会的结论" not in text
    assert "另派人重新入户" in text
    answer = gao.send(f"/desk/cases/{case.number}/finding", {"eligible": "yes", "members": list(COMMITTEE)})
    assert "罗样青、沈例和还没有用自己的平板签过" in words(answer)
    confirm(district, visit)
    assert "记评审委员会的结论" in gao.text(f"/desk/cases/{case.number}")

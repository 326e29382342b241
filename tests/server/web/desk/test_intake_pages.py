"""The pages before the committee's finding, as the people at both counters use them."""

from __future__ import annotations

import io
import json
from datetime import timedelta

from server.domain.objection import Statement
from server.domain.sheet import format_csv
from server.services.assignments import assign_team
from server.services.committee import record_finding
from server.services.hardship import refer_hardship
from server.services.info_results import RESULT_IMPORT
from server.services.objections import record_objection
from tests.factories import (
    CLERK,
    COMMITTEE,
    OFFICER,
    accepted_case,
    enrolled_tablet,
    reconcile,
    visited_case,
)
from tests.second_team import OTHERS, certify_others
from tests.server.documents.papers import text_of
from tests.server.services.packs import use_pack
from tests.server.services.story import move, noticed_case
from tests.server.web.browsing import words
from tests.server.web.desk.test_applications import FAMILY, NEW

ASKED = {"name": "周师傅", "explained": ["conditions", "materials"], "letter": "yes"}


def registered(person, **changes):
    """The address of a case the clerk just registered."""
    return person("fang").do(NEW, FAMILY | changes | {"do": "register"})


def test_a_consultation_becomes_an_application(person, district):
    fang = person("fang")
    refused = fang.send("/desk/consultations/new", ASKED | {"explained": []})
    assert refused.status_code == 422
    assert "请勾出解释了哪些规定" in words(refused)
    assert 'value="周师傅"' in refused.text
    fang.do("/desk/consultations/new", ASKED)
    assert "周师傅" in fang.text("/desk/consultations")
    begun = fang.get(f"{NEW}?consultation=C-SLHA-2026-1")
    assert 'value="周师傅"' in begun.text
    fang.do(NEW, FAMILY | {"consultation": "C-SLHA-2026-1", "do": "register"})
    assert "SL-2026-0001" in fang.text("/desk/consultations")


def test_the_community_declines_and_the_street_accepts(person, district):
    case = registered(person)
    fang, gao = person("fang"), person("gao")
    untold = fang.send(f"{case}/not-handled", {"reason": "收入高于标准"})
    assert untold.status_code == 422
    assert "收入高于标准" in untold.text
    fang.do(f"{case}/not-handled", {"reason": "收入高于标准", "told": "yes"})
    page = gao.text(f"{case}/accept")
    assert "社区没有代理，申请人直接来申请：街道应当受理。" in page
    assert "收入高于标准" in page
    gao.do(f"{case}/accept")
    assert "申请人直接来申请，街道受理" in gao.text(case)


def test_everything_missing_is_told_once_and_brought(person, district):
    case = registered(person, materials=["application"], waived=[])
    gao = person("gao")
    assert "缺 5 份" in gao.text(f"{case}/missing-materials")
    gao.do(f"{case}/missing-materials", {"due_on": (district.today() + timedelta(days=5)).isoformat()})
    again = gao.send(f"{case}/missing-materials", {"due_on": district.today().isoformat()})
    assert "已经一次告知过" in words(again)
    fang = person("fang")
    fang.do(
        f"{case}/materials", {"given": ["identity", "register", "income"], "waived": ["housing", "health"]}
    )
    fang.do(f"{case}/forward")


def test_a_paper_noted_by_mistake_is_taken_back_until_it_could_not_be_asked_for(person, district):
    case = registered(person, materials=["application", "identity", "register"], waived=["housing"])
    fang, gao = person("fang"), person("gao")
    fang.do(f"{case}/materials", {"mistaken": ["register", "housing"]})
    assert "2 份记错了，划去" in fang.text(case)
    assert "缺 4 份" in gao.text(f"{case}/missing-materials")
    gao.do(f"{case}/missing-materials", {"due_on": district.today().isoformat()})
    fang.do(f"{case}/materials", {"given": ["register"]})
    fang.do(f"{case}/materials", {"mistaken": ["register"]})
    assert "齐了" not in words(fang.send(f"{case}/forward"))
    late = fang.send(f"{case}/materials", {"mistaken": ["identity"]})
    assert "没有新的材料" in words(late)


def test_an_officer_registers_a_family_that_comes_to_the_street(person, district):
    gao = person("gao")
    refused = gao.send(NEW, FAMILY | {"do": "register"})
    assert "选这一家住在哪个社区" in words(refused)
    case = gao.do(NEW, FAMILY | {"community": "huaian", "do": "register"})
    gao.do(f"{case}/accept")


def test_who_was_first_is_named_and_nothing_typed_is_lost(person, district):
    case = registered(person)
    number = case.rpartition("/")[2]
    fang = person("fang")
    fang.do(f"{case}/forward")
    late = fang.send(f"{case}/not-handled", {"seen": "1", "reason": "收入高于标准", "told": "yes"}, page=case)
    assert late.status_code == 409
    assert "方示宁 3月2日 9:00 已经“转街道”。您写的还在下面，没有丢；" in words(late)
    assert "收入高于标准" in late.text
    assert district.get_case(number).stage == "forwarded"


def test_the_register_is_read_printed_and_saved(person, district):
    registered(person, **{"members-0-name": "=周例平"})
    fang = person("fang")
    text = fang.text("/desk/registers/families")
    assert "2026 年申请家庭登记册" in text
    assert "=周例平" in fang.text("/desk/registers/families?all=1&year=2026")
    answer = fang.get("/desk/registers/families.csv")
    assert answer.mimetype == "text/csv"
    assert "'=周例平" in answer.data.decode("utf-8-sig")
    assert "还没有申请" in fang.text("/desk/registers/families?year=2020")
    assert fang.get("/desk/registers/families?year=x&page=-4").status_code == 200


def test_a_relative_of_the_staff_stands_on_the_separate_register(person, district):
    case = registered(person)
    fang = person("fang")
    fang.do(f"{case}/relative", {"relation": "sibling", "who": "居委会委员张某"})
    assert "周例平" in fang.text("/desk/registers/relatives")
    assert "区里要入户" in fang.text(case)


def test_originals_are_compared_at_the_desk(person, district):
    gao, case = person("gao"), f"/desk/cases/{visited_case(district).number}"
    fields = {"paper-identity": "same", "paper-income": "differs", "how": "counter"}
    refused = gao.send(f"{case}/originals-compared", fields)
    assert "请写明哪里不一样" in words(refused)
    assert 'href="#words"' in refused.text
    assert '<option value="differs" selected>' in refused.text
    gao.do(f"{case}/originals-compared", fields | {"words": "工资单少一页"})
    finding = gao.text(f"{case}/finding")
    assert "原件和复印件不一样：收入证明。" in finding
    assert "还没有核对原件：住房证明、残疾、疾病证明。" in finding
    assert "有对不上的地方，还没有综合调查。" in finding
    assert 'href="#words"' in gao.send(f"{case}/investigation", {"methods": ["phone"], "words": ""}).text
    gao.do(f"{case}/investigation", {"methods": ["employer", "phone"], "words": "工资属实"})
    assert "还没有综合调查" not in gao.text(f"{case}/finding")


def test_the_letter_is_delivered_with_a_receipt(person, district):
    number = visited_case(district).number
    record_finding(district, OFFICER, number, False, COMMITTEE, "人均收入超过标准")
    gao, case = person("gao"), f"/desk/cases/{number}"
    fields = {"how": "in_person", "on": district.today().isoformat()}
    assert "写明原因和在场的人" in words(gao.send(f"{case}/letter-delivery", fields))
    ink = '{"width": 300, "height": 120, "paths": ["M1 1L2 2"]}'
    gao.do(f"{case}/letter-delivery", fields | {"signed": "pad", "ink": ink})
    assert "通知书送到申请人，签收" in gao.text(case)


def test_hardship_waits_on_the_streets_list(person, district):
    case = refer_hardship(district, CLERK, accepted_case(district).number, "断了吃的")
    gao, address = person("gao"), f"/desk/cases/{case.number}"
    assert "周例平" in gao.text("/desk/hardship")
    over = gao.send(f"{address}/hardship-decision", {"outcome": "granted", "amount": "2000.01"})
    assert "超过了备用金的限额 2,000.00 元" in words(over)
    assert 'href="#amount"' in over.text
    gao.do(f"{address}/hardship-decision", {"outcome": "granted", "amount": "2000"})
    gao.do(f"{address}/hardship-papers")
    assert "现在没有急难救助要办" in gao.text("/desk/hardship")


def test_relief_that_is_late_is_marked_late(person, district):
    refer_hardship(district, CLERK, accepted_case(district).number, "断了吃的")
    assert "还有 1 天 3月3日 9:00" in person("gao").text("/desk/hardship")
    move(district, days=1, minutes=1)
    assert "过期了 应在 3月3日 9:00前" in person("gao").text("/desk/hardship")
    move(district, days=1)
    assert "过期 1 天 应在 3月3日 9:00前" in person("gao").text("/desk/hardship")


def test_an_applicant_withdraws(person, district):
    case = registered(person)
    assert person("fang").send(f"{case}/withdrawal", {"reason": ""}).status_code == 422
    person("fang").do(f"{case}/withdrawal", {"reason": "找到工作了"})
    assert "已办结" in person("fang").text(case)


def test_the_information_check_from_authorisation_to_its_result(person, district):
    use_pack(district, "cn-2021@1")
    number = accepted_case(district).number
    gao, page = person("gao"), f"/desk/cases/{number}/info-check"
    for member in ("m1", "m2"):
        gao.do(page, {"do": "paper", "member": member})
    gao.do(page, {"do": "request"})
    assert gao.get("/desk/info-checks/requests.xlsx").status_code == 200
    listed = gao.get("/desk/info-checks/requests.csv").data.decode("utf-8-sig")
    assert "周例平" in listed
    rows = [
        [number, "m1", "周例平", "110000197104090010", "有出入", "名下有车"],
        [number, "m2", "陈示兰", "", "也许", ""],
    ]
    tried = gao.send(
        "/desk/info-checks",
        {"do": "try", "file": (io.BytesIO(format_csv(RESULT_IMPORT.headings, rows)), "r.csv")},
    )
    assert "1 行不对，还没有导入" in words(tried)
    rows[1][4] = "无出入"
    tried = gao.send(
        "/desk/info-checks",
        {"do": "try", "file": (io.BytesIO(format_csv(RESULT_IMPORT.headings, rows)), "r.csv")},
    )
    assert "都对，2 行可以导入" in words(tried)
    keys = [column.key for column in RESULT_IMPORT.columns]
    kept = [[2, dict(zip(keys, row, strict=True))] for row in rows]
    gao.do("/desk/info-checks", {"do": "import", "rows": json.dumps(kept)})
    assert "名下有车" in gao.text(page)
    assert "收下一位家庭成员签的核查授权书" in gao.text(f"/desk/cases/{number}")
    gao.do(page, {"do": "tell", "how": "phone"})
    assert "3月2日把有出入的告诉了申请人" in gao.text(page)
    gao.do(page, {"do": "object", "words": "车是弟弟的，有过户证明"})
    assert "有异议，等复核" in gao.text(page)
    assert "申请人的异议和证据 车是弟弟的，有过户证明" in gao.text(page)
    assert "先印申请书" not in gao.text(page)  # everybody has signed
    assert "写“无出入”或者“有出入”" in gao.text("/desk/info-checks")
    cells = [kept[0][1] | {"result": "无出入", "words": ""}, kept[1][1]]
    again = [[2 + n, row] for n, row in enumerate(cells)]
    gao.do("/desk/info-checks", {"do": "import", "rows": json.dumps(again)})
    first, _, second = gao.text(page).partition("有异议以后，再核的一次")
    assert "第一次核对" in first
    assert "名下有车" in first
    assert "有出入" not in second


def test_whoever_signs_on_paper_is_led_to_the_sheet_with_the_authorisation(person, district):
    use_pack(district, "cn-2021@1")
    number = accepted_case(district).number
    page = person("fang").get(f"/desk/cases/{number}/info-check")
    assert f'href="/desk/cases/{number}/papers"' in page.text
    assert "最低生活保障申请书及材料" in person("fang").text(f"/desk/cases/{number}/papers")


def test_the_register_is_printed_from_its_page(person):
    registered(person)
    fang = person("fang")
    assert "/desk/registers/families.pdf?year=2026" in fang.get("/desk/registers/families").text
    answer = fang.get("/desk/registers/families.pdf?year=2026")
    assert answer.mimetype == "application/pdf"
    assert "登记册" in text_of(answer.data)


def test_a_file_that_is_no_list_is_refused_beside_its_field(person, district):
    answer = person("gao").send("/desk/info-checks", {"do": "try", "file": (io.BytesIO(b"%PDF"), "a.pdf")})
    assert answer.status_code == 422
    assert "文件里缺这些列" in words(answer)


def test_every_page_of_the_front_half_is_well_made_in_english(person, district):
    use_pack(district, "cn-2021@1")
    number = accepted_case(district).number
    gao = person("gao", "en")
    for page in ("info-check", "relative", "originals-compared", "hardship", "withdrawal", "team"):
        assert gao.get(f"/desk/cases/{number}/{page}").status_code == 200
    for page in (
        "consultations",
        "consultations/new",
        "registers/families",
        "registers/relatives",
        "info-checks",
    ):
        assert gao.get(f"/desk/{page}").status_code == 200


def test_the_committee_is_told_which_objection_the_case_comes_back_with(person, district):
    certify_others(district)
    case, _ = noticed_case(district)
    filed = record_objection(district, OFFICER, case.number, "in_person", Statement("不住在这里。"))
    day, related = district.today() + timedelta(days=7), dict.fromkeys(OTHERS, "none")
    case = assign_team(district, OFFICER, case.number, OTHERS, OTHERS[0], day, related)
    tablet = enrolled_tablet(district, OTHERS[0])
    tablet.push(tablet.seal(tablet.fill_in(case)))
    assert reconcile(district).accepted == 1
    shown = person("gao").get(f"/desk/cases/{case.number}/finding")
    assert "对公示提过异议（3月2日），评议时一起看：" in words(shown)
    assert f'<a href="/desk/objections/{filed.receipt}">{filed.receipt}</a>' in shown.text
    assert "不住在这里" not in shown.text

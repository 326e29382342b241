"""Each paper says what the record says: the branches that end early, what is missing, who objected."""

from __future__ import annotations

import io
from datetime import timedelta
from zipfile import ZipFile

import pytest

from server.domain.objection import Statement
from server.domain.paper import PaperKind, PaperStanding
from server.errors import Refusal
from server.services.applications import decline_application, register_application
from server.services.approvals import refuse
from server.services.committee import record_finding
from server.services.district import District
from server.services.family_files import family_file_pdf, stream_family_file
from server.services.info_checks import sign_authorisation
from server.services.issued_papers import list_issued, print_again
from server.services.materials import ask_for_materials
from server.services.objections import record_objection
from server.services.papers_of_cases import (
    disclosure_pdf,
    ineligible_pdf,
    list_papers,
    missing_papers_pdf,
    not_handled_pdf,
    objection_receipt_pdf,
    print_paper,
    refusal_pdf,
)
from tests.factories import (
    CHAIRMAN,
    CLERK,
    COMMITTEE,
    HEAD_OF_BUREAU,
    OFFICER,
    REVIEWER,
    household,
    visited_case,
)
from tests.server.documents.papers import text_of
from tests.server.services.packs import use_pack
from tests.server.services.story import examined_case, noticed_case


def registered(district: District, *materials: str) -> str:
    return register_application(district, CLERK, household(), materials=materials).number


def test_the_letter_ticks_what_came_and_lists_what_the_pack_asks(district: District) -> None:
    number = registered(district, "application", "identity")
    text = text_of(disclosure_pdf(district, CLERK, number))
    assert text.count("✓") == 2
    direct = "可以直接到松林街道低保所申请"
    for words in ("本地标准每人每月 1,100.00 元", "公示三天", "3 名以上评估员", direct):
        assert words in text


def test_the_application_says_what_the_family_declared_and_who_authorises(district: District) -> None:
    """Printed to be signed: with an adult's ink where they signed on the pad (DOC-16, C-06)."""
    number = registered(district, "application", "identity")
    text = text_of(print_paper(district, CLERK, number, PaperKind.APPLICATION))
    for words in ("周例平", "110000197104090010", "1,200.00", "申请书、身份证复印件", "声明"):
        assert words in text
    assert "授权" not in text
    use_pack(district, "cn-2021@1")
    national = registered(district, "application")
    text = text_of(print_paper(district, CLERK, national, PaperKind.APPLICATION))
    assert "最低生活保障申请书及材料" in text
    assert "每位成年家庭成员签字（2 人）" in text


def test_the_letter_names_the_organs_of_its_pack(district: District) -> None:
    use_pack(district, "cn-2021@1")
    number = registered(district, "application")
    text = "".join(text_of(disclosure_pdf(district, CLERK, number)).split())
    assert "低保初审小组评议" in text
    assert "召开民主评议会" in text
    for words in ("街道评审委员会", "社区不予代理"):
        assert words not in text
    assert "核对授权书每个成年成员签字✓" not in text
    for member in ("m1", "m2"):
        sign_authorisation(district, CLERK, number, member)
    text = "".join(text_of(disclosure_pdf(district, CLERK, number)).split())
    assert "核对授权书每个成年成员签字✓" in text


def test_a_community_that_does_not_handle_it_says_why_and_where_to_go(district: District) -> None:
    number = registered(district, *district.policy.apply.materials)
    decline_application(district, CLERK, number, "申报的收入不低于标准。", told=True)
    text = text_of(not_handled_pdf(district, CLERK, number))
    for words in ("槐安社区居民委员会", "理由：申报的收入不低于标准。", "街道应当受理", "第二联"):
        assert words in text


def test_everything_missing_stands_in_one_list_with_its_day(district: District) -> None:
    number = registered(district, "application")
    due_on = district.today() + timedelta(days=5)
    ask_for_materials(district, CLERK, number, due_on)
    text = text_of(missing_papers_pdf(district, CLERK, number))
    missing = len(district.policy.apply.materials) - 1
    assert f"还缺下面 {missing} 样" in text
    assert f"{due_on.year}年{due_on.month}月{due_on.day}日前" in text


def test_a_family_found_not_eligible_reads_the_reason_and_the_remedy(district: District) -> None:
    number = visited_case(district).number
    with pytest.raises(Refusal) as refused:
        ineligible_pdf(district, OFFICER, number)
    assert refused.value.code == "paper.not_yet"
    record_finding(district, OFFICER, number, False, COMMITTEE, "家庭财产超过规定。")
    text = text_of(ineligible_pdf(district, OFFICER, number))
    assert "理由：家庭财产超过规定。" in text
    assert district.policy.remedy.doc03.zh in text


def test_an_eligible_family_has_no_notice_of_not_eligible(district: District) -> None:
    number = visited_case(district).number
    record_finding(district, OFFICER, number, True, COMMITTEE)
    with pytest.raises(Refusal) as refused:
        ineligible_pdf(district, OFFICER, number)
    assert refused.value.code == "paper.not_yet"


def test_a_refusal_numbers_its_reasons(district: District) -> None:
    number = examined_case(district).number
    refuse(district, HEAD_OF_BUREAU, number, "原件和复印件不一致。\n收入不低于标准。")
    text = text_of(refusal_pdf(district, REVIEWER, number))
    for words in ("1、原件和复印件不一致。", "2、收入不低于标准。", district.policy.remedy.doc09.zh):
        assert words in text


def test_each_objection_has_a_receipt_of_its_own_without_what_was_said(district: District) -> None:
    case, _ = noticed_case(district)
    words = Statement("他家还有一套房。", name="褚示芳", contact="0000-000 0002")
    named = record_objection(district, OFFICER, case.number, "in_person", words).receipt
    unnamed = record_objection(district, OFFICER, case.number, "phone", Statement("人没住这里。")).receipt
    text = text_of(objection_receipt_pdf(district, OFFICER, case.number, named))
    assert named in text
    assert "书面答复您" in text
    for secret in ("褚示芳", "0000-000 0002", "一套房"):
        assert secret not in text
    assert "没有留姓名" in text_of(objection_receipt_pdf(district, OFFICER, case.number, unnamed))
    issued = list_issued(district, district.get_case(case.number))
    assert [paper.standing for paper in issued] == [PaperStanding.CURRENT] * 2


def test_a_receipt_of_no_objection_is_refused(district: District) -> None:
    case, _ = noticed_case(district)
    for about in ("", "YY-0000"):
        with pytest.raises(Refusal) as refused:
            objection_receipt_pdf(district, OFFICER, case.number, about)
        assert refused.value.code == "paper.not_yet"
    with pytest.raises(Refusal) as refused:
        print_paper(district, OFFICER, case.number, PaperKind.FAMILY_FILE)
    assert refused.value.code in ("paper.not_yet", "paper.unknown")


def test_who_objected_is_not_told_to_who_takes_no_objections(district: District) -> None:
    case, _ = noticed_case(district)
    statement = Statement("他家还有一套房。", name="褚示芳")
    receipt = record_objection(district, OFFICER, case.number, "in_person", statement).receipt
    objection_receipt_pdf(district, OFFICER, case.number, receipt)
    assert list_papers(district, CHAIRMAN, case.number).issued == []
    with pytest.raises(Refusal) as refused:
        print_again(district, CHAIRMAN, case.number, 1)
    assert refused.value.code == "person.may_not"
    assert "异议收讫回执" not in text_of(family_file_pdf(district, CHAIRMAN, case.number))
    for actor in (CHAIRMAN, OFFICER):
        content = b"".join(stream_family_file(district, actor, case.number))
        with ZipFile(io.BytesIO(content)) as archive:
            everything = b"".join(archive.read(name) for name in archive.namelist())
            names = archive.namelist()
        assert "褚示芳".encode() not in everything
        assert f"papers/{case.number}-1.pdf" not in names

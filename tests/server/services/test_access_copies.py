"""A copy for a subject: what it holds for whom, what it leaves out, and that making it is on record."""

from __future__ import annotations

import io
from datetime import timedelta
from zipfile import ZipFile

import pytest

from server.domain.objection import Statement
from server.domain.paper import PaperStanding
from server.errors import Refusal
from server.services.access_copies import list_askers, make_copy
from server.services.applications import withdraw_application
from server.services.contributions import decide_discrepancy
from server.services.district import District
from server.services.family_files import stream_family_file
from server.services.issued_papers import list_issued, may_see, print_again
from server.services.objections import record_objection
from server.services.reads import COPY, list_reads, note_read
from server.services.retention import erase_case
from server.services.verification import verify
from tests.factories import (
    ADMINISTRATOR,
    CLERK,
    HEAD_OF_BUREAU,
    OFFICER,
    REVIEWER,
    Clock,
    accepted_case,
    enrolled_tablet,
    reconcile,
    unconfirmed_case,
    visited_case,
)
from tests.server.documents.papers import text_of
from tests.server.services.story import approved_case, noticed_case

HEAD, SPOUSE = "m1", "m2"
COLLEAGUE = "a-0218"


def copied(district: District, number: str, member: str = HEAD) -> str:
    ordinal = make_copy(district, OFFICER, number, member, "id_card")
    return text_of(print_again(district, OFFICER, number, ordinal))


def test_the_head_reads_what_was_declared_asked_decided_shown_and_who_read(district: District) -> None:
    number = approved_case(district).number
    note_read(district, REVIEWER, number)
    text = copied(district, number)
    for words in (
        *("个人信息查阅复制件", "周例平（户主）", "居民身份证", "槐安路 12 号", "110000197104090010"),
        *("零工 · 每月到手多少钱", "1,860.00 元", "陈示兰 · 现在做什么", "屋里简单。", "评估员 林试远"),
        *("批准，每月", "评审委员会 7 人评议", "公示 SL-2026-1", "户主 周例平", "区审核员 打开案卷"),
        *("停发满 3 年以后", "要求更正", "松林街道低保所，电话 0000-000 0000", "查验号"),
    ):
        assert words in text, words


def test_a_member_reads_themselves_and_what_the_household_shares(district: District) -> None:
    number = approved_case(district).number
    text = copied(district, number, SPOUSE)
    for words in ("陈示兰（配偶）", "只写您本人的", "陈示兰 · 现在做什么", "建筑面积", "批准，每月"):
        assert words in text, words
    for words in ("零工", "1,860.00", "110000197104090010", "每月花费合计", "存款"):
        assert words not in text, words


def test_who_objected_what_neighbours_said_and_notes_are_left_out_and_the_paper_says_so(
    district: District,
) -> None:
    case, _ = noticed_case(district)
    record_objection(district, OFFICER, case.number, "phone", Statement("他家有车。", "赵示邻", "0000"))
    text = copied(district, case.number)
    assert "没有印在这里的：谁提出过异议" in text
    for words in ("他家有车", "赵示邻", "是这样。", "收到具名异议"):
        assert words not in text, words


def test_it_is_an_act_with_a_number_that_names_nobody(district: District) -> None:
    number = visited_case(district).number
    assert make_copy(district, OFFICER, number, SPOUSE, "register") == 1
    act = district.get_case(number).last
    assert (act.kind, act.facts["kind"], act.facts["about"]) == ("paper_issued", "access-copy", SPOUSE)
    assert act.facts["identity"] == "register"
    assert "陈示兰" not in str(act.facts)
    assert verify(district).problems == []
    month = district.today().isoformat()[:7]
    assert [each.what for each in list_reads(district, ADMINISTRATOR, month, number)] == [COPY]


def test_asked_again_on_the_same_day_it_is_the_same_paper_and_one_for_another_leaves_it(
    district: District, clock: Clock
) -> None:
    number = visited_case(district).number
    first = make_copy(district, OFFICER, number, HEAD, "id_card")
    bytes_of_it = print_again(district, OFFICER, number, first)
    assert make_copy(district, OFFICER, number, HEAD, "id_card") == first
    assert make_copy(district, OFFICER, number, SPOUSE, "id_card") == first + 1
    clock.move(days=1)
    assert make_copy(district, OFFICER, number, HEAD, "id_card") == first + 2
    assert print_again(district, OFFICER, number, first) == bytes_of_it
    standing = [paper.standing for paper in list_issued(district, district.get_case(number))]
    assert standing == [PaperStanding.SUPERSEDED, PaperStanding.CURRENT, PaperStanding.CURRENT]


def test_a_photo_that_is_lost_is_said_to_be_so(district: District) -> None:
    case = visited_case(district)
    ordinal = make_copy(district, OFFICER, case.number, HEAD, "id_card")
    assert case.visit is not None
    lost = district.evidence.of_file(case.number)
    photo = next(each for each in lost if each["_id"].endswith(case.visit.photos[0]))
    district.database("evidence").delete(photo)
    assert "这张照片读不出来了" in text_of(print_again(district, OFFICER, case.number, ordinal))


def test_only_street_and_district_make_one_of_their_own_area_with_the_asker_known(district: District) -> None:
    number = accepted_case(district).number
    for actor in (CLERK, HEAD_OF_BUREAU, ADMINISTRATOR):
        with pytest.raises(Refusal, match=r"person\.may_not"):
            make_copy(district, actor, number, HEAD, "id_card")
    for member, way, code in (
        ("m9", "id_card", r"copy\.member"),
        (HEAD, "", r"copy\.identity"),
    ):
        with pytest.raises(Refusal, match=code):
            make_copy(district, OFFICER, number, member, way)
    assert [each.id for each in list_askers(district, REVIEWER, number)] == [HEAD, SPOUSE]
    assert "没有入户记录" in copied(district, number)


def test_it_is_in_no_family_file_and_not_for_the_community(district: District) -> None:
    number = visited_case(district).number
    ordinal = make_copy(district, OFFICER, number, HEAD, "id_card")
    with ZipFile(io.BytesIO(b"".join(stream_family_file(district, CLERK, number)))) as archive:
        assert not any("paper-" in name or name.startswith("papers/") for name in archive.namelist())
    issued = list_issued(district, district.get_case(number))[ordinal - 1]
    assert not may_see(CLERK, issued.kind)
    with pytest.raises(Refusal, match=r"person\.may_not"):
        print_again(district, CLERK, number, ordinal)


def test_of_an_erased_file_there_is_nothing_to_copy(district: District, clock: Clock) -> None:
    number = withdraw_application(district, CLERK, visited_case(district).number, "不申请了").number
    clock.instant += timedelta(days=4 * 366)
    erase_case(district, HEAD_OF_BUREAU, number)
    with pytest.raises(Refusal, match=r"copy\.erased"):
        make_copy(district, OFFICER, number, HEAD, "id_card")


def test_the_incomes_are_those_in_effect_after_the_visit_and_what_was_decided(district: District) -> None:
    case, visit = unconfirmed_case(district)
    earner = next(row for row in visit["answers"]["member"] if row.get("income"))
    income = [earner["income"][0] | {"amount": "9876.50"}]
    rows = [{"_id": row["_id"]} for row in visit["answers"]["member"]]
    changed = [row | ({"income": income} if row["_id"] == earner["_id"] else {}) for row in rows]
    colleague = enrolled_tablet(district, COLLEAGUE)
    colleague.push_contribution(colleague.contribute(visit, {"member": changed}))
    reconcile(district)
    ((digest, path),) = district.get_case(case.number).undecided
    assert "9,876.50" not in incomes_of(copied(district, case.number))
    decide_discrepancy(district, OFFICER, case.number, digest, path, "contribution", "又去看了一次。")
    assert "9,876.50" in incomes_of(copied(district, case.number))


def incomes_of(text: str) -> str:
    return text.partition("现在认定的")[2].partition("二、入户")[0]

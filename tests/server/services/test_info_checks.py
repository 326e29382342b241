"""The information check: authorised, asked, answered row by row, contradicted, made again (C-13, C-14)."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from openpyxl import Workbook, load_workbook

from server.domain.case import Case
from server.domain.import_plan import ImportPlan, Row
from server.domain.permission import Actor
from server.domain.sheet import format_csv
from server.errors import Refusal
from server.services.committee import record_finding
from server.services.district import District
from server.services.imports import run_import, try_import
from server.services.info_checks import (
    due_on,
    list_waiting_checks,
    object_to_result,
    read_results,
    request_check,
    sign_authorisation,
    state_of,
    tell_result,
)
from server.services.info_results import (
    COLUMNS,
    RESULT_IMPORT,
    format_xlsx,
    list_requests,
)
from server.services.sheet_files import read_rows
from tests.factories import COMMITTEE, OFFICER, REVIEWER, accepted_case, household, visited_case
from tests.server.services.packs import use_pack

KEYS = [column.key for column in COLUMNS]
INK = {"width": 300, "height": 120, "paths": ["M1 1L2 2"]}


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


@pytest.fixture
def accepted(district: District) -> Case:
    """An accepted case under the national rules: two adults."""
    use_pack(district, "cn-2021@1")
    return accepted_case(district)


def requested(district: District, case: Case) -> Case:
    sign_authorisation(district, OFFICER, case.number, "m1", INK)
    sign_authorisation(district, OFFICER, case.number, "m2")
    return request_check(district, OFFICER, case.number)


def answers(
    case: Case, first: str = "无出入", words: str = "", second: str = "无出入"
) -> list[dict[str, str]]:
    cells = [
        [case.number, "m1", "周例平", "110000197104090010", first, words],
        [case.number, "m2", "陈示兰", "", second, words if second == "有出入" else ""],
    ]
    return [dict(zip(KEYS, row, strict=True)) for row in cells]


def import_results(district: District, actor: Actor, rows: list[dict[str, str]]) -> ImportPlan:
    return run_import(district, actor, RESULT_IMPORT, numbered(rows))


def try_results(district: District, actor: Actor, rows: list[dict[str, str]]) -> ImportPlan:
    return try_import(district, actor, RESULT_IMPORT, numbered(rows))


def numbered(rows: list[dict[str, str]]) -> list[Row]:
    return [Row(line, cells) for line, cells in enumerate(rows, start=2)]


def read_file(content: bytes) -> list[dict[str, str]]:
    return [dict(row.cells) for row in read_rows(content, COLUMNS)]


def codes(plan: ImportPlan) -> list[str]:
    return [fault.refusal.code for row in plan.rows for fault in row.faults]


def test_the_seed_pack_asks_for_no_check(district: District) -> None:
    case = accepted_case(district)
    assert refused(lambda: request_check(district, OFFICER, case.number)) == "info.not_asked"
    assert list_waiting_checks(district, OFFICER) == []


def test_every_adult_authorises_before_anything_is_asked(district: District, accepted: Case) -> None:
    with pytest.raises(Refusal, match=r"info\.not_authorised") as refusal:
        request_check(district, OFFICER, accepted.number)
    assert "周例平、陈示兰" in refusal.value.sentence()
    sign_authorisation(district, OFFICER, accepted.number, "m1", INK)
    assert (
        refused(lambda: sign_authorisation(district, OFFICER, accepted.number, "m1")) == "info.signed_already"
    )
    assert refused(lambda: sign_authorisation(district, OFFICER, accepted.number, "m9")) == "info.member"
    sign_authorisation(district, OFFICER, accepted.number, "m2")
    case = request_check(district, OFFICER, accepted.number)
    assert case.info_check is not None
    assert case.info_check.adults == ("m1", "m2")
    assert refused(lambda: request_check(district, OFFICER, accepted.number)) == "case.wrong_step"


def test_a_child_is_not_asked(district: District) -> None:
    use_pack(district, "cn-2021@1")
    child = {"id": "m3", "name": "周示安", "sex": "male", "birth": "2015-01-01", "relation": "child"}
    case = accepted_case(district, members=[*household()["members"], child])
    assert refused(lambda: sign_authorisation(district, OFFICER, case.number, "m3")) == "info.member"


def test_the_check_starts_within_three_working_days(district: District, accepted: Case) -> None:
    assert due_on(district, accepted) == district.today() + timedelta(days=3)
    [waiting] = list_waiting_checks(district, OFFICER)
    assert (waiting.state, waiting.head) == ("request", "周例平")
    assert refused(lambda: list_waiting_checks(district, REVIEWER)) == "person.may_not"


@pytest.mark.parametrize("write", [format_csv, format_xlsx])
def test_the_list_goes_out_and_comes_back(
    district: District, accepted: Case, write: Callable[..., bytes]
) -> None:
    requested(district, accepted)
    rows = list_requests(district, OFFICER)
    assert rows[0][:4] == [accepted.number, "m1", "周例平", "110000197104090010"]
    read = read_file(write(RESULT_IMPORT.headings, [[*row[:4], "无出入", ""] for row in rows]))
    assert read == answers(accepted)
    run = try_results(district, OFFICER, read)
    assert (run.wrong, run.new) == (0, 2)
    assert district.get_case(accepted.number).last.kind == "info_check_requested"
    import_results(district, OFFICER, read)
    assert state_of(district.get_case(accepted.number), district.policy) == ""


def test_a_workbook_of_numbers_keeps_eighteen_digits(district: District, accepted: Case) -> None:
    requested(district, accepted)
    sheet = load_workbook(
        io.BytesIO(format_xlsx(RESULT_IMPORT.headings, list_requests(district, OFFICER)))
    ).active
    assert sheet is not None
    assert sheet["D2"].value == "110000197104090010"


def test_one_wrong_row_and_nothing_is_imported(district: District, accepted: Case) -> None:
    requested(district, accepted)
    rows = answers(accepted)
    rows[1]["result"] = "也许"
    run = try_results(district, OFFICER, rows)
    assert [[fault.refusal.code for fault in row.faults] for row in run.rows] == [[], ["import.choice"]]
    assert run.rows[1].faults[0].column == "result"
    assert refused(lambda: import_results(district, OFFICER, rows)) == "import.rows_wrong"
    assert district.get_case(accepted.number).last.kind == "info_check_requested"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"number": "SL-2026-0099"}, "info.row_case"),
        ({"member": "m7"}, "info.row_member"),
        ({"identity": "110000197104090029"}, "info.row_identity"),
        ({"result": "有出入", "words": ""}, "info.row_words"),
    ],
)
def test_each_row_says_what_is_wrong_with_it(
    district: District, accepted: Case, change: dict[str, str], code: str
) -> None:
    requested(district, accepted)
    rows = answers(accepted)
    rows[0] |= change
    assert codes(try_results(district, OFFICER, rows))[0] == code


def test_a_case_is_answered_for_everybody_and_for_nobody_twice(district: District, accepted: Case) -> None:
    requested(district, accepted)
    one, other = answers(accepted)
    [row] = try_results(district, OFFICER, [one]).rows
    [fault] = row.faults
    assert fault.refusal.code == "info.row_others"
    assert "陈示兰" in fault.refusal.sentence()
    assert codes(try_results(district, OFFICER, [one, other, one])) == ["import.row_twice"]


def test_the_same_file_twice_is_one_result(district: District, accepted: Case) -> None:
    requested(district, accepted)
    import_results(district, OFFICER, answers(accepted))
    run = import_results(district, OFFICER, answers(accepted))
    assert run.new == 0
    kinds = [act.kind for act in district.get_case(accepted.number).acts]
    assert kinds.count("info_check_recorded") == 1
    changed = answers(accepted, "有出入", "名下有车")
    assert refused(lambda: import_results(district, OFFICER, changed)) == "import.rows_wrong"


def test_another_streets_case_is_not_there(district: District, accepted: Case) -> None:
    requested(district, accepted)
    other = OFFICER.__class__("wu", "吴", OFFICER.roles, "elsewhere")
    assert codes(try_results(district, other, answers(accepted))) == ["info.row_case"] * 2


@pytest.mark.parametrize("content", [b"PK\x03\x04broken", b"\xff\xfe\x00\x81", b"a,b\n1,2", b""])
def test_a_file_that_is_no_list_is_refused(content: bytes) -> None:
    assert refused(lambda: read_file(content)) in ("import.file", "import.columns")


def test_a_file_saved_by_a_chinese_spreadsheet_is_read() -> None:
    text = ",".join(RESULT_IMPORT.headings) + "\nSL-2026-0001,m1,周例平,110000197104090010,无出入,\n"
    assert read_file(text.encode("gb18030"))[0]["result"] == "无出入"


def test_a_name_that_is_a_formula_does_not_run() -> None:
    content = format_csv(RESULT_IMPORT.headings, [["SL-2026-0001", "m1", "=HYPERLINK(1)", "", "", ""]])
    assert "'=HYPERLINK" in content.decode("utf-8-sig")
    assert read_file(content)[0]["name"] == "=HYPERLINK(1)"


def test_a_number_typed_into_a_cell_is_read_as_its_digits() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(RESULT_IMPORT.headings)
    sheet.append(["SL-2026-0001", "m1", "周例平", 110000197104, "无出入", None])
    buffer = io.BytesIO()
    book.save(buffer)
    assert read_file(buffer.getvalue())[0]["identity"] == "110000197104"


def test_the_committee_waits_for_every_part_of_the_check(district: District) -> None:
    use_pack(district, "cn-2021@1")
    number = visited_case(district).number

    def find() -> object:
        return record_finding(district, OFFICER, number, True, COMMITTEE)

    assert refused(find) == "info.not_requested"
    case = requested(district, district.get_case(number))
    assert refused(find) == "info.waits_results"
    import_results(district, OFFICER, answers(case, "有出入", "名下有车"))
    assert refused(find) == "info.waits_telling"
    assert refused(lambda: object_to_result(district, OFFICER, number, "车卖了")) == "case.wrong_step"
    tell_result(district, OFFICER, number, "in_person")
    object_to_result(district, OFFICER, number, "车去年卖了，有合同")
    assert refused(find) == "info.waits_recheck"
    assert [waiting.state for waiting in list_waiting_checks(district, OFFICER)] == ["recheck"]
    assert due_on(district, district.get_case(number)) == district.today() + timedelta(days=3)
    import_results(district, OFFICER, answers(case))
    assert [each["adults"][0]["says"] for each in read_results(district, district.get_case(number))] == [
        "contradicts",
        "agrees",
    ]
    find()


def test_a_contradiction_the_applicant_accepts_lets_the_committee_go_on(district: District) -> None:
    use_pack(district, "cn-2021@1")
    case = requested(district, visited_case(district))
    import_results(district, OFFICER, answers(case, "有出入", "名下有车"))
    assert refused(lambda: tell_result(district, OFFICER, case.number, "shout")) == "info.how"
    tell_result(district, OFFICER, case.number, "phone")
    found = record_finding(district, OFFICER, case.number, False, COMMITTEE, "名下有车")
    assert found.finding is not None

"""Imports: the trial accepts exactly what the import takes; all or nothing; broken off, it goes on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.domain.import_plan import ImportPlan, Row
from server.domain.permission import Actor
from server.errors import Refusal
from server.records.entries import Assessor
from server.records.index import CaseFilter
from server.services.area_imports import AREA_IMPORT
from server.services.assessor_imports import ASSESSOR_IMPORT
from server.services.district import District
from server.services.household_imports import HOUSEHOLD_IMPORT
from server.services.import_kinds import KINDS, template_csv, template_xlsx
from server.services.imports import ImportKind, run_import, try_import
from server.services.roll_imports import ROLL_IMPORT
from server.services.rolls import end_member, read_roll
from server.services.sheet_files import read_rows
from server.services.verification import verify
from tests.factories import ADMINISTRATOR, CLERK, COMMUNITY_ID, MEMBERS, OFFICER, REVIEWER, STREET_ID

DOCS = Path(__file__).parents[3] / "docs" / "imports.md"
ZHOU = "110000197104090010"
SHARED = {
    "community": COMMUNITY_ID,
    "residence": "城市",
    "class": "B",
    "amount": "860.00",
    "since": "2025/6",
    "address": "槐安路 12 号楼 3 单元 201",
    "building": "槐安路 12 号楼",
    "source": "原系统 2026 年名册",
}
HEAD = {"origin": "0001", "name": "周例平", "relation": "户主", "identity": ZHOU} | SHARED
SPOUSE = {
    "origin": "0001",
    "name": "陈示兰",
    "relation": "配偶",
    "sex": "女",
    "birth": "1972年3月15日",
    "kind1": "工资、零工",
    "source1": "超市理货",
    "amount1": "1,860.00",
}
ALONE = {
    "origin": "0002",
    "name": "林试远",
    "relation": "head",
    "sex": "male",
    "birth": "1950-01-02",
} | SHARED


WRONG: list[tuple[dict[str, str], tuple[int, str, str]]] = [
    ({"origin": ""}, (2, "origin", "import.empty")),
    ({"community": "nowhere"}, (2, "community", "area.unknown")),
    ({"community": STREET_ID}, (2, "community", "area.unknown")),
    ({"residence": "外地"}, (2, "residence", "import.choice")),
    ({"class": ""}, (2, "class", "import.empty")),
    ({"amount": "-5"}, (2, "amount", "money.negative")),
    ({"amount": "0"}, (2, "amount", "taken_over.amount")),
    ({"amount": "8.601"}, (2, "amount", "money.malformed")),
    ({"since": "2027-01"}, (2, "since", "taken_over.since")),
    ({"since": "去年"}, (2, "since", "import.month")),
    ({"name": ""}, (2, "name", "import.empty")),
    ({"relation": "配偶"}, (2, "relation", "household.no_head")),
    ({"identity": "110000197104090011"}, (2, "identity", "identity.checksum")),
    ({"identity": "周例平", "name": ZHOU}, (2, "identity", "identity.malformed")),
    ({"birth": "1971-04-10"}, (2, "birth", "import.birth")),
    ({"identity": ""}, (2, "sex", "import.empty")),
    ({"kind1": "工资、零工"}, (2, "amount1", "import.empty")),
    ({"address": ""}, (2, "address", "import.empty")),
    ({"source": ""}, (2, "source", "import.empty")),
]


def rows_of(*cells: Mapping[str, str]) -> list[Row]:
    return [Row(line, dict(each)) for line, each in enumerate(cells, start=2)]


def faults(plan: ImportPlan) -> list[tuple[int, str, str]]:
    return [(one.row.line, fault.column, fault.refusal.code) for one in plan.rows for fault in one.faults]


def tried(district: District, kind: ImportKind, *cells: Mapping[str, str], by: Actor = ADMINISTRATOR) -> Any:
    return faults(try_import(district, by, kind, rows_of(*cells)))


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value.code


def cases(district: District) -> list[str]:
    return sorted(row.number for row in district.index.cases(CaseFilter(), limit=1000))


def test_households_come_in_as_they_stand(district: District) -> None:
    rows = rows_of(HEAD, SPOUSE, ALONE)
    plan = run_import(district, ADMINISTRATOR, HOUSEHOLD_IMPORT, rows)
    assert (plan.wrong, plan.new, len(plan.items)) == (0, 3, 2)
    first, second = (district.get_case(number) for number in cases(district))
    assert (first.persons, second.persons) == (2, 1)
    assert first.receipt is not None
    assert (first.receipt.now.amount_fen, first.receipt.now.since, first.receipt.now.klass) == (
        86000,
        "2025-06",
        "B",
    )
    declared = district.evidence.get("declared", first.number, first.declared)
    zhou, chen = declared["members"]
    assert (zhou["sex"], zhou["birth"]) == ("male", "1971-04-09")
    assert (chen["sex"], chen["birth"]) == ("female", "1972-03-15")
    assert chen["incomes"][0]["amount_fen"] == 186000
    assert ZHOU not in str([act.facts for act in first.acts])
    assert verify(district).ok


def test_the_same_file_again_changes_nothing(district: District) -> None:
    rows = rows_of(HEAD, SPOUSE, ALONE)
    run_import(district, ADMINISTRATOR, HOUSEHOLD_IMPORT, rows)
    before = cases(district)
    plan = run_import(district, ADMINISTRATOR, HOUSEHOLD_IMPORT, rows)
    assert (plan.new, plan.known, cases(district)) == (0, 3, before)


def test_a_broken_off_import_goes_on_where_it_stopped(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = rows_of(*({**ALONE, "origin": f"{n:04d}", "name": f"林试{n}"} for n in range(1, 6)))
    appended = district.casebook.append

    def failing(draft: Any, file: str, *rest: Any, **more: Any) -> Any:
        if len(cases(district)) == 3:
            raise OSError("the power went")
        return appended(draft, file, *rest, **more)

    with monkeypatch.context() as patch:
        patch.setattr(district.casebook, "append", failing)
        with pytest.raises(OSError, match="power"):
            run_import(district, ADMINISTRATOR, HOUSEHOLD_IMPORT, rows)
    assert len(cases(district)) == 3
    plan = run_import(district, ADMINISTRATOR, HOUSEHOLD_IMPORT, rows)
    assert (plan.known, plan.new, len(cases(district))) == (3, 2, 5)
    assert verify(district).ok


def test_one_wrong_row_and_nothing_comes_in(district: District) -> None:
    rows = rows_of(HEAD, SPOUSE, ALONE | {"class": "D"})
    assert refused(lambda: run_import(district, ADMINISTRATOR, HOUSEHOLD_IMPORT, rows)) == "import.rows_wrong"
    assert cases(district) == []


def test_each_column_says_what_is_wrong_with_it(district: District) -> None:
    for changed, expected in WRONG:
        assert expected in tried(district, HOUSEHOLD_IMPORT, HEAD | changed), changed


def test_a_household_says_one_thing_of_itself(district: District) -> None:
    assert tried(district, HOUSEHOLD_IMPORT, HEAD, SPOUSE | {"amount": "900"}) == [
        (3, "amount", "import.differs")
    ]
    assert tried(district, HOUSEHOLD_IMPORT, SPOUSE, HEAD) == []


def test_one_identity_number_stands_in_one_row(district: District) -> None:
    """Whether in one household or in two: the machine does not say which of them is right."""
    both = tried(district, HOUSEHOLD_IMPORT, HEAD, ALONE | {"identity": ZHOU, "sex": "", "birth": ""})
    assert both == [(3, "identity", "import.identity_twice")]
    assert tried(district, HOUSEHOLD_IMPORT, HEAD, SPOUSE | {"identity": ZHOU, "sex": "", "birth": ""}) == [
        (3, "identity", "import.identity_twice")
    ]


def test_who_receives_already_is_not_taken_over_again(district: District) -> None:
    run_import(district, ADMINISTRATOR, HOUSEHOLD_IMPORT, rows_of(HEAD))
    again = tried(district, HOUSEHOLD_IMPORT, HEAD | {"origin": "9999"})
    assert again == [(2, "identity", "taken_over.identity_known")]
    otherwise = tried(district, HOUSEHOLD_IMPORT, HEAD | {"amount": "900"})
    assert otherwise == [(2, "", "import.known_otherwise")]


def test_streets_come_before_their_communities(district: District) -> None:
    street = {"kind": "街道", "id": "xinlin", "name_zh": "新林街道", "code": "XL"}
    community = {"kind": "社区", "id": "xinyuan", "name_zh": "新苑社区", "code": "XLXY", "parent": "xinlin"}
    assert tried(district, AREA_IMPORT, community, street) == [(2, "parent", "area.parent")]
    plan = run_import(district, ADMINISTRATOR, AREA_IMPORT, rows_of(street, community))
    assert plan.new == 2
    assert district.area("xinyuan").parent == "xinlin"
    again = run_import(district, ADMINISTRATOR, AREA_IMPORT, rows_of(street, community))
    assert (again.new, again.known) == (0, 2)
    renamed = community | {"name_zh": "新园社区"}
    assert tried(district, AREA_IMPORT, renamed) == [(2, "id", "import.known_otherwise")]
    assert tried(district, AREA_IMPORT, community | {"id": "other"}) == [(2, "code", "area.code_taken")]
    assert tried(district, AREA_IMPORT, community, community)[-1] == (3, "", "import.row_twice")


def test_an_area_is_named_by_its_name_or_its_id(district: District) -> None:
    named = district.area(COMMUNITY_ID).name_zh
    assert tried(district, HOUSEHOLD_IMPORT, HEAD | {"community": named}) == []
    twin = {"kind": "社区", "id": "twin", "name_zh": named, "code": "SLTW", "parent": "松林街道"}
    run_import(district, ADMINISTRATOR, AREA_IMPORT, rows_of(twin))
    assert district.area("twin").parent == STREET_ID
    assert tried(district, HOUSEHOLD_IMPORT, HEAD | {"community": named}) == [
        (2, "community", "area.ambiguous")
    ]


def test_assessors_are_registered_and_not_certified(district: District) -> None:
    row = {"id": "a-7001", "name": "林试新", "street": STREET_ID}
    run_import(district, OFFICER, ASSESSOR_IMPORT, rows_of(row))
    kept = district.office.get(Assessor, "a-7001")
    assert (kept.name, kept.serial) == ("林试新", "")
    assert run_import(district, OFFICER, ASSESSOR_IMPORT, rows_of(row)).known == 1
    other = replace(OFFICER, street="elsewhere")
    assert tried(district, ASSESSOR_IMPORT, row, by=other) == [(2, "street", "person.other_area")]
    assert tried(district, ASSESSOR_IMPORT, row | {"name": "别人"}, by=OFFICER) == [
        (2, "", "import.known_otherwise")
    ]
    wrong = {"id": "7001", "name": "", "street": COMMUNITY_ID}
    said = {column for _, column, _ in tried(district, ASSESSOR_IMPORT, wrong, by=REVIEWER)}
    assert said == {"id", "name", "street"}


def test_a_roll_comes_in_with_terms_that_are_over(district: District) -> None:
    was = {
        "community": COMMUNITY_ID,
        "name": "郑例安",
        "role": "居民代表",
        "from": "2020-01-01",
        "until": "2022-12-31",
    }
    now = was | {"from": "2023-01-01", "until": ""}
    plan = run_import(district, CLERK, ROLL_IMPORT, rows_of(was, now))
    assert plan.new == 2
    terms = [(one.from_on, one.until_on) for one in read_roll(district, COMMUNITY_ID)[len(MEMBERS) :]]
    assert terms == [(date(2020, 1, 1), date(2022, 12, 31)), (date(2023, 1, 1), None)]
    assert run_import(district, CLERK, ROLL_IMPORT, rows_of(was, now)).known == 2
    ended = now | {"until": "2026-03-01"}
    run_import(district, CLERK, ROLL_IMPORT, rows_of(was, ended))
    assert read_roll(district, COMMUNITY_ID)[-1].until_on == date(2026, 3, 1)
    assert tried(district, ROLL_IMPORT, now, by=CLERK) == [(2, "", "import.known_otherwise")]
    elsewhere = replace(CLERK, community="elsewhere")
    assert tried(district, ROLL_IMPORT, now, by=elsewhere) == [(2, "community", "person.other_area")]
    assert verify(district).ok


def test_a_term_that_broke_off_between_beginning_and_end_is_ended(district: District) -> None:
    row = {"community": COMMUNITY_ID, "name": "郑例安", "role": "其他", "from": "2020-01-01"}
    run_import(district, CLERK, ROLL_IMPORT, rows_of(row))
    run_import(district, CLERK, ROLL_IMPORT, rows_of(row | {"until": "2022-12-31"}))
    member = read_roll(district, COMMUNITY_ID)[-1]
    assert member.until_on == date(2022, 12, 31)
    assert refused(lambda: end_member(district, CLERK, COMMUNITY_ID, member.id, date(2023, 1, 1)))


def test_who_has_no_post_for_it_imports_nothing(district: District) -> None:
    for kind, by in ((HOUSEHOLD_IMPORT, REVIEWER), (AREA_IMPORT, OFFICER), (ROLL_IMPORT, REVIEWER)):
        assert refused(lambda kind=kind, by=by: try_import(district, by, kind, [])) == "person.may_not"


@pytest.mark.parametrize("name", KINDS)
def test_a_template_is_headed_as_its_import_reads(name: str) -> None:
    kind = KINDS[name]
    for template in (template_csv(kind), template_xlsx(kind)):
        with pytest.raises(Refusal, match=r"import\.no_rows"):
            read_rows(template, kind.columns)


@pytest.mark.parametrize("name", KINDS)
def test_the_documentation_names_every_import_and_its_columns(name: str) -> None:
    [line] = [line for line in DOCS.read_text("utf-8").splitlines() if line.startswith(f"| `{name}` |")]
    assert [heading for heading in KINDS[name].headings if heading not in line] == []


CELLS: Mapping[str, Sequence[str]] = {
    "origin": ["0001", "0001", "0002", ""],
    "community": [COMMUNITY_ID, COMMUNITY_ID, ""],
    "name": ["周例平", "林试远", "", " x "],
    "relation": ["户主", "配偶", "head", "邻居"],
    "identity": [ZHOU, "", "", "1"],
    "sex": ["男", "女", ""],
    "birth": ["1950-01-02", "1971/4/9", "2999-01-01", ""],
    "amount": ["860", "860", "0", "x"],
    "residence": ["城市", "城市", "rural"],
    "class": ["B", "b"],
    "since": ["2025-06", "2025-06", "2030-01"],
    "address": ["槐安路 12 号"],
    "building": ["12 号楼"],
    "source": ["原系统", "原系统", ""],
    "kind1": ["", "", "工资、零工"],
    "source1": ["", "", "超市"],
    "amount1": ["", "", "10.00"],
}
ROWS = st.lists(
    st.fixed_dictionaries({key: st.sampled_from(choices) for key, choices in CELLS.items()}),
    min_size=1,
    max_size=3,
)


@given(ROWS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_trial_accepts_exactly_what_the_import_takes(
    district: District, cells: list[dict[str, str]]
) -> None:
    rows, before = rows_of(*cells), cases(district)
    plan = try_import(district, ADMINISTRATOR, HOUSEHOLD_IMPORT, rows)
    assert cases(district) == before
    if plan.wrong:
        assert refused(lambda: run_import(district, ADMINISTRATOR, HOUSEHOLD_IMPORT, rows))
        assert cases(district) == before
        return
    run_import(district, ADMINISTRATOR, HOUSEHOLD_IMPORT, rows)
    assert len(cases(district)) == len(before) + len(plan.items)
    after = try_import(district, ADMINISTRATOR, HOUSEHOLD_IMPORT, rows)
    assert (after.new, after.known) == (0, len(rows))

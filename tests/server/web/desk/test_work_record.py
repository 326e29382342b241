"""Who did what in a month, whether it was accepted or not."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from server.records.entries import Assessor
from server.services.work_records import list_pieces, sum_up
from tests.factories import (
    OFFICER,
    REVIEWER,
    assigned_case,
    confirm,
    enrolled_tablet,
    reconcile,
    unconfirmed_case,
)


def work(district):
    """A visit of three, signed by both colleagues; and one that was set aside."""
    _, visit = unconfirmed_case(district)
    confirm(district, visit)
    tablet, case = enrolled_tablet(district), assigned_case(district)
    tablet.push(tablet.seal(tablet.fill_in(case, signatures=[])))
    assert reconcile(district).set_aside == 1


def test_a_month_counts_what_is_in_the_record_and_what_was_set_aside(person, district):
    work(district)
    counted = {row.assessor.id: dict(row.counts) for row in sum_up(district, OFFICER, pieces(district))}
    assert counted == {
        "a-0217": {"led": 1, "set_aside": 1},
        "a-0218": {"joined": 1, "countersigned": 1},
        "a-0219": {"joined": 1, "countersigned": 1},
    }
    shown = person("gao").text("/desk/work-record?month=2026-03")
    assert "林试远 0217 主办入户 1 一起入户 0 补充记录 0 会签 0 搁置没收的 1" in shown


def pieces(district, actor=OFFICER, month="2026-03"):
    return list_pieces(district, actor, month)


def test_another_month_and_another_street_have_their_own(district):
    work(district)
    assert pieces(district, month="2026-02") == []
    elsewhere = type(OFFICER)("x", "x", OFFICER.roles, "elsewhere")
    assert pieces(district, elsewhere) == []
    assert len(pieces(district, REVIEWER)) == 6


def test_the_table_for_the_pay_office_has_a_line_for_each_piece(person, district):
    work(district)
    answer = person("gao").get("/desk/work-record.csv?month=2026-03")
    assert answer.mimetype == "text/csv"
    heads, *lines = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert heads == ["month", "assessor", "name", "kind", "case", "round", "at", "state"]
    assert len(lines) == 6
    assert {line[3] for line in lines} == {"主办入户", "一起入户", "会签", "搁置没收的"}
    assert {line[7] for line in lines} == {"在案卷里", "还没办"}


def test_a_name_that_is_a_formula_is_text_in_the_table(person, district):
    work(district)
    entry = next(one for one in district.office.every(Assessor) if one.id == "a-0217")
    district.office.save(replace(entry, name="=HYPERLINK(1)"))
    assert "'=HYPERLINK(1)" in person("gao").get("/desk/work-record.csv?month=2026-03").text


def test_no_month_is_this_month_and_a_clerk_sees_nothing_of_it(person, district):
    assert "谁做了什么 2026年3月" in person("gao").text("/desk/work-record?month=x")
    assert person("fang").get("/desk/work-record").status_code == 403

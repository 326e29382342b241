"""What is done to several cases: one act each, checked like its own page, told line by line."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from server.errors import Refusal
from server.services.applications import register_application
from server.services.chosen_cases import bulk_acts_of, do_to_chosen, look_at_chosen, print_chosen
from server.services.district import District
from server.services.family_files import family_file_pdf
from server.services.reads import COPY, list_reads
from tests.factories import ADMINISTRATOR, CLERK, OFFICER, REVIEWER, accepted_case, household


def test_each_case_gets_its_own_act_and_one_refused_holds_up_no_other(district: District) -> None:
    first, second = accepted_case(district), accepted_case(district)
    chosen = [first.number, "SL-2026-9999", second.number, first.number]
    results = do_to_chosen(district, REVIEWER, "note", chosen, "三月底以前看一遍。")
    assert [(each.number, each.refused and each.refused.code) for each in results] == [
        (first.number, None),
        ("SL-2026-9999", "case.unknown"),
        (second.number, None),
    ]
    for case in (first, second):
        added = district.get_case(case.number).acts[len(case.acts) :]
        assert [(act.kind, act.by) for act in added] == [("note_written", REVIEWER.user_id)]


def test_what_the_single_page_refuses_is_refused_here(district: District) -> None:
    applied = register_application(district, CLERK, household()).number
    accepted = accepted_case(district).number
    results = do_to_chosen(district, CLERK, "forward", [applied, accepted])
    assert all(each.refused is not None for each in results)
    assert results[1].refused is not None
    assert results[1].refused.code == "case.wrong_step"
    assert len(district.get_case(applied).acts) == 1


def test_another_area_is_neither_acted_on_nor_shown(district: District) -> None:
    case = accepted_case(district)
    stranger = replace(CLERK, user_id="stranger", community="other")
    (result,) = do_to_chosen(district, stranger, "send_file", [case.number])
    assert result.row is None
    assert result.refused is not None
    assert result.refused.code == "person.other_area"
    (looked,) = look_at_chosen(district, stranger, [case.number])
    assert looked.row is None
    with pytest.raises(Refusal, match=r"person\.other_area"):
        print_chosen(district, stranger, [case.number])
    assert district.get_case(case.number).acts == case.acts


def test_who_may_not_do_it_to_one_does_it_to_none(district: District) -> None:
    case = accepted_case(district)
    assert bulk_acts_of(OFFICER) == ["note"]
    assert bulk_acts_of(CLERK) == ["forward", "send_file"]
    with pytest.raises(Refusal, match=r"person\.may_not"):
        do_to_chosen(district, OFFICER, "forward", [case.number])
    for name in ("approve", "", "stopped"):
        with pytest.raises(Refusal, match=r"search\.act"):
            do_to_chosen(district, REVIEWER, name, [case.number])
    with pytest.raises(Refusal, match=r"search\.none_chosen"):
        do_to_chosen(district, REVIEWER, "note", [], "记一笔")


def test_the_files_are_printed_one_behind_the_other_and_count_as_taken_along(district: District) -> None:
    cases = [accepted_case(district).number for _ in range(2)]
    alone = [pages(family_file_pdf(district, OFFICER, number)) for number in cases]
    assert pages(print_chosen(district, OFFICER, cases)) == sum(alone)
    reads = list_reads(district, ADMINISTRATOR, district.today().isoformat()[:7])
    assert {(read.case, read.what) for read in reads} == {(number, COPY) for number in cases}


def pages(content: bytes) -> int:
    with pikepdf.open(BytesIO(content)) as document:
        return len(document.pages)

"""Around the visit: originals, relations, the investigation, the committee, DOC-03 (S7-EVAL)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from server.domain.stage import Stage
from server.errors import Refusal
from server.services.assignments import assign_team
from server.services.committee import list_seats, record_finding
from server.services.district import District
from server.services.finding_letters import Handed, deliver_letter
from server.services.investigations import is_suggested, record_investigation
from server.services.originals_compared import compare_originals, compared_papers
from server.services.registers import list_families
from server.services.relatives import is_unregistered, register_relative
from tests.factories import (
    CLERK,
    COMMITTEE,
    OFFICER,
    STREET_ID,
    TEAM,
    accepted_case,
    assigned_case,
    enrolled_tablet,
    reconcile,
    visited_case,
)

INK = {"width": 300, "height": 120, "paths": ["M1 1L2 2"]}


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


def test_copies_are_compared_paper_by_paper(district: District) -> None:
    number = visited_case(district).number
    found = {"identity": "same", "income": "differs", "health": ""}
    assert (
        refused(lambda: compare_originals(district, OFFICER, number, found, "counter")) == "originals.words"
    )
    case = compare_originals(district, OFFICER, number, found, "counter", "工资单少一页")
    papers = {paper.code: (paper.state, paper.where) for paper in compared_papers(district, case)}
    assert papers == {
        "identity": ("same", "desk"),
        "register": ("same", "visit"),  # the visit's own answer counts
        "income": ("differs", "desk"),
        "housing": ("", ""),
        "health": ("", ""),
    }


@pytest.mark.parametrize(
    ("documents", "how", "code"),
    [
        ({}, "counter", "originals.nothing"),
        ({"identity": "perhaps"}, "counter", "originals.nothing"),
        ({"identity": "same"}, "by_eye", "originals.nothing"),
        ({"passport": "same"}, "counter", "originals.unknown"),
    ],
)
def test_a_comparison_names_papers_that_came(
    district: District, documents: dict[str, str], how: str, code: str
) -> None:
    number = accepted_case(district).number
    assert refused(lambda: compare_originals(district, OFFICER, number, documents, how)) == code


def test_an_investigation_is_suggested_where_something_differs(district: District) -> None:
    case = visited_case(district)
    assert is_suggested(case)

    def investigate(methods: Sequence[str], words: str) -> object:
        return record_investigation(district, OFFICER, case.number, methods, words)

    for methods, words, code in (
        ((), "查了", "investigation.methods"),
        (("magic",), "查了", "investigation.methods"),
        (("neighbours",), " ", "investigation.words"),
    ):
        assert refused(lambda m=methods, w=words: investigate(m, w)) == code
    after = record_investigation(district, OFFICER, case.number, ("neighbours", "employer"), "零工属实")
    assert not is_suggested(after)
    assert after.stage is Stage.VISITED


@pytest.mark.parametrize("relation", ["sibling", "other"])
def test_nobody_related_or_with_an_interest_is_sent(district: District, relation: str) -> None:
    number, due = accepted_case(district).number, district.today()
    relations = dict.fromkeys(TEAM, "none") | {TEAM[1]: relation}
    assert (
        refused(lambda: assign_team(district, OFFICER, number, TEAM, TEAM[0], due, relations))
        == "team.relation"
    )


@pytest.mark.parametrize(("without", "zh"), [("he", "分管领导"), ("gao", "低保工作人员"), ("w3", "社区社工")])
def test_the_committee_has_everybody_the_procedure_names(district: District, without: str, zh: str) -> None:
    number = visited_case(district).number
    members = [member for member in COMMITTEE if member != without]
    with pytest.raises(Refusal, match=r"finding\.composition") as refusal:
        record_finding(district, OFFICER, number, True, members)
    assert f"缺：{zh}" in refusal.value.sentence()


def test_the_communities_clerks_are_the_committees_social_workers(district: District) -> None:
    seats = {post: [user.id for user in users] for post, users in list_seats(district, STREET_ID).items()}
    assert seats == {
        "leader": ["he"],
        "staff": ["gao"],
        "social_worker": ["fang", "w1", "w2", "w3", "w4", "w5"],
    }
    number = visited_case(district).number
    members = [*COMMITTEE[:-1], CLERK.user_id]
    assert record_finding(district, OFFICER, number, True, members).stage is Stage.ELIGIBLE


def test_the_letter_reaches_the_applicant_and_ends_the_case(district: District) -> None:
    number = visited_case(district).number
    record_finding(district, OFFICER, number, False, COMMITTEE, "人均收入超过标准")
    handed = Handed("in_person", district.today(), ink=INK)
    for wrong, code in (
        (replace(handed, how="pigeon"), "delivery.how"),
        (replace(handed, on=district.today() + timedelta(days=1)), "delivery.day"),
        (replace(handed, on=district.today() - timedelta(days=1)), "delivery.day"),
        (replace(handed, ink=None), "delivery.receipt"),
    ):
        assert refused(lambda wrong=wrong: deliver_letter(district, OFFICER, number, wrong)) == code
    case = deliver_letter(district, OFFICER, number, handed)
    assert case.stage is Stage.ENDED
    assert len(case.last.facts["receipt"]) == 64
    assert refused(lambda: deliver_letter(district, OFFICER, number, handed)) == "case.wrong_step"


def test_a_letter_nobody_signs_for_is_noted(district: District) -> None:
    number = visited_case(district).number
    record_finding(district, OFFICER, number, False, COMMITTEE, "人均收入超过标准")
    handed = Handed("left", district.today(), words="不肯签，楼长在场")
    assert deliver_letter(district, CLERK, number, handed).last.facts["receipt"] == ""


@pytest.mark.parametrize(
    ("said", "noted"),
    [({"staff_relative": "no"}, False), ({"staff_relative": "unregistered", "tie_note": "表弟"}, True)],
)
def test_a_relative_found_in_the_home_is_to_be_registered(
    district: District, said: dict[str, str], noted: bool
) -> None:
    tablet, assigned = enrolled_tablet(district), assigned_case(district)
    visit = tablet.fill_in(assigned)
    visit["answers"] = visit["answers"] | said
    tablet.push(tablet.seal(visit))
    assert reconcile(district).accepted == 1
    case = district.get_case(assigned.number)
    assert is_unregistered(district, case) is noted
    register_relative(district, OFFICER, case.number, "parent", "低保经办人员王某")
    assert not is_unregistered(district, district.get_case(case.number))


def test_the_register_has_a_line_a_family(district: District) -> None:
    first, second = assigned_case(district), accepted_case(district)
    register = list_families(district, CLERK, 2026)
    assert [line.number for line in register.rows] == [first.number, second.number]
    line = register.rows[0]
    assert (line.head, line.outcome, line.handled_by, line.missing) == ("周例平", "forwarded", "方示宁", 0)
    assert list_families(district, CLERK, 2025).total == 0
    assert list_families(district, replace(CLERK, community="elsewhere"), 2026).total == 0
    assert list_families(district, CLERK, 2026, page=9).page == 1

"""Tip-offs from their receipt to their answer; nobody learns who complained (S7-DUTY-S6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from server.domain.complaint import CLOSED, LOOKING, RECEIVED, TO_ANSWER, WEIGHED
from server.domain.objection import Statement
from server.domain.periodic_review import open_review
from server.domain.permission import Actor
from server.errors import Refusal
from server.records.complaint_rows import Asked
from server.records.entries import User
from server.services.complaint_files import (
    count_open_complaints,
    follow_complaint,
    list_complaints,
    read_complaint,
    read_complaint_answer,
)
from server.services.complaints import (
    _barred,
    answer_complaint,
    assign_officers,
    complain_on_page,
    find_complaint,
    get_complaint,
    look_into,
    record_complaint,
)
from server.services.district import District
from server.services.verification import verify
from tests.factories import CLERK, COMMUNITY_ID, OFFICER, REVIEWER, STREET_ID, TEAM
from tests.server.services.packs import use_pack
from tests.server.services.story import approved_case

SAID = Statement("他家有两套房。", "吴样邻", "0000-000 0009", "songguo-1", "once-1")
ANONYMOUS = Statement("他家有小汽车。", once="once-2")
OTHERS = (OFFICER.user_id, REVIEWER.user_id)
TEAM_OFFICER = Actor("wei", "魏样", frozenset({"street_officer"}), STREET_ID, assessor_id=TEAM[0])


def looked_into(district: District, statement: Statement = SAID) -> tuple[str, str]:
    """The receipt of a complaint that two looked into, and the case it is about."""
    number = approved_case(district).number
    receipt = complain_on_page(district, "household", COMMUNITY_ID, statement)
    assign_officers(district, OFFICER, receipt, number, OTHERS)
    look_into(district, OFFICER, receipt, "documents", district.today(), "看了房产登记。")
    return receipt, number


def test_a_named_complaint_is_looked_into_by_two_found_and_answered(district: District) -> None:
    receipt, number = looked_into(district)
    found = find_complaint(district, REVIEWER, receipt, "true", "review", "登记有两套。")
    assert (found.state, open_review(district.get_case(number)).occasion) == (TO_ANSWER, "inquiry")
    assert follow_complaint(district, receipt).result == ""
    answer_complaint(district, OFFICER, receipt, "核查过了，按规定处理。")
    assert (follow_complaint(district, receipt).state, follow_complaint(district, receipt).result) == (
        CLOSED,
        "true",
    )
    assert read_complaint_answer(district, receipt, "songguo-1") == "核查过了，按规定处理。"
    with pytest.raises(Refusal, match=r"objection\.secret_wrong"):
        read_complaint_answer(district, receipt, "guess")
    assert verify(district).ok


def test_an_anonymous_complaint_closes_with_what_is_found(district: District) -> None:
    receipt, number = looked_into(district, ANONYMOUS)
    before = district.get_case(number).acts
    find_complaint(district, OFFICER, receipt, "not_established", "nothing", "没有人看见过。")
    assert follow_complaint(district, receipt).result == "not_established"
    assert district.get_case(number).acts == before
    with pytest.raises(Refusal, match=r"complaint\.step"):
        answer_complaint(district, OFFICER, receipt, "再说一句")


def test_the_clock_is_the_packs_and_the_seed_has_none(district: District) -> None:
    untimed = complain_on_page(district, "household", COMMUNITY_ID, ANONYMOUS)
    assert read_complaint(district, OFFICER, untimed).due_on is None
    use_pack(district, "cn-2021@1")
    receipt = complain_on_page(district, "household", COMMUNITY_ID, SAID)
    due = read_complaint(district, OFFICER, receipt).due_on
    assert due is not None
    assert due >= district.today() + timedelta(60)
    named, nameless = list_complaints(district, OFFICER, Asked()).rows
    assert (named.due_on, named.state, nameless.due_on) == (due.isoformat(), RECEIVED, "")


def test_an_officer_of_the_first_team_is_neither_assigned_nor_reads(district: District) -> None:
    number = approved_case(district).number
    district.office.save(
        User("wei", "魏样", ("street_officer",), "", STREET_ID, assessor_id=TEAM_OFFICER.assessor_id)
    )
    receipt = complain_on_page(district, "household", COMMUNITY_ID, SAID)
    with pytest.raises(Refusal, match=r"complaint\.same_team"):
        assign_officers(district, OFFICER, receipt, number, ("wei", OFFICER.user_id))
    with pytest.raises(Refusal, match=r"complaint\.own_case"):
        assign_officers(district, TEAM_OFFICER, receipt, number, OTHERS)
    assert get_complaint(district, receipt).state == RECEIVED
    assign_officers(district, OFFICER, receipt, number, OTHERS)
    with pytest.raises(Refusal, match=r"complaint\.own_case"):
        read_complaint(district, TEAM_OFFICER, receipt)
    assert list_complaints(district, TEAM_OFFICER, Asked()).rows == []
    assert count_open_complaints(district, TEAM_OFFICER) == 0
    assert count_open_complaints(district, OFFICER) == 1


@pytest.mark.parametrize("officers", [("gao",), ("gao", "gao"), ("gao", "fang"), ("gao", "nobody")])
def test_two_different_people_in_post_are_assigned(district: District, officers: tuple[str, ...]) -> None:
    number = approved_case(district).number
    receipt = complain_on_page(district, "household", COMMUNITY_ID, SAID)
    with pytest.raises(Refusal, match=r"complaint\.(two|officer)"):
        assign_officers(district, OFFICER, receipt, number, officers)


def test_only_the_two_who_were_assigned_write_what_they_found(district: District) -> None:
    receipt, _ = looked_into(district)
    stranger = replace(OFFICER, user_id="other")
    with pytest.raises(Refusal, match=r"complaint\.not_yours"):
        look_into(district, stranger, receipt, "words", district.today(), "听说")
    with pytest.raises(Refusal, match=r"complaint\.not_yours"):
        find_complaint(district, stranger, receipt, "true", "nothing", "听说")


@pytest.mark.parametrize(
    ("result", "consequence"),
    [("not_true", "review"), ("not_established", "recovery"), ("not_true", "discipline"), ("?", "nothing")],
)
def test_nothing_follows_from_what_is_not_true(district: District, result: str, consequence: str) -> None:
    receipt, number = looked_into(district)
    before = district.get_case(number).acts
    with pytest.raises(Refusal, match=r"complaint\.(result|consequence)"):
        find_complaint(district, OFFICER, receipt, result, consequence, "没有")
    assert district.get_case(number).acts == before


def test_the_case_holds_nothing_of_a_complaint_and_the_community_reads_none(district: District) -> None:
    receipt, number = looked_into(district)
    find_complaint(district, OFFICER, receipt, "true", "review", "登记有两套。")
    for act in district.get_case(number).acts:
        assert receipt not in str(act.facts)
    for read in (
        lambda: read_complaint(district, CLERK, receipt),
        lambda: list_complaints(district, CLERK, Asked()),
        lambda: record_complaint(district, CLERK, "phone", "household", COMMUNITY_ID, SAID),
    ):
        with pytest.raises(Refusal, match=r"person\.may_not"):
            read()


def test_the_chain_holds_no_personal_data(district: District) -> None:
    receipt, _ = looked_into(district)
    held = str([act.facts for act in get_complaint(district, receipt).acts])
    for private in (SAID.text, SAID.name, SAID.contact, "songguo"):
        assert private not in held


def test_what_is_about_staff_or_of_no_place_is_for_the_district(district: District) -> None:
    about_staff = complain_on_page(district, "staff", COMMUNITY_ID, replace(SAID, once="a"))
    nowhere = complain_on_page(district, "household", "", replace(SAID, once="b"))
    for receipt in (about_staff, nowhere):
        with pytest.raises(Refusal, match=r"person\.other_area"):
            read_complaint(district, OFFICER, receipt)
        assert read_complaint(district, REVIEWER, receipt).words["text"] == SAID.text
    assert count_open_complaints(district, OFFICER) == 0


def test_a_form_sent_twice_is_one_complaint(district: District) -> None:
    first = complain_on_page(district, "household", COMMUNITY_ID, SAID)
    assert complain_on_page(district, "household", COMMUNITY_ID, SAID) == first
    assert count_open_complaints(district, REVIEWER) == 1


def test_assigned_anew_before_anything_was_looked_into(district: District) -> None:
    number = approved_case(district).number
    receipt = record_complaint(district, OFFICER, "phone", "household", COMMUNITY_ID, SAID)
    assert assign_officers(district, OFFICER, receipt, number, OTHERS).state == LOOKING
    assert assign_officers(district, OFFICER, receipt, number, OTHERS).officers == tuple(sorted(OTHERS))


def test_a_complaint_that_names_no_known_household_is_looked_into_and_answered(district: District) -> None:
    approved_case(district)
    receipt = complain_on_page(district, "household", COMMUNITY_ID, SAID)
    another = complain_on_page(district, "household", COMMUNITY_ID, replace(SAID, once="other"))
    assert assign_officers(district, OFFICER, receipt, "", OTHERS).case == ""
    look_into(district, OFFICER, receipt, "words", district.today(), "没有这一户。")
    assert another not in {row.file for row in read_complaint(district, OFFICER, receipt).others}
    assert read_complaint(district, OFFICER, receipt).others == []
    with pytest.raises(Refusal, match=r"complaint\.case"):
        find_complaint(district, OFFICER, receipt, "true", "recovery", "听说的。")
    assert (
        find_complaint(district, OFFICER, receipt, "not_established", "nothing", "找不到。").state
        == TO_ANSWER
    )
    answer_complaint(district, OFFICER, receipt, "没有找到您说的这一户。")
    assert follow_complaint(district, receipt).state == CLOSED


def test_the_household_is_named_once_it_is_found_and_a_review_may_follow(district: District) -> None:
    number = approved_case(district).number
    receipt = complain_on_page(district, "household", COMMUNITY_ID, SAID)
    assign_officers(district, OFFICER, receipt, "", OTHERS)
    look_into(district, OFFICER, receipt, "words", district.today(), "是周家。")
    assert assign_officers(district, OFFICER, receipt, number, OTHERS).state == WEIGHED
    assert assign_officers(district, OFFICER, receipt, "", OTHERS).case == number
    find_complaint(district, REVIEWER, receipt, "true", "review", "登记有两套。")
    assert open_review(district.get_case(number)).occasion == "inquiry"


def test_others_take_over_what_somebody_who_left_had_begun_to_look_into(district: District) -> None:
    receipt, number = looked_into(district)
    tan = replace(district.office.find(User, REVIEWER.user_id), id="tan")
    district.office.save(tan)
    assign_officers(district, REVIEWER, receipt, number, ("tan", REVIEWER.user_id))
    with pytest.raises(Refusal, match=r"complaint\.not_yours"):
        find_complaint(district, OFFICER, receipt, "true", "nothing", "登记有两套。")
    newcomer = replace(REVIEWER, user_id="tan")
    assert find_complaint(district, newcomer, receipt, "true", "nothing", "登记有两套。").looks


def test_a_household_of_another_street_is_for_the_district_to_assign(district: District) -> None:
    number = approved_case(district).number
    receipt = complain_on_page(district, "household", COMMUNITY_ID, SAID)
    elsewhere = replace(get_complaint(district, receipt), street="liuquan")
    with pytest.raises(Refusal, match=r"complaint\.other_street"):
        _barred(district, OFFICER, elsewhere, number)
    assert _barred(district, REVIEWER, elsewhere, number) == frozenset(TEAM)

"""The employment feedback form from issue to return: to whom, once a period, both copies (DOC-14)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from server.domain.employment import form_id
from server.domain.paper import PaperKind, PaperStanding
from server.errors import Refusal
from server.records.employment_rows import JOB_FORMS, seekers_in
from server.services.cases import list_cases, wanted_by_clock
from server.services.district import District
from server.services.employment import count_missing, find_period, list_people, overview
from server.services.issued_papers import list_issued, print_again
from server.services.job_forms import (
    forms_pdf,
    issue_form,
    issue_to_community,
    present_period,
    read_form,
)
from server.services.verification import verify
from tests.factories import CLERK, COMMUNITY_ID, HEAD_OF_BUREAU, OFFICER
from tests.server.documents.papers import text_of
from tests.server.services.employed import (
    SEEKER,
    WORKER,
    issued_case,
    linked_case,
    offer,
    receive,
    returned,
    taken_over_case,
)
from tests.server.services.story import move


def test_a_visit_says_who_can_work_and_has_none(district: District) -> None:
    case = linked_case(district)
    found = {row.member: (row.name, row.status) for row in seekers_in(district.index, case.number)}
    assert found == {WORKER: ("周例平", "other"), SEEKER: ("陈示兰", "seeking")}
    people = list_people(district, OFFICER, present_period(district))
    assert [(row.name, row.state) for row in people.rows] == [("陈示兰", "due")]
    assert count_missing(district, OFFICER) == 1


def test_the_form_is_issued_once_a_half_year_on_paper_in_two_copies(district: District) -> None:
    case = issued_case(district)
    paper = next(each for each in list_issued(district, case) if each.kind is PaperKind.JOB_FORM)
    assert paper.about == form_id(SEEKER, 2026, 1)
    text = text_of(print_again(district, OFFICER, case.number, paper.ordinal))
    for words in (
        "四方区低保人员就业情况反馈表",
        "2026 年第 1 张",
        "陈示兰",
        "第一联 本人交回槐安社区",
        "第二联 街道劳动保障服务中心留存",
        "2026年6月30日",
    ):
        assert words in text, words
    assert "第 2 页" not in text
    with pytest.raises(Refusal, match=r"job\.issued_already"):
        issue_form(district, OFFICER, case.number, SEEKER)


def test_who_works_has_no_form_and_who_is_not_of_the_household_none_either(district: District) -> None:
    case = linked_case(district)
    with pytest.raises(Refusal, match=r"job\.not_seeking"):
        issue_form(district, OFFICER, case.number, WORKER)
    with pytest.raises(Refusal, match=r"job\.member"):
        issue_form(district, OFFICER, case.number, "m9")
    with pytest.raises(Refusal, match=r"person\.may_not"):
        issue_form(district, CLERK, case.number, SEEKER)


def test_a_pack_without_the_form_issues_none(district: District) -> None:
    case = linked_case(district, feedback_forms=0)
    with pytest.raises(Refusal, match=r"job\.no_forms"):
        issue_form(district, OFFICER, case.number, SEEKER)
    assert list_people(district, OFFICER, present_period(district)).counts["no_form"] == 1
    assert count_missing(district, OFFICER) == 0


def test_a_whole_community_has_its_forms_at_once_as_one_paper(district: District) -> None:
    first, second = linked_case(district), linked_case(district)
    assert issue_to_community(district, OFFICER, COMMUNITY_ID) == 2
    text = text_of(forms_pdf(district, OFFICER, COMMUNITY_ID, 2026, 1))
    assert all(text.count(case.number) >= 2 for case in (first, second))
    assert text == text_of(forms_pdf(district, OFFICER, COMMUNITY_ID, 2026, 1))
    with pytest.raises(Refusal, match=r"job\.nobody"):
        issue_to_community(district, OFFICER, COMMUNITY_ID)


def test_a_street_issues_nothing_in_another_street(district: District) -> None:
    linked_case(district)
    elsewhere = replace(OFFICER, street="zhulin")
    with pytest.raises(Refusal, match=r"person\.other_area"):
        issue_to_community(district, elsewhere, COMMUNITY_ID)
    with pytest.raises(Refusal, match=r"person\.other_area"):
        forms_pdf(district, elsewhere, COMMUNITY_ID, 2026, 1)
    assert list_people(district, elsewhere, present_period(district)).total == 0


def test_what_came_back_is_kept_under_the_names_of_the_form(district: District) -> None:
    case = issued_case(district)
    case = receive(district, case, returned(district))
    record = case.jobs[SEEKER]
    assert (record.status, record.forms[0].outcome, record.forms[0].months) == ("working", "employed", 6)
    definition, answers = read_form(district, case, record.forms[0])
    assert definition["id"] == "employment-feedback@1"
    assert answers["offer"][0]["wage"] == "1800.00"
    assert answers["refusals"] == "0"
    row = district.index.rows(JOB_FORMS)[0]
    assert (row.outcome, row.offers, row.refused, row.months) == ("employed", 1, 0, 6)


def test_no_act_holds_a_name_or_an_employer(district: District) -> None:
    case = receive(district, issued_case(district), returned(district))
    facts = str([dict(act.facts) for act in case.acts])
    assert not any(words in facts for words in ("陈示兰", "示例物业", "保洁"))


def test_verify_names_a_form_whose_answers_were_changed(district: District) -> None:
    case = receive(district, issued_case(district), returned(district))
    assert verify(district).ok
    content = case.jobs[SEEKER].forms[0].content
    store = district.database("evidence")
    document = store.get(f"job-form:{case.number}:{content}")
    document["content"]["answers"]["pay"] = "9.00"
    store.put(document)
    assert [problem.document for problem in verify(district).problems] == [document["_id"]]


def test_a_form_comes_back_once_and_only_after_it_was_issued(district: District) -> None:
    case = issued_case(district)
    with pytest.raises(Refusal, match=r"job\.before_issue"):
        receive(district, case, returned(district, on=district.today() - timedelta(days=1)))
    with pytest.raises(Refusal, match=r"job\.future"):
        receive(district, case, returned(district, on=district.today() + timedelta(days=1)))
    case = receive(district, case, returned(district))
    with pytest.raises(Refusal, match=r"job\.returned_already"):
        receive(district, case, returned(district))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"outcome": "rich"}, "现在怎么样的答案不在可选的里面"),
        ({"registered_on": date(2026, 1, 2)}, "哪天来登记的的答案不符合要求"),
        ({"started_on": date(2031, 1, 1)}, "从哪天开始的答案不符合要求"),
    ],
)
def test_what_the_form_itself_does_not_allow_is_refused_in_its_words(
    district: District, changes: dict[str, object], words: str
) -> None:
    case = issued_case(district)
    with pytest.raises(Refusal) as refused:
        receive(district, case, returned(district, **changes))
    assert refused.value.code == "job.form_answer"
    assert words in refused.value.sentence("zh")
    assert not district.get_case(case.number).jobs[SEEKER].forms[0].returned_on


def test_what_does_not_suit_may_be_refused_and_does_not_count(district: District) -> None:
    case = issued_case(district)
    refused = offer(district.today(), answer="refused", justified="no", reason="太远")
    unsuitable = replace(refused, suitable="no", justified="")
    given = returned(district, outcome="seeking", offers=[refused, unsuitable])
    case = receive(district, case, given)
    assert [each.counts_as_refusal for each in case.jobs[SEEKER].offers] == [True, False]
    assert case.jobs[SEEKER].forms[0].refused == 1


def test_the_second_form_of_the_year_is_due_by_its_end(district: District) -> None:
    case = issued_case(district)
    found = list_cases(district, OFFICER, wanted_by_clock(["job_form"]))
    assert [(row.row.number, row.row.due_on) for row in found.rows] == [(case.number, "2026-12-31")]
    move(district, days=130)
    issue_form(district, OFFICER, case.number, SEEKER)
    again = list_cases(district, OFFICER, wanted_by_clock(["job_form"]))
    assert [row.row.due_on for row in again.rows] == ["2027-06-30"]
    assert list_cases(district, HEAD_OF_BUREAU, wanted_by_clock(["job_form"])).total == 1


def test_a_form_that_did_not_come_back_by_the_end_is_missing(district: District) -> None:
    issued_case(district)
    period = find_period(district, 2026, 1)
    assert [row.state for row in list_people(district, OFFICER, period).rows] == ["issued"]
    move(district, days=130)
    assert [row.state for row in list_people(district, OFFICER, period).rows] == ["missing"]
    assert [row.state for row in list_people(district, OFFICER, present_period(district)).rows] == ["due"]
    total = overview(district, OFFICER, period)[-1]
    assert (total.persons, total.issued, total.missing, total.return_rate) == (1, 1, 1, 0)


def test_rates_are_of_what_was_issued_and_of_what_came_back(district: District) -> None:
    receive(district, issued_case(district), returned(district))
    issued_case(district)
    lines = overview(district, OFFICER, present_period(district))
    assert [(line.street, line.community) for line in lines] == [
        ("songlin", "huaian"),
        ("songlin", ""),
        ("", ""),
    ]
    for line in lines:
        assert (line.persons, line.issued, line.returned, line.took_post) == (2, 2, 1, 1)
        assert (line.return_rate, line.post_rate) == (500, 1000)


def test_of_a_household_taken_over_nobody_knows_who_works_until_somebody_asks(district: District) -> None:
    case = taken_over_case(district)
    people = list_people(district, OFFICER, present_period(district))
    assert {row.state for row in people.rows} == {"unknown"}
    with pytest.raises(Refusal, match=r"job\.not_seeking"):
        issue_form(district, OFFICER, case.number, SEEKER)


def test_a_superseded_form_is_still_the_one_that_was_issued(district: District) -> None:
    case = receive(district, issued_case(district), returned(district))
    paper = next(each for each in list_issued(district, case) if each.kind is PaperKind.JOB_FORM)
    assert paper.standing is PaperStanding.CURRENT

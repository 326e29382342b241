"""An objection stops the clock, sends others, is answered; its words stay with the street (S7-AMB-06)."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import timedelta
from zipfile import ZipFile

import pytest

from server.domain.case import Case
from server.domain.objection import IN_PERSON, PHONE, Statement
from server.domain.stage import Stage
from server.errors import Refusal
from server.services.assignments import assign_team
from server.services.cases import get_case_view
from server.services.district import District
from server.services.family_files import stream_family_file
from server.services.notices import post_notice
from server.services.objection_files import (
    count_open,
    follow_objection,
    get_objection,
    list_objections,
    read_answer,
)
from server.services.objections import (
    answer_objection,
    close_report,
    object_on_page,
    record_objection,
)
from server.services.searches import Asked, search
from server.services.verification import verify
from tests.factories import CLERK, OFFICER, REVIEWER, TEAM
from tests.second_team import OTHERS, certify_others
from tests.server.services.story import eligible_case, move, noticed_case

SAID = Statement("他家有一辆小汽车，登记在弟弟名下。", "吴样邻", "0000-000 0009", "songguo", "f" * 32)
UNNAMED = Statement("他家有一辆小汽车。")


@pytest.fixture
def other_team(district: District) -> District:
    """The district with three more assessors, who know nothing of the first visit."""
    certify_others(district)
    return district


def test_an_objection_on_the_page_stops_the_clock_and_names_nobody(district: District) -> None:
    case, posted = noticed_case(district)
    filed = object_on_page(district, posted.id, SAID)
    stopped = district.get_case(case.number)
    assert (stopped.stage, filed.is_report) == (Stage.OBJECTED, False)
    chain = json.dumps([act.facts for act in stopped.acts], ensure_ascii=False)
    for private in ("小汽车", "吴样邻", "0009", "songguo"):
        assert private not in chain
    assert verify(district).ok


def test_the_file_says_whether_a_name_was_given_not_that_the_clerk_signed(district: District) -> None:
    case, _ = noticed_case(district)
    named = record_objection(district, CLERK, case.number, PHONE, SAID)
    other = record_objection(district, CLERK, case.number, IN_PERSON, UNNAMED)
    told = [f"{line.who} {line.en}" for line in get_case_view(district, OFFICER, case.number).lines[-2:]]
    assert told == [
        f"方示宁 received a named objection {named.receipt}; stopped to be investigated again.",
        f"方示宁 received an anonymous objection {other.receipt}; stopped to be investigated again.",
    ]


def test_the_community_reads_neither_the_words_nor_the_name(district: District) -> None:
    case, posted = noticed_case(district)
    filed = object_on_page(district, posted.id, SAID)
    seen = get_case_view(district, CLERK, case.number)
    assert "吴样邻" not in str(seen.lines)
    assert "小汽车" not in str(seen.lines)
    assert search(district, OFFICER, Asked(q="吴样邻")).total == 0
    for ask in (list_objections, lambda *who: get_objection(*who, filed.receipt)):
        with pytest.raises(Refusal, match=r"person\.may_not"):
            ask(district, CLERK)
    read = get_objection(district, OFFICER, filed.receipt)
    assert (read.text, read.name, read.contact) == (SAID.text, SAID.name, SAID.contact)
    assert get_objection(district, REVIEWER, filed.receipt).name == SAID.name


def test_the_familys_file_holds_nothing_of_who_objects(district: District) -> None:
    case, posted = noticed_case(district)
    filed = object_on_page(district, posted.id, SAID)
    answer_objection(district, OFFICER, filed.receipt, "已经另派人重新调查。")
    archive = ZipFile(io.BytesIO(b"".join(stream_family_file(district, CLERK, case.number))))
    held = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")
    assert filed.receipt in held
    for private in ("小汽车", "吴样邻", SAID.contact, "已经另派人"):
        assert private not in held


def test_another_street_reads_nothing(district: District) -> None:
    _, posted = noticed_case(district)
    filed = object_on_page(district, posted.id, SAID)
    elsewhere = replace(OFFICER, street="xicun")
    assert list_objections(district, elsewhere) == []
    with pytest.raises(Refusal, match=r"person\.other_area"):
        get_objection(district, elsewhere, filed.receipt)
    with pytest.raises(Refusal, match=r"person\.other_area"):
        answer_objection(district, elsewhere, filed.receipt, "查过了")


def test_the_same_form_sent_twice_is_one_objection(district: District) -> None:
    case, posted = noticed_case(district)
    first = object_on_page(district, posted.id, SAID)
    assert object_on_page(district, posted.id, SAID) == first
    assert len(district.get_case(case.number).objections) == 1
    object_on_page(district, posted.id, replace(SAID, once="e" * 32))
    assert len(district.get_case(case.number).objections) == 2


def test_what_comes_after_the_period_is_kept_as_a_report(district: District) -> None:
    case, posted = noticed_case(district)
    move(district, days=4)
    filed = object_on_page(district, posted.id, SAID)
    assert filed.is_report
    assert object_on_page(district, posted.id, SAID) == filed
    assert district.get_case(case.number).stage is Stage.NOTICED
    assert follow_objection(district, filed.receipt).state == "report"
    assert count_open(district, OFFICER) == 1
    assert get_objection(district, OFFICER, filed.receipt).text == SAID.text
    with pytest.raises(Refusal, match=r"report\.words"):
        close_report(district, OFFICER, filed.receipt, " ")
    close_report(district, OFFICER, filed.receipt, "查过车辆登记，不是他家的。")
    with pytest.raises(Refusal, match=r"report\.closed"):
        close_report(district, OFFICER, filed.receipt, "再办一次")
    assert follow_objection(district, filed.receipt).state == "report_closed"
    assert read_answer(district, filed.receipt, "songguo") == "查过车辆登记，不是他家的。"
    assert count_open(district, OFFICER) == 0


def test_the_desk_records_who_comes_or_calls(district: District) -> None:
    case, _ = noticed_case(district)
    with pytest.raises(Refusal, match=r"objection\.how"):
        record_objection(district, CLERK, case.number, "letter", UNNAMED)
    record_objection(district, CLERK, case.number, IN_PERSON, UNNAMED)
    record_objection(district, OFFICER, case.number, PHONE, SAID)
    assert [each.how for each in district.get_case(case.number).objections] == [IN_PERSON, PHONE]


def test_before_any_notice_there_is_nothing_to_object_to(district: District) -> None:
    case = eligible_case(district)
    with pytest.raises(Refusal, match=r"objection\.no_notice"):
        record_objection(district, OFFICER, case.number, PHONE, UNNAMED)


def test_a_named_objector_is_answered_once_and_reads_it_with_their_password(district: District) -> None:
    _, posted = noticed_case(district)
    filed = object_on_page(district, posted.id, SAID)
    [waiting] = list_objections(district, OFFICER)
    assert waiting.due_on == district.today() + timedelta(days=7)  # five working days
    assert read_answer(district, filed.receipt, "songguo") == ""
    answer_objection(district, OFFICER, filed.receipt, "已经另派人重新调查。")
    with pytest.raises(Refusal, match=r"objection\.answered"):
        answer_objection(district, OFFICER, filed.receipt, "再答一次")
    for wrong in ("", "songgu", "songguo "):
        with pytest.raises(Refusal, match=r"objection\.secret_wrong"):
            read_answer(district, filed.receipt, wrong)
    assert read_answer(district, filed.receipt.lower(), "songguo") == "已经另派人重新调查。"
    assert count_open(district, OFFICER) == 0


def test_without_a_password_nobody_reads_the_answer(district: District) -> None:
    _, posted = noticed_case(district)
    filed = object_on_page(district, posted.id, UNNAMED)
    answer_objection(district, OFFICER, filed.receipt, "查过了")
    assert not follow_objection(district, filed.receipt).has_secret
    with pytest.raises(Refusal, match=r"objection\.secret_wrong"):
        read_answer(district, filed.receipt, "")


@pytest.mark.parametrize("receipt", ["Y-0000-0000", "SL-2026-0001-Y1", "nonsense", ""])
def test_a_receipt_nobody_has_tells_nothing(district: District, receipt: str) -> None:
    with pytest.raises(Refusal, match=r"objection\.unknown"):
        follow_objection(district, receipt)


def test_another_team_goes_and_the_notice_is_posted_anew(other_team: District) -> None:
    case, posted = noticed_case(other_team)
    filed = object_on_page(other_team, posted.id, UNNAMED)
    with pytest.raises(Refusal, match=r"team\.same_after_objection"):
        send(other_team, case, (*OTHERS[:2], TEAM[2]))
    assert follow_objection(other_team, filed.receipt).state == "received"
    sent = send(other_team, case, OTHERS)
    assert sent.stage is Stage.ASSIGNED
    assert follow_objection(other_team, filed.receipt).state == "another_team"


def send(district: District, case: Case, team: tuple[str, ...]) -> Case:
    due = district.today() + timedelta(days=7)
    return assign_team(district, OFFICER, case.number, team, team[0], due, dict.fromkeys(team, "none"))


def test_a_notice_cannot_be_posted_while_it_is_objected_to(district: District) -> None:
    case, posted = noticed_case(district)
    object_on_page(district, posted.id, UNNAMED)
    with pytest.raises(Refusal, match=r"case\.wrong_step"):
        post_notice(district, OFFICER, case.number, "槐安路 12 号楼")

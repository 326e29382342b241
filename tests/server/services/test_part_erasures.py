"""A household that is erased leaves no string of its own anywhere; what is of others stays and verifies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from server.domain.act import ActDraft
from server.domain.campaign import ProblemKind, Result
from server.domain.draw import fold_draw
from server.domain.housing import file_of
from server.domain.meeting import Meeting
from server.errors import Refusal
from server.records.draw_rows import draws_of
from server.records.entries import Erasing
from server.records.steps import STEPS, Ground
from server.services.applications import withdraw_application
from server.services.campaign_closings import close_campaign
from server.services.campaign_reports import campaign_report_pdf
from server.services.campaign_views import list_campaigns, view_campaign
from server.services.campaigns import (
    correct_problem,
    file_removed,
    get_campaign,
    record_check,
    register_problem,
)
from server.services.district import District
from server.services.draw_records import Found, LookedAt, list_looked, record_look
from server.services.erasures import finish_erasures
from server.services.housing import get_steps, read_housing, survey_home
from server.services.meetings import defer_case, get_deferral, get_notes
from server.services.meetings_held import (
    add_sheet,
    close_meeting,
    do_agenda,
    get_sheet,
    stamp_papers,
    take_attendance,
    take_ballot,
)
from server.services.minutes import minutes_pdf
from server.services.paper_register import list_registered
from server.services.retention import erase_case
from server.services.saved_searches import list_saved, save_search
from server.services.searches import Asked
from server.services.stops import stop_receipt
from server.services.verification import verify
from sync.couch import CouchError, Database
from tests.factories import (
    CHAIRMAN,
    CLERK,
    COMMUNITY_ID,
    HEAD_OF_BUREAU,
    MEMBERS,
    OFFICER,
    REVIEWER,
    picture,
    visited_case,
)
from tests.server.documents.papers import text_of
from tests.server.domain.homes import survey
from tests.server.services.receiving import receiving_case
from tests.server.services.story import convened, move, votes
from tests.server.services.test_campaigns import PLAN, begun
from tests.server.services.test_draw_records import drawn
from tests.server.services.test_meetings import two_ripe_cases
from tests.server.services.test_standards import taken_over

# Of tests.factories.household: names, number, telephone and address.
STRINGS = ("周例平", "陈示兰", "110000197104090010", "0000-000 0001", "槐安路 12 号 3 单元 501")
YEARS = 3


def on_disk(district: District, text: str) -> list[str]:
    """The files of the data folder in which a text can be read, as UTF-8 or as JSON escapes it."""
    ways = (text.encode(), text.encode("unicode_escape"), text.encode("utf-16-le"))
    files = (path for path in sorted(district.settings.data.rglob("*")) if path.is_file())
    return [str(path.name) for path in files if any(way in path.read_bytes() for way in ways)]


def over(district: District, number: str) -> None:
    """Stopped, and its years gone by."""
    stop_receipt(district, HEAD_OF_BUREAU, number, "voluntary", district.today(), "周例平来说不要了")
    move(district, days=YEARS * 366 + 62)


def lived(district: District) -> str:
    """A household in receipt that others' files speak of: a campaign, a draw, its housing, searches."""
    number = receiving_case(district)
    draw_id = drawn(district)
    found = {number: Found("adjust", "陈示兰上月就业")}
    look = LookedAt(COMMUNITY_ID, district.today(), "看了周例平家的台账", households=found)
    record_look(district, REVIEWER, draw_id, look)
    campaign, today = begun(district), district.today()
    record_check(district, CLERK, campaign.id, number, Result.REMOVE, today, "周例平家有两套房")
    register_problem(
        district, OFFICER, campaign.id, ProblemKind.RECIPIENT, "", number, "陈示兰家由所里改", today
    )
    [problem] = get_campaign(district, campaign.id).problems
    correct_problem(district, OFFICER, campaign.id, problem.id, "改了")
    file_removed(district, OFFICER, campaign.id, number, "周例平的专档在一号柜")
    close_campaign(district, REVIEWER, campaign.id, "清退一户：周例平（110000197104090010）。")
    campaign_report_pdf(district, REVIEWER, campaign.id)
    survey_home(district, CLERK, number, survey(), "周例平一家租一间，电话 0000-000 0001")
    save_search(district, OFFICER, "常看", Asked(q="周例平"))
    save_search(district, OFFICER, "别的", Asked(q="李"))
    return number


def test_no_string_of_the_household_is_left_in_any_file(district: District) -> None:
    number = lived(district)
    over(district, number)
    for text in STRINGS:
        assert on_disk(district, text), f"{text} was never there: the test could not fail"
    erase_case(district, HEAD_OF_BUREAU, number)
    finish_erasures(district)
    for text in STRINGS:
        assert on_disk(district, text) == [], text
    assert verify(district).problems == []
    assert [each.name for each in list_saved(district, OFFICER)] == ["别的"]


def test_what_is_of_others_can_still_be_read(district: District) -> None:
    number = lived(district)
    over(district, number)
    erase_case(district, HEAD_OF_BUREAU, number)
    view = view_campaign(district, REVIEWER, list_campaigns(district, REVIEWER)[0][0].file)
    assert view.campaign.checks[number].result is Result.REMOVE
    assert (view.campaign.checks[number].words, view.plan) == ("", PLAN)
    [row] = draws_of(district.index)
    [looked] = list_looked(district, REVIEWER, fold_draw(district.casebook.read(row.file)))
    assert (looked.words, looked.reasons, looked.looked.findings[0].outcome) == ("", {}, "adjust")
    housing = read_housing(district, REVIEWER, number)
    assert housing is not None
    assert (housing.survey.words, get_steps(district, housing)) == ("", {})
    assert [paper.summary for paper in list_registered(district, REVIEWER)] == [""]


def met(district: District) -> tuple[Meeting, str, str]:
    """A meeting that put one family off and voted on another, with words about members beside both."""
    one, two = two_ripe_cases(district)
    meeting = convened(district, [one, two])
    recused = {one: [MEMBERS[0]], two: [MEMBERS[1]]}
    notes = {MEMBERS[0]: "他是表兄", MEMBERS[1]: "住对门"}
    take_attendance(district, CHAIRMAN, meeting.id, MEMBERS, recused, notes)
    do_agenda(district, CHAIRMAN, meeting.id, one, 1)
    defer_case(district, CHAIRMAN, meeting.id, one, "这家的工资证明没有带来")
    for item in range(1, 7):
        do_agenda(district, CHAIRMAN, meeting.id, two, item)
    cast = {member: choice for member, choice in votes(8, 1).items() if member != MEMBERS[1]}
    take_ballot(district, CHAIRMAN, meeting.id, two, cast)
    add_sheet(district, CHAIRMAN, meeting.id, MEMBERS, picture("sheet"))
    stamp_papers(district, CLERK, meeting.id, picture("stamp"), "居委会盖的")
    return close_meeting(district, CHAIRMAN, meeting.id), one, two


def erased(district: District, number: str) -> None:
    erase_case(district, HEAD_OF_BUREAU, number)
    finish_erasures(district)
    assert verify(district).problems == []


def test_of_minutes_a_familys_own_item_goes_and_the_others_stay(district: District) -> None:
    meeting, one, two = met(district)
    withdraw_application(district, CLERK, one, "不申请了")
    move(district, days=YEARS * 367)
    erased(district, one)
    after = district.get_meeting(meeting.id)
    assert after.erased == {one}
    assert get_deferral(district, after, one) == ""
    assert get_notes(district, after) == {MEMBERS[1]: "住对门"}
    assert (after.agenda(two).votes, after.closed_at) == (meeting.agenda(two).votes, meeting.closed_at)
    assert get_sheet(district, meeting.id, meeting.sheets[0])
    text = "".join(text_of(minutes_pdf(district, OFFICER, meeting.id)).split())
    assert "已按规定删除" in text
    assert (text.count("周例平"), "工资证明" in text) == (1, False)
    assert (on_disk(district, "工资证明没有带来"), on_disk(district, "他是表兄")) == ([], [])


def test_the_photo_of_a_sheet_goes_with_the_last_family_on_it(district: District) -> None:
    meeting, one, two = met(district)
    for number in (one, two):
        withdraw_application(district, CLERK, number, "不申请了")
    move(district, days=YEARS * 367)
    erased(district, one)
    assert get_sheet(district, meeting.id, meeting.sheets[0])
    erased(district, two)
    after = district.get_meeting(meeting.id)
    assert (after.sheets, after.stamp.get("photo"), after.notes) == ((), None, "")
    with pytest.raises(Refusal, match=r"record\.missing"):
        get_sheet(district, meeting.id, meeting.sheets[0])
    assert "周例平" not in text_of(minutes_pdf(district, OFFICER, meeting.id))
    assert after.agenda(two).tally == meeting.agenda(two).tally


def test_a_photo_of_a_spot_audit_goes_with_the_last_family_it_found_something_of(district: District) -> None:
    """It may show the notice with all their names; what was found of others can be read until then."""
    numbers = [receiving_case(district), *taken_over(district, 1)]
    draw_id = drawn(district)
    found = {number: Found("adjust", "就业") for number in numbers}
    look = LookedAt(COMMUNITY_ID, district.today(), "看了台账", households=found, photos=[picture("board")])
    record_look(district, REVIEWER, draw_id, look)
    for number in numbers:
        stop_receipt(district, HEAD_OF_BUREAU, number, "voluntary", district.today(), "不要了")
    move(district, days=YEARS * 366 + 62)
    erased(district, numbers[0])
    assert len(photos_of(district, draw_id.file)) == 1
    erased(district, numbers[1])
    assert photos_of(district, draw_id.file) == []
    [looked] = fold_draw(district.casebook.read(draw_id.file)).looked
    assert looked.photos == ()


def photos_of(district: District, file: str) -> list[str]:
    return [one["_id"] for one in district.evidence.of_file(file) if one["type"] == "photo"]


def test_a_part_half_erased_is_told_and_finished(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting, one, _ = met(district)
    withdraw_application(district, CLERK, one, "不申请了")
    move(district, days=YEARS * 367)
    with monkeypatch.context() as killed:
        killed.setattr(district.evidence, "erase_some", _die)
        with pytest.raises(KeyboardInterrupt):
            erase_case(district, HEAD_OF_BUREAU, one)
    acts = len(district.casebook.read(meeting.id))
    assert "record.not_erased" in {problem.code for problem in verify(district).problems}
    finish_erasures(district)
    assert verify(district).problems == []
    assert len(district.casebook.read(meeting.id)) == acts, "the act is written once"


def _die(_file: str, _names: object) -> None:
    raise KeyboardInterrupt


def test_what_goes_from_a_meeting_without_an_act_is_missing(district: District) -> None:
    number = lived(district)
    file = list_campaigns(district, REVIEWER)[0][0].file
    words = get_campaign(district, file).checks[number].words
    district.evidence.erase_some(file, [f"campaign_words:{words}"])
    assert {problem.code for problem in verify(district).problems} == {"record.missing"}


def erased_before(district: District) -> str:
    """A household as an earlier program erased it."""
    number = lived(district)
    over(district, number)
    acts = district.casebook.read(number)
    draft = ActDraft("erased", "qian", "bureau_head", {"documents": 1})
    district.casebook.append(draft, number, acts[-1], policy=acts[-1].policy)
    district.evidence.erase(number)
    return number


def ground(district: District) -> Ground:
    return Ground(district.couch, "", False, district.database("casebook"), district.database("office"))


def test_households_erased_by_an_earlier_program_are_erased_as_today(district: District) -> None:
    """It left what a campaign, a draw and the housing file said of them."""
    number = erased_before(district)
    assert list(district.evidence.of_file(file_of(number))), "nothing was left: the test could not fail"
    for _ in range(2):
        STEPS[3].do(ground(district))
    assert [one.id for one in district.office.every(Erasing)] == [number]
    assert finish_erasures(district) == 1
    assert list(district.evidence.of_file(file_of(number))) == []
    assert on_disk(district, "周例平一家租一间") == []
    assert verify(district).problems == []


def test_an_erasure_that_meets_a_broken_chain_waits_and_keeps_no_other(
    district: District, caplog: pytest.LogCaptureFixture
) -> None:
    """One damaged file neither keeps the server from starting nor the others from being erased."""
    broken, whole = (visited_case(district).number for _ in range(2))
    casebook = district.database("casebook")
    act = casebook.get(f"act:{broken}:000001")
    casebook.put({**act, "by": "somebody-else"})
    for number in (broken, whole):
        district.office.save(Erasing(number))
    assert finish_erasures(district) == 0
    assert [one.id for one in district.office.every(Erasing)] == [broken]
    assert f"erasure: {broken} is left" in caplog.text


def test_the_step_reads_every_act_it_can_though_one_is_damaged(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = erased_before(district)
    listed = Database.all

    def all_or_none(self: Database, *args: Any, **options: Any) -> Iterator[dict[str, Any]]:
        if options.get("include_docs", True) and "keys" not in options:
            raise CouchError(500, "damaged", "document 'act:SL-1:000002'")
        yield from listed(self, *args, **options)

    with monkeypatch.context() as patched:
        patched.setattr(Database, "all", all_or_none)
        STEPS[3].do(ground(district))
    assert [one.id for one in district.office.every(Erasing)] == [number]

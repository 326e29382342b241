"""What is bound into a family's file of a meeting is about that family alone (S7-MEET-A8)."""

from __future__ import annotations

from server.documents.issued import format_sheet, print_sheets
from server.domain.paper import PaperStanding, short_digest
from server.services.district import District
from server.services.issued_papers import standing_of_code
from server.services.meetings import call_off
from server.services.meetings_held import add_sheet, do_agenda, sign_minutes, stamp_papers, take_ballot
from server.services.minutes import minutes_extract, minutes_pdf
from server.services.verification import verify
from tests.factories import CHAIRMAN, CLERK, MEMBERS, OFFICER, picture
from tests.server.documents.papers import text_of
from tests.server.services.story import convened, discussed, move, noticed_case, passed_case, votes


def test_the_extract_has_one_family_its_vote_its_sum_and_the_hands(district: District) -> None:
    first, second = (noticed_case(district)[0].number for _ in range(2))
    move(district, days=4)
    meeting = discussed(district, convened(district, [first, second]), first)
    take_ballot(district, CHAIRMAN, meeting.id, first, votes(8, 1))
    for item in range(1, 7):
        do_agenda(district, CHAIRMAN, meeting.id, second, item)
    take_ballot(district, CHAIRMAN, meeting.id, second, votes(5, 6))
    for member in MEMBERS:
        sign_minutes(district, CHAIRMAN, meeting.id, member)
    text = extract(district, meeting.id, first)
    assert "会议记录（本户部分）" in text
    assert first in text
    assert second not in text
    assert "3×8=24，不小于2×11=22。" in text
    assert "决议：通过。" in text
    assert "申请人退场" in text
    assert text.count("纸上签字") == len(MEMBERS)
    other = extract(district, meeting.id, second)
    assert "决议：没通过。" in other
    assert first not in other
    whole = squeezed(text_of(minutes_pdf(district, OFFICER, meeting.id)))
    assert first in whole
    assert second in whole


def test_the_extract_of_a_case_not_voted_on_yet_says_so(district: District) -> None:
    number = noticed_case(district)[0].number
    move(district, days=4)
    text = extract(district, convened(district, [number]).id, number)
    assert "还没有表决。" in text
    assert "决议：" not in text


def test_what_is_noted_after_the_end_leaves_the_printed_minutes_good(district: District) -> None:
    """The clerk stamps the day after, the signed sheet is photographed: the sheet itself still counts."""
    passed = passed_case(district)
    meeting = district.get_meeting(passed.resolution.meeting if passed.resolution else "")
    code = short_digest(meeting.acts[-1].digest)
    move(district, days=1)
    stamp_papers(district, CLERK, meeting.id, None, "方示宁盖在审批表第 2 页")
    add_sheet(district, CHAIRMAN, meeting.id, MEMBERS, picture("sheet"))
    assert [act.kind for act in district.get_meeting(meeting.id).acts[-3:]] == [
        "closed",
        "stamped",
        "sheet_signed",
    ]
    assert standing_of_code(district, meeting.id, code) is PaperStanding.CURRENT
    vote = short_digest(meeting.acts[-2].digest)
    assert standing_of_code(district, meeting.id, vote) is PaperStanding.SUPERSEDED
    assert verify(district).problems == []


def test_the_signed_sheet_of_a_meeting_broken_off_still_counts_when_its_photo_is_kept(
    district: District,
) -> None:
    number = noticed_case(district)[0].number
    move(district, days=4)
    meeting = discussed(district, convened(district, [number]), number)
    code = short_digest(call_off(district, CHAIRMAN, meeting.id, "停电").acts[-1].digest)
    add_sheet(district, CHAIRMAN, meeting.id, MEMBERS, picture("sheet"))
    assert standing_of_code(district, meeting.id, code) is PaperStanding.CURRENT


def extract(district: District, meeting: str, number: str) -> str:
    sheet, mark = minutes_extract(district, meeting, number)
    assert mark.number == meeting
    printed = print_sheets(sheet.title, [(format_sheet(sheet), mark)], mark.issued_at)
    return squeezed(text_of(printed))


def squeezed(text: str) -> str:
    return "".join(text.split())

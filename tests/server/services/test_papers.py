"""Papers are printed from the record, for those who may see it."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.domain.credential import Standing
from server.errors import Refusal
from server.records.entries import Assessor
from server.records.index import CaseFilter
from server.services.credentials import set_standing
from server.services.district import District
from server.services.minutes import minutes_pdf
from server.services.papers import badge_pdf, badge_sheet_pdf, notice_pdf
from server.services.people import get_actor
from tests.server.documents.papers import codes_of, pages_of, text_of


def test_notice_prints_the_record_and_leads_to_the_board(seeded: District, tmp_path: Path) -> None:
    officer = get_actor(seeded, "songlin")
    row = next(row for row in seeded.index.notices() if row.street == "songlin")
    pdf = notice_pdf(seeded, officer, row.id)
    case = seeded.get_case(row.case)
    assert f"{case.visit.persons if case.visit else 0} 人" in text_of(pdf)
    assert "松林街道办事处" in text_of(pdf)
    assert "演示件，不作凭证" in text_of(pdf)
    [page] = pages_of(pdf, tmp_path)
    assert [text for text, _ in codes_of(page)] == [f"{seeded.settings.public_url}/board/notices/{row.id}"]
    assert pdf == notice_pdf(seeded, officer, row.id)


def test_notice_of_another_street_is_refused(seeded: District) -> None:
    row = next(row for row in seeded.index.notices() if row.street == "songlin")
    with pytest.raises(Refusal) as refused:
        notice_pdf(seeded, get_actor(seeded, "qinghe"), row.id)
    assert refused.value.code == "person.other_area"


def test_minutes_print_every_case_with_its_verdict(seeded: District) -> None:
    row = next(meeting for meeting in seeded.index.meetings() if meeting.closed)
    text = text_of(minutes_pdf(seeded, get_actor(seeded, "district"), row.id))
    meeting = seeded.get_meeting(row.id)
    for agenda in meeting.cases:
        assert agenda.case in text
    passed = sum(bool(agenda.tally and agenda.tally.passed) for agenda in meeting.cases)
    assert text.count("决议：通过") == passed
    assert f"实到 {len(meeting.present)} 人" in text


def test_minutes_of_a_meeting_not_yet_held_are_a_draft(seeded: District) -> None:
    row = next(meeting for meeting in seeded.index.meetings() if not meeting.closed)
    assert "草稿" in text_of(minutes_pdf(seeded, get_actor(seeded, "auditor"), row.id))


def test_badge_prints_the_credential_and_its_code(seeded: District, tmp_path: Path) -> None:
    pdf = badge_pdf(seeded, get_actor(seeded, "songlin"), "a-0217")
    assessor = seeded.office.get(Assessor, "a-0217")
    assert "示评字第 0217 号" in text_of(pdf)
    [page] = pages_of(pdf, tmp_path)
    assert [text for text, _ in codes_of(page)] == [f"{seeded.settings.public_url}/check#{assessor.badge}"]


def test_the_good_badges_of_a_street_print_on_sheets(seeded: District, tmp_path: Path) -> None:
    pdf = badge_sheet_pdf(seeded, get_actor(seeded, "songlin"))
    assert [len(codes_of(page)) for page in pages_of(pdf, tmp_path)] == [4, 4, 3]


def test_a_badge_is_printed_only_while_it_is_good_and_by_its_own_street(seeded: District) -> None:
    administrator = get_actor(seeded, "admin")
    with pytest.raises(Refusal) as refused:
        badge_pdf(seeded, get_actor(seeded, "qinghe"), "a-0217")
    assert refused.value.code == "person.other_area"
    set_standing(seeded, administrator, "a-0213", Standing.SUSPENDED, "补考前暂停。")
    with pytest.raises(Refusal) as refused:
        badge_pdf(seeded, administrator, "a-0213")
    assert refused.value.code == "team.not_certified"


def test_a_clerk_has_no_badges_to_print(seeded: District) -> None:
    with pytest.raises(Refusal) as refused:
        badge_pdf(seeded, get_actor(seeded, "huaian"), "a-0217")
    assert refused.value.code == "person.may_not"
    assert seeded.index.cases(CaseFilter())

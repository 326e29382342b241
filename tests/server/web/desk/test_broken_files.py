"""A file whose bytes changed opens, and says exactly what changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.errors import Refusal
from server.services.broken_files import find_broken_file
from server.services.cases import get_case_view
from server.services.notice_proofs import prove_notice
from tests.factories import CLERK, OFFICER, REVIEWER, picture
from tests.server.services.story import audited_case, examined_case


def dated(document):
    return document | {"at": "2026-03-01T00:00:00Z"}


def salted(document):
    return document | {"salt": "0"}


def change(district, database, document_id, of=dated):
    """One document changed past everything that would refuse it."""
    kept = district.database(database)
    kept.put(of(kept.get(document_id)))


def act_of(case, n):
    return f"act:{case.number}:{n:06}"


def test_an_act_that_was_changed_is_named_and_what_was_before_it_shown(person, district):
    case = examined_case(district)
    change(district, "casebook", act_of(case, 5))
    page = person("xie").text(f"/desk/cases/{case.number}")
    assert "案卷断在第 5 件" in page
    assert "断开以前 4 件，和写下时一样" in page
    assert f"对不上：{act_of(case, 5)}。" in page
    assert "第 5 件和写下时不一样了。" in page
    assert f"后面还存着 {len(case.acts) - 5} 件，靠不住，这里不读出来。" in page
    assert "街道受理" in page


def test_an_act_that_is_gone_is_missed(person, district):
    case = examined_case(district)
    casebook = district.database("casebook")
    casebook.delete(casebook.get(act_of(case, 4)))
    page = person("xie").text(f"/desk/cases/{case.number}")
    assert "第 4 件不见了。" in page
    english = person("xie", lang="en").text(f"/desk/cases/{case.number}")
    assert "Act 4 is gone." in english


def test_a_broken_file_takes_no_act_and_the_pass_goes_on(person, district):
    case, after = audited_case(district), audited_case(district)
    change(district, "casebook", act_of(case, 3))
    xie = person("xie")
    page = xie.get(f"/desk/cases/{case.number}?list=queue%3Daudited&at=1").text
    assert f'data-key="j" rel="next" href="/desk/cases/{after.number}?' in page
    assert 'data-key="a"' not in page
    assert xie.get(f"/desk/cases/{case.number}/examination").status_code == 500


def test_whose_file_it_is_not_sees_nothing_of_a_broken_one(district):
    case = examined_case(district)
    change(district, "casebook", act_of(case, 5))
    stranger = replace(OFFICER, street="elsewhere")
    with pytest.raises(Refusal) as refused:
        find_broken_file(district, stranger, case.number)
    assert refused.value.status == 403


def test_a_visit_that_was_changed_is_no_broken_chain_and_no_missing_visit(person, district):
    case = examined_case(district)
    change(district, "evidence", f"visit:{case.number}:{case.visit.digest}", salted)
    page = person("xie").text(f"/desk/cases/{case.number}")
    assert "逐件相扣，没有缺页、改页，" in page
    assert "经过断了" not in page
    assert "入户记录和封存时不一样了，读不出来" in page
    assert "申报的，入户记录读不出来" in page
    assert "还没有入户" not in page
    wrong = get_case_view(district, REVIEWER, case.number)
    [line] = [line for line in wrong.lines if line.kind == "visit_received"]
    assert [check.about for check in wrong.wrong_with(line)] == ["visit_received"]


def test_a_declaration_that_was_changed_is_a_check_before_any_visit(person, district):
    case = examined_case(district)
    change(district, "evidence", f"declared:{case.number}:{case.declared}", salted)
    page = person("xie").text(f"/desk/cases/{case.number}")
    assert "申报的内容和登记时不一样了，读不出来" in page


def test_a_photo_of_the_notice_that_was_changed_fails_the_check_of_the_notice(person, district):
    case = examined_case(district)
    case = prove_notice(district, CLERK, case.notice.id, "posted", picture("as it hung"))
    assert "公示的照片和存下时不一样" not in person("xie").text(f"/desk/cases/{case.number}")
    database = district.database("evidence")
    document = database.get(f"photo:{case.number}:{case.notice.proofs['posted'].photo}")
    database.put_attachment(document, "photo", b"another picture", "image/jpeg")
    page = person("xie").text(f"/desk/cases/{case.number}")
    assert "公示的照片和存下时不一样：张贴的照片" in page


def test_a_meeting_whose_chain_broke_fails_the_file_and_does_not_close_it(person, district):
    case = examined_case(district)
    change(district, "casebook", f"act:{case.resolution.meeting}:000002")
    page = person("xie").text(f"/desk/cases/{case.number}")
    assert "经过断了" in page
    assert f"act:{case.resolution.meeting}:000002" in page

"""Pictures of the feedback form that came back on paper (DOC-14)."""

from __future__ import annotations

import pytest

from server.domain.case import Case
from server.domain.employment import MOST_SCANS
from server.errors import Refusal
from server.services.district import District
from server.services.job_scans import get_scan, keep_scan
from server.services.sentences import Names, act_lines
from server.services.verification import verify
from tests.factories import CLERK, OFFICER, REVIEWER, picture
from tests.server.services.employed import SEEKER, issued_case, receive, returned


def came_back(district: District) -> tuple[Case, tuple[int, int]]:
    case = receive(district, issued_case(district), returned(district))
    form = case.jobs[SEEKER].forms[-1]
    return case, (form.year, form.period)


def keep(district: District, case: Case, of: tuple[int, int], seed: str) -> Case:
    return keep_scan(district, CLERK, case.number, SEEKER, of, picture(seed))


def test_pages_of_the_paper_are_kept_in_their_order_and_read_again(district: District) -> None:
    case, of = came_back(district)
    keep(district, case, of, "front")
    case = keep(district, case, of, "back")
    front, back = case.jobs[SEEKER].forms[-1].scans
    assert front != back
    assert get_scan(district, REVIEWER, case.number, back).startswith(b"\xff\xd8")
    assert act_lines(district, case, Names(district))[-1].zh == "存 2026 年第 1 张就业情况反馈表的照片。"
    assert verify(district).ok


def test_a_page_is_kept_once_and_not_without_end(district: District) -> None:
    case, of = came_back(district)
    keep(district, case, of, "0")
    with pytest.raises(Refusal, match=r"job\.scan_kept"):
        keep(district, case, of, "0")
    for seed in range(1, MOST_SCANS):
        keep(district, case, of, str(seed))
    with pytest.raises(Refusal, match=r"job\.scans"):
        keep(district, case, of, "more")


def test_only_a_form_that_came_back_has_a_picture_and_only_a_picture_is_one(district: District) -> None:
    case = issued_case(district)
    form = case.jobs[SEEKER].forms[-1]
    with pytest.raises(Refusal, match=r"job\.not_returned"):
        keep(district, case, (form.year, form.period), "early")
    case = receive(district, case, returned(district))
    for content in (b"", b"%PDF-1.7 not a picture"):
        with pytest.raises(Refusal, match=r"image\."):
            keep_scan(district, CLERK, case.number, SEEKER, (form.year, form.period), content)
    with pytest.raises(Refusal, match=r"person\.may_not"):
        keep_scan(district, REVIEWER, case.number, SEEKER, (form.year, form.period), picture("reviewer"))


def test_another_photo_of_the_case_is_not_given_out_as_a_form(district: District) -> None:
    case, _ = came_back(district)
    other = district.evidence.put_photo(case.number, picture("portrait"), "image/jpeg")
    with pytest.raises(Refusal, match=r"record\.missing"):
        get_scan(district, OFFICER, case.number, other)

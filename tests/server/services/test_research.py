"""A release for research is logged with its purpose, kept as handed out, and names nobody (S1-VAR-01)."""

from __future__ import annotations

import pytest

from server.errors import Refusal
from server.services.district import District
from server.services.job_forms import issue_form
from server.services.jobs import set_status
from server.services.research import export, list_releases, preview, release_csv
from server.services.verification import verify
from tests.factories import CLERK, OFFICER, REVIEWER
from tests.server.services.employed import SEEKER, issued_case, receive, returned, taken_over_case


def receive_alike(district: District, count: int) -> None:
    """So many households alike in everything research is told, each with a form that came back."""
    for n in range(count):
        number = taken_over_case(district, f"SL-2025-09{n:02d}").number
        set_status(district, OFFICER, number, SEEKER, "seeking")
        receive(district, issue_form(district, OFFICER, number, SEEKER), returned(district))


def test_one_person_alone_is_left_out(district: District) -> None:
    receive(district, issued_case(district), returned(district))
    made = preview(district, REVIEWER, 2026, 2026)
    assert (made.lines, made.left_out) == ((), 1)


def test_five_alike_are_released_without_who_they_are(district: District) -> None:
    receive_alike(district, 5)
    made = export(district, REVIEWER, 2026, 2026, "某大学，失业时间的研究。")
    assert (made.number, made.lines, made.left_out) == ("2026-1", 5, 0)
    text = release_csv(district, REVIEWER, made.number).decode("utf-8-sig")
    header, *lines = text.split()
    assert header == "Y,X1,X2,X3,X4,X5"
    assert set(lines) == {lines[0]}
    assert lines[0].split(",")[0] == "6"
    assert not any(words in text for words in ("陈示兰", "SL-", "huaian", "槐安"))


def test_each_release_is_an_act_and_stays_as_it_was(district: District) -> None:
    receive_alike(district, 5)
    made = export(district, REVIEWER, 2026, 2026, "某大学。")
    before = release_csv(district, REVIEWER, made.number)
    receive(district, issued_case(district), returned(district))
    assert release_csv(district, REVIEWER, made.number) == before
    assert [(each.number, each.purpose) for each in list_releases(district, REVIEWER)] == [
        ("2026-1", "某大学。")
    ]
    act = district.casebook.read("research:2026")[0]
    assert (act.kind, act.by, act.facts["k"]) == ("research_exported", REVIEWER.user_id, 5)
    assert verify(district).ok


def test_no_release_without_a_purpose_or_by_somebody_else(district: District) -> None:
    with pytest.raises(Refusal, match=r"research\.purpose"):
        export(district, REVIEWER, 2026, 2026, "  ")
    for actor in (CLERK, OFFICER):
        with pytest.raises(Refusal, match=r"person\.may_not"):
            preview(district, actor, 2026, 2026)
    with pytest.raises(Refusal, match=r"research\.years"):
        preview(district, REVIEWER, 2027, 2026)
    with pytest.raises(Refusal, match=r"record\.missing"):
        release_csv(district, REVIEWER, "2026-1")

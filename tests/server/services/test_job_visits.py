"""The feedback form filled in on the tablet comes back as the one entered at the desk does (S7-EMP-06)."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from server.domain.case import Case
from server.domain.errand import Errand
from server.errors import Refusal
from server.services.district import District
from server.services.family_files import family_file_pdf, stream_family_file
from server.services.forms import JOB_FEEDBACK
from server.services.job_forms import read_form
from server.services.job_teams import send_with_form
from server.services.tasks import tasks_name
from server.services.verification import verify
from tests.factories import CLERK, OFFICER, TEAM, PaperTablet, enrolled_tablet
from tests.server.documents.papers import text_of
from tests.server.services.employed import SEEKER, issued_case, receive, returned
from tests.server.services.sent_out import codes, fill_in, pushed, record_of, sending


def sent(district: District) -> tuple[PaperTablet, Case, Errand]:
    tablet = enrolled_tablet(district)
    case = issued_case(district)
    case = send_with_form(district, CLERK, case.number, SEEKER, period(case), sending(district))
    return tablet, case, case.errands[-1]


def period(case: Case) -> tuple[int, int]:
    form = case.jobs[SEEKER].forms[-1]
    return form.year, form.period


def filled(district: District, tablet: PaperTablet, errand: Errand, **changes: object) -> dict[str, object]:
    today = district.today().isoformat()
    given = record_of("employment-feedback")
    offers = [each | {"offered_on": today} for each in given["offer"]]
    days = {"issued_on": today, "registered_on": today, "returned_on": today, "started_on": today}
    return fill_in(district, tablet, errand, given | days | {"offer": offers} | changes)


def test_the_task_is_the_persons_and_knows_the_form(district: District) -> None:
    tablet, case, errand = sent(district)
    task = tablet.read(f"task:{case.number}:{errand.team.round}")
    assert (task["purpose"], task["form"]) == ("employment", JOB_FEEDBACK)
    assert (task["head"], task["persons"], task["prefill"]["name"]) == ("陈示兰", None, "陈示兰")
    assert task["prefill"]["issue_year"] == str(period(case)[0])
    assert case.stage == district.get_case(case.number).stage


def test_the_sealed_form_is_the_one_that_came_back(district: District) -> None:
    tablet, case, errand = sent(district)
    name = pushed(district, tablet, filled(district, tablet, errand))
    assert codes(district) == set()
    case = district.get_case(case.number)
    record = case.jobs[SEEKER]
    form = record.forms[-1]
    assert (form.outcome, form.offers, form.refused, form.centre_copy) == ("employed", 2, 0, True)
    assert (record.status, form.visit) == ("working", case.last.facts["visit"])
    assert case.last.by == f"assessor:{tablet.assessor}"
    definition, answers = read_form(district, case, form)
    assert (definition["id"], answers["employer"]) == (JOB_FEEDBACK, "示例停车场，收费员")
    assert tablet.receipt(name)["status"] == "accepted"
    assert not case.errands[-1].is_open
    assert verify(district).problems == []
    evidence = district.database("evidence")
    evidence.delete(evidence.get(f"visit:{case.number}:{form.visit}"))
    assert [problem.code for problem in verify(district).problems] == ["record.missing"]


def test_a_form_that_came_back_on_paper_takes_the_task_away_and_keeps_what_is_sent(
    district: District,
) -> None:
    tablet, case, errand = sent(district)
    receive(district, case, returned(district))
    tasks = district.database(tasks_name(TEAM[0]))
    assert tasks.find(f"task:{case.number}:{errand.team.round}") is None
    name = pushed(district, tablet, filled(district, tablet, errand))
    assert codes(district) == {"job.returned_already"}
    assert tablet.receipt(name)["status"] == "set_aside"
    assert not district.get_case(case.number).jobs[SEEKER].forms[-1].visit


def test_the_form_of_another_period_is_set_aside(district: District) -> None:
    tablet, _, errand = sent(district)
    pushed(district, tablet, filled(district, tablet, errand, issue_number="7"))
    assert codes(district) == {"job.other_form"}


def test_only_a_form_that_is_out_is_sent_with_a_team(district: District) -> None:
    _, case, _ = sent(district)
    with pytest.raises(Refusal, match=r"job\.not_issued"):
        send_with_form(district, CLERK, case.number, SEEKER, (2019, 1), sending(district))
    receive(district, case, returned(district))
    with pytest.raises(Refusal, match=r"job\.returned_already"):
        send_with_form(district, CLERK, case.number, SEEKER, period(case), sending(district))


def test_the_form_and_what_came_back_on_it_are_in_the_family_file(district: District) -> None:
    tablet, case, errand = sent(district)
    pushed(district, tablet, filled(district, tablet, errand))
    text = text_of(family_file_pdf(district, OFFICER, case.number))
    for words in ("就业情况反馈表", "就业情况反馈表（交回）", "示例停车场，收费员", "夜班保安"):
        assert words in text
    with ZipFile(BytesIO(b"".join(stream_family_file(district, OFFICER, case.number)))) as archive:
        names = archive.namelist()
        sealed = district.get_case(case.number).jobs[SEEKER].forms[-1].visit
        assert f"evidence/visit-{sealed}.json" in names
        papers = [name for name in names if name.startswith("papers/")]
        assert any("就业情况反馈表" in text_of(archive.read(name)) for name in papers)

"""Reports and summaries, which are of no case, are registered, numbered and checked like other papers."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.domain.paper import PaperKind, PaperStanding, short_digest
from server.domain.period import Period
from server.domain.permission import Actor
from server.errors import Refusal
from server.services.campaign_closings import close_campaign
from server.services.campaign_reports import campaign_report_pdf
from server.services.district import District
from server.services.issued_papers import standing_of_code
from server.services.paper_register import REGISTER, list_registered, register_paper, withdraw_registered
from server.services.summaries import summary_pdf
from server.services.taken_over import take_over
from server.services.verification import verify
from tests.factories import ADMINISTRATOR, CLERK, OFFICER, REVIEWER
from tests.server.documents.papers import codes_of, pages_of, text_of
from tests.server.services.story import move
from tests.server.services.test_annuals import takeover
from tests.server.services.test_campaign_visits import check, pushed
from tests.server.services.test_campaign_visits import sent as sent_to_check

YEAR = Period("2025-01", "2025-12")
AUDITOR = Actor("jin", "金样文", frozenset({"auditor"}))
SAYS = {"title": "小结", "summary": "示例区，2025年低保统计小结"}


def standing(district: District, ordinal: int) -> PaperStanding:
    issues = [act for act in district.casebook.read(REGISTER) if act.kind == "paper_issued"]
    digest = short_digest(issues[ordinal - 1].facts["paper"])
    return standing_of_code(district, f"{REGISTER}-{ordinal}", digest)


def test_the_report_of_a_campaign_has_a_number_and_a_code(district: District, tmp_path: Path) -> None:
    tablet, campaign, number = sent_to_check(district)
    pushed(district, tablet, check(district, tablet, campaign, number))
    close_campaign(district, REVIEWER, campaign.id, "查完了")
    paper = campaign_report_pdf(district, REVIEWER, campaign.id)
    text = text_of(paper)
    prefix = district.profile.name_zh[:1]
    for words in (f"{prefix}民〔2026〕1 号", "查验号 register-1", "专项核查总结报告"):
        assert words in text
    [code] = [found for page in pages_of(paper, tmp_path) for found, _ in codes_of(page)]
    assert code.startswith(f"{district.settings.public_url}/check#")
    move(district, days=3)
    assert campaign_report_pdf(district, REVIEWER, campaign.id) == paper
    assert standing(district, 1) is PaperStanding.CURRENT
    assert verify(district).problems == []


def test_a_summary_that_says_something_new_is_a_new_paper(district: District) -> None:
    first = summary_pdf(district, REVIEWER, YEAR)
    move(district, days=1)
    assert summary_pdf(district, REVIEWER, YEAR) == first
    take_over(district, ADMINISTRATOR, takeover())
    second = text_of(summary_pdf(district, REVIEWER, YEAR))
    assert "查验号 register-2" in second
    assert (standing(district, 1), standing(district, 2)) == (
        PaperStanding.SUPERSEDED,
        PaperStanding.CURRENT,
    )
    assert standing_of_code(district, f"{REGISTER}-2", "x" * 22) is PaperStanding.UNKNOWN
    assert standing_of_code(district, f"{REGISTER}-9", "x" * 22) is PaperStanding.UNKNOWN


def test_a_community_has_a_paper_of_its_own_and_an_auditor_reads_without_a_number(
    district: District,
) -> None:
    summary_pdf(district, REVIEWER, YEAR)
    assert "register-2" in text_of(summary_pdf(district, CLERK, YEAR))
    assert standing(district, 1) is PaperStanding.CURRENT
    assert "register-" not in text_of(summary_pdf(district, AUDITOR, YEAR))
    with pytest.raises(Refusal, match=r"person\.may_not"):
        register_paper(district, AUDITOR, PaperKind.SUMMARY, "2025", SAYS)


def test_numbers_begin_anew_with_the_year(district: District) -> None:
    assert "〔2026〕1 号" in register_paper(district, REVIEWER, PaperKind.SUMMARY, "a", SAYS).number
    assert "〔2026〕2 号" in register_paper(district, REVIEWER, PaperKind.SUMMARY, "b", SAYS).number
    move(district, days=365)
    mark = register_paper(district, REVIEWER, PaperKind.SUMMARY, "c", SAYS)
    assert ("〔2027〕1 号" in mark.number, mark.check_number) == (True, f"{REGISTER}-3")
    again = register_paper(district, REVIEWER, PaperKind.SUMMARY, "b", SAYS)
    assert "〔2026〕2 号" in again.number


def test_a_withdrawn_paper_stays_and_says_so_and_the_next_has_a_new_number(district: District) -> None:
    mark = register_paper(district, REVIEWER, PaperKind.SUMMARY, "2025", SAYS)
    with pytest.raises(Refusal, match=r"paper\.withdraw_reason"):
        withdraw_registered(district, REVIEWER, 1, " ")
    withdraw_registered(district, REVIEWER, 1, "口径写错了。")
    assert standing(district, 1) is PaperStanding.WITHDRAWN
    with pytest.raises(Refusal, match=r"paper\.withdrawn_already"):
        withdraw_registered(district, REVIEWER, 1, "再收一次。")
    again = register_paper(district, REVIEWER, PaperKind.SUMMARY, "2025", SAYS)
    assert again.number != mark.number
    newest, first = list_registered(district, AUDITOR)
    assert (first.number, first.standing, first.reason) == (
        mark.number,
        PaperStanding.WITHDRAWN,
        "口径写错了。",
    )
    assert (newest.number, newest.standing, newest.reason) == (again.number, PaperStanding.CURRENT, "")
    assert verify(district).ok


def test_withdrawing_the_newest_does_not_bring_the_one_before_back(district: District) -> None:
    register_paper(district, REVIEWER, PaperKind.SUMMARY, "2025", SAYS)
    register_paper(district, REVIEWER, PaperKind.SUMMARY, "2025", {**SAYS, "title": "又一份"})
    withdraw_registered(district, REVIEWER, 2, "数不对。")
    assert [standing(district, n) for n in (1, 2)] == [PaperStanding.SUPERSEDED, PaperStanding.WITHDRAWN]


def test_a_street_withdraws_what_it_issued_and_nothing_else(district: District) -> None:
    register_paper(district, REVIEWER, PaperKind.SUMMARY, "2025", SAYS)
    register_paper(district, OFFICER, PaperKind.SUMMARY, "2024", SAYS)
    assert [paper.ordinal for paper in list_registered(district, OFFICER)] == [2]
    with pytest.raises(Refusal, match=r"person\.other_area"):
        withdraw_registered(district, OFFICER, 1, "不是我们的。")
    withdraw_registered(district, OFFICER, 2, "印早了。")
    with pytest.raises(Refusal, match=r"paper\.unknown"):
        withdraw_registered(district, REVIEWER, 9, "没有的。")
    with pytest.raises(Refusal, match=r"person\.may_not"):
        withdraw_registered(district, CLERK, 2, "不归我。")

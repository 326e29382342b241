"""The summary in words at the desk, and as a paper (S4)."""

from collections.abc import Callable

from server.services.district import District
from server.services.taken_over import take_over
from tests.factories import ADMINISTRATOR
from tests.server.documents.papers import text_of
from tests.server.services.test_annuals import takeover
from tests.server.web.browsing import Person


def test_the_page_and_the_paper_say_the_same(person: Callable[..., Person], district: District) -> None:
    take_over(district, ADMINISTRATOR, takeover())
    reviewer = person("xie")
    page = reviewer.text("/desk/statistics/summary?year=2025")
    paper = text_of(reviewer.get("/desk/statistics/summary.pdf?year=2025").get_data())
    for words in ("S4-06", "2025年新增 1 户", "W-24"):
        assert words in page
        assert words in paper
    assert "Added in 2025: 1 household" in person("xie", "en").text("/desk/statistics/summary?year=2025")


def test_a_clerk_reads_their_own_community_and_no_other(person: Callable[..., Person]) -> None:
    clerk = person("fang")
    assert clerk.get("/desk/statistics/summary?year=2025").status_code == 200
    for page in ("summary", "summary.pdf"):
        assert clerk.get(f"/desk/statistics/{page}?year=2025&area=songlin").status_code == 403

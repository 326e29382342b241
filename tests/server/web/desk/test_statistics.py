"""The statistics at the desk: a page, its files, and figures that are reported (S4)."""

import io
import re
from collections.abc import Callable

from openpyxl import load_workbook

from server.services.district import District
from server.services.taken_over import take_over
from tests.factories import ADMINISTRATOR
from tests.server.services.test_annuals import takeover
from tests.server.web.browsing import Person, words


def test_the_page_shows_the_record_and_its_checks(person: Callable[..., Person], district: District) -> None:
    case = take_over(district, ADMINISTRATOR, takeover())
    page = words(person("xie").get("/desk/statistics?year=2025"))
    assert "期末在保" in page
    assert str(case.persons) in page
    assert "项逻辑核对都成立" in page
    assert "Stock at the end" in person("xie", "en").text("/desk/statistics?year=2025")


def test_the_files_say_what_the_page_says(person: Callable[..., Person], district: District) -> None:
    take_over(district, ADMINISTRATOR, takeover())
    reviewer = person("xie")
    found = reviewer.get("/desk/statistics.json?year=2025").get_json()
    assert found["S4-04"]["rural"]["households"] == 1
    assert found["S4-04"]["urban"]["households"] == 0
    lines = reviewer.get("/desk/statistics.csv?year=2025").get_data().decode("utf-8-sig")
    assert "S4-04,期末在保,户,1,0,1,由案卷算出" in lines
    months = reviewer.get("/desk/statistics.csv?year=2025&table=months").get_data().decode("utf-8-sig")
    assert "2025-06,农村,0,0,1,2,0,0,0,0,1,2,0.00,0,0.00" in months


def test_every_line_of_article_4_stands_in_the_workbook(
    person: Callable[..., Person], district: District
) -> None:
    take_over(district, ADMINISTRATOR, takeover())
    reviewer = person("xie")
    given = {
        "on": "2025-12-31",
        "source": "救助科年报",
        "S4-12.households": "1487",
        "S4-12.amount": "7184900",
    }
    reviewer.do("/desk/statistics/figures/2025", given)
    book = load_workbook(io.BytesIO(reviewer.get("/desk/statistics.xlsx?year=2025").get_data()))
    lines, months, checks = (list(book[name].values) for name in ("年度指标", "按月", "逻辑核对"))
    assert {line[0] for line in lines[1:]} == {f"S4-{n:02d}" for n in range(1, 21)}
    assert ("S4-04", "期末在保", "户", 1, 0, 1, "由案卷算出") in lines
    assert ("S4-12", "特困供养户数", "户", None, None, 1487, "上报，2025-12-31，救助科年报") in lines
    assert ("S4-12", "特困供养资金", "元", None, None, 7184900, "上报，2025-12-31，救助科年报") in lines
    assert ("S4-18", "临时救助备用金下拨", "元", None, None, None, "没有上报") in lines
    assert len(months) == 1 + 12 * 3
    assert all(line[4] == "是" for line in checks[1:])


def test_a_standard_says_where_it_comes_from_and_how_its_rise_is_cut(person: Callable[..., Person]) -> None:
    reviewer = person("xie")
    for year, urban, rural in ((2003, "650", "4140"), (2004, "675", "4332")):  # before any pack
        given = {"S4-01.standard": urban, "S4-02.standard": rural, "on": f"{year}-12-31", "source": "省文件"}
        reviewer.do(f"/desk/statistics/figures/{year}", given)
    lines = reviewer.get("/desk/statistics.csv?year=2004").get_data().decode("utf-8-sig")
    assert "S4-01,城市低保标准,元/人/月,,675.00,,上报，2004-12-31，省文件" in lines
    assert "S4-01,比上年 650.00 元提高（截到两位小数，不四舍五入）,%,,3.84,,由标准算出" in lines
    assert "4.63" in lines
    page = words(reviewer.get("/desk/statistics?year=2004"))
    assert "上报，2004-12-31，省文件" in page
    assert "政策包 sifang-seed@1" in words(reviewer.get("/desk/statistics?year=2025"))


def test_figures_are_reported_and_a_wrong_one_keeps_what_was_typed(person: Callable[..., Person]) -> None:
    reviewer = person("xie")
    given = {"on": "2025-12-31", "source": "救助科年报", "S4-12.households": "many"}
    refused = reviewer.send("/desk/statistics/figures/2025", given)
    assert refused.status_code == 422
    assert "救助科年报" in refused.get_data(as_text=True)
    reviewer.do("/desk/statistics/figures/2025", given | {"S4-12.households": "487"})
    assert "487" in words(reviewer.get("/desk/statistics?year=2025"))


def test_months_that_are_none_are_refused_in_words(person: Callable[..., Person]) -> None:
    answer = person("xie").get("/desk/statistics?year=2025&month=13")
    assert answer.status_code == 422
    assert "月份" in words(answer)


def test_the_chart_draws_what_the_table_says(person: Callable[..., Person], district: District) -> None:
    take_over(district, ADMINISTRATOR, takeover())
    page = person("xie").get("/desk/statistics?from=2025-05&to=2025-08").text
    drawn = re.findall(r"<title>2025年(\d)月 农村 (\d+)</title>", page)
    table = re.findall(
        r'scope="row">(2025-\d\d)</th>.*?在保，农村（户/人）</small>(\d+) / \d+</td>',
        page[page.index("months") :],
    )
    assert table == [("2025-05", "0"), ("2025-06", "1"), ("2025-07", "1"), ("2025-08", "1")]
    assert drawn == [(str(int(month[5:])), count) for month, count in table if count != "0"]
    assert "农村：最多 1（2025年6月），最少 0（2025年5月）。" in page


def test_a_year_of_nothing_is_drawn_empty(person: Callable[..., Person]) -> None:
    page = person("xie").get("/desk/statistics?year=1999").text
    assert "每月在保（户）" in page
    assert 'class="series-' not in page


def test_a_period_runs_from_any_month_to_any_other(person: Callable[..., Person]) -> None:
    reviewer = person("xie")
    page = reviewer.text("/desk/statistics?from=2024-11&to=2025-02&year=2020")
    assert "低保统计 2024年11月至2025年2月" in page
    assert reviewer.get("/desk/statistics?from=2025-03&to=2025-02").status_code == 422
    assert reviewer.get("/desk/statistics?to=2025-02").status_code == 422


def test_what_is_typed_as_a_source_stays_text(person: Callable[..., Person]) -> None:
    reviewer = person("xie")
    source = "<script>alert(1)</script>"
    given = {"on": "2025-12-31", "source": source, "S4-12.households": "487"}
    reviewer.do("/desk/statistics/figures/2025", given)
    for page in ("/desk/statistics?year=2025", "/desk/statistics/summary?year=2025"):
        text = reviewer.get(page).text
        assert source not in text
        assert "&lt;script&gt;" in text
    assert "<script>" not in reviewer.get('/desk/statistics?year=2025&from="><script>').text

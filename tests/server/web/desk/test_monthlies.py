"""The monthly table at the desk and as files (W-24)."""

import io
from collections.abc import Callable

from openpyxl import load_workbook

from server.services.district import District
from server.services.taken_over import take_over
from tests.factories import ADMINISTRATOR
from tests.server.services.test_annuals import takeover
from tests.server.web.browsing import Person, words

PAGE = "/desk/statistics/monthly"


def test_the_page_shows_every_group_and_its_checks(person: Callable[..., Person], district: District) -> None:
    take_over(district, ADMINISTRATOR, takeover())
    page = words(person("xie").get(f"{PAGE}?year=2026&month=3"))
    for said in ("女性", "老年人", "部分丧失", "缺劳力", "本月实际发放", "11 项逻辑核对都成立"):
        assert said in page
    english = person("xie", "en").text(f"{PAGE}?year=2026&month=3")
    for said in ("Women", "Partly lost", "Lack of labour", "All 11 logic checks hold"):
        assert said in english


def test_the_files_say_what_the_page_says(person: Callable[..., Person], district: District) -> None:
    take_over(district, ADMINISTRATOR, takeover())
    reviewer = person("xie")
    found = reviewer.get(f"{PAGE}.json?year=2026&month=3").get_json()
    assert found["lines"]["women"]["rural"] == 1
    assert found["month"] == "2026-03"
    table = reviewer.get(f"{PAGE}.csv?year=2026&month=3").get_data().decode("utf-8-sig")
    assert "在保的人,女性,人,1,0,1" in table
    assert "逻辑核对,女加男等于列明的成员,成立,,2,2" in table
    sheet = load_workbook(io.BytesIO(reviewer.get(f"{PAGE}.xlsx?year=2026&month=3").get_data())).active
    rows = [[cell.value for cell in row] for row in sheet]
    assert ["在保的人", "女性", "人", 1, 0, 1] in rows
    assert ["逻辑核对", "女加男等于列明的成员", "成立", None, 2, 2] in rows


def test_of_a_whole_year_it_is_the_last_month_that_has_come(
    person: Callable[..., Person], district: District
) -> None:
    today = district.today()
    assert f"低保月报表 {today.year}年{today.month}月" in person("xie").text(f"{PAGE}?year={today.year}")
    assert person("xie").get(f"{PAGE}?year=2026&month=13").status_code == 422
    assert person("fang").get(f"{PAGE}?year=2026&area=songlin").status_code == 403

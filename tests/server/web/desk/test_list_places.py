"""The pass through many files: the list and the place in it stay in the address."""

from __future__ import annotations

import re

from server.services.applications import register_application
from tests.factories import CLERK, household
from tests.server.services.story import audited_case, examined_case, move


def listed(district, count=3):
    return [register_application(district, CLERK, household()).number for _ in range(count)]


def links(page):
    """Where the page leads by its keys, unescaped."""
    found = re.findall(r'data-key="([a-z])"[^>]*href="([^"]+)"', page.text)
    return {key: href.replace("&amp;", "&") for key, href in found}


def test_a_file_says_where_it_stands_in_the_list_it_was_opened_from(person, district):
    first, second, third = listed(district)
    fang = person("fang")
    opened = re.search(rf'href="(/desk/cases/{second}\?[^"]+)"', fang.get("/desk/").text)
    page = fang.get(opened[1].replace("&amp;", "&"))
    assert "第 2 卷，共 3 卷" in page.text
    keys = links(page)
    assert f"/cases/{first}?" in keys["k"]
    assert f"/cases/{third}?" in keys["j"]
    last = fang.get(keys["j"])
    assert "第 3 卷，共 3 卷" in last.text
    assert "j" not in links(last)


def test_a_search_is_gone_through_like_a_queue(person, district):
    first, second, third = listed(district)
    fang = person("fang")
    page = fang.get("/desk/cases?q=周例平")
    opened = re.search(rf'href="(/desk/cases/{second}\?[^"]+)"', page.text)
    file = fang.get(opened[1].replace("&amp;", "&"))
    assert "第 2 卷，共 3 卷" in file.text
    keys = links(file)
    assert f"/cases/{third}?" in keys["k"]
    assert f"/cases/{first}?" in keys["j"]
    assert "j" not in links(fang.get(keys["j"]))


def test_a_list_that_cannot_be_read_is_no_list(person, district):
    number = listed(district, 1)[0]
    page = person("fang").get(f"/desk/cases/{number}?list=since%3Dyesterday&at=1")
    assert page.status_code == 200
    assert "共 1 卷" not in page.text


def test_what_is_done_keeps_the_place_and_the_next_file_moves_up(person, district):
    first, second, _ = listed(district)
    fang = person("fang")
    along = "?list=queue%3Dmine&at=1"
    assert "at=1" in links(fang.get(f"/desk/cases/{first}{along}"))["a"]
    said = {"reason": "找到工作了，不申请了。"}
    following = fang.do(f"/desk/cases/{first}/withdrawal{along}", said)
    assert f"/cases/{second}?" in following
    page = fang.get(following)
    assert "第 1 卷，共 2 卷" in page.text
    assert f"{first} " in re.search(r'role="status">.*?</div>', page.text, re.S)[0]
    assert f'<a href="/desk/cases/{first}' in page.text
    done = fang.get(f"/desk/cases/{first}{along}")
    assert "办过了，清单里还有 2 卷" in done.text
    assert "at=1" in links(done)["j"]


def test_the_next_file_follows_a_decision_at_once_until_the_list_is_through(person, district):
    first, second = (examined_case(district).number for _ in range(2))
    qian, signed = person("qian"), {"seal": "stamp03", "reason": ""}
    page = qian.get("/desk/?queue=examined").text
    opened = re.search(rf'class="do" href="(/desk/cases/{first}[^"]*)"', page)[1].replace("&amp;", "&")
    approve = links(qian.get(opened))["a"]
    following = qian.do(approve, signed)
    assert f"/cases/{second}?" in following
    last = qian.do(links(qian.get(following))["a"], signed)
    assert f"/cases/{second}" in last


def test_what_stays_on_the_list_stays_open(person, district):
    first, _ = (audited_case(district).number for _ in range(2))
    xie = person("xie")
    assert f"/cases/{first}?" in xie.do(
        f"/desk/cases/{first}/note?list=queue%3Daudited&at=1", {"words": "看过流水。"}
    )


def test_a_note_takes_a_file_no_place_further_down(person, district):
    """What waits longest comes first, and writing beside a file makes it wait no shorter."""
    first, second, third = (audited_case(district).number for _ in range(3))
    xie, along = person("xie"), "?list=queue%3Daudited&at=1"
    assert f"/cases/{second}?" in links(xie.get(f"/desk/cases/{first}{along}"))["j"]
    move(district, days=1)
    xie.sign_in()
    page = xie.get(xie.do(f"/desk/cases/{first}/question{along}", {"words": "哪个月的？"}))
    assert "第 1 卷，共 3 卷" in page.text
    assert f"/cases/{second}?" in links(page)["j"]
    assert f"/cases/{third}?" in links(xie.get(links(page)["j"]))["j"]


def test_a_file_opened_by_itself_stands_in_no_list(person, district):
    number = listed(district, 1)[0]
    for query in ("", "?list=queue%3Dmine", "?list=queue%3Dmine&at=x", "?at=1", "?list=queue%3Dmine&at=0"):
        page = person("fang").get(f"/desk/cases/{number}{query}")
        assert page.status_code == 200
        assert "共 1 卷" not in page.text


def test_another_streets_list_shows_nobody_elses_files(person, district):
    """The list named in the address is read within the reader's own area, whatever it says."""
    number = listed(district, 2)[0]
    page = person("fang").get(f"/desk/cases/{number}?list=queue%3Dmine%26community%3Dlinjiang&at=1")
    assert "第 1 卷，共 2 卷" in page.text

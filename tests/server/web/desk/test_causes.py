"""Causes and needs as bars and as the same figures in a table, beside the article's own (article 2)."""

from __future__ import annotations

import csv
import io
import re

from tests.factories import visited_case


def test_the_bars_say_what_the_table_says(person, district):
    visited_case(district)
    visited_case(district)
    page = person("xie").get("/desk/causes")
    chart = re.search(r"<figure.*?</figure>", page.text, re.DOTALL)
    assert chart
    assert 'role="img"' in chart[0]
    bars = [int(length) for length in re.findall(r'<rect[^>]* width="(\d+)"', chart[0])]
    assert [length > 0 for length in bars] == [True, False, False, False, False, False]
    assert "没有固定职业" in chart[0]
    assert "2　100.0 %" in chart[0]
    shown = person("xie").text("/desk/causes")
    for said in ("没有固定职业 户数 2 占问过的 100.0 % 位次 1", "第2篇比例 40.0 %", "只印了五项", "槐安社区"):
        assert said in shown, said


def test_a_year_without_visits_says_so_in_words(person, district):
    reviewer = person("xie", lang="en")
    assert "No household was asked this year" in reviewer.text("/desk/causes?year=2019")
    assert "No household was asked this year" in reviewer.text("/desk/causes?year=never&who=nobody")


def test_the_file_holds_every_distribution(person, district):
    visited_case(district)
    answer = person("xie").get("/desk/causes.csv")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert ["致贫原因", "没有固定职业", "1", "100.0 %", "1", "1", "40.0 %"] in rows
    assert ["需要", "介绍一份合适的工作", "1", "100.0 %", "1", "1", "—"] in rows
    assert {row[0] for row in rows[1:]} >= {"致贫原因", "需要", "社区", "年份"}

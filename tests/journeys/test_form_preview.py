"""An author looks at a workbook in the browser: every new type is answered as an assessor would."""

from __future__ import annotations

import json
import re
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.forms.factories import question, write_workbook
from tests.forms.trial_form import CHOICES, SURVEY
from tests.journeys.browser import photographed_when_it_fails
from tests.journeys.page_checks import shortcomings
from tests.journeys.ruhu import RUHU

SIZES = [(800, 1280), (390, 844)]
HERE = {"latitude": 31.230416, "longitude": 121.473701, "accuracy": 12}


@contextmanager
def previewed(workbook: Path, record: Path | None = None) -> Iterator[str]:
    """The address of a preview while it runs; `record` holds answers to begin with."""
    command = [str(RUHU), "form", "preview", str(workbook), "--no-open"]
    command += ["--record", str(record)] if record else []
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(timeout=10)
        assert process.stdout
        process.stdout.close()


@contextmanager
def page_at(
    browser: Browser, url: str, size: tuple[int, int], **more: Any
) -> Iterator[tuple[Page, list[str]]]:
    """A page with a storage of its own, and what it complained of."""
    viewport = {"width": size[0], "height": size[1]}
    with browser.new_context(viewport=viewport, has_touch=True, **more) as context:
        context.set_default_timeout(20_000)
        page = context.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.goto(url)
        with photographed_when_it_fails(lambda: page):
            yield page, complaints


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return write_workbook(tmp_path / "trial.xlsx", SURVEY, choices=CHOICES)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_type_is_answered_in_the_preview(
    browser: Browser, workbook: Path, size: tuple[int, int]
) -> None:
    with (
        previewed(workbook) as url,
        page_at(browser, url, size, geolocation=HERE, permissions=["geolocation"]) as (page, complaints),
    ):
        answer_the_first_section(page)
        assert shortcomings(page) == {}
        page.locator(".go .btn.main").click()
        count_the_children(page)
        page.locator(".go .btn.main").click()
        expect(page.locator(".aloud .ink")).to_be_visible()
        expect(page.locator(".aloud").first).to_contain_text("1. b；2. a；3. c")
        page.locator(".go .btn.main").click()
        sealed = json.loads(page.locator("pre").inner_text())
        assert complaints == []
    check_sealed(sealed)


def test_where_no_position_can_be_had_that_is_an_answer(browser: Browser, workbook: Path) -> None:
    with (
        previewed(workbook) as url,
        page_at(browser, url, SIZES[1]) as (page, _),
    ):
        page.get_by_role("button", name="定位").click()
        page.get_by_role("button", name="记为定不了位").click()
        expect(page.locator(".point .answer")).to_have_text("定不了位：没让用定位")
        page.get_by_role("button", name="English").click()
        expect(page.locator(".point .answer")).to_have_text("No position: positioning is not allowed")


def test_a_search_for_the_position_goes_on_in_the_other_language(browser: Browser, workbook: Path) -> None:
    rough = HERE | {"accuracy": 80}
    with (
        previewed(workbook) as url,
        page_at(browser, url, SIZES[1], geolocation=rough, permissions=["geolocation"]) as (page, _),
    ):
        page.get_by_role("button", name="定位").click()
        expect(page.locator(".point .answer")).to_contain_text("80")
        page.get_by_role("button", name="English").click()
        expect(page.locator(".point .btn.main")).to_be_visible()
        page.context.set_geolocation(HERE)
        expect(page.locator(".point .answer")).to_contain_text("12 m")
        expect(page.locator(".point .btn.main")).to_be_hidden()


def test_a_workbook_with_problems_shows_them_with_their_place(browser: Browser, tmp_path: Path) -> None:
    bad = write_workbook(tmp_path / "bad.xlsx", [question("calculate", "a", calculation="nope()")])
    with previewed(bad) as url, page_at(browser, url, SIZES[0]) as (page, _):
        expect(page.locator(".checks .bad")).to_have_text(
            "survey 表第 2 行calculation 列：不认识函数 nope()。"
        )
        page.get_by_role("button", name="English").click()
        expect(page.locator(".checks .bad")).to_have_text(re.compile("There is no function nope"))


def test_the_preview_answers_its_own_files_only(workbook: Path) -> None:
    with previewed(workbook) as url:
        assert url.startswith("http://127.0.0.1:")
        for path in (
            "static/package.json",
            "static/..%2fREADME.md",
            "static/../README.md",
            "static/app/main.mjs",
        ):
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(url + path)
            refused.value.close()
            assert refused.value.code == 404, path
        with urllib.request.urlopen(f"{url}definition.json") as answer:
            assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


def answer_the_first_section(page: Page) -> None:
    more = page.get_by_role("button", name="加一格")
    for _ in range(3):
        more.first.click()
    more.nth(1).click()
    page.get_by_label("share").press("ArrowRight")
    for value in ("b", "a", "c"):
        page.locator(f".ranks [value={value}]").click()
    page.get_by_role("button", name="定位").click()
    expect(page.locator(".point .answer")).to_contain_text("误差 12 米内")
    page.get_by_label("meter").fill("SL-1")
    sign(page)
    page.locator("#f-main-other").check()
    page.get_by_label("请写明").fill("水电")


def sign(page: Page) -> None:
    page.locator(".signing .sign").click()
    box = page.locator(".pad-frame canvas").bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 110, steps=8)
    page.mouse.move(box["x"] + 160, box["y"] + 50, steps=8)
    page.mouse.up()
    page.get_by_role("button", name="签好了").click()
    expect(page.locator(".signing .ink")).to_be_visible()


def count_the_children(page: Page) -> None:
    page.get_by_label("n", exact=True).fill("2")
    cards = page.locator(".people").first.locator(".card-row")
    expect(cards).to_have_count(2)
    cards.first.get_by_role("button").click()
    page.get_by_label("cname").fill("甲")
    page.get_by_label("cage").fill("7")
    expect(page.locator(".people").first.locator(".add-row")).to_have_count(0)


def check_sealed(sealed: dict[str, Any]) -> None:
    assert sealed["worn"] == "4"
    assert sealed["share"] == "0.1"
    assert sealed["order"] == ["b", "a", "c"]
    assert sealed["place"] == "31.230416 121.473701 0.0 12"
    assert (sealed["meter"], sealed["main"], sealed["main_other"]) == ("SL-1", "other", "水电")
    assert re.fullmatch(r"\d+ \d+ M\d+,\d+(L\d+,\d+)+", sealed["hand"])
    assert sealed["noted"] == "SL-1/"
    assert [child.get("cage") for child in sealed["child"]] == ["7", None]
    assert (sealed["minors"], sealed["root"]) == ("1", "1.414")

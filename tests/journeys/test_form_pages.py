"""Every section of every form, as it is read, touched and heard, in both languages.

The forms are opened with a filled record, and every card in turn, so that each question is looked at.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from forms.library import DEFINITIONS, form_ids
from tests.journeys.page_checks import axe_violations, settle, shortcomings
from tests.journeys.test_form_preview import page_at, previewed

VECTORS = Path(__file__).parents[1] / "vectors"
SCREENS = {
    "tablet": ((800, 1280), "normal"),
    "phone": ((390, 844), "normal"),
    "large": ((390, 844), "largest"),
}
LONG_NAME = "阿卜杜拉·买买提·吐尔逊·热合曼·库尔班·艾力"
NAMES = {"name", "head", "signer_name", "investigator_name", "who"}


def record_of(form_id: str) -> dict[str, Any]:
    """A filled record of the form; its people have long names, and one name beyond the BMP."""
    answers = find_record(form_id)["answers"]
    return {"answers": renamed(answers), "declared": declared_beside(answers)}


def find_record(form_id: str) -> dict[str, Any]:
    """The vector of the form; where a later version has none of its own, the one of the version before."""
    name = form_id.partition("@")[0]
    records = [json.loads(path.read_text("utf-8")) for path in sorted((VECTORS / "records").glob(f"{name}*"))]
    of_this = [record for record in records if record["form"] == form_id]
    older = VECTORS / "forms" / f"{name}.json"
    if not of_this and older.exists():
        of_this = json.loads(older.read_text("utf-8"))
    found: dict[str, Any] = (of_this or records)[0]
    return found


def renamed(answers: Any) -> Any:
    if isinstance(answers, list):
        return [renamed(each) for each in answers]
    if not isinstance(answers, dict):
        return answers
    return {key: LONG_NAME if key in NAMES else renamed(value) for key, value in answers.items()}


def declared_beside(answers: dict[str, Any]) -> dict[str, str]:
    """For every plain answer something else that could have been declared."""
    return {name: f"{value}1" for name, value in answers.items() if isinstance(value, str) and value != "OK"}


@pytest.fixture(scope="module")
def url(form_id: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The preview of a form, which keeps nothing: one for all the screens."""
    form, _, version = form_id.partition("@")
    record = tmp_path_factory.mktemp("record") / "record.json"
    record.write_text(json.dumps(record_of(form_id)), "utf-8")
    with previewed(DEFINITIONS / form / f"{version}.xlsx", record) as url:
        yield url


@contextmanager
def opened(browser: Browser, url: str, screen: str) -> Iterator[tuple[Page, list[str]]]:
    size, text = SCREENS[screen]
    with page_at(browser, url, size) as (page, complaints):
        page.locator(".sec h1").wait_for()
        while page.evaluate("document.documentElement.dataset.text ?? 'normal'") != text:
            page.locator(".top .size").click()
        yield page, complaints


def pages_of(page: Page) -> Iterator[str]:
    """Each section with each of its cards open in turn, then what is read aloud; in both languages."""
    for language in ("zh", "en"):
        page.evaluate("location.hash = '#/section/1'")
        page.locator(".sec h1").wait_for()
        if page.evaluate("document.documentElement.lang.slice(0, 2)") != language:
            page.locator(".top .lang").click()
        while True:
            name = f"{language} {page.locator('.sec h1').inner_text()}"
            yield name
            yield from cards_of(page, name)
            onward = page.locator(".go button.main")
            if onward.count() == 0:
                break
            onward.click()
        page.locator(".go a.main").click()
        page.locator(".aloud").first.wait_for()
        yield f"{language} read aloud"


def cards_of(page: Page, name: str) -> Iterator[str]:
    closed = ".card-row > .person > .btn"
    for at in range(page.locator(".card-row").count()):
        card = page.locator(".card-row").nth(at)
        if card.locator(closed.removeprefix(".card-row > ")).count() and card.locator(".open").count() == 0:
            card.locator(".person > .btn").first.click()
            settle(page)
        for unfold in page.locator(".unfold").all():
            if unfold.is_visible():
                unfold.click()
        yield f"{name}, card {at + 1}"


@pytest.mark.parametrize("form_id", form_ids(), scope="module")
@pytest.mark.parametrize("screen", SCREENS)
def test_everything_can_be_read_and_touched(browser: Browser, url: str, screen: str) -> None:
    """On the phone, axe looks at each page too: one walk through the form serves both."""
    serious: dict[str, object] = {}
    short: dict[str, object] = {}
    with opened(browser, url, screen) as (page, complaints):
        for name in pages_of(page):
            short |= {name: found} if (found := shortcomings(page)) else {}
            if screen == "phone" and (violations := axe_violations(page)):
                serious[name] = violations
    assert short == {}
    assert serious == {}
    assert complaints == []


@pytest.mark.parametrize("form_id", ["housing-survey@1"], scope="module")
def test_each_measure_finds_what_it_is_for(browser: Browser, url: str) -> None:
    with opened(browser, url, "phone") as (page, _):
        assert shortcomings(page) == {}
        page.evaluate(
            """() => {
              const add = (html) => document.querySelector("main").insertAdjacentHTML("beforeend", html);
              add('<p class="bad-pale">pale</p><button class="bad-small">+</button>');
              add('<p class="bad-cut">cut off</p><p class="bad-wide">very wide</p>');
              add('<div class="form"><input class="figures bad-narrow" value="123456"></div>');
              const set = (name, style) => Object.assign(document.querySelector(`.bad-${name}`).style, style);
              set("pale", {color: "#6b7280"});
              set("small", {width: "40px", height: "40px"});
              set("cut", {width: "2rem", overflow: "hidden", whiteSpace: "nowrap"});
              set("wide", {width: "50rem"});
              set("narrow", {width: "50px", height: "60px"});
            }"""
        )
        assert set(shortcomings(page)) == {"pale", "small", "cut", "wide", "cramped"}
        page.evaluate("document.querySelector('.sec h1').outerHTML = '<h1></h1><img src=x>'")
        assert any("image-alt" in found for found in axe_violations(page))

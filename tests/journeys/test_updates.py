"""A new version of the app or of a form never disturbs a visit that is under way."""

from __future__ import annotations

import copy
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page, Playwright, expect

from server.services.district import District
from server.services.forms import get_form
from server.services.tasks import form_payload, put_task, task_id, task_payload
from tests.conventions.tree import ROOT
from tests.journeys import pin
from tests.journeys.field import LEAD, LEAD_NAME, Field, case, in_the_field, open_section
from tests.journeys.network import Network

SEEN = "看到的情况"
SECTION = "家里看到的"
OFFER = "有新版本"
NEXT_FORM = "home-visit@9"
REGISTRATION = "navigator.serviceWorker.getRegistration()"


def test_a_new_version_waits_for_the_visit_and_keeps_its_answers(
    playwright: Playwright, tmp_path: Path, network: Network
) -> None:
    tree = the_program_is_installed(tmp_path / "program")
    with in_the_field(playwright, tmp_path, network, tree) as field:
        page = field.enrol()
        open_section(page, field.home, SECTION)
        page.get_by_label(SEEN).fill("两间房")
        a_new_form_comes_down_and_the_draft_keeps_its_own(field, page)
        a_fetch_that_is_cut_off_leaves_the_old_version_whole(field, page, tree)
        nothing_is_offered_in_an_open_visit(field)
        other = a_visit_in_another_tab_holds_the_switch(field)
        both_tabs_are_switched(field, other)


def the_program_is_installed(tree: Path) -> Path:
    for part in ("server", "sync", "forms"):
        shutil.copytree(ROOT / part, tree / part)
    shutil.copytree(ROOT / "static", tree / "static", ignore=shutil.ignore_patterns("node_modules"))
    (tree / "static" / "node_modules").symlink_to((ROOT / "static" / "node_modules").resolve())
    return tree


def a_new_form_comes_down_and_the_draft_keeps_its_own(field: Field, page: Page) -> None:
    """A draft finishes under the form version it began with; a visit not begun takes the new one."""
    field.town.at_the_desk(lambda district: publish_next_version(district, field.town.cases))
    sync_now(page)
    open_section(page, field.other_home, f"{SECTION}，新表")
    page.goto(field.address())
    open_section(page, field.home, SECTION)
    expect(page.get_by_role("heading", level=1)).to_have_text(SECTION)
    expect(page.get_by_label(SEEN)).to_have_value("两间房")


def publish_next_version(district: District, numbers: Sequence[str]) -> None:
    """The tasks of cases are written again, with a form whose section is called otherwise."""
    for home in map(district.get_case, numbers):
        assert home.team is not None
        form = copy.deepcopy(get_form(district, home.team.form))
        section = next(node for node in form["nodes"] if node["label"]["zh"] == SECTION)
        section["label"]["zh"] = f"{SECTION}，新表"
        form["digest"] = "9" * 64
        put_task(district, LEAD, f"form:{NEXT_FORM}", form_payload(NEXT_FORM, form))
        task = task_payload(district, home, district.policy_of(home.policy), form, LEAD)
        put_task(district, LEAD, task_id(home), task | {"form": NEXT_FORM})


def a_fetch_that_is_cut_off_leaves_the_old_version_whole(field: Field, page: Page, tree: Path) -> None:
    words = tree / "static" / "app" / "ui" / "words_zh.mjs"
    words.write_text(words.read_text("utf-8").replace('app: "入户"', 'app: "入户二版"'), "utf-8")
    subprocess.run(["node", "build.mjs"], cwd=tree / "static", check=True)
    field.network.cut_at = lambda asked: asked.path.startswith("/static/build/tablet.js")
    look_for_a_new_version(page)
    while not field.network.is_cut:
        page.wait_for_timeout(50)
    page.wait_for_function(f"{REGISTRATION}.then((of) => !of.installing)")
    assert page.evaluate(f"{REGISTRATION}.then((of) => Boolean(of.waiting))") is False
    field.tablet.close()
    page = field.tablet.open(offline=True)
    field.unlock()
    expect(page.locator(".brand")).to_have_text("入户")
    open_section(page, field.home, SECTION)
    expect(page.get_by_label(SEEN)).to_have_value("两间房")


def nothing_is_offered_in_an_open_visit(field: Field) -> None:
    page = field.page
    field.network.restore()
    field.tablet.go_online()
    look_for_a_new_version(page)
    page.wait_for_function(f"{REGISTRATION}.then((of) => Boolean(of.waiting))")
    page.get_by_label(SEEN).fill("两间房，朝北")
    expect(page.get_by_text(OFFER)).to_have_count(0)
    page.goto(field.address())
    expect(page.get_by_text(OFFER)).to_be_visible()
    expect(page.locator(".brand")).to_have_text("入户")


def a_visit_in_another_tab_holds_the_switch(field: Field) -> Page:
    page, other = field.page, field.tablet.second_tab()
    pin.unlock(other, LEAD_NAME)
    open_section(other, field.home, SECTION)
    case(page, field.home).locator("h3 a").click()
    expect(page.get_by_role("heading", name="这一户在另一页里开着")).to_be_visible()
    page.goto(field.address())
    page.get_by_role("button", name="换上").click()
    expect(page.get_by_text("先收好那一户")).to_be_visible()
    expect(other.get_by_label(SEEN)).to_have_value("两间房，朝北")
    return other


def both_tabs_are_switched(field: Field, other: Page) -> None:
    page = field.page
    other.goto(field.address())
    expect(other.get_by_text(OFFER)).to_be_visible()
    page.get_by_role("button", name="换上").click()
    for tab in (page, other):
        pin.unlock(tab, LEAD_NAME)
        expect(tab.locator(".brand")).to_have_text("入户二版")
        expect(tab.get_by_text(OFFER)).to_have_count(0)
    open_section(page, field.home, SECTION)
    expect(page.get_by_label(SEEN)).to_have_value("两间房，朝北")


def look_for_a_new_version(page: Page) -> None:
    """As the browser does when a page is opened, and the app once an hour."""
    page.evaluate(f"{REGISTRATION}.then((of) => of.update()).catch(() => null)")


def sync_now(page: Page) -> None:
    page.goto(page.url.partition("#")[0] + "#/sync")
    page.get_by_role("button", name="现在对一次").click()
    expect(page.get_by_role("button", name="现在对一次")).to_be_enabled()
    page.goto(page.url.partition("#")[0] + "#/")

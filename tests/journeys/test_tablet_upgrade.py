"""A tablet from before the envelope: enrolled once more, all it held is there, sealed and sent."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, expect

from server.records.codec import decode_outbox, decode_photo, sign_payload
from server.services.devices import public_keys
from server.services.district import District
from server.services.tasks import outbox_name, read_task, tasks_name
from tests.factories import picture
from tests.journeys import pin
from tests.journeys.browser import Tablet, photographed_when_it_fails
from tests.journeys.network import Network
from tests.journeys.small_town import HEAD, SmallTown

ROOT = Path(__file__).parents[2]
ESBUILD = ROOT / "static" / "node_modules" / ".bin" / "esbuild"
DEVICE = "o" * 43
PHOTO = picture("before", (640, 480))
DIGEST = hashlib.sha256(PHOTO).hexdigest()


@pytest.fixture(scope="module")
def planter() -> str:
    """The script that makes a browser what an old tablet was."""
    command = [
        ESBUILD,
        ROOT / "tests/journeys/old_tablet.mjs",
        "--bundle",
        "--format=iife",
        "--global-name=old",
    ]
    bundled = subprocess.run(
        [*command, "--define:global=globalThis", "--log-level=error"],
        capture_output=True,
        text=True,
        check=True,
    )
    return bundled.stdout


def test_what_an_old_tablet_held_in_plain_text_is_sealed_and_sent(
    playwright: Playwright, tmp_path: Path, network: Network, planter: str
) -> None:
    town = SmallTown(tmp_path, network, ["a-0217"], ["a-0217"])
    tablet = Tablet(playwright, tmp_path / "tablet", network.url)
    try:
        kept = town.at_the_desk(lambda district: old_things(district, town.cases[0]))
        page = tablet.open()
        with photographed_when_it_fails(lambda: page):
            page.evaluate(f"async (kept) => {{ {planter}; await old.plant(kept); }}", kept)
            page.reload()
            enrol_once_more(page, town)
            page.goto(f"{network.url}/tablet/#/case/{town.cases[0]}/1/section/2")
            expect(page.get_by_role("group", name="见到了谁").get_by_label("申请人本人")).to_be_checked()
            left = page.evaluate(f"async () => {{ {planter}; return old.everythingKept(); }}")
        assert HEAD in str(kept)
        assert HEAD not in left["text"]
        pictures = [
            begun for begun in left["pictures"] if begun
        ]  # PouchDB keeps an empty one to try the browser
        assert len(pictures) == 1
        assert pictures != [[255, 216, 255]]
        assert town.at_the_desk(what_came) == (["applicant"], PHOTO)
        assert tablet.complaints == []
    finally:
        tablet.close()
        town.server.stop()


def enrol_once_more(page: Page, town: SmallTown) -> None:
    expect(page.get_by_role("heading", name="这台平板要重新登记一次")).to_be_visible()
    page.get_by_label("登记码").fill(town.codes[0])
    page.get_by_role("button", name="下一步：定 PIN").click()
    pin.choose(page)
    expect(page.get_by_role("link", name=HEAD, exact=True)).to_be_visible(timeout=60_000)
    expect(page.get_by_role("status").first).to_contain_text("没有要发的", timeout=60_000)


def old_things(district: District, case: str) -> dict[str, Any]:
    """What the tablet of an assessor held then, as its databases held it."""
    assessor = "a-0217"
    task_id = f"task:{case}:1"
    stored = district.database(tasks_name(assessor)).get(task_id)
    task = read_task(district, assessor, stored)
    assert task is not None
    answers = {"privacy_read": "OK", "met_who": "applicant", "living_note": f"{HEAD}在家。"}
    photo = {"case": case, "round": 1, "digest": DIGEST, "content_type": "image/jpeg", "length": len(PHOTO)}
    begun: dict[str, Any] = {"case": case, "round": 1, "answers": answers, "photos": [], "team": []}
    begun["saved_at"] = "2026-03-12T02:26:00Z"
    named = {name: task[name] for name in ("form", "form_digest", "policy")}
    draft = begun | named | {"task": task, "head": HEAD, "signatures": [], "section": 1, "left": 9}
    draft["started_at"] = "2026-03-12T02:00:00Z"
    return {
        "enrolment": {
            "assessor": {"id": assessor, "name": "林试远", "street": {"zh": "松林街道", "en": "Songlin"}},
            "device": {"id": DEVICE, "number": "T-0001"},
            "district": {"name": "示例区", "phone": ""},
            "keys": public_keys(district.keys),
            "databases": {"tasks": tasks_name(assessor), "outbox": outbox_name(assessor)},
            "couch": "/couch",
        },
        "draft": draft,
        "visit": {"_id": f"visit:{case}:1:{DEVICE}", "body": begun | {"state": "draft"}},
        "photo": {"digest": DIGEST, "bytes": list(PHOTO), "body": photo},
        "task": {
            "_id": task_id,
            "_rev": stored["_rev"],
            "type": "task",
            "schema": 1,
            "signed": sign_payload(district.keys.log, task),
        },
    }


def what_came(district: District) -> tuple[list[str], bytes]:
    """Whom the drafts say was met, and the photo, as the street opens them."""
    outbox, caseload = district.database(outbox_name("a-0217")), district.caseloads.find("a-0217")
    bodies = [decode_outbox(caseload, document) for document in outbox.all("visit:", "visit:~")]
    met = {body["answers"]["met_who"] for body in bodies}
    document = outbox.get(f"photo:{DIGEST}")
    return sorted(met), decode_photo(caseload, document, outbox.get_attachment(document["_id"], "photo"))

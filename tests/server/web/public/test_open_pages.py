"""What opens without signing in: the front page, the check of a badge, the tablet's shell, the language."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from html import unescape

from server.records.keys import public_jwk
from server.services.credentials import get_assessor


def test_the_front_page_leads_everywhere(person):
    page = person().get("/")
    for address in ("/board", "/check", "/desk/", "/tablet/"):
        assert f'href="{address}"' in page.text


def test_the_check_page_carries_the_credential_key_and_nobodys_name(person, district):
    page = person().get("/check")
    keys = json.loads(unescape(re.search(r'data-keys="([^"]+)"', page.text)[1]))
    assert keys == [public_jwk(district.keys.credential)]
    assert not [key for key in keys if "d" in key]
    assert 'data-roster-url="/device/roster"' in page.text
    assert "林试远" not in page.text


def test_a_portrait_is_given_to_who_knows_its_digest_and_the_roster_names_none(person, district):
    digest = get_assessor(district, "a-0217").portrait
    answer = person().client.get(f"/check/portraits/{digest[:16]}")
    assert sha256(answer.data).hexdigest() == digest
    assert person().client.get(f"/check/portraits/{'0' * 16}").status_code == 404
    assert person().client.get(f"/check/portraits/{digest[:8]}").status_code == 404
    assert digest[:8] not in person().client.get("/device/roster").text


def test_portraits_are_not_asked_for_by_the_hundred(person):
    statuses = [person().client.get(f"/check/portraits/{n:016x}").status_code for n in range(40)]
    assert statuses[-1] == 429


def test_the_check_pages_worker_speaks_for_the_page_alone(person):
    worker = person().client.get("/check/sw.js")
    assert (worker.mimetype, worker.headers["Service-Worker-Allowed"]) == ("text/javascript", "/check")


def test_the_tablet_shell_its_worker_and_its_manifest(person):
    nobody = person()
    assert "tablet" in nobody.client.get("/tablet/").text
    worker = nobody.client.get("/tablet/sw.js")
    assert worker.headers["Service-Worker-Allowed"] == "/tablet/"
    assert worker.mimetype == "text/javascript"
    assert worker.headers["Cache-Control"] == "no-cache"
    assert nobody.client.get("/tablet/photo_worker.js").mimetype == "text/javascript"
    again = nobody.client.get("/tablet/sw.js", headers={"If-None-Match": worker.headers["ETag"]})
    assert again.status_code == 304
    manifest = nobody.client.get("/tablet/manifest.webmanifest")
    assert manifest.mimetype == "application/manifest+json"
    assert manifest.get_json(force=True)["scope"] == "/tablet/"


def test_the_language_is_remembered_and_leads_back(person):
    nobody = person()
    answer = nobody.get("/language/en?back=/board")
    assert answer.location == "/board"
    assert '<html lang="en"' in nobody.get("/board").text
    nobody.get("/language/zh?back=/board")
    assert '<html lang="zh-CN"' in nobody.get("/board").text


def test_the_language_link_never_leads_to_another_server(person):
    for elsewhere in ("//evil.example", "https://evil.example/", "/\\evil.example", "\\\\evil.example"):
        assert person().get("/language/en", query_string={"back": elsewhere}).location == "/"


def test_no_other_language(person):
    assert person().get("/language/xx").status_code == 404

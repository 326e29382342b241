"""Assessors at the desk: badges, tablets, the enrolment code that is shown once."""

from __future__ import annotations

import re

from server.domain.thumbprint import spoken_thumbprint
from server.records.entries import Enrolment
from server.services.devices import enrol_device
from tests.factories import PaperTablet, enrolled_tablet
from tests.server.web.browsing import words

PAGE = "/desk/assessors/a-0217"


def test_the_list_shows_credentials_and_tablets(person, district):
    enrolled_tablet(district)
    text = person("gao").text("/desk/assessors")
    assert "4 位评估员" in text
    assert "林试远 松林街道 0217 有效 到 2027年6月30日 没有要办的 T-0001" in text


def test_an_enrolment_code_is_shown_once(person, district):
    gao = person("gao")
    answer = gao.send(f"{PAGE}/enrolment", page=PAGE)
    code = re.search(r'id="code">([^<]+)<', answer.text)[1]
    assert f"/tablet/#enrol={code}" in answer.text
    assert "<svg" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert code not in gao.get(PAGE).text
    assert not [entry for entry in district.office.every(Enrolment) if code in str(entry)]


def test_the_page_of_the_code_shows_the_tablet_as_soon_as_it_has_enrolled(person, district):
    gao = person("gao")
    shown = gao.send(f"{PAGE}/enrolment", page=PAGE).text
    code = re.search(r'id="code">([^<]+)<', shown)[1]
    part = re.search(r'hx-get="([^"]+)"', shown)[1]
    assert "等平板来登记" in words(gao.client.get(part))
    tablet = PaperTablet(district)
    enrol_device(district, code, tablet.jwk, tablet.ecdh, "Android 13")
    answer = gao.client.get(part)
    assert f"平板 T-0001，Android 13 核对码 {spoken_thumbprint(tablet.id)}" in words(answer)
    assert "hx-get" not in answer.text
    assert gao.client.get(part.replace("a-0217", "a-0218")).status_code == 404


def test_an_unknown_assessor_is_said(person):
    answer = person("gao").get("/desk/assessors/a-9999")
    assert answer.status_code == 404
    assert "没有这个人" in words(answer)


def test_a_clerk_does_not_open_enrolments(person):
    assert person("fang").get(PAGE).status_code == 403


def test_badge_and_portrait(person):
    gao = person("gao")
    assert gao.get(f"{PAGE}/badge.pdf").data.startswith(b"%PDF")
    assert gao.get(f"{PAGE}/portrait.jpg").mimetype == "image/jpeg"

"""Draws at the desk: sealed today, revealed tomorrow, what was found recorded; open to anybody."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable

from server.domain.draw import faults
from server.services.district import District
from tests.factories import COMMUNITY_ID, picture
from tests.server.services.receiving import more_communities, next_day, receiving_case
from tests.server.web.browsing import Person, words

DRAW = "/desk/spot-checks/district/2026-{quarter}/audit"


def here(district: District) -> str:
    quarter = f"Q{(district.today().month + 2) // 3}"
    return DRAW.format(quarter=quarter)


def sealed(district: District, person: Callable[..., Person]) -> Person:
    xie = person("xie")
    assert xie.do("/desk/spot-checks", {"scope": "district", "kind": "audit"}).endswith(here(district))
    return xie


def revealed(district: District, person: Callable[..., Person]) -> Person:
    xie = sealed(district, person)
    next_day(district)
    xie.sign_in()
    xie.do(f"{here(district)}/seed", page=here(district))
    return xie


def test_a_draw_is_sealed_revealed_and_recorded(district: District, person: Callable[..., Person]) -> None:
    number = receiving_case(district)
    xie = sealed(district, person)
    page = here(district)
    assert "种子还封存" not in xie.text(page)
    early = xie.send(f"{page}/seed", page="/desk/spot-checks")
    assert early.status_code == 409
    assert "总账还没有公布" in words(early)
    next_day(district)
    xie.sign_in()
    xie.do(f"{page}/seed", page=page)
    assert "抽中 1 个社区" in xie.text(page)
    form = {
        "on": district.today().isoformat(),
        "words": "看了台账",
        f"outcome-{number}": "adjust",
        f"words-{number}": "儿子就业",
        "zero_distance": "review",
        "photos": (io.BytesIO(picture("audit")), "a.jpg"),
    }
    xie.do(f"{page}/communities/{COMMUNITY_ID}", form)
    said = xie.text(page)
    assert "儿子就业" in said
    assert "去过了" in said
    photo = re.search(rf'href="({page}/photos/[0-9a-f]+)"', xie.get(page).text)
    assert photo
    assert xie.get(photo[1]).mimetype == "image/jpeg"


def test_what_is_typed_stays_when_it_is_refused(district: District, person: Callable[..., Person]) -> None:
    number = receiving_case(district)
    xie = revealed(district, person)
    form = {"on": district.today().isoformat(), "words": "看了台账", f"outcome-{number}": "stop"}
    answer = xie.send(f"{here(district)}/communities/{COMMUNITY_ID}", form)
    assert answer.status_code == 422
    assert "看了台账" in answer.text


def test_a_second_seal_is_refused_in_words(district: District, person: Callable[..., Person]) -> None:
    xie = sealed(district, person)
    again = xie.send("/desk/spot-checks", {"scope": "district", "kind": "audit"})
    assert again.status_code == 409
    assert "一个季度只抽一次" in words(again)
    unknown = xie.send("/desk/spot-checks", {"scope": "nowhere", "kind": "audit"})
    assert unknown.status_code == 404


def test_a_street_has_its_own_draws_and_none_of_the_district(
    district: District, person: Callable[..., Person]
) -> None:
    sealed(district, person)
    gao = person("gao")
    assert "50%" in gao.text("/desk/spot-checks")
    assert gao.send("/desk/spot-checks", {"scope": "district", "kind": "notice"}).status_code == 403


def test_what_is_said_of_a_community_counts_in_the_next_draw(
    district: District, person: Callable[..., Person]
) -> None:
    gao = person("gao")
    form = {"weak": "yes", "since": "2026-01-05", "source": "核编3号"}
    gao.do(f"/desk/communities/{COMMUNITY_ID}/burden", form)
    assert "核编3号" in gao.text("/desk/communities")
    bare = gao.send(f"/desk/communities/{COMMUNITY_ID}/burden", {**form, "source": ""})
    assert bare.status_code == 422


def test_anybody_may_look_at_a_draw_and_repeat_it(district: District, person: Callable[..., Person]) -> None:
    number = receiving_case(district)
    more_communities(district, 3)
    revealed(district, person)
    resident, address = person(), here(district).replace("/desk/spot-checks", "/draws")
    assert "2026 年第" in resident.text("/draws")
    page = resident.get(address).text
    assert number not in page
    assert "周例平" not in page
    published = json.loads(resident.get(f"{address}/draw.json").text)
    assert faults(published) == []
    assert len(published["chosen"]) == 1
    assert resident.get("/draws/nowhere/2026-Q1/audit").status_code == 404


def test_every_page_of_a_draw_reads_in_english(district: District, person: Callable[..., Person]) -> None:
    receiving_case(district)
    revealed(district, person)
    xie = person("xie", "en")
    page = here(district)
    for path in ("/desk/spot-checks", page, f"{page}/communities/{COMMUNITY_ID}", "/desk/communities"):
        assert "draw" in xie.text(path).lower() or "communit" in xie.text(path).lower()

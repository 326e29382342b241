"""The street makes a copy for the person it is about; refusals keep what was chosen."""

from __future__ import annotations

from collections.abc import Callable

from server.services.district import District
from tests.factories import visited_case
from tests.server.documents.papers import text_of
from tests.server.web.browsing import Person, words


def test_a_copy_is_made_from_the_papers_page(person: Callable[..., Person], district: District) -> None:
    number = visited_case(district).number
    gao, page = person("gao"), f"/desk/cases/{number}/access-copy"
    assert page in gao.get(f"/desk/cases/{number}/papers").text
    told = gao.text(page)
    for name in ("周例平", "陈示兰", "居民身份证"):
        assert name in told
    address = gao.do(page, {"member": "m2", "identity": "id_card"})
    assert address == f"/desk/cases/{number}/papers/1/paper.pdf"
    assert "陈示兰（配偶）" in text_of(gao.get(address).data)
    assert "个人信息查阅复制件" in gao.text(f"/desk/cases/{number}/papers")


def test_what_is_missing_is_said_and_what_was_chosen_stays(
    person: Callable[..., Person], district: District
) -> None:
    number = visited_case(district).number
    gao, page = person("gao"), f"/desk/cases/{number}/access-copy"
    refused = gao.send(page, {"member": "m2"})
    assert refused.status_code == 422
    assert "请记下怎么核对的身份。" in words(refused)
    assert 'value="m2" checked' in refused.text
    assert "Choose who asks." in person("gao", lang="en").send(page, {"identity": "id_card"}).text


def test_the_community_does_not_make_one(person: Callable[..., Person], district: District) -> None:
    number = visited_case(district).number
    assert person("fang").get(f"/desk/cases/{number}/access-copy").status_code == 403
    assert "access-copy" not in person("fang").get(f"/desk/cases/{number}/papers").text

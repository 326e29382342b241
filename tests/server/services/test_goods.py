"""Goods from the list to the end: everybody once, each signed for, the rest accounted for (S7-DUTY-S3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from server.domain.goods import CLOSED, OFF, Handout, Item
from server.errors import Refusal
from server.records.goods_rows import goods_of
from server.services import goods
from server.services.district import District
from server.services.stops import stop_receipt
from server.services.verification import verify
from tests.factories import CLERK, COMMUNITY_ID, HEAD_OF_BUREAU, OFFICER, REVIEWER, STREET_ID
from tests.server.services.receiving import receiving_case

ITEMS = (Item("大米", "公斤", 0, 5), Item("食用油", "桶", 1, 0))
INK = {"width": 300, "height": 120, "paths": ["M10 10L40 40"]}


@pytest.fixture
def number(district: District) -> str:
    return receiving_case(district)


def listed(district: District, words: str = "春节慰问", classes: Sequence[str] = ()) -> Handout:
    return goods.make_list(district, OFFICER, STREET_ID, district.today(), words, ITEMS, classes)


def test_a_hand_out_from_its_list_to_its_end(district: District, number: str) -> None:
    handout = listed(district)
    receipt = district.get_case(number).receipt
    assert receipt is not None
    persons = receipt.now.persons
    [line] = goods.read_lines(district, CLERK, handout)
    assert (line.case, line.community, line.persons) == (number, COMMUNITY_ID, persons)
    assert line.amounts == handout.totals == (5 * persons, 1)
    assert goods.count_handouts(district, CLERK) == 1
    goods.collect(district, CLERK, handout.id, [number], INK)
    view = goods.view_handout(district, REVIEWER, handout.id)
    assert (view.words, view.handout.left, view.left) == ("春节慰问", 0, (0, 0))
    assert goods.read_receipt(district, view.handout, number) == (INK, "")
    assert goods.close(district, OFFICER, handout.id, "").state == CLOSED
    [row] = goods_of(district.index, number)
    assert (row.words, row.goods, row.collected_on) == (
        "春节慰问",
        f"大米 {5 * persons} 公斤；食用油 1 桶",
        district.today().isoformat(),
    )
    assert goods.count_handouts(district, CLERK) == 0
    assert verify(district).ok


def test_what_was_not_collected_is_accounted_for(district: District, number: str) -> None:
    handout = listed(district)
    with pytest.raises(Refusal, match=r"goods\.left"):
        goods.close(district, OFFICER, handout.id, " ")
    goods.close(district, OFFICER, handout.id, "退回仓库，打电话通知。")
    view = goods.view_handout(district, OFFICER, handout.id)
    assert (view.ending, view.left) == ("退回仓库，打电话通知。", handout.totals)
    assert view.handout.acts[-1].facts["left"] == list(handout.totals)


def test_who_collects_for_another_says_so(district: District, number: str) -> None:
    handout = listed(district)
    with pytest.raises(Refusal, match=r"goods\.proxy"):
        goods.collect(district, CLERK, handout.id, [number], how="proxy")
    handout = goods.collect(district, CLERK, handout.id, [number], how="proxy", words="邻居代领，本人住院。")
    assert goods.read_receipt(district, handout, number) == (None, "邻居代领，本人住院。")


def test_goods_are_signed_for_twice(district: District, number: str) -> None:
    handout = listed(district)
    goods.collect(district, CLERK, handout.id, [number], INK)
    for who in (CLERK, OFFICER):
        with pytest.raises(Refusal, match=r"goods\.collected"):
            goods.collect(district, who, handout.id, [number])
    with pytest.raises(Refusal, match=r"goods\.begun"):
        goods.call_off(district, OFFICER, handout.id, "列错了")


def test_one_drawing_signs_for_two_households(district: District, number: str) -> None:
    handout = listed(district)
    with pytest.raises(Refusal, match=r"goods\.(collected|one_signature)"):
        goods.collect(district, CLERK, handout.id, [number, number], INK)
    with pytest.raises(Refusal, match=r"paper\.bad_ink"):
        goods.collect(district, CLERK, handout.id, [number], {"paths": []})
    assert goods.get_handout(district, CLERK, handout.id).left == 1


def test_a_tick_by_mistake_is_taken_back_with_a_reason(district: District, number: str) -> None:
    handout = listed(district)
    with pytest.raises(Refusal, match=r"goods\.not_collected"):
        goods.take_back(district, CLERK, handout.id, number, "勾错了")
    goods.collect(district, CLERK, handout.id, [number])
    with pytest.raises(Refusal, match=r"goods\.words"):
        goods.take_back(district, CLERK, handout.id, number, " ")
    assert goods.take_back(district, CLERK, handout.id, number, "勾错了").left == 1
    handout = goods.collect(district, CLERK, handout.id, [number])
    assert [act.kind for act in handout.acts] == [
        "goods_listed",
        "goods_collected",
        "goods_taken_back",
        "goods_collected",
    ]


def test_a_list_made_by_mistake_is_called_off(district: District, number: str) -> None:
    handout = listed(district)
    assert goods.call_off(district, OFFICER, handout.id, "写错了品名").state == OFF
    assert goods_of(district.index, number) == []
    with pytest.raises(Refusal, match=r"goods\.ended"):
        goods.collect(district, CLERK, handout.id, [number])
    assert listed(district).id != handout.id


def test_who_no_longer_receives_is_on_no_new_list(district: District, number: str) -> None:
    stop_receipt(district, HEAD_OF_BUREAU, number, "voluntary", district.today(), "自己申请停发。")
    with pytest.raises(Refusal, match=r"goods\.nobody"):
        goods.make_list(district, OFFICER, STREET_ID, district.today() + timedelta(days=62), "慰问", ITEMS)


def test_only_the_street_makes_a_list_and_only_of_its_own(district: District, number: str) -> None:
    today = district.today()
    with pytest.raises(Refusal, match=r"person\.may_not"):
        goods.make_list(district, REVIEWER, STREET_ID, today, "慰问", ITEMS)
    with pytest.raises(Refusal, match=r"person\.other_area"):
        goods.make_list(district, OFFICER, "elsewhere", today, "慰问", ITEMS)
    with pytest.raises(Refusal, match=r"goods\.day"):
        goods.make_list(district, OFFICER, STREET_ID, today - timedelta(days=200), "慰问", ITEMS)
    with pytest.raises(Refusal, match=r"goods\.words"):
        listed(district, words=" ")
    with pytest.raises(Refusal, match=r"goods\.classes"):
        listed(district, classes=("Z",))
    with pytest.raises(Refusal, match=r"goods\.unknown"):
        goods.get_handout(district, OFFICER, "goods-2026-999")

"""The sheet people signed, photographed and kept with the hand-out (S7-DUTY-S3)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.errors import Refusal
from server.services import goods
from server.services.district import District
from server.services.goods_sheets import get_sheet, keep_sheet, sheets_for
from server.services.verification import verify
from tests.factories import CLERK, COMMUNITY_ID, HEAD_OF_BUREAU, OFFICER, REVIEWER
from tests.server.services.receiving import receiving_case
from tests.server.services.test_goods import listed
from tests.server.services.test_notice_proofs import photo


@pytest.fixture
def file(district: District) -> str:
    receiving_case(district)
    return listed(district).id


def taken_now(district: District, width: int = 400) -> bytes:
    return photo(f"{district.today():%Y:%m:%d} 00:00:01", size=(width, 300))


def test_a_page_is_kept_for_its_community_also_after_the_end(district: District, file: str) -> None:
    keep_sheet(district, CLERK, file, "", taken_now(district))
    goods.close(district, OFFICER, file, "没领的下次补发。")
    handout = keep_sheet(district, OFFICER, file, "", taken_now(district, 500))
    assert [sheet.community for sheet in handout.sheets] == [COMMUNITY_ID, ""]
    assert [sheet.community for sheet in sheets_for(CLERK, handout)] == [COMMUNITY_ID]
    first, second = (sheet.photo for sheet in handout.sheets)
    assert get_sheet(district, REVIEWER, file, second).startswith(b"\xff\xd8")
    assert get_sheet(district, CLERK, file, first).startswith(b"\xff\xd8")
    with pytest.raises(Refusal, match=r"record\.missing"):
        get_sheet(district, CLERK, file, second)
    assert verify(district).ok


def test_a_page_that_cannot_be_of_this_hand_out_is_refused(district: District, file: str) -> None:
    keep_sheet(district, OFFICER, file, COMMUNITY_ID, taken_now(district))
    for community, content, code in (
        (COMMUNITY_ID, taken_now(district), "goods.sheet_kept"),
        (COMMUNITY_ID, photo("2020:01:01 09:00:00"), "goods.sheet_before"),
        (COMMUNITY_ID, photo("2099:01:01 09:00:00"), "notice.photo_ahead"),
        ("elsewhere", taken_now(district, 500), "area.unknown"),
    ):
        with pytest.raises(Refusal) as refused:
            keep_sheet(district, OFFICER, file, community, content)
        assert refused.value.code == code
    with pytest.raises(Refusal, match=r"person\.may_not"):
        keep_sheet(district, HEAD_OF_BUREAU, file, "", taken_now(district, 500))
    with pytest.raises(Refusal, match=r"person\.other_area"):
        keep_sheet(district, replace(OFFICER, street="elsewhere"), file, "", taken_now(district, 500))
    goods.call_off(district, OFFICER, file, "列错了。")
    with pytest.raises(Refusal, match=r"goods\.ended"):
        keep_sheet(district, OFFICER, file, "", taken_now(district, 500))

"""The lines of article 4 of which no record is kept here, as they were printed (S4-01…S4-20)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SOURCE: Final = "安顺市平坝区2020年社会救助工作总结（文四）"
LINES_2019: Final[Mapping[str, str]] = {"S4-01.standard": "650", "S4-02.standard": "4140"}
LINES_2020: Final[Mapping[str, str]] = {
    "S4-01.standard": "675",
    "S4-02.standard": "4332",
    "S4-03.procedure": "三环节、十步骤",
    "S4-09.persons": "123",
    "S4-09.grain": "9270",
    "S4-10.persons": "33",
    "S4-10.amount": "166400",
    "S4-11.before": "975",
    "S4-11.standard": "1012.50",
    "S4-12.households": "487",
    "S4-12.persons": "490",
    "S4-12.amount": "7184900",
    "S4-13.person_times": "4370",
    "S4-13.amount": "237800",
    "S4-14.added_households": "96",
    "S4-14.added_persons": "96",
    "S4-14.cancelled_households": "19",
    "S4-14.cancelled_persons": "19",
    "S4-15.pilots": "2",
    "S4-15.teams": "76",
    "S4-15.files": "24715",
    "S4-15.files_share": "93.34",
    "S4-15.checks": "9845",
    "S4-15.checks_share": "61.9",
    "S4-16.ratios": "1:3、1:6、1:10",
    "S4-17.agreement": "乡镇、本人、照料人签订委托照料协议，定期走访",
    "S4-18.reserve": "270000",
    "S4-19.before": "1000",
    "S4-19.limit": "2000",
    "S4-19.since": "4月1日",
    "S4-20.persons": "237",
    "S4-20.amount": "538200",
    "S4-20.registered_persons": "119",
    "S4-20.registered_amount": "251900",
}

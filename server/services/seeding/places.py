"""The streets and communities of the synthetic district. No such places exist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PHONE: Final = "0000-000 0000"


@dataclass(frozen=True)
class Community:
    id: str
    name_zh: str
    name_en: str
    code: str
    roads: tuple[str, ...]


@dataclass(frozen=True)
class Street:
    id: str
    name_zh: str
    name_en: str
    code: str
    communities: tuple[Community, ...]


STREETS: Final = (
    Street(
        "songlin",
        "松林街道",
        "Songlin Street",
        "SL",
        (
            Community("huaian", "槐安社区", "Huai'an", "SLHA", ("槐安路", "槐安里")),
            Community("anding", "安定社区", "Anding", "SLAD", ("安定里", "安定路")),
            Community("songdong", "松东社区", "Songdong", "SLSD", ("松林东街", "松东巷")),
        ),
    ),
    Street(
        "liuquan",
        "柳泉街道",
        "Liuquan Street",
        "LQ",
        (
            Community("quanshui", "泉水社区", "Quanshui", "LQQS", ("泉水路", "泉水胡同")),
            Community("liuyin", "柳荫社区", "Liuyin", "LQLY", ("柳荫街", "柳荫里")),
            Community("shiqiao", "石桥社区", "Shiqiao", "LQSQ", ("石桥路", "石桥南巷")),
        ),
    ),
    Street(
        "qinghe",
        "青禾街道",
        "Qinghe Street",
        "QH",
        (
            Community("beiyuan", "北苑社区", "Beiyuan", "QHBY", ("北苑路", "北苑东里")),
            Community("wangtian", "望田社区", "Wangtian", "QHWT", ("望田街", "望田里")),
            Community("yuxiang", "雨巷社区", "Yuxiang", "QHYX", ("雨巷", "青禾大街")),
        ),
    ),
)
COMMUNITIES: Final = tuple((street, community) for street in STREETS for community in street.communities)

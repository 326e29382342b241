"""How pages write the codes of housing (article 8)."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext

STATES: Final = {
    "surveyed": lazy_gettext("调查过，没有申请"),
    "applied": lazy_gettext("申请了，等决定"),
    "refused": lazy_gettext("不予保障"),
    "waiting": lazy_gettext("轮候"),
    "offered": lazy_gettext("安排了房子，等回话"),
    "housed": lazy_gettext("住进保障房"),
    "subsidised": lazy_gettext("发租赁补贴"),
    "ended": lazy_gettext("退出了保障"),
}
MODES: Final = {"subsidy": lazy_gettext("租赁补贴"), "letting": lazy_gettext("实物配租")}
KINDS: Final = {
    "first": lazy_gettext("第一次，建档"),
    "yearly": lazy_gettext("年度复核"),
    "change": lazy_gettext("报了变化、搬了家"),
}
GUARANTEES: Final = {
    "dibao": lazy_gettext("享受低保"),
    "edge": lazy_gettext("低保边缘"),
    "low": lazy_gettext("别的低收入"),
    "no": lazy_gettext("都不是"),
}
TENURES: Final = {
    "own": lazy_gettext("商品房"),
    "reform": lazy_gettext("房改房"),
    "affordable": lazy_gettext("经济适用房"),
    "collective": lazy_gettext("集资合作建房"),
    "low_rent": lazy_gettext("廉租房"),
    "public": lazy_gettext("公租房、公房"),
    "rent": lazy_gettext("租的私房"),
    "dormitory": lazy_gettext("单位宿舍"),
    "lent": lazy_gettext("借住"),
    "none": lazy_gettext("没有固定住处"),
}
DWELLINGS: Final = {
    "flat": lazy_gettext("楼房单元"),
    "old_estate": lazy_gettext("旧住宅区"),
    "shanty": lazy_gettext("棚户区"),
    "single": lazy_gettext("平房"),
    "collective_dorm": lazy_gettext("集体宿舍"),
    "makeshift": lazy_gettext("临时搭的、地下室、阁楼"),
}
HAD: Final = {
    "no": lazy_gettext("没有"),
    "yes": lazy_gettext("有过"),
    "unknown": lazy_gettext("说不清"),
}
EXITS: Final = {
    "income": lazy_gettext("收入超过标准"),
    "area": lazy_gettext("面积超过标准"),
    "bought": lazy_gettext("买了房"),
    "sublet": lazy_gettext("转租、空着、借给别人"),
    "moved": lazy_gettext("搬到区外、搬出了保障房"),
    "died": lazy_gettext("家里没有人了"),
    "own_wish": lazy_gettext("自己退出"),
}
ACTS: Final = {
    "housing_team_assigned": lazy_gettext("派人去调查"),
    "housing_team_called_off": lazy_gettext("不派人去了"),
    "housing_surveyed": lazy_gettext("调查了住房"),
    "housing_applied": lazy_gettext("申请了住房保障"),
    "housing_decided": lazy_gettext("作出决定"),
    "housing_moved": lazy_gettext("写明理由，提前"),
    "housing_offered": lazy_gettext("安排了房子"),
    "housing_answered": lazy_gettext("回话"),
    "housing_reviewed": lazy_gettext("年度复核"),
    "housing_ended": lazy_gettext("办了退出保障"),
    "part_erased": lazy_gettext("到期删除了个人信息"),
}

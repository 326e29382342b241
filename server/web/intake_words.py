"""What pages call the things noted before the committee's finding: rules explained, papers, ways, states."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import lazy_gettext

EXPLAINED: Final[Mapping[str, str]] = {
    "conditions": lazy_gettext("什么样的家庭可以享受"),
    "amount": lazy_gettext("标准和怎么算"),
    "steps": lazy_gettext("怎么办、要多久"),
    "materials": lazy_gettext("要准备哪些材料"),
    "truth": lazy_gettext("要如实填写、配合核查"),
    "rights": lazy_gettext("不服怎么办、可以直接到街道"),
}
KIN: Final[Mapping[str, str]] = {
    "spouse": lazy_gettext("配偶"),
    "parent": lazy_gettext("父母"),
    "child": lazy_gettext("子女"),
    "sibling": lazy_gettext("兄弟姐妹"),
    "grandparent": lazy_gettext("祖父母、外祖父母"),
    "grandchild": lazy_gettext("孙子女、外孙子女"),
    "parent_in_law": lazy_gettext("公婆、岳父母"),
    "child_in_law": lazy_gettext("儿媳、女婿"),
}
COMPARED: Final[Mapping[str, str]] = {
    "same": lazy_gettext("一致"),
    "differs": lazy_gettext("不一样"),
    "missing": lazy_gettext("原件没带"),
}
COMPARED_WAYS: Final[Mapping[str, str]] = {
    "counter": lazy_gettext("在柜台"),
    "home": lazy_gettext("在家里"),
    "proxy": lazy_gettext("托人带来"),
}
METHODS: Final[Mapping[str, str]] = {
    "neighbours": lazy_gettext("走访邻居"),
    "community": lazy_gettext("问社区"),
    "employer": lazy_gettext("问单位、雇主"),
    "office": lazy_gettext("问有关部门"),
    "letter": lazy_gettext("发函"),
    "phone": lazy_gettext("打电话"),
    "visit": lazy_gettext("再次入户"),
    "records": lazy_gettext("查账、查流水"),
}
TOLD_WAYS: Final[Mapping[str, str]] = {
    "in_person": lazy_gettext("当面说"),
    "phone": lazy_gettext("打电话"),
    "letter": lazy_gettext("书面"),
}
DELIVERY_WAYS: Final[Mapping[str, str]] = {
    "in_person": lazy_gettext("交给本人"),
    "family_member": lazy_gettext("交给同住的成年家属"),
    "post": lazy_gettext("挂号寄出"),
    "left": lazy_gettext("留在家里"),
}
OUTCOMES: Final[Mapping[str, str]] = {
    "": lazy_gettext("还没办"),
    "forwarded": lazy_gettext("已转街道"),
    "not_handled": lazy_gettext("不代理"),
    "direct": lazy_gettext("直接到街道申请"),
    "handed_on": lazy_gettext("不用初审，交街道"),
}
INFO_STATES: Final[Mapping[str, str]] = {
    "request": lazy_gettext("要提请核对"),
    "results": lazy_gettext("等结果"),
    "telling": lazy_gettext("有出入，要告诉申请人"),
    "recheck": lazy_gettext("有异议，等复核"),
    "": lazy_gettext("核对完了"),
}
INFO_SAYS: Final[Mapping[str, str]] = {
    "agrees": lazy_gettext("无出入"),
    "contradicts": lazy_gettext("有出入"),
}

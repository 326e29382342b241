"""The words of notices, their photos and objections to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import lazy_gettext

OBJECTED_HOW: Final[Mapping[str, str]] = {
    "in_person": lazy_gettext("当面"),
    "phone": lazy_gettext("电话"),
    "page": lazy_gettext("网上"),
    "feedback": lazy_gettext("反馈决议时"),
}
PROOFS: Final[Mapping[str, str]] = {
    "posted": lazy_gettext("张贴"),
    "removed": lazy_gettext("取下"),
}

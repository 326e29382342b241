"""The checklist of the disclosure letter: what comes with an application (S7-APPLY-04, S7-PRE-01, C-07)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from server.domain.case_parts import Materials
from server.errors import Refusal

MATERIAL_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "application": ("申请书", "application letter"),
    "identity": ("身份证复印件", "copies of identity cards"),
    "register": ("户口簿复印件", "copy of the household register"),
    "income": ("收入证明", "proof of income"),
    "housing": ("住房证明", "proof of housing"),
    "health": ("残疾、疾病证明", "proof of disability or illness"),
}
# Nobody can do without these; the others are asked of the families they apply to.
ALWAYS: Final = frozenset({"application", "identity", "register"})


def list_missing(checklist: Sequence[str], materials: Materials) -> tuple[str, ...]:
    """What neither came nor is not needed; once a list was told, nothing beyond it (C-07)."""
    settled = {*materials.given, *materials.waived}
    return tuple(code for code in materials.asked or checklist if code not in settled)


def check_complete(checklist: Sequence[str], materials: Materials) -> None:
    """Only a complete set is reviewed and accepted (S7-PRE-01, C-07)."""
    missing = list_missing(checklist, materials)
    if missing:
        raise Refusal("materials.missing", **name_materials(missing))


def check_codes(checklist: Sequence[str], given: Sequence[str], waived: Sequence[str]) -> None:
    """Only what the letter lists is taken; what everybody has cannot be left out."""
    for code in (*given, *waived):
        if code not in checklist:
            raise Refusal("materials.unknown", code=code)
    for code in waived:
        if code in ALWAYS:
            raise Refusal("materials.always", **name_materials([code]))


def name_materials(codes: Sequence[str]) -> dict[str, str]:
    """The names in both languages, as refusals fill them in."""
    words = [MATERIAL_WORDS.get(code, (code, code)) for code in codes]
    return {"zh": "、".join(zh for zh, _ in words), "en": ", ".join(en for _, en in words)}

"""What acts beside the procedure say: materials, questions, notes, flags, urgent hardship (``sentences``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from server.domain.money import format_yuan

if TYPE_CHECKING:
    from server.services.sentences import Names

Sentence = Callable[[Mapping[str, Any], "Names"], tuple[str, str]]


# What of a noting of materials is how many papers of it, in words.
_NOTED: Final = (
    ("given", "收到材料 {} 份", "{} papers handed in"),
    ("waived", "{} 份不需要", "{} not needed"),
    ("mistaken", "{} 份记错了，划去", "{} noted by mistake, taken back"),
)


def _noted(facts: Mapping[str, Any], _names: Names) -> tuple[str, str]:
    said = [
        (zh.format(count), en.format(count)) for name, zh, en in _NOTED if (count := len(facts.get(name, ())))
    ]
    return f"{'，'.join(zh for zh, _ in said)}。", f"{', '.join(en for _, en in said)}."


def _asked(facts: Mapping[str, Any], _names: Names) -> tuple[str, str]:
    count = len(facts["missing"])
    return f"一次告知还缺 {count} 份材料。", f"told the applicant of all {count} missing papers at once."


def _relieved(facts: Mapping[str, Any], _names: Names) -> tuple[str, str]:
    if facts["outcome"] != "granted":
        return "急难救助没有给。", "temporary relief was not granted."
    amount = format_yuan(facts["amount_fen"])
    return f"急难救助 {amount} 元。", f"temporary relief of {amount} yuan."


def _referred(facts: Mapping[str, Any], _names: Names) -> tuple[str, str]:
    if "call" in facts:
        return "在平板上转急难救助。", "referred to temporary relief from the tablet."
    return "转急难救助。", "referred to temporary relief."


def _says(zh: str, en: str) -> Sentence:
    return lambda _facts, _names: (zh, en)


BESIDE_SENTENCES: Final[Mapping[str, Sentence]] = {
    "materials_noted": _noted,
    "materials_asked": _asked,
    "materials_brought": _noted,
    "hardship_referred": _referred,
    "hardship_decided": _relieved,
    "hardship_completed": _says("急难救助的手续补齐了。", "completed the papers of the temporary relief."),
    "flag_dismissed": _says("看过一条提醒，不用再看。", "looked at a flag and put it away."),
    "question_asked": _says("向街道提问。", "asked the street."),
    "question_answered": _says("答复了提问。", "answered a question."),
    "note_written": _says("记了一笔。", "left a note."),
}

# A case's file says them, or the assessor's own where the upload names no case.
SET_ASIDE_SENTENCES: Final[Mapping[str, tuple[str, str]]] = {
    "set_aside_accepted": ("收下搁置的上传。", "accepted an upload that was set aside."),
    "set_aside_returned": ("把搁置的上传退回平板。", "sent an upload that was set aside back to its tablet."),
    "set_aside_closed": (
        "结掉搁置的上传，不收进案卷。",
        "closed an upload that was set aside; it does not enter the case.",
    ),
}

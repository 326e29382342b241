"""Copies laid beside the originals, paper by paper, at the desk and in the home (S7-EVAL-02, S7-EVAL-03)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from server.domain.case import Case
from server.domain.household import COPIES
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.procedure import check_step
from server.errors import Refusal
from server.services.contributions import effective_answers
from server.services.district import District, draft_act

SAME: Final = "same"
DIFFERS: Final = "differs"
ABSENT: Final = "missing"  # the original was not brought
FINDINGS: Final = (SAME, DIFFERS, ABSENT)
WAYS: Final = ("counter", "home", "proxy")


@dataclass(frozen=True)
class ComparedPaper:
    """One copy; ``state`` is a finding, or empty while nobody has compared it; ``where`` is desk or visit."""

    code: str
    state: str
    where: str = ""


def compare_originals(
    district: District, actor: Actor, number: str, documents: Mapping[str, str], how: str, words: str = ""
) -> Case:
    """Records what was found of each copy (S7-EVAL-03); a copy that differs needs words."""
    case = district.get_case(number)
    check_may(actor, "originals.compare")
    check_in_area(actor, case.street, case.community)
    check_step(case, "originals_compared")
    found = {code: state for code, state in documents.items() if state}
    if not found or set(found.values()) - set(FINDINGS) or how not in WAYS:
        raise Refusal("originals.nothing")
    for code in found:
        if code not in list_copies(case):
            raise Refusal("originals.unknown", code=code)
    if DIFFERS in found.values() and not words.strip():
        raise Refusal("originals.words")
    facts = {
        "documents": found,
        "how": how,
        "words": district.put_text(number, "reason", words) if words.strip() else "",
    }
    return district.append_to_case(case, draft_act(actor, "originals.compare", "originals_compared", facts))


def list_copies(case: Case) -> list[str]:
    """The copies that came with the application and have an original."""
    return [code for code in COPIES if code in case.materials.given]


def compared_papers(district: District, case: Case) -> list[ComparedPaper]:
    """Every copy with what was found of it last; what the assessors saw in the home counts as well."""
    found = _from_visit(_answers(district, case))
    for comparison in case.compared:
        found |= {code: (state, "desk") for code, state in comparison.documents.items()}
    codes = dict.fromkeys((*list_copies(case), *found))
    return [ComparedPaper(code, *found.get(code, ("", ""))) for code in codes]


def _from_visit(answers: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """By the visit's own answers: of the copies handed in, those seen to match; or paper by paper."""
    copies, same = _chosen(answers.get("copies")), _chosen(answers.get("same"))
    found = {code: (SAME if code in same else DIFFERS, "visit") for code in copies}
    states = {"yes": SAME, "no": DIFFERS, "absent": ABSENT}
    for row in answers.get("original") or ():
        state = states.get(str(row.get("same")), "")
        if state and row.get("document"):
            found[str(row["document"])] = (state, "visit")
    return found


def _answers(district: District, case: Case) -> Mapping[str, Any]:
    """What the visit found; nothing before it, or where its record is damaged."""
    if case.visit is None:
        return {}
    try:
        return effective_answers(district, case)
    except Refusal:
        return {}


def _chosen(answer: Any) -> Sequence[str]:
    return [str(code) for code in answer] if isinstance(answer, list | tuple) else []

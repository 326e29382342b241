"""A seal set on paper: which one, on which paper, with a picture where there is one (STAMP-02, STAMP-03).

Software never draws a seal (ui.md §3). What is recorded is that somebody set it, and the paper it stands on;
the seal of another organ, or one on another paper, is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from server.domain.case import Case
from server.domain.paper import PaperKind, PaperStanding
from server.domain.policy_reader import Words
from server.domain.signature import ON_PAPER
from server.errors import Refusal
from server.services.district import District
from server.services.issued_papers import IssuedPaper, list_issued
from server.services.pictures import normal_sheet

Seal = Literal["stamp01", "stamp02", "stamp03"]
SEALS: Final[tuple[Seal, ...]] = ("stamp01", "stamp02", "stamp03")


@dataclass(frozen=True)
class Stamp:
    """A seal somebody set; ``paper`` is the id of the issued paper, empty where it was filled in by hand."""

    seal: str
    paper: str = ""
    picture: bytes | None = None


def seal_words(district: District, case: Case, seal: Seal) -> Words:
    """What the pack calls a seal (S7-AMB-24)."""
    words: Words = getattr(district.policy_of(case.policy).stamps, seal)
    return words


def list_stampable(district: District, case: Case) -> list[IssuedPaper]:
    """The papers of the case a seal could stand on, the newest first."""
    return list(reversed(list_issued(district, case)))


def keep_stamp(district: District, case: Case, stamp: Stamp, needed: Seal) -> dict[str, str]:
    """The facts of a seal set on the approval form (DOC-05); refuses the wrong seal and the wrong paper."""
    if stamp.seal != needed:
        raise Refusal("stamp.wrong_seal", needed=seal_words(district, case, needed).zh)
    if stamp.paper:
        _check_paper(list_issued(district, case), stamp.paper)
    picture = stamp.picture
    kept = district.evidence.put_photo(case.number, normal_sheet(picture), "image/jpeg") if picture else ""
    return {"stamp": kept or ON_PAPER, "stamped_paper": stamp.paper}


def _check_paper(papers: list[IssuedPaper], paper_id: str) -> None:
    paper = next((each for each in papers if each.id == paper_id), None)
    if paper is None:
        raise Refusal("stamp.other_case", paper=paper_id)
    if paper.kind is not PaperKind.APPROVAL_FORM:
        raise Refusal("stamp.wrong_paper", paper=paper.title)
    if paper.standing is not PaperStanding.CURRENT:
        raise Refusal("stamp.old_paper", paper=paper.number)

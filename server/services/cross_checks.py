"""What was checked beside what a family declared and what was found at home (C-13, S7-EVAL-05)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from server.domain.case import Case
from server.errors import Refusal
from server.services.district import District
from server.services.info_checks import read_results

_MEMBER: Final = re.compile(r"member\[([^]]+)\]")


@dataclass(frozen=True)
class Investigated:
    """A comprehensive investigation: by which ways, and what was found."""

    methods: Sequence[str]
    words: str


@dataclass(frozen=True)
class CrossChecks:
    """The newest result of the information check by member (says, words), and what was looked into."""

    by_member: dict[str, tuple[str, str]]
    investigated: Sequence[Investigated]

    def says(self, path: str) -> str:
        """agrees | contradicts for the member a path is about, or for all; empty where nobody asked."""
        found = _MEMBER.match(path)
        if found:
            return self.by_member.get(found[1], ("", ""))[0]
        every = {says for says, _ in self.by_member.values()}
        return "contradicts" if "contradicts" in every else next(iter(every), "")


def read_cross_checks(district: District, case: Case) -> CrossChecks:
    """Every result a case has, for a caller that has checked who reads."""
    by_member = {
        str(row["member"]): (str(row["says"]), str(row.get("words", "")))
        for result in read_results(district, case)
        for row in result["adults"]
    }
    looked = [Investigated(each.methods, _read(district, case, each.words)) for each in case.investigations]
    return CrossChecks(by_member, looked)


def _read(district: District, case: Case, digest: str) -> str:
    try:
        return district.get_text(case.number, "reason", digest)
    except Refusal as refusal:
        return refusal.sentence()

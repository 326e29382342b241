"""What a pack calls things: organs, stamps, papers and ways to object, in both languages (D-20, D-32)."""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.policy_reader import Count, Words


@dataclass(frozen=True)
class RemedyRules:
    """How a family may object to a decision (S7-AMB-25, D-20, C-30)."""

    text: Words
    forum: Words  # who hears the reconsideration
    days: Count  # to apply for it (P-6 art. 20)
    doc03: Words  # below the street's "not eligible"
    doc09: Words  # below the district's refusal


@dataclass(frozen=True)
class OrgNames:
    district: Words
    bureau: Words
    street: Words
    committee: Words
    community: Words
    residents: Words
    deliberation: Words
    employment: Words


@dataclass(frozen=True)
class StampNames:
    """STAMP-01 of the residents' committee, 02 of the street's audit, 03 of the approval."""

    stamp01: Words
    stamp02: Words
    stamp03: Words
    notice: Words  # where the seal goes on a public notice


@dataclass(frozen=True)
class FormNames:
    """Titles of the papers, DOC-01 … DOC-17 (rules.md 7.7), and of the public notice."""

    doc01: Words
    doc02: Words
    doc03: Words  # S7-AMB-20
    doc04: Words
    doc05: Words
    doc06: Words
    doc07: Words
    doc08: Words
    doc09: Words
    doc10: Words
    doc11: Words
    doc12: Words
    doc13: Words
    doc14: Words
    doc15: Words
    doc16: Words
    doc17: Words
    notice: Words


@dataclass(frozen=True)
class Names:
    """The names most pages use, in Chinese."""

    credential: str  # S7-CRED-03
    notice_title: str
    assessment_form: str  # DOC-02
    seal_hint: str

"""A case with everything its papers name: the family, the organs by name, words kept as evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from server.domain.act import Act
from server.domain.case import Case
from server.domain.case_parts import Finding, Visit
from server.domain.days import parse_instant, shanghai_date
from server.domain.household import Household, parse_household
from server.domain.notice import mask_name
from server.domain.policy import Policy
from server.errors import Refusal
from server.records.entries import Area
from server.services.contributions import effective_answers
from server.services.district import District
from server.services.sentences import Names
from server.services.visits import VisitView, view_visit

T = TypeVar("T")


@dataclass(frozen=True)
class Dossier:
    """One case opened to print from; every property refuses with a code where there is nothing to print."""

    district: District
    case: Case

    @cached_property
    def policy(self) -> Policy:
        return self.district.policy_of(self.case.policy)

    @cached_property
    def household(self) -> Household:
        return parse_household(self.district.evidence.get("declared", self.case.number, self.case.declared))

    @cached_property
    def names(self) -> Names:
        return Names(self.district)

    @cached_property
    def street(self) -> Area:
        return self.district.area(self.case.street)

    @cached_property
    def community(self) -> Area:
        return self.district.area(self.case.community)

    @property
    def head(self) -> str:
        return self.household.head.name

    @property
    def shown_head(self) -> str:
        """For the code, which anybody who scans it reads."""
        return mask_name(self.head)

    @property
    def street_office(self) -> str:
        return f"{self.street.name_zh}办事处"

    @property
    def office(self) -> str:
        return f"{self.street.name_zh}低保所"

    @property
    def station(self) -> str:
        return f"{self.community.name_zh}低保站"

    @property
    def residents(self) -> str:
        return f"{self.community.name_zh}居民委员会"

    @property
    def committee(self) -> str:
        return self.policy.org.committee.zh

    @property
    def bureau(self) -> str:
        return f"{self.district.profile.name_zh}民政局"

    @property
    def centre(self) -> str:
        return f"{self.district.profile.name_zh}低保中心"

    @property
    def seals(self) -> tuple[str, str, str]:
        """Where STAMP-01, 02 and 03 are set, as the pack names them."""
        stamps = self.policy.stamps
        return (
            f"加盖{stamps.stamp01.zh}",
            f"加盖{stamps.stamp02.zh}",
            f"加盖{stamps.stamp03.zh}",
        )

    @property
    def notice_seal(self) -> str:
        return self.policy.stamps.notice.zh

    @property
    def finding(self) -> Finding:
        return need(self.case.finding)

    @property
    def visit(self) -> Visit:
        return need(self.case.visit)

    @cached_property
    def view(self) -> VisitView:
        """The visit as it was sealed."""
        need(self.case.visit)
        return view_visit(self.district, self.case)

    @cached_property
    def answers(self) -> dict[str, Any]:
        """What the visit says with everything taken and decided (S7-EVAL-05)."""
        return effective_answers(self.district, self.case)

    def text(self, digest: str, kind: str = "reason") -> str:
        """Words a person wrote; empty where none were, or where they were erased."""
        if not digest:
            return ""
        try:
            return self.district.get_text(self.case.number, kind, digest)
        except Refusal:
            return ""

    def ink(self, digest: str, file: str = "") -> dict[str, Any] | None:
        """A signature made on a pad; None where there is no drawing of it."""
        try:
            kept = self.district.evidence.get("signature", file or self.case.number, digest)
        except Refusal:
            return None
        return dict(kept["ink"]) if kept.get("ink") else None

    def last_act(self, *kinds: str) -> Act:
        """The last act of one of the kinds; refuses where there was none."""
        return need(next((act for act in reversed(self.case.acts) if act.kind in kinds), None))

    def find_act(self, kind: str) -> Act | None:
        return next((act for act in reversed(self.case.acts) if act.kind == kind), None)


def open_dossier(district: District, number: str) -> Dossier:
    return Dossier(district, district.get_case(number))


def need(part: T | None) -> T:
    """What a paper rests on, or the refusal that the case has not come that far."""
    if part is None:
        raise Refusal("paper.not_yet")
    return part


def day_of(instant: str) -> date:
    """The day in China of an instant as parts of a case hold it."""
    return shanghai_date(parse_instant(instant))

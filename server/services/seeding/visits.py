"""What the assessors find in the homes of the synthetic district: answers, photos, signatures."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from forms.record import Record
from server.domain.case import Case
from server.domain.case_parts import Team
from server.domain.days import format_instant, shanghai_date
from server.domain.household import Household, parse_household
from server.records.entries import Assessor
from server.services.district import District
from server.services.forms import get_form
from server.services.seeding.dice import Dice
from server.services.seeding.ground import photo_position
from server.services.seeding.homes import Home
from server.services.seeding.pictures import draw_photo, draw_signature
from server.services.seeding.tablets import JPEG, Tablet

_WITNESSES: Final = ("孙例芳", "赵试青", "李样宁")
_TOTALS: Final = (
    *("persons", "income_gross", "income_exempt", "income_deducted"),
    *("income_total", "income_per_capita"),
)
_CAPTIONS: Final = {"photo_door": "门牌和入口", "photo_room": "住的房间", "photo_more": "别的照片"}


@dataclass(frozen=True)
class Found:
    """A finished visit: the document to be sealed and the bytes of its photos."""

    document: dict[str, Any]
    photos: list[bytes]


@dataclass
class Visitor:
    """Fills in the form in a home; where a family forgot something, the assessors find it."""

    district: District
    dice: Dice
    assessors: Mapping[str, Assessor]
    home: type[Home] = Home
    _shot: list[dict[str, Any]] = field(default_factory=list)
    _bytes: list[bytes] = field(default_factory=list)

    def visit(self, case: Case, team: Team, tablet: Tablet, started_at: datetime) -> Found:
        """The visit of a team, begun at ``started_at``; sealed within the hour."""
        self._shot, self._bytes = [], []
        household = parse_household(self.district.evidence.get("declared", case.number, case.declared))
        sealed_at = started_at + timedelta(minutes=self.dice.randint(28, 55))
        form = get_form(self.district, team.form)
        home = self.home(
            self.dice, household, shanghai_date(started_at), partial(self._shoot, case.number, at=started_at)
        )
        answers = Record(form, home.answers(), today=shanghai_date(sealed_at).isoformat()).sealed()
        document = {
            "case": case.number,
            "round": team.round,
            "form": team.form,
            "form_digest": form["digest"],
            "policy": case.policy,
            "assessor": tablet.assessor.id,
            "device": tablet.device,
            "task_assigned_at": team.assigned_at,
            "roster_issued_at": format_instant(started_at.replace(hour=0, minute=10)),
            "started_at": format_instant(started_at),
            "sealed_at": format_instant(sealed_at),
            "team": [self._present(assessor, tablet, started_at) for assessor in team.assessors],
            "answers": answers,
            "photos": self._shot,
            "signatures": self._signatures(household, team, sealed_at),
            "totals": {name: answers[name] for name in _TOTALS},
        }
        return Found(document, self._bytes)

    def _shoot(self, number: str, kind: str, path: str, *, at: datetime) -> str:
        photo = draw_photo(kind, self.dice)
        digest = hashlib.sha256(photo).hexdigest()
        taken_at = at + timedelta(minutes=2 + 3 * len(self._shot))
        self._bytes.append(photo)
        self._shot.append(
            {
                "digest": digest,
                "path": path,
                "caption": _CAPTIONS.get(path, "依据的照片"),
                "taken_at": format_instant(taken_at),
                "content_type": JPEG,
                "length": len(photo),
                "width": 480,
                "height": 360,
                "position": photo_position(number, len(self._shot)),
                "source": "camera",
                "replaced": False,
            }
        )
        return digest

    def _present(self, assessor_id: str, tablet: Tablet, at: datetime) -> dict[str, Any]:
        """The tablet's own assessor, or a colleague whose badge was scanned at the door (S7-CRED-06)."""
        own = assessor_id == tablet.assessor.id
        assessor = self.assessors[assessor_id]
        return {
            "assessor": assessor.id,
            "serial": assessor.serial,
            "badge": None if own else assessor.badge,
            "how": "this_tablet" if own else "scanned",
            "seen_at": format_instant(at + timedelta(minutes=1)),
        }

    def _signatures(self, household: Household, team: Team, at: datetime) -> list[dict[str, Any]]:
        assessors = (self.assessors[one] for one in team.assessors)
        hands = [self._hand(assessor.id, assessor.name, at) for assessor in assessors]
        return [self._applicants_hand(household, at), *hands]

    def _applicants_hand(self, household: Household, at: datetime) -> dict[str, Any]:
        """The applicant's own, or a witness's or the spouse's in its place (S7-AMB-12)."""
        hand = self._hand("applicant", household.head.name, at)
        spouse = next((member for member in household.members if member.relation == "spouse"), None)
        if self.dice.happens(0.06):
            witness = self._other_hand(self.dice.choice(_WITNESSES), at)
            return hand | {"how": "unable", "reason": "不会写字，按了手印。", "ink": None, "witness": witness}
        if spouse and self.dice.happens(0.04):
            proxy = self._other_hand(spouse.name, at) | {"relation": "配偶"}
            return hand | {"how": "proxy", "ink": None, "proxy": proxy}
        return hand

    def _other_hand(self, name: str, at: datetime) -> dict[str, Any]:
        return {"name": name, "ink": dict(draw_signature(self.dice)), "signed_at": format_instant(at)}

    def _hand(self, who: str, name: str, at: datetime) -> dict[str, Any]:
        signed_at = format_instant(at - timedelta(minutes=self.dice.randint(1, 6)))
        ink: Mapping[str, Any] = draw_signature(self.dice)
        return {
            "who": who,
            "name": name,
            "how": "signed",
            "reason": "",
            "signed_at": signed_at,
            "ink": dict(ink),
            "witness": None,
            "proxy": None,
        }

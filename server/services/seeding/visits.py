"""What the assessors find in the homes of the synthetic district: answers, photos, signatures."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from forms.record import Record
from server.domain.case import Case, Team
from server.domain.days import format_instant, shanghai_date
from server.domain.household import Household, Member, parse_household
from server.domain.money import plain_yuan
from server.records.entries import Assessor
from server.services.district import District
from server.services.forms import get_form
from server.services.seeding.dice import Dice
from server.services.seeding.pictures import draw_photo, draw_signature
from server.services.seeding.tablets import JPEG, Tablet

_SCHOOL_AGE: Final = 6
_WORKING_AGE: Final = 18
_PENSION_AGE: Final = 60
_NOTES: Final = (
    "家里收拾得干净，家具旧，没有值钱的电器。",
    "一间半房，老人和孩子合住，墙角返潮。",
    "厨房和过道合用，冰箱是亲戚给的。",
    "床上有药，病历在桌上，能对上。",
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
    _shot: list[dict[str, Any]] = field(default_factory=list)
    _bytes: list[bytes] = field(default_factory=list)

    def visit(self, case: Case, team: Team, tablet: Tablet, started_at: datetime) -> Found:
        """The visit of a team, begun at ``started_at``; sealed within the hour."""
        self._shot, self._bytes = [], []
        household = parse_household(self.district.evidence.get("declared", case.number, case.declared))
        sealed_at = started_at + timedelta(minutes=self.dice.randint(28, 55))
        form = get_form(self.district, team.form)
        answers = self._answers(household, started_at)
        answers = Record(form, answers, today=shanghai_date(sealed_at).isoformat()).sealed()
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
            "totals": {key: answers[key] for key in ("persons", "income_total", "income_per_capita")},
        }
        return Found(document, self._bytes)

    def _answers(self, household: Household, at: datetime) -> dict[str, Any]:
        today = shanghai_date(at)
        rented = self.dice.happens(0.4)
        more = [self.dice.choice(("room", "paper")) for _ in range(self.dice.randint(0, 3))]
        return {
            "privacy_read": "OK",
            "visit_date": today.isoformat(),
            "met_who": self.dice.choice(("applicant", "applicant", "applicant", "member")),
            "address_same": "yes",
            "member": [self._member(member, today, at) for member in household.members],
            "tenure": "rent" if rented else self.dice.choice(("own", "public", "borrowed")),
            "floor_area": str(self.dice.randint(18, 68)),
            **({"rent": plain_yuan(self.dice.randint(30, 120) * 1000)} if rented else {}),
            "vehicle": self.dice.choice(("none", "none", "none", "bicycle")),
            "savings": plain_yuan(self.dice.choice((0, 0, 80_000, 215_000, 315_000))),
            "photo_door": [self._shoot("door", "photo_door", at)],
            "photo_room": [self._shoot("room", "photo_room", at)],
            **({"photo_more": [self._shoot(kind, "photo_more", at) for kind in more]} if more else {}),
            "living_note": self.dice.choice(_NOTES),
            "original": [
                {"_id": "o1", "document": "户口簿", "same": "yes"},
                {"_id": "o2", "document": "身份证", "same": "yes"},
            ],
            "opinion": "eligible",
            "opinion_reason": "核对原件和入户所见，和申报大体一致。",
        }

    def _member(self, member: Member, today: date, at: datetime) -> dict[str, Any]:
        age = member.age_on(today)
        incomes = [self._income(member, place, today, at) for place in range(len(member.incomes))]
        health = self.dice.choice(
            ("healthy", "healthy", "chronic", "severe" if age > _WORKING_AGE else "chronic")
        )
        answers: dict[str, Any] = {
            "_id": member.id,
            "name": member.name,
            "relation": member.relation,
            "birth": member.birth.isoformat(),
            "health": health,
            "employment": self._employment(age, bool(incomes)),
            "income": incomes,
        }
        if member.identity_number:
            answers["id_number"] = member.identity_number
        return answers if incomes else answers | {"no_income": "OK"}

    def _income(self, member: Member, place: int, today: date, at: datetime) -> dict[str, Any]:
        """An income as found: one in six is more than was declared (S7-EVAL-05)."""
        income = member.incomes[place]
        more = self.dice.randint(6, 70) * 1000 if self.dice.happens(1 / 6) else 0
        paper = self.dice.happens(0.35)
        path = f"member[{member.id}].income[{income.id}].proof"
        since = (today - timedelta(days=self.dice.randint(60, 900))).replace(day=1)
        return {
            "_id": income.id,
            "kind": income.kind,
            "source": income.source,
            "amount": plain_yuan(income.amount_fen + more),
            "basis": ["payslip", "bank"] if paper else ["own_words"],
            "since": since.isoformat(),
            **({"proof": [self._shoot("paper", path, at)]} if paper else {}),
        }

    def _employment(self, age: int, earns: bool) -> str:
        if age < _SCHOOL_AGE:
            return "preschool"
        if age < _WORKING_AGE:
            return "student"
        if age >= _PENSION_AGE:
            return "retired"
        return "flexible" if earns else self.dice.choice(("unemployed", "unable"))

    def _shoot(self, kind: str, path: str, at: datetime) -> str:
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
                "position": None,
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
        unable = self.dice.happens(0.06)
        applicant = self._hand("applicant", household.head.name, at)
        if unable:
            applicant |= {"how": "unable", "reason": "不会写字，按了手印，邻居在场。", "ink": None}
        assessors = (self.assessors[one] for one in team.assessors)
        return [applicant, *(self._hand(assessor.id, assessor.name, at) for assessor in assessors)]

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
        }

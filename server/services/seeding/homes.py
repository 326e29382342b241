"""What the homes of the synthetic district hold: the answers of a visit, section by section.

What a form does not ask of a household is dropped when its record is sealed, so these answer freely.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from server.domain.household import Household, Income, Member
from server.domain.money import plain_yuan
from server.services.seeding.dice import Dice

_SCHOOL_AGE: Final = 6
_WORKING_AGE: Final = 18
_PENSION_AGE: Final = 60
_NOTES: Final = (
    "家里收拾得干净，家具旧，没有值钱的电器。",
    "一间半房，老人和孩子合住，墙角返潮。",
    "厨房和过道合用，冰箱是亲戚给的。",
    "床上有药，病历在桌上，能对上。",
)
_SAID: Final = (
    "住了十几年，一直靠打零工。",
    "身体不好，这两年没上班。",
    "孩子还在上学，家里就一个人挣钱。",
    "很少来往，只知道家里有老人。",
)
_SUPPORTERS: Final = (("例梅", "child"), ("示国", "child"), ("样兰", "sibling"))

Shoot = Callable[[str, str], str]  # kind of picture, path of the question → digest


@dataclass
class Home:
    """One household as the assessors find it on a day."""

    dice: Dice
    household: Household
    today: date
    shoot: Shoot

    def answers(self) -> dict[str, Any]:
        """The whole form filled in (DOC-02)."""
        return {
            **self._arrival(),
            "member": [self._member(member) for member in self.household.members],
            "members_asked": "OK",
            **self._property(),
            **self._housing(),
            **self._spending(),
            **self._living(),
            **self._checks(),
            **self._opinion(),
        }

    def _arrival(self) -> dict[str, Any]:
        return {
            "privacy_read": "OK",
            "visit_date": self.today.isoformat(),
            "met_who": self.dice.choice(("applicant", "applicant", "applicant", "member")),
            "met_name": self.household.members[-1].name,
            "met_why": "去医院取药了。",
            "address_same": "yes",
            "staff_relative": "registered" if self.dice.happens(0.02) else "no",
            "tie_note": "社区网格员的堂姐，已经备案。",
        }

    def _member(self, member: Member) -> dict[str, Any]:
        age = member.age_on(self.today)
        incomes = [self._income(member, income) for income in member.incomes]
        answers: dict[str, Any] = {
            "_id": member.id,
            "name": member.name,
            "relation": member.relation,
            "sex": member.sex,
            "birth": member.birth.isoformat(),
            "no_number": "unregistered",
            "register": "local_urban" if member.identity_number else "none",
            **self._health(age),
            "employment": self._employment(age, bool(incomes)),
            "education": self.dice.choice(("primary", "junior", "junior", "senior")),
            "marital": self._marital(member),
            "income": incomes,
            "no_income": "OK",
        }
        if member.identity_number:
            answers["id_number"] = member.identity_number
        return answers | self._allowances(answers)

    def _health(self, age: int) -> dict[str, Any]:
        chances = ("healthy", "healthy", "chronic", "severe", "disabled")
        health = self.dice.choice(
            chances if age > _WORKING_AGE else ("healthy", "healthy", "healthy", "chronic")
        )
        grade = self.dice.choice(("1", "2", "3", "4"))
        return {"health": [health], "disability_grade": grade, "disability_kind": "limb"}

    def _employment(self, age: int, earns: bool) -> str:
        if age < _SCHOOL_AGE:
            return "preschool"
        if age < _WORKING_AGE:
            return "student"
        if age >= _PENSION_AGE:
            return "retired"
        return "flexible" if earns else self.dice.choice(("registered", "unemployed", "unable"))

    def _marital(self, member: Member) -> str:
        couple = any(other.relation == "spouse" for other in self.household.members)
        if couple and member.relation in ("head", "spouse"):
            return "married"
        return "single" if member.relation == "child" else self.dice.choice(("divorced", "widowed"))

    def _income(self, member: Member, income: Income) -> dict[str, Any]:
        """An income as found: one in six is more than was declared (S7-EVAL-05)."""
        more = self.dice.randint(6, 70) * 1000 if self.dice.happens(1 / 6) else 0
        paper = self.dice.happens(0.35)
        path = f"member[{member.id}].income[{income.id}].proof"
        since = (self.today - timedelta(days=self.dice.randint(60, 900))).replace(day=1)
        return {
            "_id": income.id,
            "kind": income.kind,
            "source": income.source,
            "amount": plain_yuan(income.amount_fen + more),
            "basis": ["payslip", "bank"] if paper else ["own_words"],
            "since": since.isoformat(),
            **({"proof": [self.shoot("paper", path)]} if paper else {}),
        }

    def _allowances(self, member: dict[str, Any]) -> dict[str, Any]:
        """What is not counted, and what is deducted, of some (P-20 art 13, D-29)."""
        given: dict[str, Any] = {}
        if member["health"] == ["disabled"]:
            rule = {"exempt_kind": "nursing", "exempt_rule": "残疾人两项补贴办法", "exempt_basis": ["bank"]}
            given["exempt"] = [{"_id": "e1", "exempt_amount": "142.00", **rule}]
        ground = {("severe",): "illness", ("disabled",): "disability"}.get(tuple(member["health"]))
        if ground and self.dice.happens(0.7):
            amount = plain_yuan(self.dice.randint(5, 30) * 1000)
            basis = {"deducted_kind": ground, "deducted_basis": ["medical", "invoice"]}
            given["deducted"] = [{"_id": "d1", "deducted_amount": amount, **basis}]
        return given

    def _property(self) -> dict[str, Any]:
        vehicle = self.dice.choice(("none", "none", "none", "bicycle", "motorbike"))
        kept = {"vehicle_use": "livelihood", "vehicle_year": "2017", "vehicle_value": "800.00"}
        insured = self.dice.happens(0.12)
        owner = self.household.head.name
        policy = {"asset_kind": "insurance", "asset_owner": owner, "asset_value": "1200.00"}
        return {
            "vehicles": [vehicle],
            **(
                {"vehicle": [{"_id": "v1", "vehicle_kind": vehicle, **kept}]}
                if vehicle == "motorbike"
                else {}
            ),
            "savings": plain_yuan(self.dice.choice((0, 0, 80_000, 215_000, 315_000))),
            "assets": ["insurance"] if insured else ["none"],
            **({"asset": [{"_id": "a1", **policy}]} if insured else {}),
            "looked_back": ["compensation"] if self.dice.happens(0.06) else ["none"],
            "looked_words": "去年工伤赔了八千元，还了看病借的钱。",
        }

    def _housing(self) -> dict[str, Any]:
        return {
            "tenure": self.dice.choice(("rent", "rent", "public", "own", "reform", "borrowed")),
            "owner": self.dice.choice(("applicant", "relative")),
            "rent": plain_yuan(self.dice.randint(10, 60) * 1000),
            "dwelling": self.dice.choice(("flat", "old_estate", "single", "shanty")),
            "floor_area": str(self.dice.randint(18, 68)),
            "lodgers": "0",
        }

    def _spending(self) -> dict[str, Any]:
        persons = len(self.household.members)
        return {
            "utilities": plain_yuan(self.dice.randint(4, 12) * 1000),
            "phone_cost": plain_yuan(self.dice.randint(2, 8) * 1000),
            "daily": plain_yuan(self.dice.randint(20, 40) * 1000 * persons),
            **({"medical": plain_yuan(self.dice.randint(3, 60) * 1000)} if self.dice.happens(0.5) else {}),
            "spending_gap": "亲戚接济，有时向邻居借。",
            **self._supporters(),
        }

    def _supporters(self) -> dict[str, Any]:
        """Who pays the maintenance that was found; now and then somebody who owes it and gives nothing."""
        incomes = (income for member in self.household.members for income in member.incomes)
        given = sum(income.amount_fen for income in incomes if income.kind == "maintenance")
        if not given and self.dice.happens(0.8):
            return {"supporters": "no"}
        name, relation = self.dice.choice(_SUPPORTERS)
        row = {
            "_id": "s1",
            "supporter_name": f"{self.household.head.name[:1]}{name}",
            "supporter_relation": relation,
            "supporter_size": str(self.dice.randint(2, 4)),
            "supporter_income": plain_yuan(self.dice.randint(30, 90) * 10_000),
            "supporter_gives": plain_yuan(given),
        }
        return {"supporters": "yes", "supporter": [row], "support_gap": "这个月多给了一点，按流水记。"}

    def _living(self) -> dict[str, Any]:
        more = [self.dice.choice(("room", "paper")) for _ in range(self.dice.randint(0, 3))]
        level = self.dice.choice(("poor", "plain", "plain"))
        return {
            "photo_door": [self.shoot("door", "photo_door")],
            "photo_room": [self.shoot("room", "photo_room")],
            **({"photo_more": [self.shoot(kind, "photo_more") for kind in more]} if more else {}),
            "furnishing": level,
            "food": level,
            "goods": self.dice.choice((["none"], ["television"], ["television", "fridge", "washer"])),
            "living_note": self.dice.choice(_NOTES),
        }

    def _checks(self) -> dict[str, Any]:
        """Copies against originals, one by one; then a neighbour, who now and then says otherwise."""
        copies = ["identity", "register", "income"]
        absent = self.dice.happens(0.1)
        words = {"document": "income", "seen": "absent", "original_note": "单位没开出来，下周补看。"}
        differs = self.dice.happens(0.05)
        said = "听说在外面还有一份活。" if differs else self.dice.choice(_SAID)
        agrees = {"agrees": "differs" if differs else "agrees", "neighbour_said": said}
        return {
            "copies": copies,
            "same": copies[:2] if absent else copies,
            "rest": "OK",
            **({"original": [{"_id": "o1", **words}]} if absent else {}),
            "neighbours": "yes",
            "neighbour": [
                {"_id": "n1", "who": self.dice.choice(("building", "next_door", "steward")), **agrees}
            ],
        }

    def _opinion(self) -> dict[str, Any]:
        urgent = self.dice.choice(("medical", "schooling")) if self.dice.happens(0.05) else "none"
        return {
            "causes": [
                self.dice.choice(("no_fixed_job", "no_fixed_job", "laid_off", "lost_ability", "schooling"))
            ],
            "needs": [self.dice.choice(("job", "level", "medical", "schooling", "pension"))],
            "urgent": [urgent],
            "urgent_words": "医药费欠了三千元，已经报临时救助。",
            "opinion": "eligible",
            "doubts": "问过本人，说法一致，有待补的材料记在上面。",
            "opinion_reason": "核对原件和入户所见，和申报大体一致。",
        }

"""The stories the district lives through: each household's way, each community's meetings.

Every act goes through the services, by the person whose post it is, at the hour the clock shows. A story is
a generator: it yields the instant of its next act (see :class:`Timetable`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from server.domain.case import Case
from server.domain.case_parts import Team
from server.domain.days import parse_instant
from server.domain.stage import Stage
from server.errors import Refusal
from server.services.applications import accept_application, forward_application, register_application
from server.services.approvals import Looked, approve, examine, return_case
from server.services.assignments import NO_RELATION, assign_team
from server.services.audits import audit
from server.services.benefits import benefit_of_case
from server.services.committee import record_finding
from server.services.countersignatures import list_waiting
from server.services.feedback import AGREED, complete_file, give_feedback
from server.services.handing_over import arrange_passbook, pass_on
from server.services.notice_proofs import prove_notice
from server.services.notices import POSTED, REMOVED, post_notice
from server.services.originals import COUNTER, SAME, check_originals, originals_of, receive_call
from server.services.positions import set_home
from server.services.reconciliation import build_reconciler
from server.services.seeding.clock import OfficeHours, Story, Timetable
from server.services.seeding.dice import Dice
from server.services.seeding.ground import home_position
from server.services.seeding.people import Families
from server.services.seeding.pictures import draw_notice
from server.services.seeding.places import Community, Street
from server.services.seeding.tablets import push, push_countersign
from server.services.seeding.town import Town
from server.services.seeding.visits import Visitor
from sync.reconcile.loop import Reconciler

TEAM: Final = 3
MATERIALS: Final = ("application", "identity", "register", "income")
NOT_NEEDED: Final = ("housing", "health")
RETURN_REASON: Final = "入户收入和扫描件对不上，请重新入户核实后再报。"
NOT_ELIGIBLE: Final = "全家月收入高于保障标准。"
EXAMINED: Final = {
    "S7-APPR-02": "原件和复印件逐份看过，一致。",
    "S7-APPR-03": "入户、公示、议事会的记录都看过，按程序。",
    "S7-APPR-04": "收入和人口重算过，符合条件。",
    "S7-APPR-05": "纸档和录入逐项对过，一致。",
}
BANK: Final = "示例银行松林支行"
APPROVE_REASON: Final = "申请人不会写字，按手印有邻居在场，情况属实。"
_SPOILED: Final = 0.07
_RETURNED: Final = 0.07
_NOT_YET_SIGNED: Final = 0.01
_FORGOTTEN: Final = 11  # of every so many notices one was taken down without a photo


@dataclass
class Stories:
    """Tells how households apply and what becomes of it."""

    town: Town
    timetable: Timetable
    hours: OfficeHours
    families: Families
    visitor: Visitor
    dice: Dice
    noticed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))  # by community
    reconciler: Reconciler = field(init=False)

    def __post_init__(self) -> None:
        self.reconciler = build_reconciler(self.town.district)

    def application(self, street: Street, community: Community, day: date, poor: bool) -> Story:
        """A household's way from the community's counter to the notice in its stairwell."""
        yield self.hours.some_time(day)
        household = self.families.household(community, poor)
        clerk = self.town.actor(community.id)
        case = register_application(
            self.town.district, clerk, household, materials=MATERIALS, waived=NOT_NEEDED
        )
        yield self.hours.after(0, 3)
        forward_application(self.town.district, clerk, case.number)
        yield self.hours.after(0, 3)
        accept_application(self.town.district, self.town.actor(self._officer(street)), case.number)
        yield from self._assess(street, case.number, household["building"])

    def approval(self, street: Street, number: str) -> Story:
        """Feedback, file, audit; the district examines: approves, or returns and another team is sent."""
        yield from self._audit(street, number)
        yield self.hours.after(1, 5)
        district, reviewer = self.town.district, self.town.actor("district")
        if self.dice.happens(_RETURNED):
            return_case(district, reviewer, number, RETURN_REASON)
            place = f"{district.area(street.id).name_zh}公示栏"
            yield self.hours.after(2, 9)
            yield from self._assess(street, number, place)
            return
        case = district.get_case(number)
        check_originals(district, reviewer, number, dict.fromkeys(originals_of(case), SAME), COUNTER)
        looked = {rule: Looked(holds=True, words=words) for rule, words in EXAMINED.items()}
        examine(district, reviewer, number, "approve", looked)
        yield self.hours.after(0, 3)
        head = self.town.actor("bureau")
        try:
            approve(district, head, number)
        except Refusal as refusal:
            if refusal.code != "approval.checks_failed":
                raise
            approve(district, head, number, APPROVE_REASON)
        yield from self._hand_over(street, number)

    def _hand_over(self, street: Street, number: str) -> Story:
        """Certificate and passbook reach the family, which signs the undertaking (S7-APPR-11…14)."""
        district, officer = self.town.district, self.town.actor(self._officer(street))
        clerk = self.town.actor(district.get_case(number).community)
        yield self.hours.after(1, 3)
        pass_on(district, self.town.actor("district"), number, "street", officer.name)
        yield self.hours.after(1, 4)
        last_four = f"{self.dice.randint(0, 9999):04d}"
        arrange_passbook(district, officer, number, BANK, last_four)
        pass_on(district, officer, number, "community", clerk.name)
        yield self.hours.after(1, 4)
        pass_on(district, clerk, number, "family", "户主本人")

    def _audit(self, street: Street, number: str) -> Story:
        """The applicant signs the feedback, the file goes up, the committee audits it (S7-AUDIT-01)."""
        district = self.town.district
        clerk = self.town.actor(district.get_case(number).community)
        yield self.hours.after(0, 2)
        give_feedback(district, clerk, number, AGREED)
        yield self.hours.after(0, 2)
        complete_file(district, clerk, number)
        yield self.hours.after(1, 4)
        officer = self.town.actor(self._officer(street))
        committee = [person.id for person in self.town.staff.committee(street.id)]
        other = self.dice.choice([one for one in committee if one != officer.user_id])
        audit(district, officer, number, True, committee, other)
        yield self.hours.after(0, 3)
        receive_call(district, officer, number, district.today())

    def _assess(self, street: Street, number: str, place: str) -> Story:
        """Team, visit, finding, notice; then the case waits for its community's meeting."""
        district = self.town.district
        yield self.hours.after(0, 4)
        case = self._assign(street, number)
        yield self.hours.after(1, 6)
        yield from self._visit(case)
        yield self.hours.after(1, 4)
        case = district.get_case(number)
        if not self._find(street, case):
            return
        yield self.hours.after(0, 2)
        officer = self.town.actor(self._officer(street))
        notice = post_notice(district, officer, number, place)
        prove_notice(district, officer, notice.id, POSTED, draw_notice(notice.number))
        yield self.hours.on(notice.period.last_day + timedelta(days=1), 0, 10)
        if notice.number % _FORGOTTEN:
            prove_notice(district, officer, notice.id, REMOVED, draw_notice(0))
        self.noticed[case.community].append(number)

    def _assign(self, street: Street, number: str) -> Case:
        """Three certified assessors, none related, the first leads (S7-EVAL-01, S7-CRED-05)."""
        team = self.dice.sample(self.town.certified[street.id], TEAM)
        lead = team[0]
        district = self.town.district
        due_on = district.calendar().add_working_days(district.today(), 7)
        relations = dict.fromkeys(team, NO_RELATION)
        officer = self.town.actor(self._officer(street))
        if home := home_position(number):
            set_home(district, officer, number, home)
        return assign_team(district, officer, number, team, lead, due_on, relations)

    def _visit(self, case: Case) -> Story:
        """The visit, sealed in the home and sent when there is a network again; a few are set aside first."""
        if case.team is None:
            return
        tablet = self.town.tablets[case.team.lead]
        found = self.visitor.visit(case, case.team, tablet, self.timetable.clock())
        yield parse_instant(found.document["sealed_at"]) + timedelta(minutes=self.dice.randint(2, 200))
        if self.dice.happens(_SPOILED):
            spoiled = found.document | {"answers": found.document["answers"] | {"savings": "0.01"}}
            push(self.town.district, tablet, spoiled, found.photos, tablet.seal(found.document))
            self.reconciler.run_once()
            yield self.hours.after(2, 4)
            found = self.visitor.visit(case, case.team, tablet, self.timetable.clock())
            yield parse_instant(found.document["sealed_at"]) + timedelta(minutes=self.dice.randint(2, 60))
        push(self.town.district, tablet, found.document, found.photos, tablet.seal(found.document))
        self._countersign(case.team, found.document)
        self.reconciler.run_once()

    def _countersign(self, team: Team, visit: Mapping[str, Any]) -> None:
        """Colleagues sign on their own tablets; now and then one has not yet (design §4)."""
        lead, others = self.town.tablets[team.lead], [one for one in team.assessors if one != team.lead]
        for assessor in others:
            if not self.dice.happens(_NOT_YET_SIGNED):
                push_countersign(self.town.district, lead, visit, self.town.tablets[assessor])

    def _find(self, street: Street, case: Case) -> bool:
        """The committee's finding follows the arithmetic (S7-EVAL-08, S1-CALC-01)."""
        district = self.town.district
        if case.stage is not Stage.VISITED or case.visit is None or any(list_waiting(district, case)):
            return False
        benefit = benefit_of_case(district, case)
        eligible = benefit is not None and benefit.eligible
        committee = [person.id for person in self.town.staff.committee(street.id)]
        officer = self.town.actor(self._officer(street))
        reason = "" if eligible else NOT_ELIGIBLE
        record_finding(district, officer, case.number, eligible, committee, reason)
        return eligible

    def _officer(self, street: Street) -> str:
        return self.dice.choice((street.id, f"{street.id}-2"))


def working_days(stories: Stories, first: date, last: date) -> Iterator[date]:
    """The working days from ``first`` to ``last``."""
    calendar = stories.town.district.calendar()
    day = first
    while day <= last:
        if calendar.is_working_day(day):
            yield day
        day += timedelta(days=1)

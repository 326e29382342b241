"""Tells a district whose year 2020 equals Pingba's printed lines, act by act (article 4).

Everything goes through the services; no household of it exists. Households of the year before were taken
over; those added applied, were visited (sealed and countersigned), found eligible, posted, audited, examined
and approved; those cancelled were stopped with a reason. Each month has its payment rolls. Lines of which no
record is kept are reported.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Any, Final, TypeVar

from server.domain.act import Act
from server.domain.days import SHANGHAI
from server.domain.month import month_before
from server.domain.payroll import OPENING, Line, payroll_id
from server.domain.permission import Actor
from server.records.entries import Assessor
from server.records.versions import read_examples
from server.services.applications import accept_application, forward_application, register_application
from server.services.approvals import Looked, approve, examine
from server.services.assignments import NO_RELATION, record_assignment
from server.services.audits import audit
from server.services.committee import record_finding
from server.services.countersignatures import confirm_visit
from server.services.district import POLICIES, District, draft_act, open_district
from server.services.figures import report_figures
from server.services.handing_over import arrange_passbook, pass_on
from server.services.notices import post_notice
from server.services.originals import COUNTER, SAME, check_originals, originals_of, receive_call
from server.services.payrolls import close, get_payroll, propose_lines, record_answer, send, sign
from server.services.seeding.clock import Clock
from server.services.seeding.dice import Dice
from server.services.seeding.gathered import GatheredCouch
from server.services.seeding.people import Families, Namer
from server.services.seeding.pingba_lines import LINES_2019, LINES_2020, SOURCE
from server.services.seeding.pingba_plan import MONTHS, RURAL, URBAN, YEAR, Planned, make_plan
from server.services.seeding.places import STREETS, Community
from server.services.seeding.plain_home import PlainHome
from server.services.seeding.staff import SEED, make_staff
from server.services.seeding.stories import BANK, EXAMINED, MATERIALS, NOT_NEEDED, TEAM
from server.services.seeding.town import Town, found_town
from server.services.seeding.visits import Visitor
from server.services.stops import REASONS, stop_receipt
from server.services.taken_over import Takeover, take_over
from server.services.uploads import check_upload, parse_upload
from server.services.visits import Sound, receive_visit
from server.settings import Settings

FIRST: Final = datetime(YEAR, 1, 2, 0, 40, tzinfo=UTC)
PACK: Final = "examples/pingba-2020@1"
_BEFORE: Final = "2019-01"
_ASKED: Final = ("notice_posted", "taken_over", "approved", "class_set", "stopped")
_WORDS: Final = {
    "died": "户主去世，社区上报。",
    "moved": "全家迁往外地。",
    "voluntary": "家庭收入好转，本人申请停发。",
}
_REGISTER: Final = "原系统2019年12月名册"
_REASON: Final = "材料逐项看过，情况属实。"


@dataclass
class Household:
    """A planned household and what became of it."""

    planned: Planned
    community: Community
    number: str = ""
    head: str = ""
    account: str = ""
    steps: int | None = None  # how many of the steps of an application were taken; None: all


@dataclass
class Year:
    """The year of a district, told month by month."""

    district: District
    clock: Clock
    town: Town
    dice: Dice
    visitor: Visitor
    families: Families
    subsidies: dict[tuple[str, str], int] = field(default_factory=dict)
    households: list[Household] = field(default_factory=list)

    def tell(self) -> None:
        """The whole year, and the lines that are reported."""
        with self.district.remembering():
            self._take_over()
            for month in MONTHS:
                self.tell_month(month)
            self._report()

    def _take_over(self) -> None:
        admin, officers = self.town.actor("admin"), self.town.actor
        for one in (each for each in self.households if not each.planned.since):
            planned, declared = one.planned, self._declare(one)
            case = take_over(
                self.district,
                admin,
                Takeover(
                    declared, one.community.id, planned.residence, "B", planned.amount_fen, _BEFORE, _REGISTER
                ),
            )
            one.number = case.number
            self._arrange(one, officers(planned.street))

    def tell_month(self, month: str) -> None:
        """Applications, stops, then the rolls of a month."""
        following = [one for one in self.households if one.planned.since and _before(one) == month]
        for place, (day, step) in enumerate(self.steps()):
            self._at(month, day)
            for one in following:
                if one.steps is None or place < one.steps:
                    step(one)
        self._at(month, 25)
        for one in self.households:
            if one.planned.until == month:
                self._stop(one)
        self._at(month, 26)
        for street in STREETS:
            self._pay(street.id, month)

    def steps(self) -> Sequence[tuple[int, Callable[[Household], object]]]:
        """What is done for every application, and on which day of the month."""
        return (
            (2, self._apply),
            (3, self._accept),
            (6, self._visit),
            (8, self._find),
            (20, self._audit),
            (22, self._decide),
            (24, self._hand_over),
        )

    def _apply(self, one: Household) -> None:
        clerk = self.town.actor(one.community.id)
        case = register_application(
            self.district,
            clerk,
            self._declare(one),
            materials=MATERIALS,
            waived=NOT_NEEDED,
            residence=one.planned.residence,
        )
        one.number = case.number
        forward_application(self.district, clerk, one.number)

    def _accept(self, one: Household) -> None:
        officer = self.town.actor(one.planned.street)
        case = accept_application(self.district, officer, one.number)
        with_tablets = [who for who in self.town.certified[one.planned.street] if who in self.town.tablets]
        team = self.dice.sample(with_tablets, TEAM)
        due_on = self.district.calendar().add_working_days(self.district.today(), 7)
        relations = dict.fromkeys(team, NO_RELATION)
        record_assignment(self.district, officer, case, team, team[0], due_on, relations)

    def _visit(self, one: Household) -> None:
        """Sealed by the lead's tablet, checked as what comes from an outbox is, signed by the colleagues."""
        case = self.district.get_case(one.number)
        if case.team is None:
            raise ValueError(one.number)
        tablet = self.town.tablets[case.team.lead]
        found = self.visitor.visit(case, case.team, tablet, self.clock())
        document = found.document
        body = {"visit": document, "seal": tablet.seal(document)}
        upload, visit = parse_upload(case.team.lead, body)
        photos = {photo.digest: content for photo, content in zip(visit.photos, found.photos, strict=True)}
        self.clock.move_to(visit.sealed_at)
        for refusal in check_upload(self.district, upload, visit, set(photos), self.district.now()):
            raise refusal
        receive_visit(self.district, Sound(upload, visit, photos))
        for assessor in case.team.assessors[1:]:
            token = self.town.tablets[assessor].countersign(document, document["sealed_at"])
            confirm_visit(self.district, token)

    def _find(self, one: Household) -> None:
        officer = self.town.actor(one.planned.street)
        record_finding(self.district, officer, one.number, True, self._committee(one))
        post_notice(self.district, officer, one.number, one.community.roads[0])

    def _audit(self, one: Household) -> None:
        officer, committee = self.town.actor(one.planned.street), self._committee(one)
        other = next(person for person in committee if person != officer.user_id)
        audit(self.district, officer, one.number, True, committee, other)
        receive_call(self.district, officer, one.number, self.district.today())

    def _decide(self, one: Household) -> None:
        """Examined and approved; the amount is what the plan says, or the plan is wrong."""
        reviewer, district = self.town.actor("district"), self.district
        case = district.get_case(one.number)
        check_originals(district, reviewer, one.number, dict.fromkeys(originals_of(case), SAME), COUNTER)
        looked = {rule: Looked(holds=True, words=words) for rule, words in EXAMINED.items()}
        examine(district, reviewer, one.number, "approve", looked)
        case = approve(district, self.town.actor("bureau"), one.number, _REASON)
        if case.approval is None or case.approval.amount_fen != one.planned.amount_fen:
            raise ValueError(f"{one.number}: {case.approval}")

    def _hand_over(self, one: Household) -> None:
        district, officer = self.district, self.town.actor(one.planned.street)
        clerk = self.town.actor(one.community.id)
        pass_on(district, self.town.actor("district"), one.number, "street", officer.name)
        self._arrange(one, officer)
        pass_on(district, officer, one.number, "community", clerk.name)
        pass_on(district, clerk, one.number, "family", "户主本人")

    def _arrange(self, one: Household, officer: Actor) -> None:
        one.account = f"{self.dice.randint(0, 9999):04d}"
        arrange_passbook(self.district, officer, one.number, BANK, one.account)

    def _stop(self, one: Household) -> None:
        reason = self.dice.choice(REASONS)
        happened_on = self.district.today().replace(day=20)
        head = self.town.actor("bureau")
        stop_receipt(self.district, head, one.number, reason, happened_on, _WORDS[reason])

    def _pay(self, street: str, month: str) -> None:
        """The roll of a street: proposed, signed by two, sent, answered, closed (S7-DUTY-D2)."""
        district, reviewer = self.district, self.town.actor("district")
        file, subsidy = payroll_id(street, month), self.subsidies.get((street, month), 0)
        lines = sorted(self._lines(street, month, subsidy), key=lambda line: line.case)
        facts = {
            "street": street,
            "month": month,
            **propose_lines(district, file, month, lines, subsidy),
        }
        draft = draft_act(self.town.actor(street), "payroll.propose", OPENING, facts)
        district.casebook.append(draft, file, None, policy=district.policy.key)
        roll = get_payroll(district, reviewer, file)
        for person in (reviewer, self.town.actor("bureau")):
            sign(district, person, file, roll.lines)
        send(district, reviewer, file)
        record_answer(district, reviewer, file, ())
        close(district, reviewer, file, roll.total_fen)

    def _lines(self, street: str, month: str, subsidy_fen: int) -> Iterator[Line]:
        for one in self.households:
            planned = one.planned
            if planned.street == street and planned.covers(month):
                yield Line(
                    case=one.number,
                    community=one.community.id,
                    residence=planned.residence,
                    persons=planned.persons,
                    months={month: planned.amount_fen},
                    subsidies={month: subsidy_fen * planned.persons} if subsidy_fen else {},
                    payee=one.head,
                    bank=BANK,
                    account=one.account,
                )

    def _report(self) -> None:
        self.clock.move_to(datetime(YEAR + 1, 1, 11, 2, tzinfo=UTC))
        reviewer = self.town.actor("district")
        for year, lines in ((YEAR - 1, LINES_2019), (YEAR, LINES_2020)):
            report_figures(self.district, reviewer, year, lines, date(year, 12, 31), SOURCE)

    def _declare(self, one: Household) -> dict[str, Any]:
        """A household that lacks exactly what it is planned to receive."""
        planned = one.planned
        standard = (RURAL if planned.residence == RURAL.residence else URBAN).standard_fen
        income = standard * planned.persons - planned.amount_fen
        declared = self.families.household_of(one.community, planned.persons, income)
        one.head = str(declared["members"][0]["name"])
        return declared

    def _committee(self, one: Household) -> list[str]:
        return [person.id for person in self.town.staff.committee(one.planned.street)]

    def _at(self, month: str, day: int) -> None:
        instant = datetime.combine(date.fromisoformat(f"{month}-{day:02d}"), time(9), SHANGHAI)
        self.clock.move_to(instant)


AnyYear = TypeVar("AnyYear", bound=Year)


def gather_pingba(settings: Settings) -> GatheredCouch:
    """The district in memory, with the keys of the data folder; to be written to the folder's databases."""
    couch, clock = GatheredCouch(), Clock(FIRST)
    with open_gathered(settings, couch, clock) as district:
        tell_pingba(district, clock)
    return couch


@contextmanager
def open_gathered(settings: Settings, couch: GatheredCouch, clock: Clock) -> Iterator[District]:
    """A district in memory that decides by Pingba's pack."""
    first = open_district(settings, couch, clock=clock, owns_folder=False)
    first.versions.publish("policy", PACK, read_examples(POLICIES)[PACK])
    first.close()
    district = open_district(settings, couch, clock=clock, owns_folder=False)  # with the pack just published
    try:
        yield district
    finally:
        district.close()


def tell_pingba(district: District, clock: Clock) -> None:
    """Fills an empty district; its clock must show :data:`FIRST`."""
    year = begin_year(Year, district, clock)
    for printed in (URBAN, RURAL):
        plan = make_plan(printed, year.dice)
        year.subsidies |= plan.subsidies
        year.households += place_households(plan.households)
    fold_what_is_asked(district)
    year.tell()


def begin_year(kind: type[AnyYear], district: District, clock: Clock) -> AnyYear:
    """The town of a district before its first household; the clock must show :data:`FIRST`."""
    dice = Dice(SEED)
    namer = Namer(dice)
    town = found_town(district, make_staff(namer), dice, district.today())
    district.office.save(replace(district.profile, policy=PACK))
    assessors = {assessor.id: assessor for assessor in district.office.every(Assessor)}
    visitor = Visitor(district, dice, assessors, home=PlainHome)
    return kind(district, clock, town, dice, visitor, Families(dice, district.today(), namer))


def fold_what_is_asked(district: District) -> None:
    """Numbers of notices run on from the index, and rolls are held against who receives by it.

    Everything else is folded once, when it is written out.
    """
    listeners = district.casebook.on_append
    every = list(listeners)

    def fold(acts: Sequence[Act]) -> None:
        asked = [act for act in acts if act.kind in _ASKED]
        for listener in every if asked else ():
            listener(asked)

    listeners[:] = [fold]


def place_households(households: Sequence[Planned]) -> Iterator[Household]:
    """Communities of each street by turns."""
    communities = {street.id: street.communities for street in STREETS}
    turns: defaultdict[str, int] = defaultdict(int)
    for planned in households:
        there = communities[planned.street]
        yield Household(planned, there[turns[planned.street] % len(there)])
        turns[planned.street] += 1


def _before(one: Household) -> str:
    """The month a household applies and is approved in, for the next."""
    return month_before(one.planned.since)

"""What follows an approval in the synthetic district: rolls, lists, draws, reviews, goods and a budget.

Households of the system before are taken over on the first day, so that there are months of payments; the
rest is told beside the applications, with chances of its own, so that it changes nothing of theirs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from server.domain.draw import AUDIT, DISTRICT_WIDE, DrawId
from server.domain.month import month_of_day
from server.domain.quarter import quarter_of
from server.domain.quarter_list import window_of
from server.services import payrolls
from server.services.draw_records import Found, LookedAt, in_receipt, record_look
from server.services.draws import commit_draw, reveal_draw
from server.services.handing_over import arrange_passbook
from server.services.heads import publish_due
from server.services.notices import POSTED, REMOVED
from server.services.payrolls import Returned
from server.services.quarter_lists import generate_list, inspect_list, post_list, prove_list, remove_list
from server.services.seeding.clock import Story
from server.services.seeding.dice import Dice
from server.services.seeding.inspections import tell_campaign
from server.services.seeding.people import Families, Namer
from server.services.seeding.pictures import draw_notice
from server.services.seeding.places import COMMUNITIES, STREETS, Community, Street
from server.services.seeding.stories import BANK, Stories, working_days
from server.services.taken_over import Takeover, take_over

_EACH: Final = 3  # households taken over in a community
_AMOUNTS: Final = {1: 61_000, 2: 104_000, 3: 139_500, 4: 168_000}
_CLASSES: Final = ("A", "B", "C")
_REGISTER: Final = "原系统在册名单，移交时逐户核对过。"
_ROLL_DAY: Final = 8
_RETURNED: Final = "账户名和户主不符，银行退回"


@dataclass
class Upkeep:
    """Tells what becomes of households in receipt; ``taken`` are those taken over, by street."""

    stories: Stories
    dice: Dice
    taken: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def begin(self, namer: Namer) -> None:
        """The households of the system before, each with its class and its passbook."""
        whole, own = self.stories.families, Namer(self.dice)
        own.reserve(*namer.taken)
        families = Families(self.dice, whole.today, own, whole.numbers)
        for street, community in COMMUNITIES:
            for place in range(_EACH):
                self._take_over(street, community, families, _CLASSES[place % len(_CLASSES)])
        namer.reserve(*own.taken)

    def tell(self, first: date, last: date) -> None:
        """Sets everything that has its day on the timetable."""
        timetable, days = self.stories.timetable, list(working_days(self.stories, first, last))
        for place, street in enumerate(STREETS):
            timetable.add(self._rolls(street, _roll_days(days), place))
        timetable.add(self._lists(days))
        timetable.add(self._draw(days))
        timetable.add(tell_campaign(self.stories, days))

    def _take_over(self, street: Street, community: Community, families: Families, klass: str) -> None:
        district, town = self.stories.town.district, self.stories.town
        persons = self.dice.randint(1, len(_AMOUNTS))
        since = month_of_day(district.today())
        earned = persons * district.policy.benefit.standard_fen - _AMOUNTS[persons]
        household = families.household_of(community, persons, earned)
        case = take_over(
            district,
            town.actor("admin"),
            Takeover(household, community.id, "urban", klass, _AMOUNTS[persons], since, _REGISTER),
        )
        last_four = f"{self.dice.randint(0, 9999):04d}"
        arrange_passbook(district, town.actor(street.id), case.number, BANK, last_four)
        self.taken[street.id].append(case.number)

    def _rolls(self, street: Street, days: Sequence[date], place: int) -> Story:
        """A roll a month; the newest of the last street still waits for the bank's answer."""
        district, actor, hours = self.stories.town.district, self.stories.town.actor, self.stories.hours
        for day in days:
            yield hours.on(day, 9, 10 + place)
            district.index.catch_up()
            roll = payrolls.open_payroll(district, actor(street.id), street.id, month_of_day(day))
            yield hours.after(0, 0)
            for signer in ("district", "bureau"):
                payrolls.sign(district, actor(signer), roll.id, roll.lines)
            payrolls.send(district, actor("district"), roll.id)
            yield hours.after(1, 3)
            if day == days[-1] and place == len(STREETS) - 1:
                return
            returned = [Returned(self.taken[street.id][0], _RETURNED)] if day == days[0] and not place else []
            payrolls.record_answer(district, actor("district"), roll.id, returned)
            done = payrolls.get_payroll(district, actor("district"), roll.id)
            payrolls.close(district, actor("district"), roll.id, done.paid_fen)

    def _lists(self, days: Sequence[date]) -> Story:
        """The quarterly list of every community of the first street, in its window (S7-QPUB)."""
        district, actor, hours = self.stories.town.district, self.stories.town.actor, self.stories.hours
        street = STREETS[0]
        for quarter in sorted({quarter_of(day) for day in days}, key=str):
            window = window_of(quarter, district.policy.quarter_list)
            hanging = [day for day in days if window and window.first_day <= day <= window.last_day]
            after = [day for day in days if window and day > window.last_day]
            if not hanging:
                continue
            yield hours.on(hanging[0], 10)
            district.index.catch_up()
            for place, community in enumerate(street.communities):
                generate_list(district, actor(community.id), community.id, quarter)
                post_list(district, actor(community.id), community.id, quarter)
                photo = draw_notice(900 + place)
                prove_list(district, actor(community.id), community.id, quarter, POSTED, photo)
            first = street.communities[0].id
            inspect_list(
                district, actor(street.id), first, quarter, "贴在公示栏正中，内容齐。", in_order=True
            )
            if not after:
                return
            yield hours.on(after[0], 9)
            for community in street.communities[:-1]:
                remove_list(district, actor(community.id), community.id, quarter)
                prove_list(district, actor(community.id), community.id, quarter, REMOVED, draw_notice(0))

    def _draw(self, days: Sequence[date]) -> Story:
        """The district's audit: sealed, revealed the day after, one community looked at (S7-SPOT-01)."""
        district, reviewer = self.stories.town.district, self.stories.town.actor("district")
        hours = self.stories.hours
        yield hours.on(days[len(days) // 2], 10)
        district.index.catch_up()
        draw_id = DrawId(DISTRICT_WIDE, quarter_of(district.today()), AUDIT)
        commit_draw(district, reviewer, draw_id)
        yield hours.after(1, 1)
        publish_due(district)
        chosen = reveal_draw(district, reviewer, draw_id).chosen
        yield hours.after(1, 3)
        district.index.catch_up()
        for community in chosen[:1]:
            seen = {number: Found("keep") for number in in_receipt(district, community)[:2]}
            looked = LookedAt(
                community, district.today(), "看了两户，台账和家里说的对得上。", households=seen
            )
            record_look(district, reviewer, draw_id, looked)


def _roll_days(days: Sequence[date]) -> list[date]:
    """The first day, then in each month the first working day from the eighth on."""
    found: dict[str, date] = {month_of_day(days[0]): days[0]}
    for day in days:
        if day.day >= _ROLL_DAY:
            found.setdefault(month_of_day(day), day)
    return list(found.values())

"""The communities' deliberation meetings, minute by minute (S7-MEET)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from server.domain.ballot import Choice
from server.domain.meeting import DISCUSSION, Meeting
from server.domain.permission import Actor
from server.services.meetings import convene
from server.services.meetings_held import (
    close_meeting,
    do_agenda,
    sign_minutes,
    take_attendance,
    take_ballot,
)
from server.services.seeding.clock import Story
from server.services.seeding.pictures import draw_signature
from server.services.seeding.places import Community, Street
from server.services.seeding.stories import Stories

MOST_CASES: Final = 6
_ABSENT: Final = 0.08
_RECUSED: Final = 0.15
_DOUBTFUL: Final = 0.04
_ON_PAPER: Final = 0.2


@dataclass
class Meetings:
    """Holds a community's meetings, once a week while there is something to decide."""

    stories: Stories
    street: Street
    community: Community

    def season(self, days: Sequence[date], last_meeting: date) -> Story:
        """Every meeting on one of ``days``; after ``last_meeting`` cases gather for the next one."""
        for day in days:
            if day > last_meeting:
                return
            yield self.stories.hours.on(day, 9, self.stories.dice.randint(0, 50))
            waiting = self.stories.noticed[self.community.id]
            if not waiting:
                continue
            cases, self.stories.noticed[self.community.id] = waiting[:MOST_CASES], waiting[MOST_CASES:]
            meeting = self.convene(cases, day)
            yield self.stories.hours.on(day, 14, 30)
            yield from self._hold(meeting)

    def convene(self, cases: Sequence[str], held_on: date) -> Meeting:
        place = f"{self.community.name_zh}居委会二楼会议室"
        clerk = self.stories.town.actor(self.community.id)
        district = self.stories.town.district
        return convene(district, clerk, self.community.id, cases, held_on, place, f"{self.street.id}-chair")

    def _hold(self, meeting: Meeting) -> Story:
        district, dice, hours = self.stories.town.district, self.stories.dice, self.stories.hours
        chair = self.stories.town.actor(meeting.chair)
        meeting = self._take_attendance(chair, meeting)
        for agenda in meeting.cases:
            for item in range(1, DISCUSSION + 1):
                yield hours.minutes(1, 6)
                do_agenda(district, chair, meeting.id, agenda.case, item)
            yield hours.minutes(4, 12)
            votes = self._votes(meeting, agenda.case)
            decided = take_ballot(district, chair, meeting.id, agenda.case, votes).agenda(agenda.case)
            if decided.tally and decided.tally.passed:
                self.stories.timetable.add(self.stories.approval(self.street, agenda.case))
        yield hours.minutes(2, 5)
        for member in meeting.present:
            ink = None if dice.happens(_ON_PAPER) else draw_signature(dice)
            sign_minutes(district, chair, meeting.id, member, ink)
        yield hours.minutes(1, 3)
        close_meeting(district, chair, meeting.id)

    def _take_attendance(self, chair: Actor, meeting: Meeting) -> Meeting:
        """Most come; now and then somebody is a relative and stands back (S7-AMB-09)."""
        dice = self.stories.dice
        least = 2 * len(meeting.members) // 3 + 1
        present = [member for member in meeting.members if not dice.happens(_ABSENT)]
        present = present if len(present) >= least else list(meeting.members)
        recused = {agenda.case: [dice.choice(present)] for agenda in meeting.cases if dice.happens(_RECUSED)}
        return take_attendance(self.stories.town.district, chair, meeting.id, present, recused)

    def _votes(self, meeting: Meeting, case: str) -> Mapping[str, Choice]:
        """A clear yes as a rule; a doubtful case divides the room."""
        dice = self.stories.dice
        doubtful = dice.happens(_DOUBTFUL)
        hands = (Choice.AGREE, Choice.AGAINST, Choice.ABSTAIN)
        weights = (5, 4, 2) if doubtful else (80, 1, 1)
        return {member: dice.choices(hands, weights)[0] for member in meeting.voters(case)}

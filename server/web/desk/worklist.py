"""What waits for the person signed in: queues with counts, the ones that have waited longest in front.

The queues of a deadline (late, today, one kind of clock) have the ones due first in front.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from server.domain.clock import CLOCK_WORDS, WHY_WORDS
from server.domain.permission import Actor, may
from server.domain.procedure import STEPS, TRANSITIONS
from server.domain.stage import ACT_WORDS, Stage
from server.services.cases import (
    DONE,
    MINE,
    ON_THEIR_WAY,
    OTHERS,
    WorkList,
    WorkRow,
    list_cases,
)
from server.services.clocks import Dues, count_beside, count_dues
from server.services.complaint_files import count_open_complaints
from server.services.expiries import count_ended
from server.services.flags import count_open_flags
from server.services.freshness import count_behind
from server.services.handing_over import legs_of
from server.services.hardship import count_hardship
from server.services.housing_lists import count_waiting as count_housing
from server.services.info_checks import count_waiting_checks
from server.services.meetings import list_ready, open_meetings
from server.services.notices import count_unproved
from server.services.objection_files import count_open
from server.services.questions import count_waiting_questions
from server.services.review_lists import TURNS, count_for
from server.services.visits import count_set_aside
from server.web.case_words import QUEUES
from server.web.current import current_actor, current_district
from server.web.desk.act_pages import ACT_PAGES
from server.web.desk.blueprint import desk
from server.web.desk.damaged import damage_told
from server.web.desk.list_places import CLOCK, LATE, STOPPED, TODAY, known_queue, pass_along, wanted_in
from server.web.guard import permit
from server.web.language import in_language
from server.web.paging import asked_page
from server.web.words import and_list, clock_kind

_ORIGINALS: Final = "originals"
_REVIEWED_FIRST: Final = (Stage.EXAMINED, Stage.AUDITED, Stage.VISITED)


@dataclass(frozen=True)
class Queue:
    """One line at the left: its words, how many, whether it is the one shown."""

    address: str
    words: str
    count: int
    is_here: bool
    apart: bool = False


@dataclass(frozen=True)
class Beside:
    """What is to be done about a case beside the act it waits for, in the list of one kind of clock."""

    address: str
    words: str


@dataclass(frozen=True)
class Due:
    """One sentence above the list: what is late, or due today, and where to see it."""

    queue: str
    address: str
    words: str


@desk.get("/")
@permit("desk.use")
def worklist_page() -> ResponseReturnValue:
    """Everything that waits; somebody whose work is on the tablet is told so."""
    actor = current_actor()
    if not may(actor, "case.read"):
        return render_template("worklist/tablet_only.html")
    queue = known_queue(actor, request.args.get("queue", MINE))
    asked = {name: request.args.get(name, "").strip() for name in ("q", "community")}
    named = {"queue": queue, **asked}
    wanted = wanted_in(actor, named)
    found = list_cases(current_district(), actor, wanted, asked["community"], asked_page())
    today = current_district().today()
    return render_template(
        "worklist/page.html",
        found=found,
        asked=asked,
        queue=queue,
        oldest_first=wanted.oldest_first,
        queues=list(_queues(actor, found, queue)),
        dues=list(_dues(actor)),
        damage=damage_told(),
        heading=_heading(queue),
        today=today,
        act_of=partial(_act_of, convened=open_meetings(current_district(), actor)),
        beside_of=_originals_of if queue == f"{CLOCK}{_ORIGINALS}" else None,
        along=pass_along(named, found.first),
        here="worklist",
    )


def _heading(queue: str) -> str:
    if queue.startswith(CLOCK):
        return clock_kind(queue.removeprefix(CLOCK))
    return str(QUEUES[queue])


def _dues(actor: Actor) -> Iterator[Due]:
    """What is late, what is due today, then what stands still: a sentence each that leads to the cases."""
    dues = count_dues(current_district(), actor)
    told = (
        (LATE, dues.late, CLOCK_WORDS),
        (TODAY, dues.today, CLOCK_WORDS),
        (STOPPED, dues.stopped, WHY_WORDS),
    )
    for queue, counts, words in told:
        if counts:
            yield Due(queue, url_for("desk.worklist_page", queue=queue), counted(counts, words))
    if dues.late_complaints:
        yield Due(LATE, url_for("desk.show_complaints"), late_complaints(dues))


def counted(counts: Mapping[str, int], words: Mapping[str, tuple[str, str]]) -> str:
    """How many of each kind, as one sentence."""
    return and_list(
        [
            ngettext("%(kind)s %(num)d 件", "%(kind)s %(num)d 件", count, kind=in_language(*words[kind]))
            for kind, count in counts.items()
        ]
    )


def late_complaints(dues: Dues) -> str:
    """How many tip-offs are past their day, as a sentence."""
    return str(ngettext("举报 %(num)d 件没有按期办结", "举报 %(num)d 件没有按期办结", dues.late_complaints))


def _queues(actor: Actor, found: WorkList, here: str) -> Iterator[Queue]:
    """All that waits for this person, each kind of it, then what others do and what is done."""
    yield _queue(found, MINE, here)
    yield from _own_queues(actor, found, here)
    if may(actor, "set_aside.read"):
        count = count_set_aside(current_district(), actor)
        yield Queue(url_for("desk.show_set_aside"), str(QUEUES["set-aside"]), count, False)
    if may(actor, "flag.read"):
        count = count_open_flags(current_district(), actor)
        yield Queue(url_for("desk.show_flags"), str(QUEUES["flags"]), count, False)
    if may(actor, "objection.answer"):
        count = count_open(current_district(), actor)
        yield Queue(url_for("desk.show_objections"), str(QUEUES["objections"]), count, False)
    if may(actor, "notice.prove"):
        count = count_unproved(current_district(), actor)
        yield Queue(url_for("desk.show_notices", show="unproved"), str(QUEUES["unproved"]), count, False)
    yield from _side_queues(actor)
    yield from _upkeep_queues(actor)
    if may(actor, "freshness.read"):
        behind = count_behind(current_district(), actor)
        yield Queue(url_for("desk.show_freshness"), str(QUEUES["freshness"]), behind, False)
    yield _queue(found, OTHERS, here, apart=True)
    yield _queue(found, DONE, here)


def _side_queues(actor: Actor) -> Iterator[Queue]:
    """What waits beside the procedure: meetings to convene, checks to be asked for or told of, hardship."""
    if actor.community and may(actor, "meeting.convene"):
        ready = list_ready(current_district(), actor.community)
        address = url_for("desk.new_meeting", community=actor.community)
        yield Queue(address, str(QUEUES["convene"]), len(ready), False)
    if may(actor, "info.check"):
        count = count_waiting_checks(current_district(), actor)
        yield Queue(url_for("desk.show_info_checks"), str(QUEUES["info-checks"]), count, False)
    if may(actor, "question.answer") or may(actor, "question.ask"):
        count = count_waiting_questions(current_district(), actor)
        yield Queue(url_for("desk.show_questions"), str(QUEUES["questions"]), count, False)
    if may(actor, "hardship.decide"):
        count = count_hardship(current_district(), actor)
        yield Queue(url_for("desk.show_hardship"), str(QUEUES["hardship"]), count, False)
    if may(actor, "complaint.assign"):
        count = count_open_complaints(current_district(), actor)
        yield Queue(url_for("desk.show_complaints"), str(QUEUES["complaints"]), count, False)


def _upkeep_queues(actor: Actor) -> Iterator[Queue]:
    """What waits of the households in receipt: reviews, exemptions that ended, housing."""
    if any(may(actor, permission) for permission in TURNS.values()):
        address = url_for("desk.show_review_plan", state="mine")
        yield Queue(address, str(QUEUES["reviews"]), count_for(current_district(), actor), False)
    if ended := count_ended(current_district(), actor):
        yield Queue(url_for("desk.show_expiries"), str(QUEUES["expiries"]), ended, False)
    if homes := count_housing(current_district(), actor):
        yield Queue(url_for("desk.show_housing", state="mine"), str(QUEUES["housing"]), homes, False)


def _own_queues(actor: Actor, found: WorkList, here: str) -> Iterator[Queue]:
    """The steps and the other duties of this person's posts that have any case now."""
    for stage, step in STEPS.items():
        mine = step is not None and bool(step.permission) and may(actor, step.permission)
        if mine and (found.counts.get(stage, 0) or stage == here):
            yield _queue(found, stage, here)
    for kind, count in count_beside(current_district(), actor).items():
        key = f"{CLOCK}{kind}"
        if count or key == here:
            yield Queue(url_for("desk.worklist_page", queue=key), clock_kind(kind), count, key == here)


def _queue(found: WorkList, key: str, here: str, apart: bool = False) -> Queue:
    address = url_for("desk.worklist_page", queue=key)
    return Queue(address, str(QUEUES[key]), found.counts.get(key, 0), key == here, apart)


def _act_of(row: WorkRow, convened: Mapping[str, str]) -> str | None:
    """Where this person does what the case waits for; None where it is not theirs or not yet time.

    A case a meeting is ``convened`` for is decided there; before, it waits for the community to convene one.
    """
    step, actor = row.step, current_actor()
    if step is None or not step.permission or not may(actor, step.permission):
        return None
    if row.stage is Stage.NOTICED:
        meeting = convened.get(row.row.number)
        return url_for("desk.show_meeting", meeting_id=meeting) if meeting else None
    if row.stage is Stage.NOTICED_ONLY and not (row.due_on and row.due_on < current_district().today()):
        return None
    if row.stage in ON_THEIR_WAY and row.row.leg not in legs_of(actor):
        return None
    if row.stage in _REVIEWED_FIRST:
        return url_for("desk.show_case", number=row.row.number)
    page = ACT_PAGES.get(step.act)
    return url_for(page, number=row.row.number) if page else None


def _originals_of(row: WorkRow) -> Beside:
    """The district looks at the originals; the street notes that the call was received, then reminds."""
    act = "originals_checked"
    if not may(current_actor(), TRANSITIONS[act].permission):
        act = "originals_reminded" if row.row.due_for == _ORIGINALS else "originals_called"
    return Beside(url_for(ACT_PAGES[act], number=row.row.number), in_language(*ACT_WORDS[act]))

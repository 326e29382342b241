"""The pass through many files: the list a file was opened from stays in the address, with its place in it.

``list`` is the query of that list's page, ``at`` the place; every page of the same case keeps both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from flask import has_request_context, request, url_for

from server.domain.permission import Actor
from server.errors import Refusal
from server.records.index import CaseFilter
from server.services.cases import (
    MINE,
    wanted_by_clock,
    wanted_by_queue,
)
from server.services.clocks import kinds_of
from server.services.list_places import Place, find_place
from server.services.searches import NAMES, find_beside_case, read_asked
from server.web.case_words import QUEUES
from server.web.current import current_district
from server.web.desk.blueprint import desk

LATE, TODAY, STOPPED = "late", "today", "stopped"
CLOCK: Final = "clock-"
_KEPT: Final = ("list", "at")
_NAMED: Final = ("queue", *NAMES)
_CASES: Final = "/desk/cases/"
_PLAIN: Final = "desk.send_photo"  # a photo is kept by the browser under one address


@dataclass(frozen=True)
class Passing:
    """The place of the file shown, and the addresses of the list and of the files next to it."""

    place: Place
    back: str
    before: str
    after: str


def wanted_in(actor: Actor, named: Mapping[str, str]) -> CaseFilter:
    """The cases of the queue of the work list that a query names."""
    queue, text = named.get("queue", ""), named.get("q", "")
    kinds = clock_kinds(actor, queue)
    if not kinds:
        return wanted_by_queue(actor, queue, text)
    days = {LATE: 0, TODAY: 1}.get(queue)
    before = "" if days is None else (current_district().today() + timedelta(days=days)).isoformat()
    return wanted_by_clock(kinds, before, text, stopped=queue == STOPPED)


def known_queue(actor: Actor, queue: str) -> str:
    """The queue of a name; what is the name of none is what waits for this person."""
    return queue if queue in QUEUES or clock_kinds(actor, queue) else MINE


def clock_kinds(actor: Actor, queue: str) -> list[str]:
    """The clocks a queue is about; none where it is about the stage of cases."""
    if queue in (LATE, TODAY, STOPPED):
        return kinds_of(actor) or ["-"]
    kind = queue.removeprefix(CLOCK)
    return [kind] if queue.startswith(CLOCK) and kind in kinds_of(actor) else []


def pass_along(named: Mapping[str, str], first: int) -> Callable[[str, int], str]:
    """An address of a case, made to keep the pass; ``first``: the place of the first line of the page."""
    query = urlencode({name: value for name, value in named.items() if value and name in _NAMED})

    def along(address: str, line: int) -> str:
        if not address.startswith(_CASES):
            return address
        return (
            f"{address}{'&' if '?' in address else '?'}{urlencode({'list': query, 'at': first + line - 1})}"
        )

    return along


def next_in_pass(actor: Actor, number: str) -> str:
    """The file that follows where what was just done took this one off its list; empty where none does."""
    passing = find_passing(actor, number)
    return passing.after if passing and passing.place.has_left else ""


def find_passing(actor: Actor, number: str) -> Passing | None:
    """Where the file shown stands in the list it was opened from; None where it was opened by itself."""
    query, at = request.args.get("list"), request.args.get("at", "")
    if query is None or not (at.isascii() and at.isdigit() and 0 < len(at) < 8 and int(at)):
        return None
    named = {name: value for name, value in parse_qsl(query) if name in _NAMED}
    place = _place_in(actor, named, number, int(at))
    if place is None:
        return None
    last = place.at if place.has_left else place.at + 1
    return Passing(
        place,
        _list_address(named),
        _file_address(place.before, query, place.at - 1),
        _file_address(place.after, query, last),
    )


def _place_in(actor: Actor, named: dict[str, str], number: str, at: int) -> Place | None:
    """The place in a queue or in a search; None where the address names what cannot be looked for."""
    if "queue" in named:
        named["queue"] = known_queue(actor, named["queue"])
        wanted, community = wanted_in(actor, named), named.get("community", "")
        return find_place(current_district(), actor, wanted, community, number, at)
    try:
        beside = find_beside_case(current_district(), actor, read_asked(named), number)
    except Refusal:
        return None
    return Place(at, beside.total, beside.later, beside.earlier, has_left=not beside.is_found)


def _list_address(named: Mapping[str, Any]) -> str:
    page = "desk.worklist_page" if named.get("queue") else "desk.find_cases"
    return url_for(page, **named)


def _file_address(number: str, query: str, at: int) -> str:
    return url_for("desk.show_case", number=number, list=query, at=at) if number else ""


@desk.url_defaults
def keep_pass(endpoint: str, values: dict[str, Any]) -> None:
    """Whatever leads from one page of a case to another of the same case keeps the pass."""
    if not has_request_context() or endpoint == _PLAIN or not request.view_args:
        return
    number = values.get("number")
    if number is not None and number == request.view_args.get("number"):
        for name in _KEPT:
            if name in request.args:
                values.setdefault(name, request.args[name])
